"""The most even joint plan of a face: the one of least Euclidean norm, which is unique and treats equal cells equally."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.lp import Rows
from accord.rationals import Number

__all__ = ["LARGEST", "most_even"]

LARGEST = 600
"""Cells of the largest face that is searched; the dense active-set method grows with their cube."""
_ZERO = 1e-9


def most_even(rows: Rows, n_columns: int) -> tuple[tuple[Number, ...], bool] | None:
    """Minimise ``sum x_j^2`` subject to rows and ``x >= 0``.

    The least-distance problem is solved through its non-negative least-squares dual (Lawson and Hanson, *Solving Least Squares
    Problems*, chapter 23); the active set that this finds is then re-solved in rational arithmetic.

    Returns:
        The values of all columns and whether they are exact, or None if the search fails.
    """
    from scipy.optimize import nnls  # noqa: PLC0415 (loaded only when something is solved)

    table, rhs = _dense(rows, n_columns)
    equal = rows.equal
    constraints = np.vstack([table, -table[equal], np.eye(n_columns)])
    bounds = np.concatenate([rhs, -rhs[equal], np.zeros(n_columns)])
    matrix = np.vstack([constraints.T, bounds])
    target = np.zeros(n_columns + 1)
    target[-1] = 1.0
    try:
        weights, _ = nnls(matrix, target, maxiter=20 * matrix.shape[1])
    except RuntimeError:
        return None
    residual = matrix @ weights - target
    if abs(residual[-1]) < _ZERO:
        return None
    x = -residual[:-1] / residual[-1]
    active = (weights[: rows.count] > _ZERO * max(1.0, weights.max())) | equal
    exact = _exactly(rows, np.flatnonzero(active), np.flatnonzero(x > _ZERO), x)
    if exact is not None:
        return exact, True
    x = np.clip(x, 0.0, None)
    return tuple(float(v) for v in x / x.sum()), False


def _dense(rows: Rows, n_columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    value, rhs = rows.floats()
    table = np.zeros((rows.count, n_columns))
    table[np.repeat(np.arange(rows.count), np.diff(rows.start)), rows.index] = value
    return table, rhs


def _exactly(
    rows: Rows, active: NDArray[np.int64], support: NDArray[np.int64], x: NDArray[np.float64]
) -> tuple[Fraction, ...] | None:
    """Solve ``A x = b, x = A' y`` on the active rows and the support; return x if it is feasible and where it should be."""
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    table = np.zeros((rows.count, len(x)), dtype=object)
    table[np.repeat(np.arange(rows.count), np.diff(rows.start)), rows.index] = rows.value.astype(object)
    part = table[np.ix_(active, support)]
    if not part.size:
        return None
    gram = part @ part.T
    augmented = fmpz_mat([[int(v) for v in line] + [int(b)] for line, b in zip(gram, rows.rhs[active], strict=True)])
    reduced, denominator, rank = augmented.rref()
    multipliers = [Fraction(0)] * len(active)
    for r in range(rank):
        pivot = next(c for c in range(len(active) + 1) if reduced[r, c] != 0)
        if pivot == len(active):
            return None
        multipliers[pivot] = Fraction(int(reduced[r, len(active)]), int(denominator))
    exact = [Fraction(0)] * len(x)
    for k, column in enumerate(support):
        exact[column] = sum((int(v) * y for v, y in zip(part[:, k], multipliers, strict=True) if v), Fraction(0))
    solution = np.array(exact, dtype=object)
    slack = table @ solution - rows.rhs.astype(object)
    if any(v < 0 for v in exact) or np.any(slack < 0) or np.any(slack[rows.equal] != 0):
        return None
    return tuple(exact) if max(abs(float(v) - w) for v, w in zip(exact, x, strict=True)) < 1e-6 else None
