"""The classic games of two players with two actions: with payoffs as parameters, and with payoffs drawn in the right order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from accord.game import Game
from accord.generators import parameters
from accord.generators.drawing import Draw
from accord.generators.shapes import Pair, Ranged
from accord.rationals import text

__all__ = [
    "BattleOfTheSexes",
    "Chicken",
    "HawkDove",
    "MatchingPennies",
    "PrisonersDilemma",
    "RandomBattleOfTheSexes",
    "RandomChicken",
    "RandomPrisonersDilemma",
    "StagHunt",
]

_RAPOPORT = "Rapoport and Chammah (1966), The game of chicken, American Behavioral Scientist 10"
_TUCKER = "Tucker (1950), as told by Luce and Raiffa (1957), Games and Decisions, section 5.4"
_LUCE = "Luce and Raiffa (1957), Games and Decisions, section 5.3"


@dataclass(frozen=True)
class _Classic(Pair):
    """A classic game with payoffs as parameters."""

    drawn: ClassVar[bool] = False

    def descending(self, *names: str) -> None:
        """Check that parameters are given in decreasing order.

        Raises:
            ConfigurationError: if they are not.
        """
        values = [getattr(self, name) for name in names]
        if any(low >= high for high, low in pairwise(values)):
            given = ", ".join(f"{name} {text(value)}" for name, value in zip(names, values, strict=True))
            raise self.refuse(f"payoffs are {given}; {' > '.join(names)} is needed")


@dataclass(frozen=True)
class Chicken(_Classic):
    """Two drivers race towards each other; who swerves is a chicken, and both are worst off if nobody does.

    Attributes:
        dare: what going on pays against one who swerves.
        swerve: what both get if both swerve.
        concede: what swerving pays against one who goes on.
        crash: what both get if nobody swerves.
    """

    name: ClassVar[str] = "chicken"
    source: ClassVar[str] = _RAPOPORT
    names: ClassVar[tuple[str, str]] = ("Dare", "Swerve")
    dare: Fraction = parameters.number(7)
    swerve: Fraction = parameters.number(6)
    concede: Fraction = parameters.number(2)
    crash: Fraction = parameters.number(0)

    def check(self) -> None:
        """Check that it is a game of chicken."""
        self.descending("dare", "swerve", "concede", "crash")

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        return self.bimatrix(title, [[self.crash, self.dare], [self.concede, self.swerve]])


@dataclass(frozen=True)
class RandomChicken(Ranged, Pair):
    """A game of chicken, each player's four payoffs drawn for itself and put in the right order."""

    name: ClassVar[str] = "random-chicken"
    source: ClassVar[str] = _RAPOPORT
    names: ClassVar[tuple[str, str]] = Chicken.names
    fewest: ClassVar[int] = 4

    def build(self, draw: Draw, title: str) -> Game:
        """Draw both players' payoffs."""
        crash, concede, swerve, dare = self.ordered(draw)
        wreck, yielded, spared, won = self.ordered(draw)
        return self.bimatrix(title, [[crash, dare], [concede, swerve]], [[wreck, yielded], [won, spared]])


@dataclass(frozen=True)
class PrisonersDilemma(_Classic):
    """Both are better off if both cooperate, and each one if it does not.

    Attributes:
        temptation: what defecting pays against one who cooperates.
        reward: what both get if both cooperate.
        punishment: what both get if both defect.
        sucker: what cooperating pays against one who defects.
    """

    name: ClassVar[str] = "prisoners-dilemma"
    source: ClassVar[str] = _TUCKER
    names: ClassVar[tuple[str, str]] = ("Cooperate", "Defect")
    temptation: Fraction = parameters.number(5)
    reward: Fraction = parameters.number(3)
    punishment: Fraction = parameters.number(1)
    sucker: Fraction = parameters.number(0)

    def check(self) -> None:
        """Check that it is a dilemma."""
        self.descending("temptation", "reward", "punishment", "sucker")

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        return self.bimatrix(title, [[self.reward, self.sucker], [self.temptation, self.punishment]])


@dataclass(frozen=True)
class RandomPrisonersDilemma(Ranged, Pair):
    """A prisoner's dilemma, each player's four payoffs drawn for itself and put in the right order."""

    name: ClassVar[str] = "random-prisoners-dilemma"
    source: ClassVar[str] = _TUCKER
    names: ClassVar[tuple[str, str]] = PrisonersDilemma.names
    fewest: ClassVar[int] = 4

    def build(self, draw: Draw, title: str) -> Game:
        """Draw both players' payoffs."""
        s, p, r, t = self.ordered(draw)
        sucker, punishment, reward, temptation = self.ordered(draw)
        return self.bimatrix(title, [[r, s], [t, p]], [[reward, temptation], [sucker, punishment]])


@dataclass(frozen=True)
class BattleOfTheSexes(_Classic):
    """Two want to meet, one rather at the first place and the other one at the second.

    Attributes:
        favourite: what meeting pays the one who likes the place better.
        other: what it pays the other one.
        apart: what both get if they do not meet.
    """

    name: ClassVar[str] = "battle-of-the-sexes"
    source: ClassVar[str] = _LUCE
    names: ClassVar[tuple[str, str]] = ("Boxing", "Ballet")
    favourite: Fraction = parameters.number(3)
    other: Fraction = parameters.number(2)
    apart: Fraction = parameters.number(0)

    def check(self) -> None:
        """Check that both want to meet, each at another place."""
        self.descending("favourite", "other", "apart")

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        a, b, c = self.favourite, self.other, self.apart
        return self.bimatrix(title, [[a, c], [c, b]], [[b, c], [c, a]])


@dataclass(frozen=True)
class RandomBattleOfTheSexes(Ranged, Pair):
    """A battle of the sexes, each player's three payoffs drawn for itself and put in the right order."""

    name: ClassVar[str] = "random-battle-of-the-sexes"
    source: ClassVar[str] = _LUCE
    names: ClassVar[tuple[str, str]] = BattleOfTheSexes.names
    fewest: ClassVar[int] = 3

    def build(self, draw: Draw, title: str) -> Game:
        """Draw both players' payoffs."""
        apart, other, favourite = self.ordered(draw)
        alone, second, first = self.ordered(draw)
        return self.bimatrix(title, [[favourite, apart], [apart, other]], [[second, alone], [alone, first]])


@dataclass(frozen=True)
class StagHunt(_Classic):
    """Two together catch a stag, one alone a hare, and one who hunts the stag alone nothing.

    Attributes:
        stag: what both get if both hunt the stag.
        hare: what hunting a hare pays, whatever the other one does.
        alone: what hunting the stag alone pays.
    """

    name: ClassVar[str] = "stag-hunt"
    source: ClassVar[str] = "Rousseau (1755); Skyrms (2004), The Stag Hunt and the Evolution of Social Structure"
    names: ClassVar[tuple[str, str]] = ("Stag", "Hare")
    stag: Fraction = parameters.number(4)
    hare: Fraction = parameters.number(3)
    alone: Fraction = parameters.number(0)

    def check(self) -> None:
        """Check that the stag is better than a hare, and a hare better than nothing."""
        self.descending("stag", "hare", "alone")

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        return self.bimatrix(title, [[self.stag, self.alone], [self.hare, self.hare]])


@dataclass(frozen=True)
class HawkDove(_Classic):
    """Two animals meet at a resource: hawks fight for it, doves give way to hawks and share it with doves.

    It is a game of chicken if fighting costs more than the resource is worth, and a prisoner's dilemma if it costs less.

    Attributes:
        value: what the resource is worth.
        cost: what losing a fight costs; each hawk wins with probability 1/2.
    """

    name: ClassVar[str] = "hawk-dove"
    source: ClassVar[str] = "Maynard Smith and Price (1973), The logic of animal conflict, Nature 246"
    names: ClassVar[tuple[str, str]] = ("Hawk", "Dove")
    value: Fraction = parameters.number(2, above=0)
    cost: Fraction = parameters.number(4, least=0)

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        return self.bimatrix(title, [[(self.value - self.cost) / 2, self.value], [Fraction(0), self.value / 2]])


@dataclass(frozen=True)
class MatchingPennies(_Classic):
    """One player wins if both pennies show the same side, the other one if they do not.

    Attributes:
        heads: what the first player wins if both show heads.
        tails: what it wins if both show tails.
        apart: what it loses if they differ.
    """

    name: ClassVar[str] = "matching-pennies"
    source: ClassVar[str] = "von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior"
    names: ClassVar[tuple[str, str]] = ("Heads", "Tails")
    heads: Fraction = parameters.number(1, above=0)
    tails: Fraction = parameters.number(1, above=0)
    apart: Fraction = parameters.number(1, above=0)

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        won = [[self.heads, -self.apart], [-self.apart, self.tails]]
        return self.bimatrix(title, won, [[-amount for amount in row] for row in won])
