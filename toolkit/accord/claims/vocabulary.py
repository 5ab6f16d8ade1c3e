"""The closed vocabulary of promises, and the certificate that says whether one holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from accord.rationals import Number

__all__ = ["Certificate", "Claim"]


class Claim(StrEnum):
    """What a component can promise about its answer; the host re-checks each promise on every run."""

    DISTRIBUTION = "probability distribution"
    """The play's probabilities are not negative and add up to 1."""
    PAYOFFS_OF_PLAY = "payoffs of the play"
    """The stated payoffs are the expected payoffs of the stated play."""
    NASH = "Nash equilibrium"
    """The players draw independently and nobody gains by changing strategy."""
    CORRELATED = "correlated equilibrium"
    """Nobody gains by answering a recommendation with another action."""
    COARSE_CORRELATED = "coarse correlated equilibrium"
    """Nobody gains by ignoring all recommendations and playing one action."""
    WITHIN_RANGE = "within the admissible payoffs"
    """The payoffs lie inside the stated range of the admissible equilibria."""
    FEASIBLE = "feasible"
    """The agreed payoffs are those of the agreed play plus transfers that add up to zero."""
    EFFICIENT = "efficient"
    """No feasible agreement is better for somebody and worse for nobody."""
    INDIVIDUALLY_RATIONAL = "individually rational"
    """Nobody gets less than at the disagreement point."""
    EQUAL_GAINS = "equal gains"
    """Everybody gains the same over the disagreement point."""
    NASH_PRODUCT = "greatest Nash product"
    """No feasible agreement has a greater product of gains over the disagreement point."""
    GREATEST_TOTAL = "greatest total"
    """No feasible agreement that gives everybody the disagreement payoff has a greater total."""
    MINIMAX_THREATS = "optimal threats"
    """Each threat guarantees the value of the difference game; with more players, payoffs differ by what coalitions can force."""
    SECURITY = "security levels"
    """Each player can guarantee the stated payoff, and no more."""
    RATIONAL_THREATS = "rational threats"
    """The threats are optimal for weights that are normal to the feasible set where bargaining from them ends."""
    PARETO_MEET = "Pareto meet"
    """The stated payoffs are each player's least ones over the efficient outcomes."""
    LOW_INTERNAL_REGRET = "low internal regret"
    """Nobody would have gained much by playing one action wherever it played another."""
    LOW_EXTERNAL_REGRET = "low external regret"
    """Nobody would have gained much by playing a single action throughout."""
    MAX_ENTROPY = "greatest entropy"
    """No admitted equilibrium has a play of greater entropy."""
    MAX_GINI = "most even play"
    """No admitted equilibrium has a play of smaller sum of squared probabilities."""
    ANALYTIC_CENTER = "analytic center"
    """The play maximises the product of all probabilities and incentives that admitted equilibria can have."""


@dataclass(frozen=True)
class Certificate:
    """The outcome of re-checking one claim from its definition.

    Attributes:
        claim: what was claimed.
        residual: by how much the definition is violated, in units of the payoff range; 0 is perfect.
        tolerance: the largest residual that still counts as holding.
        detail: what exactly was measured.
    """

    claim: Claim
    residual: Number
    tolerance: float
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the residual is within the tolerance."""
        return self.residual <= self.tolerance
