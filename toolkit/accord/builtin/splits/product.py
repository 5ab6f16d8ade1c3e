"""The split of greatest product of gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.bargain import Problem, chain
from accord.bargain.contraction import Region
from accord.builtin.splits.weights import PROMISES, Payoffs, Weight, ensure, normalised, shared
from accord.claims import Claim
from accord.equilibria.product import greatest_product
from accord.roles import Agreed, Needs

__all__ = ["Nash"]

_NUMERICAL = "the greatest product was found numerically; the payoffs are correct to about ten digits"


@dataclass(frozen=True)
class Nash:
    """Maximise the product of the gains over the disagreement point (Nash 1950).

    ``max prod_i (x_i - d_i)^w_i`` over the players who can gain at all; the others stay where they are. The weights w are
    bargaining powers (Kalai 1977), all 1 by default. Exact for two players; for more, the payoffs are irrational in general and
    found to about ten digits, exact where a fraction could be proved to be the solution. With side payments: shares of the
    surplus in proportion to the weights.

    Attributes:
        weights: one weight per player, not negative and not all 0; who has weight 0 gains once nobody else can any more, several
            of them by the product of their own gains.
    """

    name: ClassVar[str] = "nash"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES | {Claim.NASH_PRODUCT}
    weights: tuple[Weight, ...] | None = None

    def __post_init__(self) -> None:
        ensure(self.name, self.weights)

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, self.weights, n_players)

    def agree(self, problem: Problem) -> Agreed:
        """Return the payoffs of the greatest product of gains."""
        n = problem.game.n_players
        powers = self.shares(n)
        if problem.side_payments:
            return Agreed(shared(problem, powers), powers=powers)
        if n == 2:
            return Agreed(problem.stated(chain.greatest_product(problem.frontier, powers)), powers=powers)
        region = Region(problem.agreements, problem.fallback)
        payoffs = _greatest(region, powers)
        if not all(powers):
            payoffs = _greatest(Region(problem.agreements, payoffs), [Fraction(int(not w)) for w in powers])
        exact = all(isinstance(x, Fraction) for x in payoffs)
        return Agreed(payoffs, () if exact else (_NUMERICAL,), powers)


def _greatest(region: Region, powers: Sequence[Fraction]) -> Payoffs:
    """Give those who have power and can gain what makes their product greatest, and leave the others where they are."""
    active = [i for i, (w, gap) in enumerate(zip(powers, region.gaps, strict=True)) if w and gap]
    payoffs = list(region.point)
    if len(active) == 1:
        payoffs[active[0]] = region.plans.highest[active[0]]
    if len(active) <= 1:
        return tuple(payoffs)
    base, gaps = ([Fraction(v) for v in values] for values in (region.point, region.gaps))
    found = greatest_product(region.plans, base, gaps, active, [powers[i] for i in active])
    for i, payoff in zip(active, found, strict=True):
        payoffs[i] = payoff if region.exact else float(payoff)
    return tuple(payoffs)
