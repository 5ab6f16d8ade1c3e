"""Prove in rational arithmetic that a basis is optimal, and read the exact optimum off it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp.rows import Rows

__all__ = ["Proof", "prove", "solve_square"]


@dataclass(frozen=True)
class Proof:
    """An optimal basic solution with its dual, both exact.

    Attributes:
        columns, values: the basic columns and their values; all other columns are 0.
        rows, duals: the rows that hold with equality in the basis and their multipliers.
        costly: the columns that are 0 in *every* optimal solution, because their reduced cost is not 0.
        value: the optimum.
    """

    columns: NDArray[np.int64]
    values: tuple[Fraction, ...]
    rows: NDArray[np.int64]
    duals: tuple[Fraction, ...]
    costly: NDArray[np.bool_]
    value: Fraction


def prove(
    rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int], columns: NDArray[np.int64], tight: NDArray[np.int64]
) -> Proof | None:
    """Check the basis with these basic columns and tight rows of ``max cost·x, rows, x >= 0 (but free columns)``.

    Returns:
        The exact optimum, or None if the basis is singular, not feasible or not optimal.
    """
    if len(columns) != len(tight):
        return None
    place = np.full(len(free), -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    owner = rows.owner
    solved = _basis(rows, owner, place, columns, tight, cost)
    if solved is None:
        return None
    (x, x_scale), (y, y_scale) = solved
    if any(v < 0 and not free[j] for j, v in zip(columns, x, strict=True)):
        return None
    if not _feasible(rows, owner, place, x, x_scale):
        return None
    if any(v > 0 and not rows.equal[r] for r, v in zip(tight, y, strict=True)):
        return None
    reduced = _reduced_costs(rows, owner, tight, y, y_scale, len(free), cost)
    outside = place < 0
    if np.any(reduced[outside & ~free] > 0) or np.any(reduced[outside & free] != 0):
        return None
    values = tuple(Fraction(v, x_scale) for v in x)
    total = sum((Fraction(cost.get(int(j), 0)) * v for j, v in zip(columns, values, strict=True)), Fraction(0))
    return Proof(columns, values, tight, tuple(Fraction(v, y_scale) for v in y), np.asarray(reduced != 0, dtype=np.bool_), total)


def solve_square(matrix: list[list[int]], rhs: list[int]) -> tuple[list[int], int] | None:
    """Solve a square integer system; return numerators and one positive denominator, or None if it is singular."""
    import flint  # noqa: PLC0415 (loaded only when something is solved)

    if not matrix:
        return [], 1
    try:
        solution: Any = flint.fmpz_mat(matrix).solve(flint.fmpz_mat(len(rhs), 1, rhs))
    except ZeroDivisionError:
        return None
    numerators, denominator = solution.numer_denom()
    scale = int(denominator)
    sign = -1 if scale < 0 else 1
    return [sign * int(v) for v in numerators.entries()], sign * scale


def _basis(
    rows: Rows,
    owner: NDArray[Any],
    place: NDArray[np.int64],
    columns: NDArray[np.int64],
    tight: NDArray[np.int64],
    cost: Mapping[int, int],
) -> tuple[tuple[list[int], int], tuple[list[int], int]] | None:
    size = len(columns)
    line = np.full(rows.count, -1, dtype=np.int64)
    line[tight] = np.arange(size)
    inside = (line[owner] >= 0) & (place[rows.index] >= 0)
    matrix = [[0] * size for _ in range(size)]
    transposed = [[0] * size for _ in range(size)]
    for r, c, v in zip(
        line[owner[inside]].tolist(), place[rows.index[inside]].tolist(), rows.value[inside].tolist(), strict=True
    ):
        matrix[r][c] = v
        transposed[c][r] = v
    x = solve_square(matrix, [int(b) for b in rows.rhs[tight]])
    if x is None:
        return None
    y = solve_square(transposed, [cost.get(int(j), 0) for j in columns])
    return None if y is None else (x, y)


def _feasible(rows: Rows, owner: NDArray[Any], place: NDArray[np.int64], x: list[int], scale: int) -> bool:
    at = place[rows.index]
    used = at >= 0
    values = np.array([*x, 0], dtype=object)
    left = np.zeros(rows.count, dtype=object)
    np.add.at(left, owner[used], rows.value[used].astype(object) * values[at[used]])
    slack = left - rows.rhs.astype(object) * scale
    return not (np.any(slack < 0) or np.any(slack[rows.equal] != 0))


def _reduced_costs(
    rows: Rows, owner: NDArray[Any], tight: NDArray[np.int64], y: list[int], scale: int, n_columns: int, cost: Mapping[int, int]
) -> NDArray[Any]:
    """Return the reduced cost of every column, times the (positive) common denominator of the duals."""
    multiplier = np.zeros(rows.count, dtype=object)
    multiplier[tight] = np.array([*y, 0], dtype=object)[:-1]
    used = (multiplier != 0)[owner]
    reduced = np.zeros(n_columns, dtype=object)
    for column, value in cost.items():
        reduced[column] = value * scale
    np.subtract.at(reduced, rows.index[used], rows.value[used].astype(object) * multiplier[owner[used]])
    return reduced
