"""Cross-checks of solvers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from accord.api.workers import working
from accord.game import Game
from accord.host import load_registry

if TYPE_CHECKING:
    from accord.crosschecks import CrossCheck, CrossChecks

__all__ = ["crosscheck", "crosscheck_all"]


def crosscheck(
    game: Game,
    solvers: Sequence[object] | None = None,
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float = 10.0,
    memory_limit: float = 2000.0,
    jobs: int = 1,
    against: str | PathLike[str] | None = None,
    progress: bool = False,
) -> CrossCheck:
    """Run several solvers on a game, each in a process of its own, and compare the equilibria that they find.

    Whatever a solver does there, to hang, to crash, to take all memory or to return nonsense, costs its own row only.

    >>> from accord import read
    >>> check = crosscheck(read("chicken"), ["pure"])
    >>> check.consistent, check.rows[0].status, [[str(u) for u in known.payoffs] for known in check.equilibria]
    (True, 'agrees', [['7', '2'], ['2', '7']])

    Args:
        game: the game.
        solvers: names, tables or instances; all that are installed by default.
        settings: by the names of solvers, the values of their fields.
        time_limit: seconds for each solver.
        memory_limit: megabytes for each solver, on top of what its process holds at the start.
        jobs: how many solvers work side by side.
        against: a file with claimed equilibria, which are checked as well: JSON, TOML, or what Gambit's tools print.
        progress: show a bar on standard error.

    Raises:
        ConfigurationError: if a solver, a setting or a limit is not what it has to be.
        InputError: if the file of claims cannot be read.
    """
    from accord.crosschecks import crosscheck as check  # noqa: PLC0415 (brings the linear programs with it)

    with working(progress=progress):
        (found,) = check(
            [(game.title, game)],
            load_registry(),
            solvers=solvers,
            settings=settings,
            time_limit=time_limit,
            memory_limit=memory_limit,
            jobs=jobs,
            against=against,
        )
    return found


def crosscheck_all(
    games: Sequence[str | PathLike[str]],
    solvers: Sequence[object] | None = None,
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float = 10.0,
    memory_limit: float = 2000.0,
    jobs: int = 1,
    progress: bool = False,
) -> CrossChecks:
    """Run several solvers on many games, as `crosscheck` does, and count what becomes of each.

    Args:
        games: what `read` takes; a folder stands for all game files in it, at whatever depth, and a scheme alone, such as
            ``catalog:``, for a library. What cannot be read is listed with the reason.
        solvers: as for `crosscheck`, as are the other arguments.
        settings: as above.
        time_limit: as above, for each game.
        memory_limit: as above, for each game.
        jobs: as above.
        progress: as above.

    Raises:
        ConfigurationError: if a solver, a setting or a limit is not what it has to be.
        InputError: if there is no game, or the only one cannot be read.
        KeyboardInterrupt: if it is interrupted; the attribute ``so_far`` has the games that were finished, if there are any.
    """
    from accord.crosschecks import CrossChecks, Interrupted, gathered  # noqa: PLC0415 (brings the linear programs with it)
    from accord.crosschecks import crosscheck as check  # noqa: PLC0415 (as above)

    registry = load_registry()
    named, unreadable = gathered([fspath(each) for each in games], registry)
    try:
        with working(progress=progress):
            checks = check(
                named,
                registry,
                solvers=solvers,
                settings=settings,
                time_limit=time_limit,
                memory_limit=memory_limit,
                jobs=jobs,
            )
    except Interrupted as stop:
        raise Interrupted(CrossChecks(stop.so_far.checks, unreadable), len(named)) from None
    return CrossChecks(checks, unreadable)
