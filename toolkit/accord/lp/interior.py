"""Points of a cone in its relative interior: which coordinates and rows can be positive at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import SolverError, UnsuitableError
from accord.lp.highs import Model, Vertex
from accord.lp.program import FRAGILE, TOO_FAR_APART
from accord.lp.rows import Rows

__all__ = ["Interior", "interior"]

_TOLERANCES = (1e-7, 1e-8, 1e-9, 1e-6)


@dataclass(frozen=True)
class Interior:
    """A point of a cone at which as much is positive as anywhere in it.

    Attributes:
        point: the point, with entries of at least 1 where they are not 0.
        columns: which entries are positive; all others are 0 everywhere in the cone.
        rows: which rows are positive; all others are 0 everywhere in the cone.
    """

    point: NDArray[np.float64]
    columns: NDArray[np.bool_]
    rows: NDArray[np.bool_]


def interior(rows: Rows, n_columns: int) -> Interior:
    """Find a point of ``{x >= 0, rows·x >= 0}`` in the relative interior.

    One linear program finds it (Freund, Roundy and Todd 1985): with ``x = t + r``, ``0 <= t <= 1`` and ``rows·x - s >= 0``,
    ``0 <= s <= 1``, the greatest ``sum t + sum s`` has t and s equal to 1 wherever x and the rows can be positive, for points of
    a cone can be multiplied up.

    Args:
        rows: inequalities with right-hand side 0.
        n_columns: the number of columns.

    Raises:
        UnsuitableError: if the numbers are too far apart for floating point.
        SolverError: if the solver ends without an answer.
    """
    if rows.spread() < FRAGILE:
        raise UnsuitableError(TOO_FAR_APART)
    width = 2 * n_columns + rows.count
    upper = np.full(width, np.inf)
    upper[:n_columns] = upper[2 * n_columns :] = 1.0
    cost = dict.fromkeys((*range(n_columns), *range(2 * n_columns, width)), 1.0)
    found = _solved(_split(rows, n_columns), upper, cost)
    bounded, slack = found.x[:n_columns], found.x[2 * n_columns :]
    return Interior(bounded + found.x[n_columns : 2 * n_columns], bounded > 1 / 2, slack > 1 / 2)


def _solved(rows: Rows, upper: NDArray[np.float64], cost: dict[int, float]) -> Vertex:
    """Solve; HiGHS gives up on some degenerate programs with one tolerance and not with another, and t and s are 0 or 1."""
    for tolerance in _TOLERANCES:
        model = Model(rows, np.zeros(len(upper), dtype=np.bool_), 0, upper)
        model.tolerate(tolerance)
        try:
            found = model.maximise(cost)
        except SolverError:
            continue
        if found is not None:
            return found
    raise SolverError("the linear program for the interior of the equilibrium set ended without an answer")


def _split(rows: Rows, n_columns: int) -> Rows:
    """Write every entry twice, for t and for r, and end each row with its own slack, in units of the row's largest entry."""
    lengths = np.diff(rows.start)
    start = 2 * rows.start + np.arange(rows.count + 1)
    place = (start[:-1] - rows.start[:-1])[rows.owner] + np.arange(len(rows.value))
    index = np.empty(int(start[-1]), dtype=np.int32)
    value = np.empty(len(index), dtype=rows.value.dtype)
    for shift, offset in ((0, 0), (lengths[rows.owner], n_columns)):
        index[place + shift], value[place + shift] = rows.index + offset, rows.value
    index[start[1:] - 1], value[start[1:] - 1] = 2 * n_columns + np.arange(rows.count), -rows.largest()
    return Rows(start, index, value, rows.rhs, rows.equal)
