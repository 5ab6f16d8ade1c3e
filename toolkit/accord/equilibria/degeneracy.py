"""Degeneracy of games of two players, decided in rational arithmetic: is there a mixed strategy with too many best replies?

A game is *degenerate* if some mixed strategy, of either player and played in equilibrium or not, has more pure best replies than
actions that it mixes. Source: B. von Stengel, "Computing equilibria for two-person games", Handbook of Game Theory 3 (2002),
definition 2.6; the same in "Equilibrium computation for two-player games", Algorithmic Game Theory (2007).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from accord.errors import UnsuitableError
from accord.game import Game
from accord.rationals import Number, text

__all__ = ["Degeneracy", "OverdeterminedStrategy", "Strategy", "best_replies", "degeneracy", "degenerate_equilibria"]

Strategy = tuple[Fraction, ...]
EFFORT = 1_000_000
"""Entries of tableaux that are computed per player: enough for any game of 10 × 10, and for most of 12 × 12; seconds at worst."""


@dataclass(frozen=True)
class OverdeterminedStrategy:
    """A mixed strategy with more pure best replies than actions in its support.

    Attributes:
        player: whose strategy it is, 0 or 1.
        strategy: its probabilities.
        best_replies: the other player's actions that do best against it.
    """

    player: int
    strategy: Strategy
    best_replies: tuple[int, ...]

    @property
    def support(self) -> tuple[int, ...]:
        """The actions of positive probability."""
        return tuple(k for k, p in enumerate(self.strategy) if p)

    def sentence(self, game: Game) -> str:
        """Describe the strategy in a sentence, with the labels of the game."""
        own, other = self.player, 1 - self.player
        mixed = ", ".join(f"{game.actions[own][k]}: {text(self.strategy[k])}" for k in self.support)
        replies = ", ".join(game.actions[other][k] for k in self.best_replies)
        return f"{game.players[own]}'s strategy ({mixed}) has the best replies {replies} of {game.players[other]}"


@dataclass(frozen=True)
class Degeneracy:
    """Whether a game is degenerate, and why.

    Attributes:
        degenerate: True or False where it is decided, None where the game was too large.
        witness: a strategy with too many best replies, if there is one.
        reason: the finding in a sentence.
    """

    degenerate: bool | None
    witness: OverdeterminedStrategy | None
    reason: str


def degeneracy(game: Game) -> Degeneracy:
    """Decide whether a game of two players is degenerate.

    Let R be the other player's payoffs, with a line per reply, made positive by adding a constant. Divided by their sums, the
    points x but 0 of the polytope ``{x >= 0 : R x <= 1}`` are a player's strategies. The game is degenerate if and only if some
    corner of either player's polytope fulfils more of its inequalities with equality than x has entries. All corners are visited
    from x = 0 along the edges, each by an exact pivot: as long as none is degenerate, each has one basis. The first tie in a
    ratio test leads to a degenerate one, which is the witness.

    >>> degeneracy(Game.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 1]])).degenerate
    True

    Raises:
        UnsuitableError: if the game has not two players.
    """
    _check_two(game)
    undecided = []
    for player in (0, 1):
        walk = _Walk(_replies(game, player))
        strategy = walk.overdetermined()
        if strategy is not None:
            witness = OverdeterminedStrategy(player, strategy, best_replies(game, player, strategy))
            return Degeneracy(True, witness, f"degenerate: {witness.sentence(game)}")
        if not walk.finished:
            undecided.append(game.players[player])
    if undecided:
        size = " × ".join(map(str, game.shape))
        return Degeneracy(
            None,
            None,
            f"unknown: {size} actions are too many to visit all corners of the strategies of {' and '.join(undecided)}",
        )
    return Degeneracy(False, None, "nondegenerate: no mixed strategy has more pure best replies than actions in its support")


def degenerate_equilibria(
    game: Game, profiles: Sequence[tuple[Strategy, Strategy]]
) -> tuple[tuple[int, OverdeterminedStrategy], ...]:
    """Return which of some exact equilibria have a strategy with too many best replies, each with the first such strategy.

    A degenerate game need not be degenerate at an equilibrium. If it is at any, it is at an extreme one, so that a complete list
    of extreme equilibria decides.

    Raises:
        UnsuitableError: if the game has not two players.
    """
    _check_two(game)
    found = []
    for k, profile in enumerate(profiles):
        for player in (0, 1):
            replies = best_replies(game, player, profile[player])
            if len(replies) > sum(p != 0 for p in profile[player]):
                found.append((k, OverdeterminedStrategy(player, profile[player], replies)))
                break
    return tuple(found)


def best_replies(game: Game, player: int, strategy: Sequence[Number]) -> tuple[int, ...]:
    """Return the other player's actions that do best against a mixed strategy of one of two players."""
    own = [k for k, p in enumerate(strategy) if p != 0]
    weights = [Fraction(strategy[k]) for k in own]
    table = _replies(game, player)
    values = [sum((p * int(line[k]) for p, k in zip(weights, own, strict=True)), Fraction(0)) for line in table]
    best = max(values)
    return tuple(k for k, value in enumerate(values) if value == best)


def _check_two(game: Game) -> None:
    if game.n_players != 2:
        raise UnsuitableError(f"degeneracy is defined for games of two players; this one has {game.n_players}")


def _replies(game: Game, player: int) -> Any:
    """The other player's payoffs, in units of their own, with a line per action of the other and a column per own action."""
    table = game.numerators[1 - player]
    return table.T if player == 0 else table


@dataclass(frozen=True)
class _Corner:
    """A corner of the polytope: ``table / scale`` has a line for each basic variable and, last, the values as a column.

    Variables are numbered: own actions, then the slacks of the other's actions.
    """

    table: Any
    scale: int
    basic: tuple[int, ...]
    others: tuple[int, ...]

    def leaving(self, column: int) -> list[int]:
        """Return the lines whose variables become 0 first when the column's variable grows from 0."""
        entries, values = self.table[:, column].tolist(), self.table[:, -1].tolist()
        least: list[int] = []
        for line, entry in enumerate(entries):
            if entry > 0:
                ahead = values[line] * entries[least[0]] - values[least[0]] * entry if least else -1
                if ahead < 0:
                    least = [line]
                elif ahead == 0:
                    least.append(line)
        return least

    def exchanged(self, line: int, column: int) -> _Corner:
        """Return the corner at the other end of the edge, in integers only (Edmonds' pivoting)."""
        pivot, own, across = self.table[line, column], self.table[line].copy(), self.table[:, column].copy()
        table = (self.table * pivot - np.multiply.outer(across, own)) // self.scale
        table[line], table[:, column] = own, -across
        table[line, column] = self.scale
        basic, others = list(self.basic), list(self.others)
        basic[line], others[column] = others[column], basic[line]
        return _Corner(table, pivot, tuple(basic), tuple(others))


class _Walk:
    """A visit to all corners of one player's polytope, as long as no inequality too many is tight."""

    def __init__(self, replies: Any) -> None:
        numbers = replies.astype(object)
        self.rows, self.columns = numbers.shape
        self.table = np.hstack([numbers - (numbers.min() - 1), np.full((self.rows, 1), 1, dtype=object)])
        self.finished = False

    def overdetermined(self) -> Strategy | None:
        """Return a strategy with more best replies than actions in its support; None if there is none, or no time.

        The corners with fewest steps from x = 0 come first, so that the witness has a small support.
        """
        first = _Corner(self.table, 1, tuple(range(self.columns, self.columns + self.rows)), tuple(range(self.columns)))
        seen = {_mask(first.basic)}
        waiting = deque([first])
        tableaux = 1
        while waiting and tableaux * self.table.size <= EFFORT:
            corner = waiting.popleft()
            before = _mask(corner.basic)
            for column in range(self.columns):
                line, *tied = corner.leaving(column)
                if tied:
                    return self._strategy(corner.exchanged(line, column))
                mask = before ^ (1 << corner.basic[line]) ^ (1 << corner.others[column])
                if mask not in seen:
                    seen.add(mask)
                    waiting.append(corner.exchanged(line, column))
                    tableaux += 1
        self.finished = not waiting
        return None

    def _strategy(self, corner: _Corner) -> Strategy:
        weights = [0] * self.columns
        for variable, value in zip(corner.basic, corner.table[:, -1].tolist(), strict=True):
            if variable < self.columns:
                weights[variable] = value
        total = sum(weights)
        return tuple(Fraction(w, total) for w in weights)


def _mask(variables: Sequence[int]) -> int:
    return sum(1 << v for v in variables)
