"""Games of groups: public goods, volunteers, efforts, guesses, votes and claims."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from accord.game import Game
from accord.generators import parameters
from accord.generators.drawing import Draw
from accord.generators.shapes import Alike, Ranged, either, on_grid

__all__ = [
    "GuessTwoThirds",
    "MajorityVoting",
    "MinimumEffort",
    "NPlayerChicken",
    "NPlayerPrisonersDilemma",
    "PublicGood",
    "TravellersDilemma",
]


@dataclass(frozen=True)
class NPlayerPrisonersDilemma(Alike):
    """Cooperating costs oneself something and pays everybody else something, whatever they do.

    Attributes:
        benefit: what each one who cooperates brings each other player.
        cost: what it costs oneself; less than all others' benefits together.
    """

    name: ClassVar[str] = "n-player-prisoners-dilemma"
    source: ClassVar[str] = (
        "Schelling (1973), Hockey helmets, concealed weapons, and daylight saving, J. of Conflict Resolution 17"
    )
    drawn: ClassVar[bool] = False
    players: int = parameters.whole(3, 2, 20)
    benefit: Fraction = parameters.number(2, above=0)
    cost: Fraction = parameters.number(1, above=0)

    @property
    def choices(self) -> int:
        """To cooperate or to defect."""
        return 2

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the actions."""
        return ("Cooperate", "Defect")

    def check(self) -> None:
        """Check that all are better off if all cooperate."""
        together = (self.players - 1) * self.benefit
        if self.cost >= together:
            raise self.refuse(f"cost is {self.cost}; less than what all others bring together, {together}, is needed")

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the benefits from others less the own cost."""
        return (1 - others).sum(axis=0) * self.benefit - (1 - own) * self.cost


@dataclass(frozen=True)
class NPlayerChicken(Alike):
    """Everybody is rewarded if enough volunteer, and volunteering costs something.

    Attributes:
        reward: what everybody gets if at least so many volunteer as are needed.
        cost: what volunteering costs, less than the reward.
        needed: how many volunteers are needed.
    """

    name: ClassVar[str] = "n-player-chicken"
    source: ClassVar[str] = "Diekmann (1985), Volunteer's dilemma, Journal of Conflict Resolution 29; Taylor and Ward (1982)"
    drawn: ClassVar[bool] = False
    players: int = parameters.whole(3, 2, 20)
    reward: Fraction = parameters.number(3, above=0)
    cost: Fraction = parameters.number(1, above=0)
    needed: int = parameters.whole(1, 1, 20)

    @property
    def choices(self) -> int:
        """To volunteer or to wait."""
        return 2

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the actions."""
        return ("Volunteer", "Wait")

    def check(self) -> None:
        """Check that volunteering pays where it is needed, and that there are enough players."""
        if self.cost >= self.reward:
            raise self.refuse(f"cost is {self.cost}; less than reward {self.reward} is needed")
        if self.needed > self.players:
            raise self.refuse(f"needed is {self.needed}; at most players, {self.players}, is accepted")

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the reward, where there are enough, less the own cost."""
        enough = (1 - own) + (1 - others).sum(axis=0) >= self.needed
        return either(enough, self.reward, Fraction(0)) - (1 - own) * self.cost


@dataclass(frozen=True)
class PublicGood(Alike):
    """Everybody has some tokens and keeps them or gives them to a common pot, which grows and is shared equally.

    To give nothing is strictly dominant if the multiplier is less than the number of players; if it is above 1, all together do
    best by giving everything.

    Attributes:
        tokens: how many tokens everybody has; it gives 0 to that many.
        multiplier: by what the pot is multiplied before it is shared.
    """

    name: ClassVar[str] = "public-good"
    source: ClassVar[str] = "Ledyard (1995), Public goods: a survey of experimental research, Handbook of Experimental Economics"
    drawn: ClassVar[bool] = False
    players: int = parameters.whole(3, 2, 20)
    tokens: int = parameters.whole(1, 1, 1000)
    multiplier: Fraction = parameters.number(2, above=0)

    @property
    def choices(self) -> int:
        """To give nothing, one token, …, all of them."""
        return self.tokens + 1

    @property
    def labels(self) -> tuple[str, ...]:
        """How much is given."""
        return tuple(map(str, range(self.tokens + 1)))

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return what is kept and the share of the pot."""
        return (self.tokens - own) + (own + others.sum(axis=0)) * (self.multiplier / self.players)


@dataclass(frozen=True)
class MinimumEffort(Alike):
    """What a group achieves depends on who tries least, and effort is costly.

    If the benefit is greater than the cost, all making the same effort is a pure equilibrium, whatever the effort; the more, the
    better for all.

    Attributes:
        efforts: how many levels of effort there are, from 1.
        benefit: what each level of the least effort brings everybody.
        cost: what each level of one's own effort costs.
    """

    name: ClassVar[str] = "minimum-effort"
    source: ClassVar[str] = "Van Huyck, Battalio and Beil (1990), Tacit coordination games, American Economic Review 80"
    drawn: ClassVar[bool] = False
    efforts: int = parameters.whole(3, 1, 1000)
    benefit: Fraction = parameters.number(2, above=0)
    cost: Fraction = parameters.number(1, least=0)

    @property
    def choices(self) -> int:
        """How many levels of effort there are."""
        return self.efforts

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the benefit of the least effort less the cost of the own."""
        return (np.minimum(own, others.min(axis=0)) + 1) * self.benefit - (own + 1) * self.cost


@dataclass(frozen=True)
class GuessTwoThirds(Alike):
    """Everybody names a number; who is closest to two thirds of the average wins a prize, shared if there are several.

    Attributes:
        largest: numbers from 0 to this may be named.
        factor: of the average; two thirds unless said otherwise.
        prize: what there is to win.
    """

    name: ClassVar[str] = "guess-two-thirds"
    source: ClassVar[str] = "Moulin (1986), Game Theory for the Social Sciences; Nagel (1995), American Economic Review 85"
    drawn: ClassVar[bool] = False
    largest: int = parameters.whole(4, 1, 1000)
    factor: Fraction = parameters.number("2/3", above=0, most=1)
    prize: Fraction = parameters.number(1, above=0)

    @property
    def choices(self) -> int:
        """The numbers from 0."""
        return self.largest + 1

    @property
    def labels(self) -> tuple[str, ...]:
        """The numbers themselves."""
        return tuple(map(str, range(self.largest + 1)))

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the share of the prize."""
        # Distances to factor * total / n, times n and the factor's denominator, so that they are whole.
        scale = self.players * self.factor.denominator
        target = (own + others.sum(axis=0)) * self.factor.numerator
        mine, theirs = np.abs(own * scale - target), np.abs(others * scale - target)
        return shared(mine <= theirs.min(axis=0), (theirs == mine).sum(axis=0), self.prize, self.players)


@dataclass(frozen=True)
class MajorityVoting(Ranged):
    """Everybody votes for a candidate; who gets most votes wins, of several the one with the lowest number.

    What each player gets if a candidate wins is drawn by itself.

    Attributes:
        players: how many players vote.
        candidates: how many candidates there are.
    """

    name: ClassVar[str] = "majority-voting"
    source: ClassVar[str] = "MajorityVoting of Nudelman, Wortman, Shoham and Leyton-Brown (2004), Run the GAMUT, AAMAS"
    players: int = parameters.whole(3, 1, 20)
    candidates: int = parameters.whole(2, 1, 1000)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.candidates,) * self.players

    def build(self, draw: Draw, title: str) -> Game:
        """Draw what everybody thinks of everyone, and count."""
        likes, denominator = self.even(draw, self.players, self.candidates)
        index = np.indices(self.sizes)
        winner, most = np.zeros(self.sizes, dtype=np.int64), np.full(self.sizes, -1)
        for candidate in range(self.candidates):
            votes = (index == candidate).sum(axis=0)
            winner, most = np.where(votes > most, candidate, winner), np.maximum(votes, most)
        return on_grid([likes[i][winner] for i in range(self.players)], denominator, title=title)


@dataclass(frozen=True)
class TravellersDilemma(Alike):
    """Travellers claim damages; all get the lowest claim, with a bonus for who makes it and a malus for everybody else.

    If all claim the same, all get that. With a bonus above 1 the only pure equilibrium is that all claim the least.

    Attributes:
        least: the least claim.
        greatest: the greatest claim.
        bonus: what who claims least gets more, and everybody else less, unless all claim the same.
    """

    name: ClassVar[str] = "travellers-dilemma"
    source: ClassVar[str] = "Basu (1994), The traveler's dilemma, American Economic Review 84"
    drawn: ClassVar[bool] = False
    least: int = parameters.whole(2, 0, 10**6)
    greatest: int = parameters.whole(6, 0, 10**6)
    bonus: Fraction = parameters.number(2, above=0)

    @property
    def choices(self) -> int:
        """The whole claims."""
        return self.greatest - self.least + 1

    @property
    def labels(self) -> tuple[str, ...]:
        """The claims themselves."""
        return tuple(map(str, range(self.least, self.greatest + 1)))

    def check(self) -> None:
        """Check that there is something to claim."""
        if self.greatest < self.least:
            raise self.refuse(f"greatest is {self.greatest}; at least the least claim, {self.least}, is accepted")

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the lowest claim with a bonus or a malus."""
        lowest = np.minimum(own, others.min(axis=0))
        same = (others == own).all(axis=0)
        return lowest + self.least + either(same, Fraction(0), either(own == lowest, self.bonus, -self.bonus))


def shared(wins: Any, rivals: Any, prize: Fraction, players: int) -> Any:
    """Return the prize where somebody wins, divided by the number of winners, its rivals and itself."""
    shares = np.array([prize / (k + 1) for k in range(players)], dtype=object)
    return either(wins, shares[rivals.astype(np.int64)], Fraction(0))
