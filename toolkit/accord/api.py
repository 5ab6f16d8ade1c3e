"""The functions that a script or a notebook calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

from accord import source
from accord.config import assemble as assemble_stages
from accord.config import choose, describe, load_pipeline, open_pipeline
from accord.game import Game
from accord.host import load_registry
from accord.labels import distinct
from accord.solution import Solution

if TYPE_CHECKING:
    from accord.audit import AmbiguityAudit, CommitmentAudit, DesiderataAudit, EverythingAudit, MisreportAudit, ThreatAudit
    from accord.comparison import Comparison
    from accord.conventions import Conventions
    from accord.crosschecks import CrossCheck, CrossChecks
    from accord.pipeline import Pipeline
    from accord.sweeps import Condition, Results, StoreSummary

__all__ = [
    "PipelineOptions",
    "assemble",
    "audit_ambiguity",
    "audit_commitment",
    "audit_desiderata",
    "audit_everything",
    "audit_misreport",
    "audit_threats",
    "compare",
    "compare_conventions",
    "crosscheck",
    "crosscheck_all",
    "export_results",
    "generate",
    "read",
    "read_pipeline",
    "read_results",
    "solve",
    "summarise_results",
    "sweep",
    "working",
]


_Audit = TypeVar("_Audit")


class PipelineOptions(TypedDict, total=False):
    """The pipeline that an audit looks at: keywords that mean what they mean to `solve`."""

    pipeline: object
    fallback: object
    selection: object
    solver: object
    worth: object
    split: object
    side_payments: bool
    settings: Mapping[str, Mapping[str, Any]] | None
    time_limit: float | None
    exact: bool


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


def audit_ambiguity(
    game: Game,
    fallback: object = None,
    split: object = None,
    *,
    side_payments: bool = True,
    solvers: Sequence[str] = ("pure",),
    time_limit: float | None = None,
    exact: bool = False,
) -> AmbiguityAudit:
    """Return how far the choice of the equilibrium decides who gets what, for every fallback; see `accord.audit`.

    >>> audit = audit_ambiguity(read("chicken"), fallback="correlated")
    >>> [str(bound) for bound in audit.rows[0].payoff_range[0]]
    ['7/2', '17/2']
    """
    from accord.audit import audit_ambiguity as audit  # noqa: PLC0415 (brings the linear programs with it)

    return audit(
        game,
        load_registry(),
        fallback=fallback,
        split=split,
        side_payments=side_payments,
        solvers=solvers,
        time_limit=time_limit,
        exact=exact,
    )


def audit_threats(
    game: Game, *, cost: object = 1, harm: object = 1000, added: Game | None = None, **pipeline: Unpack[PipelineOptions]
) -> ThreatAudit:
    """Return what each player gains by being able to harm, or to help, each other one; see `accord.audit.threats`.

    >>> audit = audit_threats(read("chicken"), fallback="minimax-threat")
    >>> [str(audit.extortion_index(free=free)) for free in (False, True)], [str(x) for x in audit.threats[0].changes]
    (['1/2', '1/2'], ['999/2', '-999/2'])
    """
    from accord.audit import audit_threats as audit  # noqa: PLC0415 (brings the linear programs with it)

    return _audited(partial(audit, game, cost=cost, harm=harm, added=added), pipeline)


def audit_commitment(game: Game, **pipeline: Unpack[PipelineOptions]) -> CommitmentAudit:
    """Return what each player gains at best by deleting own actions before talks begin; see `accord.audit.commitment`.

    >>> str(audit_commitment(read("chicken_asym")).self_binding)
    '5/4'
    """
    from accord.audit import audit_commitment as audit  # noqa: PLC0415 (brings the linear programs with it)

    return _audited(partial(audit, game), pipeline)


def audit_misreport(
    game: Game,
    *,
    families: Sequence[str] = ("single", "action", "scaled", "bounded"),
    bound: object = None,
    factor: object = 10,
    steps: int = 2,
    most_lines: int = 20,
    seed: int = 0,
    **pipeline: Unpack[PipelineOptions],
) -> MisreportAudit:
    """Return what each player gains at best by reporting other payoffs than its own; see `accord.audit.misreport`.

    >>> audit = audit_misreport(read("chicken"), families=["action"])
    >>> str(audit.gain), audit.rows[0].best.limit is None
    ('4', False)
    """
    from accord.audit import audit_misreport as audit  # noqa: PLC0415 (brings the linear programs with it)

    search: dict[str, Any] = {"families": families, "bound": bound, "factor": factor}
    search |= {"steps": steps, "most_lines": most_lines, "seed": seed}
    return _audited(partial(audit, game, **search), pipeline)


def audit_desiderata(
    *,
    axioms: Sequence[object] | None = None,
    games: Sequence[Game] | None = None,
    players: int | None = None,
    seed: int = 0,
    budget: int | str = 100,
    progress: bool = False,
    **pipeline: Unpack[PipelineOptions],
) -> DesiderataAudit:
    """Search for games in which a pipeline violates axioms; see `accord.audit.desiderata`.

    >>> audit = audit_desiderata(axioms=["efficiency", "continuity"], budget=30)
    >>> [(row.axiom, row.outcome) for row in audit.rows]
    [('efficiency', 'not refuted'), ('continuity', 'violated')]

    Args:
        axioms: names or instances; all that are installed by default.
        games: known games to try first; the bundled ones by default.
        players: the only number of players to try; two and three if None.
        seed: decides about everything random.
        budget: how many games to try for each axiom, or for how long to try all, such as ``"60s"``.
        progress: show a bar on standard error.
        **pipeline: as for `solve`.
    """
    from accord.audit import audit_desiderata as audit  # noqa: PLC0415 (brings the linear programs with it)

    return _searched(partial(audit, axioms=axioms, games=games, players=players, seed=seed), budget, progress, pipeline)


def audit_everything(
    pipelines: Sequence[str | PathLike[str]],
    *,
    axioms: Sequence[object] | None = None,
    games: Sequence[Game] | None = None,
    players: int | None = None,
    seed: int = 0,
    budget: int | str = 100,
    progress: bool = False,
) -> EverythingAudit:
    """Search for games in which any of several pipelines violates axioms; see `accord.audit.everything`.

    Args:
        pipelines: pipeline files, called by their names without the ending.
        axioms: as for `audit_desiderata`, as are `games`, `players`, `seed` and `progress`.
        games: as above.
        players: as above.
        seed: as above.
        budget: how many games to try for each pipeline and axiom, or for how long to try everything.
        progress: as above.

    Raises:
        InputError: if a file cannot be read.
        ConfigurationError: if a file is no pipeline.
    """
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)
    from accord.audit import Budget  # noqa: PLC0415 (as above)
    from accord.audit import audit_everything as audit  # noqa: PLC0415 (as above)

    registry = load_registry()
    names = distinct(Path(file).stem for file in pipelines)
    loaded = {name: load_pipeline(file, registry) for name, file in zip(names, pipelines, strict=True)}
    with work.bars() if progress else nullcontext() as show:
        return audit(
            loaded, registry, axioms=axioms, games=games, players=players, seed=seed, budget=Budget.parse(budget), progress=show
        )


def _searched(
    audit: Callable[..., DesiderataAudit], budget: int | str, progress: bool, options: PipelineOptions
) -> DesiderataAudit:
    """Run a search for violations by a pipeline."""
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)
    from accord.audit import Budget  # noqa: PLC0415 (as above)
    from accord.lp import exactly  # noqa: PLC0415 (as above)

    registry = load_registry()
    stages = {key: value for key, value in options.items() if key != "exact"}
    pipeline = choose(registry, **stages)  # type: ignore[arg-type] # as declared
    with exactly(options.get("exact", False)), work.bars() if progress else nullcontext() as show:
        return audit(pipeline, registry, budget=Budget.parse(budget), progress=show)


def _audited(audit: Callable[..., _Audit], options: PipelineOptions) -> _Audit:
    """Run an audit of a pipeline."""
    from accord.lp import exactly  # noqa: PLC0415 (brings the linear programs with it)

    registry = load_registry()
    stages = {key: value for key, value in options.items() if key != "exact"}
    exact = options.get("exact", False)
    with exactly(exact):
        return audit(pipeline=choose(registry, **stages), registry=registry, exact=exact)  # type: ignore[arg-type] # as declared


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
    """
    from accord.crosschecks import CrossChecks, gathered  # noqa: PLC0415 (brings the linear programs with it)
    from accord.crosschecks import crosscheck as check  # noqa: PLC0415 (as above)

    registry = load_registry()
    named, unreadable = gathered([fspath(each) for each in games], registry)
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
    return CrossChecks(checks, unreadable)


def sweep(
    games: object,
    pipelines: object = None,
    *,
    grid: Mapping[str, Any] | None = None,
    executor: object = None,
    jobs: int | None = None,
    store: str | PathLike[str] | None = None,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    detail: str = "certified",
    exact: bool = False,
    retry_failed: bool = False,
    progress: bool = False,
) -> Results:
    """Solve many games by many pipelines, and return one table; see `accord.sweeps`.

    >>> found = sweep(["chicken", "pd"], {"CoCo": {"fallback": "minimax-threat"}, "default": {}})
    >>> [(row["game"], row["pipeline"], row["agreement_1_exact"]) for row in found][:2]
    [('Chicken', 'CoCo', '6'), ('Chicken', 'default', '6')]

    Args:
        games: games, names of games (a scheme alone, such as ``"bundled:"``, is all that is behind it), families of games or
            pairs of a family and seeds (or how many), in a list; an array (B, n, A1, …, An); or anything that yields games.
        pipelines: a list, or a table by their names, of what `solve` takes as keywords, of pipeline files, or of both.
        grid: for each stage, and for ``side_payments``, a list of what to combine with all others.
        executor: ``serial``, ``processes``, ``dask``, or an instance of an executor component; ``processes`` by default if there
            are several jobs or limits.
        jobs: how many workers the executor has.
        store: a file in which every result is kept as soon as it is there; what is in it is not done again.
        time_limit: seconds that one game and one pipeline may take.
        memory_limit: megabytes that they may take, on top of what the worker holds.
        detail: ``payoffs`` alone; ``certified``, with transfers and certificates; ``full``, all that `solve` says as well.
        exact: prove every linear program as far as that is bearable.
        retry_failed: do again what the store knows to have failed.
        progress: show a bar on standard error.

    Raises:
        AccordError: if something is wrong with the sweep as a whole; what goes wrong with one game and one pipeline is a row.
    """
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)
    from accord.sweeps import Limits, run_sweep  # noqa: PLC0415 (as above)
    from accord.sweeps.calling import asked_for  # noqa: PLC0415 (as above)

    limits = Limits(time_limit, memory_limit)
    options: dict[str, Any] = {"grid": grid, "executor": executor, "jobs": jobs, "detail": detail, "exact": exact}
    plan = asked_for(games, pipelines, load_registry(), limits=limits, **options)
    with work.bars() if progress else nullcontext() as show:
        return run_sweep(plan, store, retry_failed=retry_failed, progress=show)


def read_results(store: str | PathLike[str], *, where: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return the wide table of a results store: a dictionary from columns to values for every game and pipeline.

    Args:
        store: a file that ``accord run`` or `sweep` has written.
        where: conditions on rows, such as ``"status=solved"`` or ``"fallback!=nash"``.

    Raises:
        InputError: if the file is not there, holds something else, or is damaged.
        ConfigurationError: if a condition is none, or about a column that there is not.
    """
    from accord.sweeps import opened, rows_of  # noqa: PLC0415 (brings the linear programs with it)

    with opened(store) as found:
        return list(rows_of(found, _conditions(where))[1])


def summarise_results(
    store: str | PathLike[str], *, by: Sequence[str] = ("pipeline",), where: Sequence[str] = ()
) -> StoreSummary:
    """Return in short what a results store holds: how tasks ended, what the answers are like, and why there are none.

    Args:
        store: as for `read_results`, as is `where`.
        by: columns; tasks with the same values there are put together.
        where: as above.
    """
    from accord.sweeps import opened, summarised  # noqa: PLC0415 (brings the linear programs with it)

    with opened(store) as found:
        return summarised(found, (by,) if isinstance(by, str) else by, _conditions(where))


def export_results(
    store: str | PathLike[str],
    file: str | PathLike[str],
    form: str | None = None,
    *,
    where: Sequence[str] = (),
    solutions: bool = False,
    force: bool = False,
) -> int:
    """Write the wide table of a results store into a file, row by row, and return how many rows there are.

    Args:
        store: as for `read_results`, as is `where`.
        file: where to; it appears when it is complete.
        form: ``csv``, ``jsonl`` or ``parquet``; what the ending of the file says if None.
        where: as above.
        solutions: add a column with full solutions as JSON, where the sweep has kept them.
        force: write over a file that is there.

    Raises:
        InputError: as `read_results`, and if the file is there already or cannot be written.
        ConfigurationError: as `read_results`, and if it is unclear what to write, or pyarrow is needed and not installed.
    """
    from accord.sweeps import export, form_of, opened  # noqa: PLC0415 (brings the linear programs with it)

    path = Path(file)
    with opened(store) as found:
        chosen = form_of(path, form)
        return export(found, path, chosen, conditions=_conditions(where), solutions=solutions, force=force)


def _conditions(texts: Sequence[str]) -> list[Condition]:
    from accord.sweeps import Condition  # noqa: PLC0415 (brings the linear programs with it)

    return [Condition.parse(text) for text in ((texts,) if isinstance(texts, str) else texts)]


@contextmanager
def working(*, jobs: int = 1, keep: str | PathLike[str] | None = None, progress: bool = False) -> Iterator[None]:
    """Say how work that falls into many pieces, such as the worths of all coalitions, is done inside a block.

    >>> with working(jobs=1):
    ...     solution = solve(read("majority3"), worth="bloc", split="shapley")
    >>> [str(x) for x in solution.agreement.payoffs]
    ['1/3', '1/3', '1/3']

    Args:
        jobs: how many processes work side by side; more than 1 needs the library loky, which ``accord[parallel]`` brings.
        keep: a file in which every finished piece is kept, whatever becomes of the process; the next run with the same game,
            settings and versions goes on from there.
        progress: show bars on standard error while something takes longer.

    Raises:
        ConfigurationError: if `jobs` is no number of processes, or more than one and loky is not installed.
        InputError: if the file holds something else, or cannot be written.
    """
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)

    versions = sorted(f"{plugin.distribution} {plugin.version}" for plugin in load_registry().plugins)
    with ExitStack() as stack:
        show = stack.enter_context(work.bars()) if progress else None
        stack.enter_context(work.working(jobs=jobs, keep=keep, versions=", ".join(versions), progress=show))
        yield
