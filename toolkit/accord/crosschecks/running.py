"""Cross-checking one game or many."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from math import isfinite
from os import PathLike
from typing import Any

from accord.crosschecks.attempts import Attempt, attempts
from accord.crosschecks.claimed import Claim, read_claims
from accord.crosschecks.collection import CrossChecks, Interrupted
from accord.crosschecks.judging import judge
from accord.crosschecks.records import CrossCheck
from accord.crosschecks.trials import trials
from accord.errors import ConfigurationError
from accord.game import Game
from accord.host import Registry
from accord.work import tell

__all__ = ["MEMORY_LIMIT", "TIME_LIMIT", "crosscheck"]

TIME_LIMIT = 10.0
"""Seconds for each solver and game by default."""
MEMORY_LIMIT = 2000.0
"""Megabytes for each solver and game by default."""
_TASKS = "solver runs"


def crosscheck(
    games: Sequence[tuple[str, Game]],
    registry: Registry,
    *,
    solvers: Sequence[object] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float = TIME_LIMIT,
    memory_limit: float = MEMORY_LIMIT,
    jobs: int = 1,
    against: str | PathLike[str] | None = None,
) -> tuple[CrossCheck, ...]:
    """Run several solvers on games, each in a process of its own, and compare what they find.

    Args:
        games: what to call each game, and the game.
        registry: where the solvers come from.
        solvers: names, tables or instances; all that are installed by default.
        settings: by the names of solvers, the values of their fields.
        time_limit: seconds for each solver and game.
        memory_limit: megabytes for each solver and game, on top of what its process holds at the start.
        jobs: how many solvers work side by side.
        against: a file with claimed equilibria of the only game.

    Raises:
        ConfigurationError: if a solver, a setting or a limit is not what it has to be.
        PluginError: if a name belongs to a broken plugin.
        InputError: if the file of claims cannot be read.
        Interrupted: if it is interrupted when some games are finished, with these.
    """
    for what, value in (("time limit", time_limit), ("memory limit", memory_limit)):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not (isfinite(value) and value > 0):
            raise ConfigurationError(f"the {what} is {value!r}; a positive number is accepted")
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ConfigurationError(f"jobs is {jobs!r}; a number of processes from 1 is accepted")
    claims: tuple[Claim, ...] | None = None
    if against is not None:
        if len(games) != 1:
            raise ConfigurationError(f"claims are about one game; {len(games)} are given")
        claims = read_claims(against, games[0][1])  # type: ignore[arg-type] # a path of text
    tried = trials(registry, solvers, settings, float(time_limit))
    limits = float(time_limit), float(memory_limit)
    pending: list[dict[int, Attempt]] = [{} for _ in games]
    checks: dict[int, CrossCheck] = {}
    done = 0
    try:
        with _interrupted_once(), closing(attempts([game for _, game in games], tried, limits[1], jobs)) as finished:
            for g, t, attempt in finished:
                pending[g][t] = attempt
                done += 1
                tell(_TASKS, done, len(games) * len(tried))
                if len(pending[g]) == len(tried):
                    checks[g] = judge(*games[g], tried, [pending[g].pop(k) for k in range(len(tried))], limits, claims)
    except KeyboardInterrupt:
        if not checks:
            raise
        raise Interrupted(CrossChecks(tuple(checks[g] for g in sorted(checks))), len(games)) from None
    return tuple(checks[g] for g in range(len(games)))


@contextmanager
def _interrupted_once() -> Iterator[None]:
    """Let the first interrupt through, and no other before all processes have been killed on account of the first."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return

    def first(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
