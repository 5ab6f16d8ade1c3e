"""Claims that nobody gains by deviating: Nash, correlated and coarse correlated equilibrium."""

from __future__ import annotations

from accord.claims.evidence import Evidence, Finding, Unmeasurable
from accord.claims.plays import Play, product_form
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = ["coarse_correlated", "correlated", "nash"]


def _plan(evidence: Evidence) -> JointPlan:
    if evidence.play is None:
        raise Unmeasurable("the fallback states payoffs only, no play")
    return evidence.play


def correlated(evidence: Evidence) -> Finding:
    """Measure the largest total swap regret of a player (Aumann, 1974), relative to the payoff range."""
    play = Play.of(evidence.game, _plan(evidence))
    worst = max(play.deviations(i).swap for i in range(evidence.game.n_players))
    return Finding(worst, "largest gain of a player from answering every recommendation best")


def coarse_correlated(evidence: Evidence) -> Finding:
    """Measure the largest external regret of a player (Moulin and Vial, 1978), relative to the payoff range."""
    return Finding(
        max(_external(evidence), _external(evidence) * 0), "largest gain of a player from one action against all recommendations"
    )


def nash(evidence: Evidence) -> Finding:
    """Measure independence and the largest unilateral gain (Nash, 1951), relative to the payoff range."""
    apart = product_form(evidence.game, _plan(evidence))
    return Finding(max(apart, _external(evidence)), "distance from a product of strategies, or largest unilateral gain")


def _external(evidence: Evidence) -> Number:
    play = Play.of(evidence.game, _plan(evidence))
    return max(play.deviations(i).external for i in range(evidence.game.n_players))
