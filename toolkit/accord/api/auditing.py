"""Audits: what a pipeline does, beyond one solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

from accord.config import choose, load_pipeline
from accord.game import Game
from accord.host import load_registry
from accord.labels import distinct

if TYPE_CHECKING:
    from accord.audit import AmbiguityAudit, CommitmentAudit, DesiderataAudit, EverythingAudit, MisreportAudit, ThreatAudit

__all__ = [
    "PipelineOptions",
    "audit_ambiguity",
    "audit_commitment",
    "audit_desiderata",
    "audit_everything",
    "audit_misreport",
    "audit_threats",
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

    >>> from accord import read
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

    >>> from accord import read
    >>> audit = audit_threats(read("chicken"), fallback="minimax-threat")
    >>> [str(audit.extortion_index(free=free)) for free in (False, True)], [str(x) for x in audit.threats[0].changes]
    (['1/2', '1/2'], ['999/2', '-999/2'])
    """
    from accord.audit import audit_threats as audit  # noqa: PLC0415 (brings the linear programs with it)

    return _audited(partial(audit, game, cost=cost, harm=harm, added=added), pipeline)


def audit_commitment(game: Game, **pipeline: Unpack[PipelineOptions]) -> CommitmentAudit:
    """Return what each player gains at best by deleting own actions before talks begin; see `accord.audit.commitment`.

    >>> from accord import read
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

    >>> from accord import read
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
