"""Games, pipelines and solutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from accord import source
from accord.config import assemble as assemble_stages
from accord.config import choose, describe, open_pipeline
from accord.game import Game
from accord.host import load_registry
from accord.solution import Solution

if TYPE_CHECKING:
    from accord.comparison import Comparison
    from accord.conventions import Conventions
    from accord.pipeline import Pipeline

__all__ = ["assemble", "compare", "compare_conventions", "generate", "read", "read_pipeline", "solve"]


def read(where: str | PathLike[str]) -> Game:
    """Read a game from a file, a URI of an installed reader, or the bundled games by name.

    >>> read("chicken").shape
    (2, 2)

    Raises:
        InputError: if there is no such game, or it is malformed.
    """
    return source.read(fspath(where), load_registry())


def generate(family: str, /, *, seed: int = 0, **parameters: Any) -> Game:
    """Return a game of a family, such as ``random`` or ``chicken``; see `accord.generators`.

    >>> game = generate("random", seed=7, shape="2x3", low=-5, high=5)
    >>> game.shape, game == generate("random", seed=7, shape=(2, 3), low=-5, high=5)
    ((2, 3), True)

    Args:
        family: which family; ``accord games families`` lists them.
        seed: which of its games: a whole number from 0.
        **parameters: of the family, as text or as numbers; what is left out is what it is by default.

    Raises:
        ConfigurationError: if there is no such family or parameter, or a value is not accepted.
    """
    from accord.generators import family as chosen  # noqa: PLC0415 (not needed by anything else here)

    return chosen(family, **parameters).game(seed)


def solve(
    game: Game,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worth: object = None,
    split: object = None,
    *,
    pipeline: object = None,
    side_payments: bool | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float | None = None,
    exact: bool = False,
) -> Solution:
    """Work out what the players should agree on, starting from what would happen if talks failed.

    Every stage is a component's name or an instance.

    >>> solution = solve(read("chicken"), fallback="correlated", selection="max-welfare", split="equal")
    >>> [str(x) for x in solution.disagreement.payoffs], [str(x) for x in solution.agreement.payoffs]
    (['21/4', '21/4'], ['6', '6'])
    >>> solution.certified
    True
    >>> solve(read("chicken"), selection="max-entropy", exact=True).warnings
    ('this answer is approximate: the disagreement payoffs of correlated with max-entropy, the payoffs that equal agrees on',)
    >>> [str(x) for x in solve(read("hot_dog"), pipeline="coco").agreement.payoffs]
    ['145', '95']

    Args:
        game: the game.
        fallback: how the game is played if talks fail; ``correlated`` by default.
        selection: which of the fallback's equilibria; ``max-welfare`` by default.
        solver: what finds the equilibria of a fallback that needs it.
        worth: what a coalition earns by itself.
        split: how the gains are shared; ``equal`` by default, ``nash`` without side payments.
        pipeline: all of the above and the terms: a `Pipeline`, a pipeline file, or the name of one that comes with accord.
        side_payments: whether payoff can be transferred one to one; by default it can.
        settings: by stage, the values of its component's fields.
        time_limit: seconds, for every component that can run long.
        exact: prove every linear program as far as that is bearable, and say what remains approximate.

    Raises:
        AccordError: of the kind that says what is wrong: `ConfigurationError`, `UnsuitableError`, `SolverError`, ….
    """
    from accord.exactness import solved_exactly  # noqa: PLC0415 (brings the linear programs with it)
    from accord.pipeline import run  # noqa: PLC0415 (as above)

    registry = load_registry()
    chosen = choose(
        registry,
        pipeline=pipeline,
        fallback=fallback,
        selection=selection,
        solver=solver,
        worth=worth,
        split=split,
        side_payments=side_payments,
        settings=settings,
        time_limit=time_limit,
    )
    solving = partial(run, chosen, game, lambda component: describe(registry, component))
    return solved_exactly(solving) if exact else solving()


def assemble(
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worth: object = None,
    split: object = None,
    *,
    side_payments: bool = True,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float | None = None,
) -> Pipeline:
    """Put a pipeline together, to be used again and again; every stage is a component's name or an instance.

    >>> pipeline = assemble(fallback="minimax-threat")
    >>> pipeline.fallback, pipeline.split
    (MinimaxThreat(), Equal())
    >>> pipeline == read_pipeline("coco")
    True

    Args:
        fallback: as for `solve`, as are the others.
        selection: as above.
        solver: as above.
        worth: as above.
        split: as above.
        side_payments: as above.
        settings: as above.
        time_limit: as above.

    Raises:
        ConfigurationError: if anything is unknown, of the wrong type, out of range or does not fit together.
    """
    return assemble_stages(
        load_registry(),
        fallback=fallback,
        selection=selection,
        solver=solver,
        worth=worth,
        split=split,
        side_payments=side_payments,
        settings=settings,
        time_limit=time_limit,
    )


def read_pipeline(where: str | PathLike[str]) -> Pipeline:
    """Read a pipeline from a file, or one of those that come with accord by its name.

    >>> read_pipeline("coco").split.name
    'equal'

    Raises:
        InputError: if the file is not there, or is no TOML.
        ConfigurationError: if it is no pipeline, with the file, the line and the key.
    """
    return open_pipeline(where, load_registry()).pipeline


def compare(
    game: Game,
    *,
    side_payments: bool = True,
    solvers: Sequence[str] = ("pure",),
    time_limit: float | None = None,
    exact: bool = False,
) -> Comparison:
    """Solve a game with every fallback, selection and split that applies; see `accord.comparison`.

    >>> len(compare(read("pd")).rows) > 40
    True
    """
    from accord.comparison import compare as compare_all  # noqa: PLC0415 (brings the linear programs with it)
    from accord.lp import exactly  # noqa: PLC0415 (as above)

    with exactly(exact):
        found = compare_all(game, load_registry(), side_payments=side_payments, solvers=solvers, time_limit=time_limit)
    return replace(found, exact=exact)


def compare_conventions(
    game: Game,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    *,
    worths: Sequence[str] | None = None,
    splits: Sequence[str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float | None = None,
    exact: bool = False,
) -> Conventions:
    """Return what every coalition is worth under every convention, and what that leads to; see `accord.conventions`.

    >>> found = compare_conventions(read("public_good3_asym"), worths=["bloc", "singletons"], splits=["shapley"])
    >>> [[str(x) for x in column.values[0][1]] for column in found.columns]
    [['17/30', '13/15', '2/3'], ['13/15', '2/3', '17/30']]
    """
    from accord.conventions import conventions as compute  # noqa: PLC0415 (brings the linear programs with it)
    from accord.lp import exactly  # noqa: PLC0415 (as above)

    with exactly(exact):
        return compute(
            game,
            load_registry(),
            fallback=fallback,
            selection=selection,
            solver=solver,
            worths=worths,
            splits=splits,
            settings=settings,
            time_limit=time_limit,
        )
