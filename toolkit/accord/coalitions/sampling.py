"""The Shapley value of many players, estimated from random orders of arrival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from math import factorial, sqrt

import numpy as np

from accord.coalitions.characteristic import CharacteristicFunction, members
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

    def ask(mask: int) -> Number:
        inside = members(mask)
        value = worth(frozenset(inside))
        exact = rational(value, f"the worth of coalition {inside}")
        return float(exact) if isinstance(value, float) else exact

    known = WorthsOnDemand(n_players, ask((1 << n_players) - 1), lambda masks: {mask: ask(mask) for mask in masks})
    return estimate(known, permutations, seed)


def estimate(game: CharacteristicFunction, permutations: int, seed: int) -> Sampled:
    """Estimate the Shapley value of a characteristic function, of which few worths may be known; see `shapley`."""
    if permutations < 2 or seed < 0:
        raise ConfigurationError(
            f"{permutations} orders of arrival with seed {seed}; at least two, and a seed that is not negative, are accepted"
        )
    n = game.n_players
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(n).tolist() for _ in range(permutations)]
    met = [list(accumulate(1 << i for i in order)) for order in orders]
    if isinstance(game, WorthsOnDemand):
        game.work_out(chain.from_iterable(met))
    known = game.known
    gains: list[list[Fraction]] = [[] for _ in range(n)]
    for order, masks in zip(orders, met, strict=True):
        before = Fraction(0)
        for i, mask in zip(order, masks, strict=True):
            after = Fraction(known[mask])
            gains[i].append(after - before)
            before = after
    payoffs = tuple(float(sum(own, Fraction(0)) / permutations) for own in gains)
    return Sampled(payoffs, tuple(map(_error, gains)), permutations, len(set(chain.from_iterable(met))) - 1)


def _error(gains: list[Fraction]) -> float:
    """Return the standard error of a mean; differences are taken before rounding, and scaled so that no square overflows."""
    apart = [gain - gains[0] for gain in gains]
    largest = max(map(abs, apart))
    if not largest:
        return 0.0
    spread = float(np.std([float(a / largest) for a in apart], ddof=1))
    return float(largest) * spread / sqrt(len(gains))
