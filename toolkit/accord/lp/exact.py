"""Prove in rational arithmetic that a basis is optimal, and read the exact optimum off it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp.rows import Rows

__all__ = ["Basis", "BasisSolution", "Proof", "prove", "solve_square"]

Basis = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Basic columns and tight rows, as many of the ones as of the others."""
Scaled = tuple[NDArray[Any], int]
"""Integers over one positive denominator."""


@dataclass(frozen=True)
class Proof:
    """An optimal basic solution with its dual, both exact.

    Attributes:
        columns, values: the basic columns and their values; all other columns are 0.
        rows, duals: the rows that hold with equality in the basis and their multipliers.
        costly: the columns that are 0 in *every* optimal solution, because their reduced cost is not 0.
        value: the optimum.
        unique: whether this is seen to be the only optimal solution, but for columns that no row mentions.
    """

    columns: NDArray[np.int64]
    values: tuple[Fraction, ...]
    rows: NDArray[np.int64]
    duals: tuple[Fraction, ...]
    costly: NDArray[np.bool_]
    value: Fraction
    unique: bool


def prove(
    rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int], columns: NDArray[np.int64], tight: NDArray[np.int64]
) -> Proof | None:
    """Check the basis with these basic columns and tight rows of ``max cost·x, rows, x >= 0 (but free columns)``.

    Returns:
        The exact optimum, or None if the basis is singular, not feasible or not optimal.
    """
    basis = BasisSolution(rows, free, cost, (columns, tight))
    if basis.is_singular or len(basis.wrong_values) or len(basis.wrong_prices):
        return None
    (x, scale), (y, price_scale) = basis.values, basis.prices
    values = tuple(Fraction(v, scale) for v in x[columns].tolist())
    total = sum((Fraction(cost.get(j, 0)) * v for j, v in zip(columns.tolist(), values, strict=True)), Fraction(0))
    duals = tuple(Fraction(v, price_scale) for v in y[tight].tolist())
    costly = np.asarray(basis.reduced != 0, dtype=np.bool_)
    return Proof(columns, values, tight, duals, costly, total, _unique(rows, columns, tight, duals, costly))


def _unique(
    rows: Rows, columns: NDArray[np.int64], tight: NDArray[np.int64], duals: Sequence[Fraction], costly: NDArray[np.bool_]
) -> bool:
    """Say whether every optimal solution solves the system of the basis.

    A column whose reduced cost is not 0 is 0 in all of them, and a row whose multiplier is not 0 is tight in all of them.
    """
    idle = np.ones(len(costly), dtype=np.bool_)
    idle[rows.index] = False
    pinned = costly | idle
    pinned[columns] = True
    return bool(pinned.all()) and all(y != 0 or rows.equal[r] for r, y in zip(tight, duals, strict=True))


class BasisSolution:
    """What follows from a basis, exactly: values, prices, and where they are wrong.

    Variable j is column j; variable n + r is what row r exceeds its right-hand side by. Basic are the columns of the basis and
    the rows that are not tight; all other variables are 0.
    """

    def __init__(self, rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int], basis: Basis) -> None:
        self.rows, self.free, self.n = rows, free, len(free)
        self.columns, self.tight = basis
        self._cost = cost
        self._owner, self._value = rows.owner, rows.value.astype(object)
        self.is_basic = np.zeros(self.n + rows.count, dtype=np.bool_)
        self.is_basic[self.columns] = True
        self.is_basic[self.n :] = True
        self.is_basic[self.n + self.tight] = False

    @property
    def is_singular(self) -> bool:
        """Whether these columns and rows are no basis at all."""
        if len(self.columns) != len(self.tight):
            return True
        try:
            _ = self.values
        except ZeroDivisionError:
            return True
        return False

    @cached_property
    def cost(self) -> NDArray[Any]:
        """The objective, an integer for every column."""
        result = np.zeros(self.n, dtype=object)
        for column, v in self._cost.items():
            result[column] = v
        return result

    @cached_property
    def values(self) -> Scaled:
        """The value of every column, over a common denominator."""
        return self.column([int(b) for b in self.rows.rhs[self.tight]])

    @cached_property
    def excess(self) -> NDArray[Any]:
        """What every row exceeds its right-hand side by, over the denominator of the values."""
        x, scale = self.values
        return np.asarray(self.products(x) - self.rows.rhs.astype(object) * scale)

    @cached_property
    def prices(self) -> Scaled:
        """The multiplier of every row, over a common denominator."""
        return self.row(self.cost[self.columns].tolist())

    @cached_property
    def reduced(self) -> NDArray[Any]:
        """The reduced cost of every column, over the denominator of the prices."""
        y, scale = self.prices
        return np.asarray(self.cost * scale - self.transposed(y))

    @cached_property
    def wrong_values(self) -> NDArray[np.int64]:
        """The basic variables that are negative, or not 0 where they must be: columns, or rows once all columns are right."""
        negative = np.flatnonzero(~self.free & (self.values[0] < 0))
        if len(negative):
            return negative
        return self.n + np.flatnonzero((self.excess < 0) | (self.rows.equal & (self.excess != 0)))

    @cached_property
    def wrong_prices(self) -> NDArray[np.int64]:
        """The other variables that would pay, in the same manner."""
        paying = np.where(self.free, self.reduced != 0, self.reduced > 0).astype(np.bool_) & ~self.is_basic[: self.n]
        if paying.any():
            return np.flatnonzero(paying)
        return self.n + np.flatnonzero((self.prices[0] > 0) & ~self.rows.equal)

    @cached_property
    def _matrix(self) -> Any:
        import flint  # noqa: PLC0415 (loaded only when something is solved)

        size = len(self.columns)
        place, line = np.full(self.n, -1), np.full(self.rows.count, -1)
        place[self.columns], line[self.tight] = np.arange(size), np.arange(size)
        at = line[self._owner], place[self.rows.index]
        inside = (at[0] >= 0) & (at[1] >= 0)
        dense = np.zeros((size, size), dtype=object)
        dense[at[0][inside], at[1][inside]] = self._value[inside]
        return flint.fmpz_mat(size, size, dense.ravel().tolist())

    def column(self, rhs: list[int]) -> Scaled:
        """Solve the tight rows for the basic columns; return a value for every column."""
        return self._spread(self._matrix, rhs, self.columns, self.n)

    def row(self, rhs: list[int]) -> Scaled:
        """Solve the basic columns for multipliers of the tight rows; return one for every row."""
        return self._spread(self._matrix.transpose(), rhs, self.tight, self.rows.count)

    @staticmethod
    def _spread(matrix: Any, rhs: list[int], places: NDArray[np.int64], count: int) -> Scaled:
        result = np.zeros(count, dtype=object)
        result[places], scale = _solved(matrix, rhs)
        return result, scale

    def products(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return the left-hand side of every row."""
        used = (x != 0)[self.rows.index]
        result = np.zeros(self.rows.count, dtype=object)
        np.add.at(result, self._owner[used], self._value[used] * x[self.rows.index[used]])
        return result

    def transposed(self, y: NDArray[Any]) -> NDArray[Any]:
        """Return the sum of the multiplied rows, for every column."""
        used = (y != 0)[self._owner]
        result = np.zeros(self.n, dtype=object)
        np.add.at(result, self.rows.index[used], self._value[used] * y[self._owner[used]])
        return result


def solve_square(matrix: list[list[int]], rhs: list[int]) -> tuple[list[int], int] | None:
    """Solve a square integer system; return numerators and one positive denominator, or None if it is singular."""
    import flint  # noqa: PLC0415 (loaded only when something is solved)

    try:
        return _solved(flint.fmpz_mat(matrix), rhs)
    except ZeroDivisionError:
        return None


def _solved(matrix: Any, rhs: list[int]) -> tuple[list[int], int]:
    import flint  # noqa: PLC0415 (as above)

    if not rhs:
        return [], 1
    numerators, denominator = matrix.solve(flint.fmpz_mat(len(rhs), 1, rhs)).numer_denom()
    scale = int(denominator)
    sign = -1 if scale < 0 else 1
    return [sign * int(v) for v in numerators.entries()], sign * scale
