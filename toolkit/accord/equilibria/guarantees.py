"""What a player can guarantee: security levels, and the value and optimal strategies of two-player zero-sum games."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from accord.equilibria.dominance import trimmed
from accord.equilibria.spread import LARGEST, most_even
from accord.errors import SolverError
from accord.game import Game
from accord.lp import Optimum, Program, Rows, row
from accord.rationals import IntArray, Number, common, narrow

__all__ = ["MatrixGame", "optimal_threats", "security_level"]


def security_level(game: Game, player: int) -> Number:
    """Return ``max over mixed strategies x of min over a_-i of u_i(x, a_-i)``: the others may correlate their punishment."""
    table = np.moveaxis(game.numerators[player], player, 0).reshape(game.shape[player], -1)
    return MatrixGame(table).value / game.denominators[player]


def optimal_threats(game: Game, weights: Sequence[Fraction]) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Return how two players threaten each other best when each wants the greatest lead in weighted payoffs.

    Both play optimally in the zero-sum game ``weights[0] * u_1 - weights[1] * u_2``. Of several optimal threats each player uses
    the one that leaves the greatest weighted total against the other's most even optimal threat, the most even one of several. If
    a weight is 0, only its player is left to be kind to: the other one gets the same from all optimal threats.
    """
    lead, _ = game.weighted([weights[0], -weights[1]])
    if not all(weights):
        weights = [1 / (high - low or Fraction(1)) for high, low in zip(game.highest, game.lowest, strict=True)]
    total, scale = game.weighted(weights)
    rows, columns = MatrixGame(lead), MatrixGame(-lead.T)
    first = rows.kindest(_mean(total, columns.most_even(), scale))
    second = columns.kindest(_mean(total.T, rows.most_even(), scale))
    return first, second


def _mean(table: IntArray, strategy: Sequence[Number], denominator: int) -> list[Fraction]:
    """Average the columns of a table over a mixed strategy."""
    used = [(b, Fraction(p)) for b, p in enumerate(strategy) if p != 0]
    return [sum((p * int(line[b]) for b, p in used), Fraction(0)) / denominator for line in table]


@dataclass(frozen=True, eq=False)
class MatrixGame:
    """A two-player zero-sum game, seen by the row player.

    Attributes:
        table: the row player's payoffs, integers of shape (rows, columns).
    """

    table: IntArray

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.table)

    @cached_property
    def value(self) -> Number:
        """``max over x of min over columns b of sum_a x_a table[a, b]``.

        A saddle point settles it. Otherwise weakly dominated rows and columns are left out first: optimal strategies may be lost
        by that, the value is not.
        """
        floor, ceiling = int(self.table.min(axis=1).max()), int(self.table.max(axis=0).min())
        if floor == ceiling:
            return Fraction(floor)
        core = MatrixGame(trimmed(self.table))
        return core._low + core._level * core._span

    @cached_property
    def optimal(self) -> tuple[Number, ...]:
        """An optimal strategy; which of several is the solver's choice."""
        vertex = self._solve({self.count: 1}, [])
        return tuple(vertex.at(a) for a in range(self.count))

    def most_even(self) -> tuple[Number, ...]:
        """Return the optimal strategy of least Euclidean norm, which is unique; if it cannot be proved, one that can."""
        return self._even([], self._solve({self.count: 1}, []))

    def kindest(self, total: Sequence[Fraction]) -> tuple[Number, ...]:
        """Return the optimal strategy x of greatest ``sum_a x_a total[a]``, the most even one of several."""
        least = min(total)  # taken off, so that a large common offset hides no difference
        numbers, _ = common([t - least for t in total])
        optimum = self._solve({a: v for a, v in enumerate(numbers) if v}, [self._keep_value])
        best = row([(a, Fraction(v)) for a, v in enumerate(numbers)], Fraction(optimum.value), equal=True)
        return self._even([best], optimum)

    @property
    def _low(self) -> int:
        return int(self.table.min())

    @property
    def _span(self) -> int:
        return int(self.table.max()) - self._low or 1

    @cached_property
    def _columns(self) -> IntArray:
        """The distinct columns as rows, shifted to start at 0."""
        turned = np.unique(self.table.T, axis=0) if self.table.dtype == np.int64 else self.table.T
        return narrow(turned - self._low)

    @cached_property
    def _program(self) -> Program:
        floors = np.column_stack([self._columns, np.full(len(self._columns), -self._span, dtype=self._columns.dtype)])
        body = Rows.stack([self._simplex, Rows.dense(floors, np.arange(self.count + 1)[None, :])])
        return Program(self.count + 1, body, free=[self.count], slots=1)

    @property
    def _simplex(self) -> Rows:
        return Rows.dense(np.ones((1, self.count), dtype=np.int64), np.arange(self.count)[None, :], equal=True, rhs=1)

    @cached_property
    def _level(self) -> Number:
        """The value, mapped to [0, 1]."""
        return self._solve({self.count: 1}, []).at(self.count)

    @property
    def _keep_value(self) -> Rows:
        return row([(self.count, Fraction(1))], Fraction(self._level), equal=True)

    def _solve(self, cost: dict[int, int], extra: Sequence[Rows]) -> Optimum:
        optimum = self._program.maximise(cost, extra)
        if optimum is None:
            raise SolverError("a zero-sum game has no value; its payoffs are too far apart to be compared")
        return optimum

    def _even(self, extra: Sequence[Rows], vertex: Optimum) -> tuple[Number, ...]:
        found = None
        if self.count <= LARGEST:
            level = Fraction(self._level) * self._span
            floors = [row([(a, Fraction(int(v))) for a, v in enumerate(line)], level, equal=False) for line in self._columns]
            found = most_even(Rows.stack([self._simplex, *floors, *extra]), self.count)
        # next to a proved corner an approximate strategy is worth little: it may miss the value by 1e-8 of the payoffs' range
        if found is None or (vertex.exact and not found[1]):
            return tuple(vertex.at(a) for a in range(self.count))
        return found[0]
