"""Axioms that compare the agreement of a game with that of another description of it, or of a game close to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.builtin.axioms.changes import added, relabelled, scaled, shifted, table, with_bystander, with_payoffs
from accord.claims import Claim
from accord.game import Game
from accord.roles import Demand, Needs, Solving

__all__ = ["Additivity", "Continuity", "NullPlayer", "ScaleCovariance", "ShiftInvariance", "Symmetry"]


@dataclass(frozen=True)
class Symmetry:
    """Names do not matter: listing players and actions in another order changes nothing."""

    name: ClassVar[str] = "symmetry"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Turn the players round, swap the first two, and turn the actions round."""
        n = game.n_players
        turned, swapped = [*range(1, n), 0], [*range(n)[1::-1], *range(2, n)]
        for order in dict.fromkeys(map(tuple, (range(n), turned, swapped))):
            for reverse in (False, True):
                other = relabelled(game, order, reverse)
                if other == game:
                    continue
                wanted = tuple(solve(game)[i] for i in order)
                yield Demand("the order of players and actions does not matter", solve(other), wanted, changed=other)


@dataclass(frozen=True)
class ShiftInvariance:
    """Adding a constant to a player's payoffs adds it to what that player gets (Kalai and Kalai 2013)."""

    name: ClassVar[str] = "shift-invariance"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Give every player 3 more, by itself."""
        for i, who in enumerate(game.players):
            amounts = [3 * (i == j) for j in range(game.n_players)]
            richer = shifted(game, amounts)
            wanted = tuple(x + a for x, a in zip(solve(game), amounts, strict=True))
            yield Demand(f"3 more for {who} in every outcome is 3 more in the agreement", solve(richer), wanted, changed=richer)


@dataclass(frozen=True)
class ScaleCovariance:
    """The unit in which payoffs are measured does not matter.

    With side payments there is one unit, that of money, for all; without, every player has one of its own.
    """

    name: ClassVar[str] = "scale-covariance"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Treble the payoffs: of all with side payments, of each player by itself without."""
        n = game.n_players
        for who in [range(n)] if solve.side_payments else [[i] for i in range(n)]:
            factors = [Fraction(3 if i in who else 1) for i in range(n)]
            wanted = tuple(x * f for x, f in zip(solve(game), factors, strict=True))
            other = scaled(game, factors)
            names = ", ".join(game.players[i] for i in who)
            yield Demand(f"trebling the payoffs of {names} trebles what they get", solve(other), wanted, changed=other)


@dataclass(frozen=True)
class NullPlayer:
    """A player who has nothing to do and gets 0 whatever happens gets 0, and changes nothing for the others."""

    name: ClassVar[str] = "null-player"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Add such a player."""
        more = with_bystander(game)
        says = "a bystander gets nothing, and changes nothing for the others"
        yield Demand(says, solve(more), (*solve(game), Fraction(0)), changed=more)


@dataclass(frozen=True)
class Additivity:
    """Two games that have nothing to do with each other can be settled together or one by one.

    The other game is the battle of the sexes between the first two players, ``(2, 1) (0, 0); (0, 0) (1, 2)``; further players
    have nothing to do there, and get 0.
    """

    name: ClassVar[str] = "additivity"
    needs: ClassVar[Needs] = Needs(min_players=2, max_profiles=64)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Add the battle of the sexes."""
        n = game.n_players
        payoffs = np.zeros((n, 2, 2, *[1] * (n - 2)), dtype=object)
        payoffs[:2, 0, 0], payoffs[:2, 1, 1] = np.reshape((2, 1), (2, *[1] * (n - 2))), np.reshape((1, 2), (2, *[1] * (n - 2)))
        other = Game.from_tensor(payoffs, players=game.players)
        both = added(game, other)
        apart = tuple(x + y for x, y in zip(solve(game), solve(other), strict=True))
        yield Demand("together with a battle of the sexes they get the sum of both agreements", solve(both), apart, changed=both)


@dataclass(frozen=True)
class Continuity:
    """The agreement does not jump where a player is indifferent between two actions.

    A payoff that equals another one of the same player, in the same profile of the others' actions, is raised and lowered by a
    millionth; the two agreements may differ by a thousandth of the payoff's unit.
    """

    name: ClassVar[str] = "continuity"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def adapt(self, game: Game) -> Game:
        """Make the first player who has a choice indifferent between two actions, in the first profile of the others'."""
        payoffs = table(game)
        chooser = next((i for i, m in enumerate(game.shape) if m > 1), None)
        if chooser is not None:
            own = np.moveaxis(payoffs[chooser], chooser, 0)
            own[(1, *[0] * (game.n_players - 1))] = own[(0,) * game.n_players]
        return with_payoffs(game, payoffs)

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Move every payoff at which its owner is indifferent, by itself."""
        payoffs = table(game)
        for i, who in enumerate(game.players):
            for cell in np.ndindex(game.shape):
                column = payoffs[(i, *cell[:i], slice(None), *cell[i + 1 :])]
                if (column == payoffs[(i, *cell)]).sum() < 2:
                    continue
                games, found = [], []
                for step in (Fraction(1, 10**6), Fraction(-1, 10**6)):
                    moved = payoffs.copy()
                    moved[(i, *cell)] += step
                    games.append(with_payoffs(game, moved))
                    found.append(solve(games[-1]))
                at = " / ".join(names[k] for names, k in zip(game.actions, cell, strict=True))
                says = f"a millionth more or less for {who} at {at} makes no difference of a thousandth"
                yield Demand(says, found[0], found[1], slack=Fraction(1, 1000), changed=games[0])
