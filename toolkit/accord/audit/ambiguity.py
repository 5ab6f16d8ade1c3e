"""How wide each fallback leaves open what the players agree on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from accord.comparison import applicable_fallbacks
from accord.config import assemble, describe
from accord.displays import Displayed
from accord.errors import AccordError, UnsuitableError
from accord.exactness import solved_exactly
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline, run
from accord.rationals import Number
from accord.solution import Solution

__all__ = ["AmbiguityAudit", "AmbiguityRow", "audit_ambiguity"]


@dataclass(frozen=True)
class AmbiguityRow:
    """One fallback and how much its choice of equilibrium matters.

    Attributes:
        fallback, solver: the components' names; the solver is None where the fallback needs none.
        solution: the solution with the default selection, which has the ranges; None if there is none.
        trouble: why there is no solution.
    """

    fallback: str
    solver: str | None
    solution: Solution | None
    trouble: str = ""

    @property
    def payoff_range(self) -> tuple[tuple[Number, Number], ...] | None:
        """Each player's least and greatest final payoff: a point where the fallback leaves no choice; None if unknown."""
        if self.solution is None:
            return None
        if self.solution.ambiguity is not None:
            return self.solution.ambiguity.payoff_range
        settled = self.solution.steps["selection"] is None
        return tuple((x, x) for x in self.solution.agreement.payoffs) if settled else None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able data."""
        entry: dict[str, Any] = {"fallback": self.fallback, "solver": self.solver}
        if self.solution is None:
            return entry | {"error": self.trouble}
        whole, ranges = self.solution.to_dict(), self.payoff_range
        return entry | {
            "disagreement_range": whole["disagreement"]["payoff_range"],
            "payoff_range": None if ranges is None else [[float(v) + 0.0 for v in pair] for pair in ranges],
            "advantage": whole["ambiguity"]["advantage"] if whole["ambiguity"] else None,
            "width": None if ranges is None else max(float(high - low) for low, high in ranges),
            "proved": None if ranges is None else self.solution.ambiguity is None or self.solution.ambiguity.proved,
            "exact": whole["exact"]["ambiguity"],
            "warnings": whole["warnings"],
        }


@dataclass(frozen=True)
class AmbiguityAudit(Displayed):
    """Every fallback that applies to a game, with the range of agreements that it leaves open.

    Attributes:
        game: the game.
        side_payments: whether money could change hands.
        split: the split's name.
        rows: one per fallback and solver.
        left_out: components that were not tried, each with the reason.
        exact: whether exact answers were asked for: reports write fractions then.
    """

    game: Game
    side_payments: bool
    split: str
    rows: tuple[AmbiguityRow, ...]
    left_out: tuple[tuple[str, str], ...]
    exact: bool = False

    @property
    def certified(self) -> bool:
        """Whether every certificate of every solution holds."""
        return all(row.solution is None or row.solution.certified for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        return {
            "game": self.game.reference(),
            "side_payments": self.side_payments,
            "split": self.split,
            "rows": [row.to_dict() for row in self.rows],
            "left_out": [{"component": name, "reason": reason} for name, reason in self.left_out],
        }


def audit_ambiguity(
    game: Game,
    registry: Registry,
    *,
    fallback: object = None,
    split: object = None,
    side_payments: bool = True,
    solvers: Sequence[str] = ("pure",),
    time_limit: float | None = None,
    exact: bool = False,
) -> AmbiguityAudit:
    """Return the range of each player's final payoff over all equilibria that each fallback admits.

    Of several fallbacks or solvers, one that fails has a row that says why.

    Args:
        game: the game.
        registry: where the components come from.
        fallback: the only fallback to look at; all that apply by default.
        split: shares out the gains; ``equal`` by default, ``nash`` without side payments.
        side_payments: whether money can change hands.
        solvers: the solvers to try with fallbacks that need one.
        time_limit: seconds, for every component that can run long.
        exact: prove every linear program as far as that is bearable, and say what remains approximate.

    Raises:
        ConfigurationError: if there is no such component.
        UnsuitableError: if the split refuses the game.
        AccordError: whatever goes wrong with the only fallback and solver that were asked for.
    """
    for name in solvers:
        registry.lookup("solver", name)
    sharing = assemble(registry, split=split, side_payments=side_payments, time_limit=time_limit).split
    refusal = sharing.needs.objection(game, side_payments)
    if refusal:
        raise UnsuitableError(f"split {sharing.name} {refusal}")
    left_out: list[tuple[str, str]] = []
    terms: dict[str, Any] = {"side_payments": side_payments, "time_limit": time_limit}
    if fallback is None:
        found: Iterable[Pipeline] = applicable_fallbacks(registry, game, left_out, solvers, **terms)
    else:
        named = solvers if _takes_solver(registry, fallback) else (None,)
        found = [assemble(registry, fallback=fallback, solver=solver, **terms) for solver in named]
    pipelines = [Pipeline(p.fallback, sharing, side_payments) for p in found]
    attempt = _row if fallback is not None and len(pipelines) == 1 else _attempted
    rows = tuple(attempt(pipeline, game, registry, exact) for pipeline in pipelines)
    return AmbiguityAudit(game, side_payments, sharing.name, rows, tuple(dict(left_out).items()), exact)


def _takes_solver(registry: Registry, fallback: object) -> bool:
    component = registry.lookup("fallback", fallback).component if isinstance(fallback, str) else type(fallback)
    return "solver" in getattr(component, "__dataclass_fields__", {})


def _row(pipeline: Pipeline, game: Game, registry: Registry, exact: bool) -> AmbiguityRow:
    solving = partial(run, pipeline, game, lambda component: describe(registry, component))
    return AmbiguityRow(pipeline.fallback.name, _solver(pipeline), solved_exactly(solving) if exact else solving())


def _attempted(pipeline: Pipeline, game: Game, registry: Registry, exact: bool) -> AmbiguityRow:
    try:
        return _row(pipeline, game, registry, exact)
    except AccordError as error:
        return AmbiguityRow(pipeline.fallback.name, _solver(pipeline), None, str(error))


def _solver(pipeline: Pipeline) -> str | None:
    return getattr(getattr(pipeline.fallback, "solver", None), "name", None)
