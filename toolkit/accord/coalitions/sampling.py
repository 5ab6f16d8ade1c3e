"""The Shapley value of many players, estimated from random orders of arrival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, sqrt

import numpy as np

from accord.coalitions.characteristic import CharacteristicFunction
from accord.coalitions.on_demand import WorthsOnDemand
from accord.errors import ConfigurationError
from accord.rationals import Number, rational

__all__ = ["Sampled", "estimate", "shapley"]


@dataclass(frozen=True)
class Sampled:
    """An estimate of the Shapley value.

    Attributes:
        payoffs: everybody's mean marginal contribution over the orders that were drawn; they add up to ``v(N)``.
        errors: the standard error of each.
        permutations: how many orders were drawn.
        coalitions: how many different coalitions had to be worked out, without the empty one and that of all players.
    """

    payoffs: tuple[float, ...]
    errors: tuple[float, ...]
    permutations: int
    coalitions: int

    def summary(self, seed: int) -> str:
        """Say in a sentence how good the estimate is."""
        n = len(self.payoffs)
        errors = ", ".join(f"{error:.3g}" for error in self.errors)
        return (
            f"the Shapley value is estimated from {self.permutations:,} random ones of {factorial(n):,} orders of arrival "
            f"(seed {seed}), with standard errors {errors}; {self.coalitions:,} of {(1 << n) - 2:,} coalitions were worked out"
        )


def shapley(n_players: int, worth: Callable[[frozenset[int]], object], *, permutations: int, seed: int = 0) -> Sampled:
    """Estimate the Shapley value from random orders of arrival (Castro, Gómez and Tejada 2009).

    Every coalition's worth is asked for at most once, and only if somebody arrives to it.

    >>> found = shapley(3, lambda coalition: len(coalition) ** 2, permutations=50)
    >>> found.payoffs, found.errors[0] > 0
    ((3.0, 3.08, 2.92), True)

    Args:
        n_players: how many players there are.
        worth: returns the worth of a coalition of player numbers, never asked for the empty one.
        permutations: how many orders to draw, with replacement; at least two.
        seed: of the draws.

    Raises:
        ConfigurationError: if there are no players, fewer than two orders, or the seed is negative.
        InputError: if a worth is no finite number.
    """
    if n_players < 1:
        raise ConfigurationError(f"{n_players} players; at least one is needed")

    def ask(coalition: frozenset[int]) -> Number:
        value = worth(coalition)
        exact = rational(value, f"the worth of coalition {tuple(sorted(coalition))}")
        return float(exact) if isinstance(value, float) else exact

    return estimate(WorthsOnDemand(n_players, ask(frozenset(range(n_players))), ask), permutations, seed)


def estimate(game: CharacteristicFunction, permutations: int, seed: int) -> Sampled:
    """Estimate the Shapley value of a characteristic function, of which few worths may be known; see `shapley`."""
    if permutations < 2 or seed < 0:
        raise ConfigurationError(
            f"{permutations} orders of arrival with seed {seed}; at least two, and a seed that is not negative, are accepted"
        )
    n = game.n_players
    rng = np.random.default_rng(seed)
    gains: list[list[Fraction]] = [[] for _ in range(n)]
    met: set[int] = set()
    for _ in range(permutations):
        mask, before = 0, Fraction(0)
        inside: list[int] = []
        for i in rng.permutation(n).tolist():
            inside.append(i)
            mask |= 1 << i
            met.add(mask)
            after = Fraction(game[inside])
            gains[i].append(after - before)
            before = after
    payoffs = tuple(float(sum(own, Fraction(0)) / permutations) for own in gains)
    return Sampled(payoffs, tuple(map(_error, gains)), permutations, len(met) - 1)


def _error(gains: list[Fraction]) -> float:
    """Return the standard error of a mean; differences are taken before rounding, and scaled so that no square overflows."""
    apart = [gain - gains[0] for gain in gains]
    largest = max(map(abs, apart))
    if not largest:
        return 0.0
    spread = float(np.std([float(a / largest) for a in apart], ddof=1))
    return float(largest) * spread / sqrt(len(gains))
