"""The split of greatest total payoff."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.bargain import Problem, chain
from accord.builtin.splits.weights import PROMISES, Payoffs, normalised, shared
from accord.claims import Claim
from accord.roles import Needs

__all__ = ["Utilitarian"]


@dataclass(frozen=True)
class Utilitarian:
    """Make the total payoff as great as it can be while nobody gets less than at the disagreement point (Harsanyi 1955).

    ``max sum_i x_i`` over the agreements x with ``x >= d``, in the payoffs' own units. If several have the greatest total, two
    players take the middle of them, and more take the leximin of ``x_i - d_i`` among them. With side payments: equal shares.
    """

    name: ClassVar[str] = "utilitarian"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES | {Claim.GREATEST_TOTAL}

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, None, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs of greatest total."""
        n = problem.game.n_players
        if problem.side_payments:
            return shared(problem, self.shares(n))
        if n == 2:
            return problem.stated(chain.greatest_total(problem.frontier))
        best = problem.agreements.maximisers([Fraction(1)] * n)
        if not best.settled:
            best = best.leximin(problem.fallback, [Fraction(1)] * n)
        return problem.stated(best.settled or best.point().payoffs)
