"""Games at random: independent payoffs, symmetric ones, zero-sum ones with noise, and correlated ones."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.game import Game
from accord.generators import parameters
from accord.generators.base import Family, multiples, on_grid
from accord.generators.drawing import Draw

__all__ = ["Random"]


@dataclass(frozen=True)
class Random(Family):
    """Every payoff is drawn by itself, evenly from ``low, low + grid, …`` up to ``high``.

    Attributes:
        shape: each player's number of actions.
        low: the least payoff.
        high: no payoff is greater.
        grid: the distance between neighbouring payoffs: 1 for whole numbers, 1/100 for hundredths.
    """

    name: ClassVar[str] = "random"
    source: ClassVar[str] = "GAMUT's RandomGame: Nudelman, Wortman, Shoham and Leyton-Brown (2004), Run the GAMUT, AAMAS"
    shape: tuple[int, ...] = parameters.shape((3, 3))
    low: Fraction = parameters.number(0)
    high: Fraction = parameters.number(100)
    grid: Fraction = parameters.number(1, above=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return self.shape

    def check(self) -> None:
        """Check that there is something to draw from."""
        if self.high < self.low:
            raise self.refuse(f"low is {self.low} and high {self.high}; low must not be greater")

    def build(self, draw: Draw, title: str) -> Game:
        """Draw all payoffs."""
        counts = draw.below(int((self.high - self.low) / self.grid) + 1, (len(self.shape), *self.shape))
        tables, denominator = multiples(counts, self.low, self.grid)
        return on_grid(tables, denominator, title=title)
