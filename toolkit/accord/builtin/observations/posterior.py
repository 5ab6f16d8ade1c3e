"""From counts to what breakdowns will be like: the posterior mean, and draws that show how well it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from accord.game import Game
from accord.rationals import Array, IntArray, common

__all__ = ["Posterior"]

_STEPS = 2**32
"""Drawn weights are rounded to this fraction of the whole, which makes every draw an exact and feasible point."""
_LEAST = 1e-300
"""Weights below are drawn as if they were this: the logarithms of what they yield must be finite."""
_AT_ONCE = 2**22
"""How many weights are drawn at the same time."""


@dataclass(frozen=True)
class Posterior:
    """A Dirichlet distribution over observations, each of which pays every player something.

    With ``A = sum_k alpha_k`` the mean of the weights is ``alpha_k / A`` and their covariance
    ``(delta_kl mean_k - mean_k mean_l) / (A + 1)``. Without a prior this is the Bayesian bootstrap (Rubin 1981).

    Attributes:
        columns: for each player what each observation pays, as Python integers of shape (observations,) over its denominator.
        denominators: one per player.
        weights: the parameters alpha, all positive, as Python integers of shape (observations,) over their unit.
        unit: the common denominator of the weights.
    """

    columns: tuple[IntArray, ...]
    denominators: tuple[int, ...]
    weights: IntArray
    unit: int

    @classmethod
    def of_cells(cls, game: Game, cells: Sequence[int], alpha: Sequence[Fraction]) -> Posterior:
        """Take profiles of a game as the observations, each with its positive parameter."""
        columns = tuple(numerators.ravel()[np.asarray(cells, dtype=np.intp)].astype(object) for numerators in game.numerators)
        return cls(columns, game.denominators, *_whole(alpha))

    @classmethod
    def of_payoffs(cls, payoffs: Sequence[Sequence[Fraction]], alpha: Sequence[Fraction]) -> Posterior:
        """Take payoffs, one per player each time, as the observations, each with its positive parameter."""
        columns, denominators = zip(*(_whole(column) for column in zip(*payoffs, strict=True)), strict=True)
        return cls(columns, denominators, *_whole(alpha))

    @property
    def mean(self) -> tuple[Fraction, ...]:
        """The expected payoffs, exactly."""
        return self._payoffs(self.weights, int(self.weights.sum()))

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The expected weight of each observation, exactly."""
        whole = int(self.weights.sum())
        known = {weight: Fraction(weight, whole) for weight in set(self.weights.tolist())}
        return tuple(known[weight] for weight in self.weights.tolist())

    def draws(self, count: int, seed: int) -> tuple[tuple[Fraction, ...], ...]:
        """Draw payoffs that might be the true ones, equally likely; the same for the same seed."""
        drawn = []
        for weights in self._sampled(count, np.random.default_rng(seed)):
            used = np.flatnonzero(weights)
            drawn.append(self._payoffs(weights[used].astype(object), _STEPS, used))
        return tuple(drawn)

    def _payoffs(self, weights: IntArray, whole: int, used: IntArray | slice = slice(None)) -> tuple[Fraction, ...]:
        """Average the columns, or the used part of them; the weights are integers that add up to the whole."""
        return tuple(
            Fraction(int(np.dot(weights, column[used])), whole * denominator)
            for column, denominator in zip(self.columns, self.denominators, strict=True)
        )

    def _sampled(self, count: int, generator: np.random.Generator) -> Iterator[IntArray]:
        """Yield weights as integers that add up to `_STEPS`.

        A Gamma variable of parameter a is one of parameter a + 1 times ``U ** (1 / a)``; taken as logarithms, these do not all
        vanish when parameters are small.
        """
        alpha = np.array([max(weight / self.unit, _LEAST) for weight in self.weights.tolist()])
        for start in range(0, count, max(1, _AT_ONCE // alpha.size)):
            size = (min(count - start, max(1, _AT_ONCE // alpha.size)), alpha.size)
            logs: Array = np.log(generator.standard_gamma(alpha + 1, size))
            logs += np.log1p(-generator.random(size)) / alpha
            shares = np.exp(logs - logs.max(axis=1, keepdims=True))
            weights = np.rint(shares / shares.sum(axis=1, keepdims=True) * _STEPS).astype(np.int64)
            weights[np.arange(size[0]), weights.argmax(axis=1)] += _STEPS - weights.sum(axis=1)
            yield from weights


def _whole(values: Sequence[Fraction]) -> tuple[IntArray, int]:
    """Write fractions as Python integers over their common denominator."""
    whole, denominator = common(values)
    array = np.empty(len(whole), dtype=object)
    array[:] = whole
    return array, denominator
