"""The simplex method in rational arithmetic, from any basis: a nearly optimal one, or none."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp.exact import Basis, BasisSolution
from accord.lp.rows import Rows

__all__ = ["LIMIT", "End", "improved", "optimal_basis"]

LIMIT = 40_000
"""Entries of the largest tableau that is worth solving without a basis to start from: a second or so, measured."""


class End(Enum):
    """How a search without an optimal basis ends."""

    INFEASIBLE = "no solution satisfies all rows"
    UNBOUNDED = "the objective grows without limit"
    SINGULAR = "the basis is none"
    UNFINISHED = "too many pivots"


def optimal_basis(rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int]) -> Basis | None:
    """Find an optimal basis of ``max cost·x, rows, x >= 0 (but free columns)`` from nothing.

    Meant for programs of at most `LIMIT` tableau entries.

    Returns:
        The basic columns and the tight rows, or None if there is no solution, or no best one.
    """
    nothing = np.zeros(0, dtype=np.int64)
    found = improved(rows, free, cost, (nothing, nothing), None)
    return None if isinstance(found, End) else found


def improved(rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int], start: Basis, limit: int | None) -> Basis | End:
    """Pivot from a basis, feasible or not, to an optimal one of ``max cost·x, rows, x >= 0 (but free columns)``.

    While both the values and the prices are wrong somewhere, the first variable that is wrong is put right, whatever that does to
    the others (the criss-cross method of Terlaky 1985). As soon as the prices are right the dual simplex method goes on, or the
    primal one once the values are, with Bland's rule; each of the three ends. A pivot costs as much as a proof.

    Args:
        rows: the rows in integers.
        free: which columns may be negative.
        cost: the objective.
        start: the basic columns and the tight rows.
        limit: the most pivots; None for as many as it takes.
    """
    basis = start
    for _ in count() if limit is None else range(limit + 1):
        solution = BasisSolution(rows, free, cost, basis)
        if solution.is_singular:
            return End.SINGULAR
        low, dear = solution.wrong_values, solution.wrong_prices
        if not len(low) and not len(dear):
            return basis
        step = _Step(solution)
        if len(low) and (not len(dear) or low[0] < dear[0]):
            found = step.replace(int(low[0]), dual=not len(dear))
        else:
            found = step.bring_in(int(dear[0]), primal=not len(low))
        if isinstance(found, End):
            return found
        basis = found
    return End.UNFINISHED


class _Step:
    """One exchange of a basic variable for another."""

    def __init__(self, at: BasisSolution) -> None:
        self.at, self.n = at, at.n
        self.unbounded = np.concatenate([at.free, np.zeros(at.rows.count, dtype=np.bool_)])
        self.fixed = np.concatenate([np.zeros(self.n, dtype=np.bool_), at.rows.equal])

    def replace(self, leaving: int, *, dual: bool) -> Basis | End:
        """Let a variable with a wrong value leave the basis for the first that can move it the right way.

        Args:
            leaving: the variable.
            dual: keep all prices right: of the variables that can enter take the one whose price reaches 0 first.
        """
        rises = self._effects_on(leaving)
        if leaving >= self.n and self.at.excess[leaving - self.n] > 0:
            rises = -rises
        can = (rises > 0) | (self.unbounded & (rises != 0))
        candidates = np.flatnonzero(can & ~self.at.is_basic & ~self.fixed)
        if not len(candidates):
            return End.INFEASIBLE
        prices = np.concatenate([self.at.reduced, self.at.prices[0]])
        return self._exchanged(leaving, _first_to_vanish(candidates, prices, rises) if dual else int(candidates[0]))

    def bring_in(self, entering: int, *, primal: bool) -> Basis | End:
        """Let a variable that would pay enter the basis for the first that stands in its way.

        Args:
            entering: the variable.
            primal: keep all values right: of the variables that can leave take the one that reaches 0 first.
        """
        moves = self._effects_of(entering)
        if entering < self.n and self.at.reduced[entering] < 0:
            moves = -moves
        can = (moves < 0) | (self.fixed & (moves != 0))
        candidates = np.flatnonzero(can & self.at.is_basic & ~self.unbounded)
        if not len(candidates):
            return End.UNBOUNDED
        values = np.concatenate([self.at.values[0], self.at.excess])
        return self._exchanged(_first_to_vanish(candidates, values, moves) if primal else int(candidates[0]), entering)

    def _effects_on(self, basic: int) -> NDArray[Any]:
        """Return how a basic variable moves with every other one, times a positive number."""
        own, row, rows = np.zeros(self.n, dtype=object), basic - self.n, self.at.rows
        if row < 0:
            multipliers, scale = self.at.row((self.at.columns == basic).astype(int).tolist())
        else:
            entries = slice(int(rows.start[row]), int(rows.start[row + 1]))
            own[rows.index[entries]] = rows.value[entries].astype(object)
            multipliers, scale = self.at.row(own[self.at.columns].tolist())
        return np.concatenate([own * scale - self.at.transposed(multipliers), multipliers])

    def _effects_of(self, nonbasic: int) -> NDArray[Any]:
        """Return how every basic variable moves with another one, times a positive number."""
        row, rows = nonbasic - self.n, self.at.rows
        if row >= 0:
            moves, _ = self.at.column((self.at.tight == row).astype(int).tolist())
        else:
            through, own = np.zeros(rows.count, dtype=object), rows.index == nonbasic
            through[rows.owner[own]] = rows.value[own].astype(object)
            moves, scale = self.at.column((-through[self.at.tight]).tolist())
            moves[nonbasic] = scale
        return np.concatenate([moves, self.at.products(moves)])

    def _exchanged(self, leaving: int, entering: int) -> Basis:
        basic = self.at.is_basic.copy()
        basic[leaving], basic[entering] = False, True
        return np.flatnonzero(basic[: self.n]), np.flatnonzero(~basic[self.n :])


def _first_to_vanish(candidates: NDArray[np.int64], amounts: NDArray[Any], speeds: NDArray[Any]) -> int:
    """Return the candidate of least ``|amount| / |speed|``, the first of several."""
    best = int(candidates[0])
    for k in map(int, candidates[1:]):
        if abs(amounts[k]) * abs(speeds[best]) < abs(amounts[best]) * abs(speeds[k]):
            best = k
    return best
