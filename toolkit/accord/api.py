"""The functions that a script or a notebook calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from accord import source
from accord.config import assemble, describe
from accord.game import Game
from accord.host import load_registry
from accord.solution import Solution

if TYPE_CHECKING:
    from accord.comparison import Comparison

__all__ = ["compare", "read", "solve"]


def read(where: str | PathLike[str]) -> Game:
    """Read a game from a file, a URI of an installed reader, or the bundled games by name.

    >>> read("chicken").shape
    (2, 2)

    Raises:
        InputError: if there is no such game, or it is malformed.
    """
    return source.read(fspath(where), load_registry())


def solve(
    game: Game,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worth: object = None,
    split: object = None,
    *,
    side_payments: bool = True,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Work out what the players should agree on, starting from what would happen if talks failed.

    Every stage is a component's name or an instance.

    >>> solution = solve(read("chicken"), fallback="correlated", selection="max-welfare", split="equal")
    >>> [str(x) for x in solution.disagreement.payoffs], [str(x) for x in solution.agreement.payoffs]
    (['21/4', '21/4'], ['6', '6'])
    >>> solution.certified
    True

    Args:
        game: the game.
        fallback: how the game is played if talks fail; ``correlated`` by default.
        selection: which of the fallback's equilibria; ``max-welfare`` by default.
        solver: what finds the equilibria of a fallback that needs it.
        worth: what a coalition earns by itself.
        split: how the gains are shared; ``equal`` by default, ``nash`` without side payments.
        side_payments: whether payoff can be transferred one to one.
        settings: by stage, the values of its component's fields.
        time_limit: seconds, for every component that can run long.

    Raises:
        AccordError: of the kind that says what is wrong: `ConfigurationError`, `UnsuitableError`, `SolverError`, ….
    """
    from accord.pipeline import run  # noqa: PLC0415 (brings the linear programs with it)

    registry = load_registry()
    pipeline = assemble(
        registry,
        fallback=fallback,
        selection=selection,
        solver=solver,
        worth=worth,
        split=split,
        side_payments=side_payments,
        settings=settings,
        time_limit=time_limit,
    )
    return run(pipeline, game, lambda component: describe(registry, component))


def compare(
    game: Game, *, side_payments: bool = True, solvers: Sequence[str] = ("pure",), time_limit: float | None = None
) -> Comparison:
    """Solve a game with every fallback, selection and split that applies; see `accord.comparison`.

    >>> len(compare(read("pd")).rows) > 40
    True
    """
    from accord.comparison import compare as compare_all  # noqa: PLC0415 (brings the linear programs with it)

    return compare_all(game, load_registry(), side_payments=side_payments, solvers=solvers, time_limit=time_limit)
