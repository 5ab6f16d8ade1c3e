"""Games of rivals: oligopolies, auctions, locations, wars of attrition, and armies."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any, ClassVar

import numpy as np

from accord.game import Game
from accord.generators import parameters
from accord.generators.base import Family
from accord.generators.drawing import Draw
from accord.generators.groups import shared
from accord.generators.shapes import Alike, either, everybodys

__all__ = ["Auction", "Bertrand", "Blotto", "Cournot", "GrabTheDollar", "Location", "WarOfAttrition"]


@dataclass(frozen=True)
class Cournot(Alike):
    """Firms choose quantities of one good; the price falls with the total, down to 0.

    The price is ``max(intercept - slope * total, 0)`` and a firm's profit ``quantity * (price - cost)``. As long as the price
    does not reach 0, this is an exact potential game (Monderer and Shapley 1996).

    Attributes:
        quantities: firms choose 0, 1, …, one less than this.
        intercept: the price if nothing is sold.
        slope: by what each unit lowers the price.
        cost: what a unit costs.
    """

    name: ClassVar[str] = "cournot"
    source: ClassVar[str] = "Cournot (1838), Recherches sur les principes mathematiques de la theorie des richesses, chapter 7"
    drawn: ClassVar[bool] = False
    quantities: int = parameters.whole(5, 1, 1000)
    intercept: Fraction = parameters.number(10, above=0)
    slope: Fraction = parameters.number(1, above=0)
    cost: Fraction = parameters.number(1, least=0)

    @property
    def choices(self) -> int:
        """How many quantities there are."""
        return self.quantities

    @property
    def labels(self) -> tuple[str, ...]:
        """The quantities themselves."""
        return tuple(map(str, range(self.quantities)))

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the profit."""
        price: Any = np.maximum(self.intercept - (own + others.sum(axis=0)) * self.slope, np.array(Fraction(0), dtype=object))
        return own * (price - self.cost)


@dataclass(frozen=True)
class Bertrand(Alike):
    """Firms choose prices of one good; whoever is cheapest serves everybody, several share.

    At the price p, ``max(intercept - slope * p, 0)`` units are bought.

    Attributes:
        prices: firms choose 1, 2, … up to this.
        intercept: how much is bought at the price 0.
        slope: by how much a higher price lowers that.
        cost: what a unit costs.
    """

    name: ClassVar[str] = "bertrand"
    source: ClassVar[str] = "Bertrand (1883), Theorie mathematique de la richesse sociale, Journal des Savants 67"
    drawn: ClassVar[bool] = False
    prices: int = parameters.whole(5, 1, 1000)
    intercept: Fraction = parameters.number(10, above=0)
    slope: Fraction = parameters.number(1, least=0)
    cost: Fraction = parameters.number(1, least=0)

    @property
    def choices(self) -> int:
        """How many prices there are."""
        return self.prices

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the profit."""
        profits = [(p - self.cost) * max(self.intercept - self.slope * p, Fraction(0)) for p in range(1, self.prices + 1)]
        profit = np.array(profits, dtype=object)[own.astype(np.int64)]
        return profit * shared(own <= others.min(axis=0), (others == own).sum(axis=0), Fraction(1), self.players)


@dataclass(frozen=True)
class Location(Alike):
    """Shops choose places on a street; every customer goes to the nearest, or splits what it spends among the nearest.

    There is one customer, who spends 1, at every place; so payoffs always add up to the number of places.

    Attributes:
        places: how many places there are, in a row.
    """

    name: ClassVar[str] = "location"
    source: ClassVar[str] = "Hotelling (1929), Stability in competition, Economic Journal 39; Downs (1957)"
    drawn: ClassVar[bool] = False
    places: int = parameters.whole(5, 1, 200)

    @property
    def choices(self) -> int:
        """How many places there are."""
        return self.places

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the number of customers."""
        total: Any = np.full(own.shape, Fraction(0), dtype=object)
        for customer in range(self.places):
            mine, theirs = np.abs(own - customer), np.abs(others - customer)
            total = total + shared(mine <= theirs.min(axis=0), (theirs == mine).sum(axis=0), Fraction(1), self.players)
        return total


@dataclass(frozen=True)
class GrabTheDollar(Alike):
    """There is a dollar to grab; whoever is first gets it, but it is torn if several grab it at once.

    Attributes:
        times: at how many moments it may be grabbed.
        dollar: what the first one gets.
        torn: what everybody gets who grabs it at the same time as another; less than nothing.
    """

    name: ClassVar[str] = "grab-the-dollar"
    source: ClassVar[str] = "GrabTheDollar of Nudelman, Wortman, Shoham and Leyton-Brown (2004), Run the GAMUT, AAMAS"
    drawn: ClassVar[bool] = False
    times: int = parameters.whole(3, 1, 1000)
    dollar: Fraction = parameters.number(1, above=0)
    torn: Fraction = parameters.number(-1, most=0)

    @property
    def choices(self) -> int:
        """At how many moments it may be grabbed."""
        return self.times

    def payoffs(self, draw: Draw, own: Any, others: Any) -> Any:  # noqa: ARG002 - nothing is drawn
        """Return the dollar, or what is left of it."""
        first = others.min(axis=0)
        return either(own < first, self.dollar, either(own == first, self.torn, Fraction(0)))


class _Valued(Family):
    """Two or more rivals for a prize that each values for itself."""

    greatest: int

    @abstractmethod
    def outcome(self, own: Any, others: Any) -> tuple[Any, Any]:
        """Return the share of the prize that a player gets, and what it pays."""

    def build(self, draw: Draw, title: str) -> Game:
        """Return the game in which everybody gets its value times its share, less what it pays."""
        index = np.indices(self.sizes).astype(object)
        players = len(self.sizes)
        share, paid = (everybodys(table, players) for table in self.outcome(index[0], index[1:]))
        values = [int(k) + 1 for k in draw.below(self.greatest, players)]
        tables = [value * share[i] - paid[i] for i, value in enumerate(values)]
        names = [str(k) for k in range(self.sizes[0])]
        return Game.from_arrays(*tables, actions=[names] * players, title=title)


@dataclass(frozen=True)
class WarOfAttrition(_Valued):
    """Who stays longer gets the prize, and staying costs both the same until one gives up; a tie splits the prize.

    What the prize is worth to each is drawn, from 1 to the greatest value.

    Attributes:
        times: after how many periods one may give up: 0, 1, …, one less than this.
        greatest: the greatest value of the prize.
        cost: what a period costs.
    """

    name: ClassVar[str] = "war-of-attrition"
    source: ClassVar[str] = "Maynard Smith (1974), The theory of games and the evolution of animal conflicts, J. theor. Biol. 47"
    times: int = parameters.whole(5, 1, 1000)
    greatest: int = parameters.whole(10, 1, 10**6)
    cost: Fraction = parameters.number(1, least=0)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.times, self.times)

    def outcome(self, own: Any, others: Any) -> tuple[Any, Any]:
        """Return who gets the prize, and what staying has cost."""
        rival = others[0]
        share = either(own > rival, Fraction(1), either(own == rival, Fraction(1, 2), Fraction(0)))
        return share, np.minimum(own, rival) * self.cost


@dataclass(frozen=True)
class Auction(_Valued):
    """Sealed bids for one good; the highest bidder gets it, of several each with the same probability.

    What the good is worth to each is drawn, from 1 to the greatest value, and known to all.

    Attributes:
        players: how many bidders there are.
        bids: bids are 0, 1, …, one less than this.
        greatest: the greatest value of the good.
        price: who pays what: ``first``: the winner its own bid; ``second``: the winner the highest bid of another one; ``all``:
            everybody its own bid, and those who tie as well.
    """

    name: ClassVar[str] = "auction"
    source: ClassVar[str] = "Vickrey (1961), Counterspeculation, auctions, and competitive sealed tenders, Journal of Finance 16"
    players: int = parameters.whole(2, 2, 20)
    bids: int = parameters.whole(5, 1, 1000)
    greatest: int = parameters.whole(10, 1, 10**6)
    price: str = parameters.choice("first", "second", "all")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return (self.bids,) * self.players

    def outcome(self, own: Any, others: Any) -> tuple[Any, Any]:
        """Return the probability of winning, and what is paid on average."""
        top = others.max(axis=0)
        share = shared(own >= top, (others == own).sum(axis=0), Fraction(1), self.players)
        return share, own if self.price == "all" else share * (own if self.price == "first" else top)


@dataclass(frozen=True)
class Blotto(Family):
    """Two colonels divide their soldiers among battlefields; more soldiers win a field, as many share it.

    A player's payoff is the number of fields that it wins less the number that it loses, so the game is zero-sum.

    Attributes:
        soldiers: how many soldiers the first colonel has.
        enemies: how many the second one has.
        fields: how many battlefields there are.
    """

    name: ClassVar[str] = "blotto"
    source: ClassVar[str] = "Borel (1921), La theorie du jeu et les equations integrales, Comptes Rendus 173; Roberson (2006)"
    drawn: ClassVar[bool] = False
    soldiers: int = parameters.whole(4, 0, 100)
    enemies: int = parameters.whole(3, 0, 100)
    fields: int = parameters.whole(3, 1, 10)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""
        return tuple(comb(count + self.fields - 1, count) for count in (self.soldiers, self.enemies))

    def build(self, draw: Draw, title: str) -> Game:  # noqa: ARG002 - nothing is drawn
        """Return the game."""
        plans = [list(_divisions(count, self.fields)) for count in (self.soldiers, self.enemies)]
        mine, theirs = (np.array(plan) for plan in plans)
        won = sum(np.sign(np.subtract.outer(mine[:, field], theirs[:, field])) for field in range(self.fields))
        names = [["-".join(map(str, division)) for division in plan] for plan in plans]
        return Game.from_arrays(won, -np.asarray(won), actions=names, title=title)


def _divisions(count: int, parts: int) -> list[tuple[int, ...]]:
    """Return all ways to divide a number of soldiers."""
    if parts == 1:
        return [(count,)]
    return [(first, *rest) for first in range(count, -1, -1) for rest in _divisions(count - first, parts - 1)]
