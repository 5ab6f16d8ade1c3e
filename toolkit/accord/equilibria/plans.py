"""Joint plans that yield given payoffs: the most even one where it can be found, else one of the solver's choice."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.claims import Claim
from accord.equilibria.base import Equilibrium
from accord.equilibria.body import Body
from accord.equilibria.deviations import Concept, deviation_rows
from accord.equilibria.faces import Equation
from accord.equilibria.spread import LARGEST, most_even
from accord.lp import Rows, row
from accord.quotients import widened
from accord.rationals import Number

__all__ = ["CLAIMS", "SOME_PLAN", "plan_for"]

CLAIMS = {
    Concept.CORRELATED: frozenset({Claim.CORRELATED}),
    Concept.COARSE: frozenset({Claim.COARSE_CORRELATED}),
    Concept.ANY: frozenset[Claim](),
}
"""What a plan that satisfies a concept is promised to be."""
SOME_PLAN = "the play is one of several with these payoffs; which one is the solver's choice"
"""What to say about a plan that no rule singled out."""
_DUST = 1e-12
"""Approximate probabilities below this are dropped."""


def plan_for(body: Body, payoffs: tuple[Number, ...], empty: NDArray[np.bool_] | None) -> Equilibrium:
    """Return the most even admissible plan with some payoffs, or some plan with a warning if that is not looked for.

    Args:
        body: the admissible plans.
        payoffs: attainable payoffs, one per player.
        empty: which of the body's cells have probability 0 in every such plan, as far as is known.
    """
    claims = CLAIMS[body.concept]
    used = np.arange(body.n_cells) if empty is None else np.flatnonzero(~empty)
    if len(used) == 1:
        return Equilibrium(payoffs, body.reduction.plan([(int(used[0]), Fraction(1))]), claims)
    searchable = not body.any_play and len(used) <= LARGEST and (body.concept is Concept.ANY or not body.is_lazy)
    even = _even(body, payoffs, used) if searchable else None
    if even is not None:
        values, exact = even
        weights = [(int(c), v) for c, v in zip(used, values, strict=True) if (v if exact else v > _DUST)]
        return Equilibrium(payoffs, body.reduction.plan(weights), claims)
    return _some_plan(body, payoffs, claims)


def _some_plan(body: Body, payoffs: tuple[Number, ...], claims: frozenset[Claim]) -> Equilibrium:
    """Take the solver's vertex; payoffs that are known approximately are held from both sides, and read off the plan."""
    equations = [Equation.payoff(i, payoff, len(payoffs)) for i, payoff in enumerate(payoffs)]
    above = [Equation(tuple(-w for w in e.weights), -e.value) for e in equations if isinstance(e.value, float)]
    optimum = body.solve({}, equations + above)
    pairs = zip(optimum.columns, optimum.values, strict=True)
    play = body.reduction.plan((int(j), v) for j, v in pairs if j < body.n_cells)
    return Equilibrium(play.payoffs(body.game) if above else payoffs, play, claims, (SOME_PLAN,))


def _even(body: Body, payoffs: tuple[Number, ...], used: NDArray[np.int64]) -> tuple[tuple[Number, ...], bool] | None:
    """Set up the least-norm problem on the cells that may have probability, with the payoffs written out in cells."""
    parts = [body.simplex_row.on(used), deviation_rows(body.reduced, body.concept).on(used)]
    for i, payoff in enumerate(payoffs):
        low = int(body.game.numerators[i].min())
        shifted = widened(body.reduced.numerators[i].ravel()[used], body.game.numerators[i]) - low
        target = Fraction(payoff) * body.game.denominators[i] - low
        parts.append(row([(k, Fraction(int(v))) for k, v in enumerate(shifted)], target, equal=True))
    return most_even(Rows.stack([part for part in parts if part.count]), len(used))
