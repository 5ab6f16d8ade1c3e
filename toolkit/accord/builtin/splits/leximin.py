"""Splits that raise the least of some measure of gain or loss as far as possible, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.bargain import Problem
from accord.builtin.splits.weights import PROMISES, Payoffs, Weight, ensure, normalised, shared
from accord.claims import Claim
from accord.rationals import Number
from accord.roles import Needs

__all__ = ["Egalitarian", "EqualLoss", "KalaiSmorodinsky"]


@dataclass(frozen=True)
class KalaiSmorodinsky:
    """Give everybody the same share of the most it could get (Kalai and Smorodinsky 1975).

    The leximin of ``(x_i - d_i) / (w_i (b_i - d_i))``, with b the ideal point over the individually rational agreements (Imai
    1983) and weights w (all 1 by default; Thomson 1994, section 4); players who cannot gain are left out. With side payments:
    shares of the surplus in proportion to the weights.

    Attributes:
        weights: one weight per player, not negative and not all 0; who has weight 0 gains once nobody else can any more.
    """

    name: ClassVar[str] = "kalai-smorodinsky"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES
    weights: tuple[Weight, ...] | None = None

    def __post_init__(self) -> None:
        ensure(self.name, self.weights)

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, self.weights, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs with the leximin shares."""
        weights = self.shares(problem.game.n_players)
        if problem.side_payments:
            return shared(problem, weights)
        return _in_proportion(problem, weights, [gain or None for gain in problem.gains])


@dataclass(frozen=True)
class Egalitarian:
    """Raise everybody's gain together as far as possible, then the others' (Kalai 1977).

    The leximin of ``(x_i - d_i) / w_i`` with weights w (all 1 by default: the *proportional* solution otherwise), in the payoffs'
    own units. With side payments: shares of the surplus in proportion to the weights.

    Attributes:
        weights: one weight per player, not negative and not all 0; who has weight 0 gains once nobody else can any more.
    """

    name: ClassVar[str] = "egalitarian"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES
    weights: tuple[Weight, ...] | None = None

    def __post_init__(self) -> None:
        ensure(self.name, self.weights)

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, self.weights, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs with the leximin gains."""
        weights = self.shares(problem.game.n_players)
        if problem.side_payments:
            return shared(problem, weights)
        return _in_proportion(problem, weights, [Fraction(1)] * len(weights))


@dataclass(frozen=True)
class EqualLoss:
    """Let everybody lose the same against the best that it could get (Chun 1988).

    The leximin of ``x_i - b_i``, with b the ideal point, both over the agreements that give nobody less than the disagreement
    point; in the payoffs' own units. With three and more players equal losses may be more than somebody could gain: that player
    then loses all of it and no more. With side payments: equal shares.
    """

    name: ClassVar[str] = "equal-loss"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, None, n_players)

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs with the leximin losses."""
        n = problem.game.n_players
        if problem.side_payments:
            return shared(problem, self.shares(n))
        return problem.leximin(problem.ideal, [Fraction(1)] * n)


def _in_proportion(problem: Problem, weights: Sequence[Fraction], units: Sequence[Number | None]) -> Payoffs:
    """Return the leximin of gains divided by weights times units.

    The gains of players without weight are compared from so high up that they come last.
    """
    reach = [
        gain / (unit * w) if unit and w else Fraction(0) for gain, unit, w in zip(problem.gains, units, weights, strict=True)
    ]
    above = 1 + max(Fraction(r) for r in reach)
    base = [
        Fraction(d) - (0 if w or unit is None else above * Fraction(unit))
        for d, w, unit in zip(problem.fallback, weights, units, strict=True)
    ]
    return problem.leximin(base, [unit and unit * (w or 1) for unit, w in zip(units, weights, strict=True)])
