"""Plans chosen for how probability is spread: greatest entropy, greatest Gini index, the analytic centre."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.claims import Claim
from accord.equilibria.analytic import ACCEPTED, analytic_centre
from accord.equilibria.base import Equilibrium, Measure
from accord.equilibria.body import Body
from accord.equilibria.duals import Answer, Dual, even, orthonormal, soft, table
from accord.equilibria.plans import CLAIMS
from accord.equilibria.spread import LARGEST, most_even, repaired
from accord.equilibria.support import Hull, constraints
from accord.errors import UnsuitableError
from accord.lp import Rows
from accord.rationals import Number, common

__all__ = ["centre"]

_CERTIFIED = {"entropy": Claim.MAX_ENTROPY, "gini": Claim.MAX_GINI, "analytic": Claim.ANALYTIC_CENTER}
_NAMES = {"entropy": "greatest entropy", "gini": "greatest Gini index", "analytic": "analytic center"}
_CENTRAL = 1_000
"""Cells of the largest polytope whose analytic centre is sought; each step solves equations in that many unknowns."""
_PRECISION = 1e-10
"""How far a plan may be from the most even one, in units of the measure, and from its constraints, before it is refused."""
_EXHAUSTED = 1e-11
"""Slack below this is taken for none."""
_LEAST = 1e-300
"""What is left of probabilities that are too small for floating point but not 0."""


def centre(body: Body, measure: Measure) -> Equilibrium:
    """Return the plan of a polytope that is best by a measure; probabilities are those of the cells of the reduced game.

    The plan is exact if the measure is the Gini index and the game is small, if the polytope is a single plan, or if the uniform
    distribution over the cells that can be played at all is the answer. A player's payoff is exact if all plans of a small
    polytope give it the same.

    Raises:
        UnsuitableError: if the game is too large, or the plan not found to a sufficient precision.
    """
    _ensure_size(body, measure)
    if measure != "analytic":
        return _centre(body, measure)
    body = body.tightened()
    return replace(_centre(body, measure), admitted=body.admitted)


def _centre(body: Body, measure: Measure) -> Equilibrium:
    claims = CLAIMS[body.concept] | ({_CERTIFIED[measure]} if _is_claimed(body) else frozenset())
    if measure == "gini" and body.n_cells <= LARGEST:
        found = most_even(Rows.stack([body.simplex_row, constraints(body)]), body.n_cells)
        if found is not None and found[1]:
            return _exactly(body, np.arange(body.n_cells), found[0], claims)
    hull = Hull.of(body)
    known = _known(hull, measure)
    if known is not None:
        return _exactly(body, hull.cells, known, claims)
    plan = _searched(hull, measure)
    exact = _repaired(hull, plan) if measure == "gini" and body.n_cells <= LARGEST else None
    if exact is not None:
        return _exactly(body, hull.cells, exact, claims)
    play = body.reduction.plan((int(c), float(p)) for c, p in zip(hull.cells, plan, strict=True) if p > 0)
    constant = _constant_payoffs(hull)
    payoffs = tuple(u if c is None else c for u, c in zip(play.payoffs(body.game), constant, strict=True))
    return Equilibrium(payoffs, play, claims)


def _is_claimed(body: Body) -> bool:
    """Return whether a checker is told of the polytope: floors on payoffs are no part of a concept."""
    return bool(CLAIMS[body.concept]) and not body.floors


def _ensure_size(body: Body, measure: Measure) -> None:
    if body.is_lazy:
        raise UnsuitableError(
            f"the {_NAMES[measure]} over {body.n_cells} action profiles has too many incentive constraints to be sought; "
            "remove actions or choose a selection that looks at payoffs only"
        )
    if measure == "analytic" and body.n_cells > _CENTRAL:
        raise UnsuitableError(f"the analytic center is sought over at most {_CENTRAL} action profiles; here are {body.n_cells}")


def _known(hull: Hull, measure: Measure) -> tuple[Fraction, ...] | None:
    """Return the plan if it is a proved hull's only one, or the uniform one where that is the most even."""
    plan = hull.point
    if plan is None and _is_uniform(hull, measure) and hull.is_proved:
        plan = (Fraction(1, len(hull.cells)),) * len(hull.cells)
    return plan


def _is_uniform(hull: Hull, measure: Measure) -> bool:
    """Return whether the uniform distribution over the hull's cells is a plan, and the best one."""
    sums = [_sums(rows) for rows in (hull.slack, hull.tied)]
    if any(v < 0 for part in sums for v in part):
        return False
    if measure != "analytic":
        return True
    if any(v == 0 for v in sums[0]):
        return False
    slope = [Fraction(1)] * len(hull.cells)
    for k, column, value in zip(hull.slack.owner.tolist(), hull.slack.index.tolist(), hull.slack.value.tolist(), strict=True):
        slope[column] += Fraction(value, sums[0][k])
    numbers, _ = common(slope)
    return hull.constant(np.array(numbers, dtype=object)) is not None


def _sums(rows: Rows) -> list[int]:
    sums = np.zeros(rows.count, dtype=object)
    np.add.at(sums, rows.owner, rows.value.astype(object))
    return [int(v) for v in sums]


def _searched(hull: Hull, measure: Measure) -> NDArray[np.float64]:
    """Find the plan in floating point and make sure that it is what it should be."""
    count = len(hull.cells)
    tied, slack = orthonormal(hull.tied, count), table(hull.slack, count)
    if measure == "analytic":
        plan, error = analytic_centre(tied, slack, hull.inside)
        if error > ACCEPTED:
            raise UnsuitableError("the analytic center was not found; the payoffs may be too far apart")
        return plan
    answer = Dual(tied, slack, soft if measure == "entropy" else even).minimise()
    _ensure_precision(answer, measure)
    return np.maximum(answer.plan, _LEAST) if measure == "entropy" else answer.plan


def _ensure_precision(answer: Answer, measure: Measure) -> None:
    if not answer.error <= _PRECISION:
        raise UnsuitableError(
            f"the {_NAMES[measure]} was not found: the best play misses a constraint by {answer.violation:.1g} and "
            f"the optimum by {answer.gap:.1g}; the payoffs may be too far apart"
        )


def _repaired(hull: Hull, plan: NDArray[np.float64]) -> tuple[Fraction, ...] | None:
    """Return the exact most even plan next to an approximate one, if the constraints that it exhausts determine it."""
    rows = Rows.stack([hull.body.simplex_row.on(hull.cells), hull.tied, hull.slack])
    spare = table(hull.slack, len(plan)) @ plan
    held = np.ones(1 + hull.tied.count, dtype=np.bool_)
    return repaired(rows, plan, np.concatenate([held, spare < _EXHAUSTED]))


def _exactly(body: Body, cells: NDArray[np.int64], plan: tuple[Number, ...], claims: frozenset[Claim]) -> Equilibrium:
    play = body.reduction.plan((int(c), p) for c, p in zip(cells, plan, strict=True) if p)
    return Equilibrium(play.payoffs(body.game), play, claims)


def _constant_payoffs(hull: Hull) -> list[Fraction | None]:
    """Return each player's payoff if all plans of the hull give it the same and that is proved."""
    means = [hull.constant(numerators.ravel()[hull.cells]) for numerators in hull.body.reduced.numerators]
    return [None if m is None else m / d for m, d in zip(means, hull.body.game.denominators, strict=True)]
