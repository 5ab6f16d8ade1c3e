"""Splits: how the gains over the disagreement point are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.bargain import Problem, frontier, product
from accord.claims import Claim
from accord.errors import ConfigurationError, UnsuitableError
from accord.rationals import Number, dot
from accord.roles import Needs

__all__ = ["Egalitarian", "Equal", "KalaiSmorodinsky", "Nash", "Weighted"]

_RATIONAL = frozenset({Claim.FEASIBLE, Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})
Payoffs = tuple[Number, ...]


@dataclass(frozen=True)
class Equal:
    """Share the surplus equally: ``x_i = d_i + (W - sum d) / n``, with W the greatest total payoff.

    Needs side payments. Every symmetric efficient bargaining solution agrees with it then.
    """

    name: ClassVar[str] = "equal"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _RATIONAL | {Claim.EQUAL_GAINS}

    def agree(self, problem: Problem) -> Payoffs:
        """Return the disagreement point plus equal shares of the surplus."""
        return _equal(problem)


@dataclass(frozen=True)
class Weighted:
    """Share the surplus in given proportions: ``x_i = d_i + w_i (W - sum d) / sum w``.

    Needs side payments; the asymmetric Nash solution with bargaining powers w (Kalai 1977) agrees with it then.

    Attributes:
        weights: one weight per player, not negative and not all 0.
    """

    name: ClassVar[str] = "weighted"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _RATIONAL
    weights: tuple[Number, ...]

    def __post_init__(self) -> None:
        if not self.weights or min(self.weights) < 0 or max(self.weights) == 0:
            raise ConfigurationError(
                "split weighted needs weights, one per player, not negative and not all 0, such as weights=2,1"
            )

    def agree(self, problem: Problem) -> Payoffs:
        """Return the disagreement point plus weighted shares of the surplus."""
        if len(self.weights) != problem.game.n_players:
            raise UnsuitableError(
                f"split weighted has {len(self.weights)} weight(s); the game has {problem.game.n_players} player(s)"
            )
        weights = [Fraction(w) for w in self.weights]
        return tuple(d + problem.surplus * (w / sum(weights)) for d, w in zip(problem.fallback, weights, strict=True))


@dataclass(frozen=True)
class Nash:
    """Maximise the product of the gains over the disagreement point (Nash 1950).

    ``max prod_i (x_i - d_i)`` over the players who can gain at all; the others stay where they are. Exact for two players; for
    more, the payoffs are irrational in general and found to about ten digits. With side payments: equal shares.
    """

    name: ClassVar[str] = "nash"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _RATIONAL | {Claim.NASH_PRODUCT}

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs of the greatest product of gains."""
        if problem.side_payments:
            return _equal(problem)
        d = problem.fallback
        active = [i for i, (best, least) in enumerate(zip(problem.ideal, d, strict=True)) if best > least]
        if len(active) < 2:
            return problem.leximin(d, _gaps(problem))
        if problem.game.n_players == 2:
            found = frontier.greatest_product(frontier.pareto_chain(problem.game), (Fraction(d[0]), Fraction(d[1])))
            if found is not None:
                return found
        return _product(problem, active)


@dataclass(frozen=True)
class KalaiSmorodinsky:
    """Give everybody the same share of the most it could get (Kalai and Smorodinsky 1975).

    The leximin of ``(x_i - d_i) / (b_i - d_i)``, with b the ideal point over the individually rational agreements (Imai 1983);
    players who cannot gain are left out. With side payments: equal shares.
    """

    name: ClassVar[str] = "kalai-smorodinsky"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _RATIONAL

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs with the leximin shares."""
        return _equal(problem) if problem.side_payments else problem.leximin(problem.fallback, _gaps(problem))


@dataclass(frozen=True)
class Egalitarian:
    """Raise everybody's gain together as far as possible, then the others' (Kalai 1977).

    The leximin of ``x_i - d_i``, in the payoffs' own units. With side payments: equal shares.
    """

    name: ClassVar[str] = "egalitarian"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _RATIONAL

    def agree(self, problem: Problem) -> Payoffs:
        """Return the payoffs with the leximin gains."""
        if problem.side_payments:
            return _equal(problem)
        return problem.leximin(problem.fallback, [Fraction(1)] * problem.game.n_players)


def _equal(problem: Problem) -> Payoffs:
    share = problem.surplus / problem.game.n_players
    return tuple(d + share for d in problem.fallback)


def _gaps(problem: Problem) -> list[Number | None]:
    return [b - d if b > d else None for b, d in zip(problem.ideal, problem.fallback, strict=True)]


def _product(problem: Problem, active: Sequence[int]) -> Payoffs:
    """Maximise the product over the active players' gains, each in units of the most it could gain."""
    n = problem.game.n_players
    base = np.array([float(problem.fallback[i]) for i in active])
    unit = np.array([float(problem.ideal[i]) for i in active]) - base

    def best(direction: product.Floats) -> product.Floats:
        weights = [Fraction(0)] * n
        for i, w in zip(active, direction / unit, strict=True):
            weights[i] = Fraction(float(w))
        payoffs = problem.agreements.vertex(weights)
        gained: product.Floats = (np.array([float(payoffs[i]) for i in active]) - base) / unit
        return gained

    gains = product.greatest_product(best, [best(e) for e in np.eye(len(active))])
    payoffs: list[Number] = list(problem.fallback)
    for i, b, u, g in zip(active, base, unit, gains, strict=True):
        payoffs[i] = float(b + u * g)
    return _snapped(problem, active, payoffs) or tuple(payoffs)


def _snapped(problem: Problem, active: Sequence[int], payoffs: Sequence[Number]) -> Payoffs | None:
    """Try simple fractions nearby: they are the solution if no agreement beats them in the direction of their own gradient."""
    guess = [Fraction(x).limit_denominator(10**4) for x in payoffs]
    gains = {i: guess[i] - Fraction(problem.fallback[i]) for i in active}
    if any(isinstance(d, float) for d in problem.fallback) or min(gains.values()) <= 0:
        return None
    gradient = [1 / gains[i] if i in gains else Fraction(0) for i in range(len(guess))]
    value = dot(gradient, guess)
    best = problem.agreements.support(gradient) == value and problem.agreements.contains(guess)
    return tuple(guess) if best else None
