"""Splits of a surplus that money can move."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.bargain import Problem
from accord.builtin.splits.weights import PROMISES, Payoffs, Weight, ensure, normalised, shared
from accord.claims import Claim
from accord.roles import Needs

__all__ = ["Equal", "Weighted"]


@dataclass(frozen=True)
class Equal:
    """Share the surplus equally: ``x_i = d_i + (W - sum d) / n``, with W the greatest total payoff.

    Needs side payments. Every symmetric efficient bargaining solution agrees with it then.
    """

    name: ClassVar[str] = "equal"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = PROMISES | {Claim.EQUAL_GAINS}
    satisfies: ClassVar[frozenset[str]] = frozenset({"efficiency"})

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return equal shares of the surplus."""
        return normalised(self.name, None, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the disagreement point plus equal shares of the surplus."""
        return shared(problem, self.shares(problem.game.n_players))


@dataclass(frozen=True)
class Weighted:
    """Share the surplus in given proportions: ``x_i = d_i + w_i (W - sum d) / sum w``.

    Needs side payments; the asymmetric Nash solution with bargaining powers w (Kalai 1977) agrees with it then.

    Attributes:
        weights: one weight per player, not negative and not all 0.
    """

    name: ClassVar[str] = "weighted"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = PROMISES
    satisfies: ClassVar[frozenset[str]] = frozenset({"efficiency"})
    weights: tuple[Weight, ...]

    def __post_init__(self) -> None:
        ensure(self.name, self.weights)

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return the weights divided by their sum."""
        return normalised(self.name, self.weights, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the disagreement point plus weighted shares of the surplus."""
        return shared(problem, self.shares(problem.game.n_players))
