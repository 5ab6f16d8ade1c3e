"""Every fallback, selection and split that applies to a game, side by side, with each equilibrium set computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from accord.answers import checked, disagree
from accord.bargain import Problem
from accord.config import assemble, describe
from accord.displays import Displayed
from accord.equilibria import EquilibriumSet
from accord.errors import AccordError, ConfigurationError, guarded
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline, agree
from accord.roles import Disagreement, EquilibriumFallback, Fallback, Selection
from accord.settling import settle
from accord.solution import Solution

__all__ = ["Comparison", "Row", "applicable_fallbacks", "compare"]


@dataclass(frozen=True)
class Row:
    """One combination and what came of it.

    Attributes:
        fallback, solver, selection, split: the components' names; None where a stage does not apply.
        solution: the solution, or None if there is none.
        trouble: why there is no solution.
    """

    fallback: str
    solver: str | None
    selection: str | None
    split: str
    solution: Solution | None
    trouble: str = ""


@dataclass(frozen=True)
class Comparison(Displayed):
    """All combinations on one game.

    Attributes:
        game: the game.
        side_payments: whether money could change hands.
        rows: one per combination, in the order of registration.
        left_out: components that were not tried, each with the reason.
        exact: whether exact answers were asked for: reports write fractions then.
    """

    game: Game
    side_payments: bool
    rows: tuple[Row, ...]
    left_out: tuple[tuple[str, str], ...]
    exact: bool = False

    @property
    def certified(self) -> bool:
        """Whether every certificate of every solution holds."""
        return all(row.solution is None or row.solution.certified for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON-able data."""
        return {
            "game": self.game.reference(),
            "side_payments": self.side_payments,
            "rows": [_row(row) for row in self.rows],
            "left_out": [{"component": name, "reason": reason} for name, reason in self.left_out],
        }


def compare(
    game: Game,
    registry: Registry,
    *,
    side_payments: bool = True,
    solvers: Sequence[str] = ("pure",),
    time_limit: float | None = None,
) -> Comparison:
    """Solve a game with every combination of fallback, selection and split that applies.

    Args:
        game: the game.
        registry: where the components come from.
        side_payments: whether money can change hands.
        solvers: the solvers to try with fallbacks that need one.
        time_limit: seconds, for every component that can run long.

    Raises:
        ConfigurationError: if there is no such solver.
        PluginError: if a solver belongs to a broken plugin.
    """
    for name in solvers:
        registry.lookup("solver", name)
    left_out: list[tuple[str, str]] = []
    splits = list(_splits(registry, game, left_out, side_payments=side_payments))
    rows: list[Row] = []
    pipelines = applicable_fallbacks(registry, game, left_out, solvers, side_payments=side_payments, time_limit=time_limit)
    for pipeline in pipelines:
        fallback = pipeline.fallback
        solver = getattr(getattr(fallback, "solver", None), "name", None)
        for selection, disagreement, trouble in _points(fallback, registry, game, left_out):
            chosen = replace(fallback, selection=selection) if selection else fallback  # type: ignore[type-var]
            point = (Problem(game, disagreement.payoffs, side_payments), disagreement) if disagreement else None
            for split in splits:
                names = (fallback.name, solver, getattr(selection, "name", None), split.split.name)
                rows.append(_solved(names, replace(split, fallback=chosen), point, trouble, registry))
    return Comparison(game, side_payments, tuple(rows), tuple(dict(left_out).items()))


def applicable_fallbacks(
    registry: Registry,
    game: Game,
    left_out: list[tuple[str, str]],
    solvers: Sequence[str],
    *,
    side_payments: bool,
    time_limit: float | None,
) -> Iterator[Pipeline]:
    """Yield a pipeline per fallback (and solver, where it needs one) that accepts the game; note why the others do not."""
    for entry in registry.of_role("fallback"):
        needs_solver = "solver" in getattr(entry.component, "__dataclass_fields__", {})
        for solver in solvers if needs_solver else (None,):
            name = f"{entry.name} with {solver}" if solver else entry.name
            stages = {"fallback": entry.name, "solver": solver, "side_payments": side_payments, "time_limit": time_limit}
            pipeline = _assembled(name, left_out, registry, **stages)
            if pipeline:
                inner = getattr(pipeline.fallback, "solver", None)
                reasons = [c.needs.objection(game, side_payments) for c in (pipeline.fallback, inner) if c is not None]
                yield from _unless(next(filter(None, reasons), None), name, pipeline, left_out)


def _splits(registry: Registry, game: Game, left_out: list[tuple[str, str]], *, side_payments: bool) -> Iterator[Pipeline]:
    for entry in registry.of_role("split"):
        pipeline = _assembled(entry.name, left_out, registry, split=entry.name, side_payments=side_payments)
        if pipeline:
            reason = pipeline.split.needs.objection(game, side_payments)
            if getattr(pipeline.split, "uses_worths", False):
                reason = reason or "divides the worths of coalitions, which accord coalitions compares"
            yield from _unless(reason, entry.name, pipeline, left_out)


def _assembled(name: str, left_out: list[tuple[str, str]], registry: Registry, **stages: Any) -> Pipeline | None:
    """Return a pipeline with default settings, or note why a component cannot do with those."""
    try:
        return assemble(registry, **stages)
    except ConfigurationError as error:
        left_out.append((name, str(error)))
        return None


def _unless(reason: str | None, name: str, pipeline: Pipeline, left_out: list[tuple[str, str]]) -> Iterator[Pipeline]:
    """Yield the pipeline if there is no objection, or note the objection."""
    if reason is None:
        yield pipeline
    else:
        left_out.append((name, reason))


def _points(
    fallback: Fallback, registry: Registry, game: Game, left_out: list[tuple[str, str]]
) -> Iterator[tuple[Any, Disagreement | None, str]]:
    """Yield each selection with its disagreement point; the set of admissible equilibria is computed once."""
    if not isinstance(fallback, EquilibriumFallback):
        yield None, *_attempt(partial(disagree, fallback, game))
        return
    try:
        admitted = guarded(f"fallback {fallback.name}", fallback.admits, game)
    except AccordError as error:
        yield None, None, str(error)
        return
    for entry in registry.of_role("selection"):
        try:
            selection = entry.component()
        except (TypeError, AccordError) as error:
            left_out.append((entry.name, f"needs settings: {error}"))
            continue
        yield selection, *_attempt(partial(_settled, admitted, selection, fallback, game))


def _settled(admitted: EquilibriumSet, selection: Selection, fallback: Fallback, game: Game) -> Disagreement:
    return checked(settle(admitted, selection), fallback, game)


def _attempt(make: Callable[[], Disagreement]) -> tuple[Disagreement | None, str]:
    try:
        return make(), ""
    except AccordError as error:
        return None, str(error)


def _solved(
    names: tuple[str, str | None, str | None, str],
    pipeline: Pipeline,
    point: tuple[Problem, Disagreement] | None,
    trouble: str,
    registry: Registry,
) -> Row:
    fallback, solver, selection, split = names
    if point is None:
        return Row(fallback, solver, selection, split, None, trouble)
    try:
        solution = agree(pipeline, *point, lambda component: describe(registry, component))
    except AccordError as error:
        return Row(fallback, solver, selection, split, None, str(error))
    return Row(fallback, solver, selection, split, solution)


def _row(row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"fallback": row.fallback, "solver": row.solver, "selection": row.selection, "split": row.split}
    if row.solution is None:
        return entry | {"error": row.trouble}
    whole = row.solution.to_dict()
    return entry | {
        "disagreement": whole["disagreement"]["payoffs"],
        "agreement": whole["agreement"]["payoffs"],
        "transfers": whole["agreement"]["transfers"],
        "exact": {"disagreement": whole["exact"]["disagreement"]["payoffs"], "agreement": whole["exact"]["agreement"]["payoffs"]},
        "certified": row.solution.certified,
    }
