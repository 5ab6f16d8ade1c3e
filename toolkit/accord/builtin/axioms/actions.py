"""Axioms about what players gain or lose by having more to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Annotated, ClassVar

from accord.builtin.axioms.changes import Table, cells_of, extended, with_switch, without
from accord.claims import Claim
from accord.game import Game
from accord.ranges import Range, check_settings
from accord.roles import Demand, Needs, Solving

__all__ = ["ActionMonotonicity", "ClonedActions", "DominatedActions", "FreeThreats", "RedundantActions"]


@dataclass(frozen=True)
class ActionMonotonicity:
    """Nobody gains by giving up an own action (Kalai and Kalai 2013): burning bridges does not pay."""

    name: ClassVar[str] = "action-monotonicity"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Take every action away by itself."""
        for i, actions in enumerate(game.actions):
            for k, label in enumerate(actions):
                if len(actions) > 1:
                    fewer = without(game, i, k)
                    says = f"{game.players[i]} gets no less than without its action {label}"
                    yield Demand(says, (solve(game)[i],), (solve(fewer)[i],), at_least=True, changed=fewer)


@dataclass(frozen=True)
class RedundantActions:
    """An action whose payoffs, for all players, are those of a mixture of others changes nothing (Kalai and Kalai 2013)."""

    name: ClassVar[str] = "redundant-actions"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Give every player an even mixture of every pair of its actions as one action more."""
        for i, actions in enumerate(game.actions):
            for k, m in combinations(range(len(actions)), 2):
                mixture = (cells_of(game, i, k) + cells_of(game, i, m)) / 2
                more = extended(game, i, f"half {actions[k]}, half {actions[m]}", mixture)
                says = f"a half-half mixture of {actions[k]} and {actions[m]} as an action of {game.players[i]} changes nothing"
                yield Demand(says, solve(more), solve(game), changed=more)


@dataclass(frozen=True)
class ClonedActions:
    """A second copy of an action changes nothing."""

    name: ClassVar[str] = "cloned-actions"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Copy every action."""
        for i, actions in enumerate(game.actions):
            for k, label in enumerate(actions):
                more = extended(game, i, f"{label} again", cells_of(game, i, k))
                says = f"a copy of {label} among the actions of {game.players[i]} changes nothing"
                yield Demand(says, solve(more), solve(game), changed=more)


@dataclass(frozen=True)
class DominatedActions:
    """A strictly dominated action that does not raise the greatest total payoff changes nothing.

    The action costs its owner `cost` more than another one of its actions and harms everybody else by `harm`, whatever the others
    do: a threat that nobody would carry out.

    Attributes:
        cost: what the owner loses.
        harm: what everybody else loses.
    """

    name: ClassVar[str] = "dominated-actions"
    needs: ClassVar[Needs] = Needs(min_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset()
    cost: Annotated[Fraction, Range(above=0)] = Fraction(1)
    harm: Annotated[Fraction, Range(0)] = Fraction(5)

    def __post_init__(self) -> None:
        check_settings(self, "axiom dominated-actions")

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Add such an action to every action of every player."""
        for i, actions in enumerate(game.actions):
            for k, label in enumerate(actions):
                worse = cells_of(game, i, k) - self.harm
                worse[i] += self.harm - self.cost
                more = extended(game, i, f"{label}, harmfully", worse)
                says = f"an action of {game.players[i]} that is always worse than {label} by {self.cost} changes nothing"
                yield Demand(says, solve(more), solve(game), changed=more)


@dataclass(frozen=True)
class FreeThreats:
    """That one player can harm another at no cost, whatever else it does, changes nothing.

    Attributes:
        harm: what the other player loses.
    """

    name: ClassVar[str] = "free-threats"
    needs: ClassVar[Needs] = Needs(min_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset()
    harm: Annotated[Fraction, Range(above=0)] = Fraction(5)

    def __post_init__(self) -> None:
        check_settings(self, "axiom free-threats")

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Let every player threaten every other one."""
        for i, who in enumerate(game.players):
            for j, victim in enumerate(game.players):
                if i == j:
                    continue

                def harmed(payoffs: Table, j: int = j) -> Table:
                    payoffs[j] = payoffs[j] - self.harm
                    return payoffs

                more = with_switch(game, i, harmed, f"and harm {victim}")
                says = f"that {who} can take {self.harm} from {victim} for nothing changes nothing"
                yield Demand(says, solve(more), solve(game), changed=more)
