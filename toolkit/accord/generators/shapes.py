"""What many families share: payoffs drawn from a range, and players who are all alike."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar

import numpy as np

from accord.game import Game
from accord.generators import parameters
from accord.generators.base import Family
from accord.generators.drawing import Draw
from accord.labels import action_labels, player_labels
from accord.rationals import integers

__all__ = ["Alike", "Crowd", "Pair", "Ranged", "either", "everybodys", "multiples", "on_grid"]


_SAFE = 2**55
"""Sums of dozens of such numbers fit into 64 bits."""


@dataclass(frozen=True)
class Ranged(Family):
    """A family whose payoffs are drawn from ``low, low + grid, …`` up to ``high``.

    Attributes:
        low: the least payoff.
        high: no payoff is greater.
        grid: the distance between neighbouring payoffs: 1 for whole numbers, 1/100 for hundredths.
        fewest: how many different payoffs are needed.
    """

    fewest: ClassVar[int] = 1
    low: Fraction = parameters.number(0)
    high: Fraction = parameters.number(100)
    grid: Fraction = parameters.number(1, above=0)

    @property
    def levels(self) -> int:
        """How many different payoffs there are to draw from."""
        return int((self.high - self.low) // self.grid) + 1

    def check(self) -> None:
        """Check that there are enough payoffs to draw from."""
        if self.high < self.low:
            raise self.refuse(f"low is {self.low} and high {self.high}; low must not be greater")
        if self.levels < self.fewest:
            raise self.refuse(
                f"from low {self.low} to high {self.high} in steps of {self.grid} there are {self.levels} payoff(s); "
                f"{self.fewest} different ones are needed"
            )

    def even(self, draw: Draw, *size: int) -> tuple[Any, int]:
        """Draw payoffs, all equally likely: whole numbers over one denominator."""
        return multiples(draw.below(self.levels, size), self.low, self.grid)

    def ordered(self, draw: Draw) -> list[Fraction]:
        """Draw as many different payoffs as are needed, the least first; every set of them is equally likely."""
        return [self.low + k * self.grid for k in draw.chosen(self.levels, self.fewest)]


@dataclass(frozen=True)
class Crowd(Ranged):
    """A family of games of several players with as many actions each.

    Attributes:
        players: how many players there are.
        actions: how many actions everybody has.
    """

    players: int = parameters.whole(2, 2, 20)
    actions: int = parameters.whole(3, 1, 1000)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.actions,) * self.players


@dataclass(frozen=True)
class Pair(Family):
    """A game of two players with two actions each."""

    names: ClassVar[tuple[str, str]]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (2, 2)

    def bimatrix(self, title: str, *tables: Sequence[Sequence[Fraction]]) -> Game:
        """Return the game with these payoffs; with one table it is the same for the other player."""
        first = [list(row) for row in tables[0]]
        second = [list(row) for row in tables[1]] if len(tables) > 1 else [list(row) for row in zip(*first, strict=True)]
        return Game.from_arrays(first, second, actions=[self.names, self.names], title=title)


@dataclass(frozen=True)
class Alike(Family):
    """A family of symmetric games: what a player gets depends on its own action and on how many others take which.

    Attributes:
        players: how many players there are.
    """

    players: int = parameters.whole(2, 2, 20)

    @property
    @abstractmethod
    def choices(self) -> int:
        """How many actions everybody has."""

    @property
    def labels(self) -> Sequence[str] | None:
        """The names of the actions; None to number them from 1."""
        return None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.choices,) * self.players

    @abstractmethod
    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:
        """Return what the first player gets in every profile.

        Args:
            draw: random numbers.
            own: its action in every profile, numbered from 0; Python integers in an array of objects.
            others: the same for everybody else, one such array each.
        """

    def build(self, draw: Draw, title: str) -> Game:
        """Return the game in which everybody gets what the first player does in its place."""
        index = np.indices(self.sizes).astype(object)
        table = self.payoffs(draw, index[0], index[1:])
        names = None if self.labels is None else [self.labels] * self.players
        return Game.from_arrays(*everybodys(table, self.players), actions=names, title=title)


def everybodys(table: Any, players: int) -> list[Any]:
    """Return everybody's payoffs in a symmetric game, from those of the first player."""
    return [np.ascontiguousarray(np.swapaxes(table, 0, i)) for i in range(players)]


def on_grid(tables: Sequence[Any], denominator: int, *, actions: Sequence[Sequence[str]] | None = None, title: str = "") -> Game:
    """Return the game whose payoffs are whole numbers over one denominator; that they fit into memory is known already."""
    numerators = tuple(np.ascontiguousarray(integers(table)[0]) for table in tables)
    for table in numerators:
        table.flags.writeable = False
    return Game(
        numerators=numerators,
        denominators=(denominator,) * len(numerators),
        players=player_labels(None, len(numerators)),
        actions=action_labels(actions, numerators[0].shape),
        title=title,
    )


def either(condition: Any, yes: Any, no: Any) -> Any:
    """Return one of two fractions, or arrays of them, wherever a condition holds, and the other one elsewhere."""
    return np.where(condition, np.asarray(yes, dtype=object), np.asarray(no, dtype=object))


def multiples(counts: Any, low: Fraction, step: Fraction, finer: int = 1) -> tuple[Any, int]:
    """Return ``low + counts * step`` as whole numbers over one denominator.

    Args:
        counts: whole numbers.
        low: where 0 of them lead.
        step: what each of them adds.
        finer: what the denominator is to be a multiple of.
    """
    denominator = lcm(low.denominator, step.denominator, finer)
    start, stride = int(low * denominator), int(step * denominator)
    largest = abs(start) + stride * (int(np.max(np.abs(counts), initial=0)) + 1)
    return start + stride * (counts if largest < _SAFE else counts.astype(object)), denominator
