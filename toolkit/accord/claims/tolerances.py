"""The largest residual with which each claim still counts as holding.

Residuals are relative to payoff ranges. The tolerances do not depend on how the answer was computed: one found in exact
arithmetic shows a residual of exactly 0, and what these allow for is the rounding of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accord.claims.vocabulary import Claim

__all__ = [
    "CENTRALITY",
    "EFFICIENCY",
    "EQUILIBRIUM",
    "EVENNESS",
    "GRADIENT",
    "LEARNING",
    "MONEY",
    "PAYOFF",
    "PROBABILITY",
    "TOLERANCES",
    "VALUE",
]

PROBABILITY = 1e-9
"""By how much probabilities may be negative, or their sum differ from 1."""
PAYOFF = 1e-9
"""By how much a stated payoff may differ from the recomputed one, or leave its stated range."""
EQUILIBRIUM = 1e-7
"""How much a player may gain by deviating, and how far (in total variation) a Nash plan may be from a product."""
MONEY = 1e-8
"""By how much transfers may fail to balance, gains to be equal, or an agreement to reach the disagreement point."""
EFFICIENCY = 1e-7
"""How much the players may still gain in total by moving to an agreement that is worse for nobody."""
GRADIENT = 1e-6
"""By how much the logarithm of the Nash product may still rise."""
VALUE = 1e-8
"""By how much a guaranteed payoff may miss the value of the game in which it is guaranteed."""
LEARNING = 0.02
"""How much a player may regret after learning for a finite time: learners reach equilibria in the limit only."""
EVENNESS = 1e-9
"""By how much the entropy (in nats) or the Gini index (as a share) of a play may still rise."""
CENTRALITY = 1e-6
"""How long the next Newton step towards the analytic center may be, as a share of the way to the boundary."""

TOLERANCES: Mapping[Claim, float] = MappingProxyType(
    {
        Claim.DISTRIBUTION: PROBABILITY,
        Claim.PAYOFFS_OF_PLAY: PAYOFF,
        Claim.NASH: EQUILIBRIUM,
        Claim.CORRELATED: EQUILIBRIUM,
        Claim.COARSE_CORRELATED: EQUILIBRIUM,
        Claim.WITHIN_RANGE: PAYOFF,
        Claim.FEASIBLE: MONEY,
        Claim.EFFICIENT: EFFICIENCY,
        Claim.INDIVIDUALLY_RATIONAL: MONEY,
        Claim.EQUAL_GAINS: MONEY,
        Claim.NASH_PRODUCT: GRADIENT,
        Claim.GREATEST_TOTAL: EFFICIENCY,
        Claim.MINIMAX_THREATS: VALUE,
        Claim.SECURITY: VALUE,
        Claim.RATIONAL_THREATS: VALUE,
        Claim.PARETO_MEET: EFFICIENCY,
        Claim.LOW_INTERNAL_REGRET: LEARNING,
        Claim.LOW_EXTERNAL_REGRET: LEARNING,
        Claim.MAX_ENTROPY: EVENNESS,
        Claim.MAX_GINI: EVENNESS,
        Claim.ANALYTIC_CENTER: CENTRALITY,
    }
)
"""Each claim's tolerance."""
