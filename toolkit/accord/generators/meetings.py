"""Games about doing alike or apart: coordination, dispersion, congestion, and cycles of what beats what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from typing import Any, ClassVar

import numpy as np

from accord.game import Game
from accord.generators import parameters
from accord.generators.base import Family
from accord.generators.drawing import Draw
from accord.generators.shapes import Alike, Crowd, multiples, on_grid

__all__ = ["Collaboration", "Congestion", "Coordination", "Dispersion", "RockPaperScissors", "Shapley"]

_GAMUT = "Nudelman, Wortman, Shoham and Leyton-Brown (2004), Run the GAMUT, AAMAS"


@dataclass(frozen=True)
class Coordination(Crowd):
    """Everybody is better off wherever all do the same than anywhere else.

    Where all do the same, all get the same payoff, drawn from the upper half of the range; all other payoffs are drawn by
    themselves from the lower half.
    """

    name: ClassVar[str] = "coordination"
    source: ClassVar[str] = f"Schelling (1960), The Strategy of Conflict; CoordinationGame of {_GAMUT}"
    fewest: ClassVar[int] = 2

    def build(self, draw: Draw, title: str) -> Game:
        """Draw payoffs from the lower half, and for doing the same from the upper half."""
        half = self.levels // 2
        counts = draw.below(half, (self.players, *self.sizes))
        counts[_alike(self.players, self.actions)] = half + draw.below(self.levels - half, self.actions)
        tables, denominator = multiples(counts, self.low, self.grid)
        return on_grid(tables, denominator, title=title)


@dataclass(frozen=True)
class Collaboration(Crowd):
    """Everybody gets the greatest payoff of all wherever all do the same, and less anywhere else."""

    name: ClassVar[str] = "collaboration"
    source: ClassVar[str] = f"CollaborationGame of {_GAMUT}"
    fewest: ClassVar[int] = 2

    def build(self, draw: Draw, title: str) -> Game:
        """Draw all payoffs below the greatest."""
        counts = draw.below(self.levels - 1, (self.players, *self.sizes))
        counts[_alike(self.players, self.actions)] = self.levels - 1
        tables, denominator = multiples(counts, self.low, self.grid)
        return on_grid(tables, denominator, title=title)


@dataclass(frozen=True)
class Dispersion(Alike):
    """Everybody wants to do what nobody else does: that pays 1, anything else nothing.

    Attributes:
        actions: how many actions everybody has.
    """

    name: ClassVar[str] = "dispersion"
    source: ClassVar[str] = "Grenager, Powers and Shoham (2002), Dispersion games, AAAI"
    drawn: ClassVar[bool] = False
    actions: int = parameters.whole(3, 1, 1000)

    @property
    def choices(self) -> int:
        """How many actions everybody has."""
        return self.actions

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return 1 where nobody else does the same."""
        return (others != own).all(axis=0).astype(np.int64)


@dataclass(frozen=True)
class Congestion(Family):
    """Everybody uses resources; each one costs its users more, or as much, the more of them there are.

    A player's payoff is minus what its resources cost it. Such a game has an exact potential, hence a pure equilibrium.

    Attributes:
        players: how many players there are.
        resources: how many resources there are.
        use: ``single``: everybody uses one resource; ``subsets``: any set of them but the empty one.
        costs: ``random``: with each further user a cost goes up by 0 to `largest`; ``linear``: it is ``a * users + b``.
        largest: the greatest cost of the first user, and of each further one: whole numbers from 0 to this are drawn.
    """

    name: ClassVar[str] = "congestion"
    source: ClassVar[str] = (
        "Rosenthal (1973), A class of games possessing pure-strategy Nash equilibria, Int. J. of Game Theory 2"
    )
    players: int = parameters.whole(2, 1, 20)
    resources: int = parameters.whole(3, 1, 12)
    use: str = parameters.choice("single", "subsets")
    costs: str = parameters.choice("random", "linear")
    largest: int = parameters.whole(10, 0, 10**6)

    @property
    def bundles(self) -> list[tuple[int, ...]]:
        """The sets of resources that a player may use, one for each action."""
        every = range(self.resources)
        sizes = (1,) if self.use == "single" else range(1, self.resources + 1)
        return list(chain.from_iterable(combinations(every, size) for size in sizes))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.resources if self.use == "single" else 2**self.resources - 1,) * self.players

    def prices(self, draw: Draw) -> Any:
        """Draw what each resource costs each user, a row for each resource and a column for each number of users from 1."""
        if self.costs == "random":
            return np.cumsum(draw.below(self.largest + 1, (self.resources, self.players)), axis=1)
        slope, start = draw.below(self.largest + 1, (2, self.resources, 1))
        return slope * np.arange(1, self.players + 1) + start

    def build(self, draw: Draw, title: str) -> Game:
        """Draw the costs, and add up what everybody pays."""
        prices = self.prices(draw)
        uses = np.array([[resource in bundle for resource in range(self.resources)] for bundle in self.bundles], dtype=np.int64)
        index = np.indices(self.sizes)
        users = sum(uses[index[i]] for i in range(self.players))
        price = np.stack([prices[r][np.maximum(users[..., r], 1) - 1] for r in range(self.resources)], axis=-1)
        names = [" + ".join(str(resource + 1) for resource in bundle) for bundle in self.bundles]
        tables = [-(price * uses[index[i]]).sum(axis=-1) for i in range(self.players)]
        return Game.from_arrays(*tables, actions=[names] * self.players, title=title)


@dataclass(frozen=True)
class RockPaperScissors(Family):
    """Every action beats half of the others and is beaten by the other half, in a circle.

    The only equilibrium is to take all actions equally often.

    Attributes:
        actions: how many actions there are, an odd number.
        stake: what the loser pays the winner.
    """

    name: ClassVar[str] = "rock-paper-scissors"
    source: ClassVar[str] = (
        "Fisher and Ryan (1992), Optimal strategies for a generalized scissors, paper, and stone game, Amer. Math. Monthly 99"
    )
    drawn: ClassVar[bool] = False
    actions: int = parameters.whole(3, 3, 1001)
    stake: Fraction = parameters.number(1, above=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.actions, self.actions)

    def check(self) -> None:
        """Check that half of the others is a whole number."""
        if self.actions % 2 == 0:
            raise self.refuse(f"actions is {self.actions}; an odd number is accepted")

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        ahead = np.subtract.outer(np.arange(self.actions), np.arange(self.actions)) % self.actions
        wins = np.where(ahead == 0, 0, np.where(ahead <= self.actions // 2, 1, -1))
        tables, denominator = multiples(wins, Fraction(0), self.stake)
        names = ["Rock", "Paper", "Scissors"] if self.actions == 3 else None
        return on_grid([tables, -tables], denominator, actions=names and [names, names], title=title)


@dataclass(frozen=True)
class Shapley(Family):
    """The first player wants to match the second one, who wants to be one step ahead: fictitious play goes in circles.

    The only equilibrium is to take all actions equally often.

    Attributes:
        actions: how many actions both have.
        prize: what doing what one wants pays; all else pays nothing.
    """

    name: ClassVar[str] = "shapley"
    source: ClassVar[str] = "Shapley (1964), Some topics in two-person games, Advances in Game Theory, section 5"
    drawn: ClassVar[bool] = False
    actions: int = parameters.whole(3, 2, 1000)
    prize: Fraction = parameters.number(1, above=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.actions, self.actions)

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        match = np.eye(self.actions, dtype=np.int64)
        tables, denominator = multiples(np.stack([match, np.roll(match, 1, axis=1)]), Fraction(0), self.prize)
        return on_grid(tables, denominator, title=title)


def _alike(players: int, actions: int) -> Any:
    """Return an index of everybody's payoffs where all do the same."""
    return (slice(None), *[np.arange(actions)] * players)
