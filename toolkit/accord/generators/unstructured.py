"""Games at random: independent payoffs, symmetric ones, zero-sum ones with noise, correlated ones, and sums of small games."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod, sqrt
from typing import Any, ClassVar

import numpy as np

from accord.game import Game
from accord.generators import parameters
from accord.generators.base import Family
from accord.generators.drawing import Draw
from accord.generators.shapes import Crowd, Ranged, everybodys, multiples, on_grid

__all__ = ["Covariant", "Ordinal", "Polymatrix", "Random", "Symmetric", "ZeroSum", "ZeroSumPlusNoise"]

_GAMUT = "Nudelman, Wortman, Shoham and Leyton-Brown (2004), Run the GAMUT, AAMAS"


@dataclass(frozen=True)
class Random(Ranged):
    """Every payoff is drawn by itself, all payoffs from `low` to `high` equally likely.

    Attributes:
        shape: each player's number of actions.
    """

    name: ClassVar[str] = "random"
    source: ClassVar[str] = f"RandomGame of {_GAMUT}"
    shape: tuple[int, ...] = parameters.shape((3, 3))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def build(self, draw: Draw, title: str) -> Game:
        """Draw all payoffs."""
        tables, denominator = self.even(draw, len(self.shape), *self.shape)
        return on_grid(tables, denominator, title=title)


@dataclass(frozen=True)
class Ordinal(Family):
    """Every player ranks the outcomes from 1 to their number, without ties, all rankings being equally likely.

    Attributes:
        shape: each player's number of actions.
    """

    name: ClassVar[str] = "ordinal"
    source: ClassVar[str] = "Rapoport and Guyer (1966), A taxonomy of 2 x 2 games, General Systems 11"
    shape: tuple[int, ...] = parameters.shape((2, 2))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def build(self, draw: Draw, title: str) -> Game:
        """Shuffle the ranks of each player."""
        count = prod(self.shape)
        return Game.from_arrays(*(np.array(draw.shuffled(count)).reshape(self.shape) + 1 for _ in self.shape), title=title)


@dataclass(frozen=True)
class Symmetric(Crowd):
    """All players are alike; every payoff that this leaves free is drawn by itself.

    What a player gets depends on its own action and on how many others take which.
    """

    name: ClassVar[str] = "symmetric"
    source: ClassVar[str] = "von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior, section 28"

    def build(self, draw: Draw, title: str) -> Game:
        """Draw a payoff for each own action and each collection of others' actions."""
        index = np.indices(self.sizes)
        index[1:] = np.sort(index[1:], axis=0)
        kinds, kind = np.unique(np.ravel_multi_index(tuple(index), self.sizes), return_inverse=True)
        drawn, denominator = self.even(draw, len(kinds))
        return on_grid(everybodys(drawn[kind].reshape(self.sizes), self.players), denominator, title=title)


@dataclass(frozen=True)
class ZeroSumPlusNoise(Ranged):
    """What one player gets the other one loses, but for noise: payoffs A and -A + E.

    A is drawn as in a random game; each entry of E is drawn from ``-noise`` to `noise`, in steps of `grid` from there.

    Attributes:
        shape: both players' numbers of actions.
        noise: the greatest amount by which two payoffs may fail to cancel out.
    """

    name: ClassVar[str] = "zero-sum-plus-noise"
    source: ClassVar[str] = (
        "von Neumann (1928), Zur Theorie der Gesellschaftsspiele, Mathematische Annalen 100, for games without noise"
    )
    low: Fraction = parameters.number(-100)
    shape: tuple[int, ...] = parameters.shape((3, 3), 2, 2)
    noise: Fraction = parameters.number(10, least=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def build(self, draw: Draw, title: str) -> Game:
        """Draw one player's payoffs, and the noise in the other's."""
        counts = draw.below(self.levels, self.shape)
        steps = draw.below(int(2 * self.noise // self.grid) + 1, self.shape)
        first, denominator = multiples(counts, self.low, self.grid, finer=self.noise.denominator)
        error, _ = multiples(steps, -self.noise, self.grid, finer=self.low.denominator)
        return on_grid([first, error - first], denominator, title=title)


@dataclass(frozen=True)
class ZeroSum(Ranged):
    """What one player gets the other one loses; every payoff of the first is drawn by itself.

    Attributes:
        shape: both players' numbers of actions.
    """

    name: ClassVar[str] = "zero-sum"
    source: ClassVar[str] = f"RandomZeroSum of {_GAMUT}"
    low: Fraction = parameters.number(-100)
    shape: tuple[int, ...] = parameters.shape((3, 3), 2, 2)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def build(self, draw: Draw, title: str) -> Game:
        """Draw one player's payoffs."""
        first, denominator = self.even(draw, *self.shape)
        return on_grid([first, -first], denominator, title=title)


@dataclass(frozen=True)
class Covariant(Family):
    """Payoffs are normal, those of two players in one outcome correlated with rho, those of two outcomes not at all.

    They have the mean 0 and are rounded to multiples of `grid`. With ``rho = 1`` all players get the same. With the least rho,
    ``-1/(n - 1)``, all payoffs in an outcome add up to 0; the last player's is computed from the others' then.

    Attributes:
        shape: each player's number of actions.
        rho: the correlation, from -1/(n - 1) to 1.
        deviation: the standard deviation of payoffs before they are rounded.
        grid: what payoffs are multiples of.
    """

    name: ClassVar[str] = "covariant"
    source: ClassVar[str] = f"Rinott and Scarsini (2000), Games and Economic Behavior 33; CovariantGame of {_GAMUT}"
    shape: tuple[int, ...] = parameters.shape((3, 3))
    rho: Fraction = parameters.number(0, least=-1, most=1)
    deviation: Fraction = parameters.number(10, above=0)
    grid: Fraction = parameters.number("1/100", above=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def check(self) -> None:
        """Check that so many players' payoffs can be so correlated."""
        players = len(self.shape)
        if players > 1 and self.rho < Fraction(-1, players - 1):
            raise self.refuse(
                f"rho is {self.rho}; with {players} players a number from {Fraction(-1, players - 1)} to 1 is accepted"
            )
        if self.deviation / self.grid > 10**12:
            raise self.refuse(f"grid is {self.grid}; at least a 10^12th of deviation {self.deviation} is accepted")

    def build(self, draw: Draw, title: str) -> Game:
        """Draw independent normal numbers, and mix those of one outcome by the root of the matrix of covariances."""
        players = len(self.shape)
        drawn = draw.normal((players, *self.shape))
        own = sqrt(1 - self.rho)
        shared = sqrt(max(1 + (players - 1) * self.rho, Fraction(0)))
        mean = drawn[0]
        for i in range(1, players):  # in this order on every machine
            mean = mean + drawn[i]
        mixed = own * drawn + (shared - own) / players * mean
        counts = np.rint(mixed * float(self.deviation / self.grid)).astype(np.int64)
        if players > 1 and shared == 0:
            counts[-1] = -counts[:-1].sum(axis=0)
        tables, denominator = multiples(counts, Fraction(0), self.grid)
        return on_grid(tables, denominator, title=title)


@dataclass(frozen=True)
class Polymatrix(Crowd):
    """Every two players play a random game of two with each other, and payoffs add up.

    Everybody has one action for all of its games.
    """

    name: ClassVar[str] = "polymatrix"
    source: ClassVar[str] = f"Yanovskaya (1968), Equilibrium points in polymatrix games; PolymatrixGame of {_GAMUT}"
    players: int = parameters.whole(3, 2, 20)
    actions: int = parameters.whole(2, 1, 1000)

    def build(self, draw: Draw, title: str) -> Game:
        """Draw the games of all pairs, and add them up."""
        pairs = list(combinations(range(self.players), 2))
        drawn, denominator = self.even(draw, len(pairs), 2, self.actions, self.actions)
        total: Any = np.zeros((self.players, *self.sizes), dtype=drawn.dtype)
        for (i, j), (first, second) in zip(pairs, drawn, strict=True):
            seen = [self.actions if k in {i, j} else 1 for k in range(self.players)]
            total[i] += first.reshape(seen)
            total[j] += second.reshape(seen)
        return on_grid(total, denominator, title=title)
