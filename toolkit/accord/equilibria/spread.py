"""The most even joint plan of a face: the one of least Euclidean norm, which is unique and treats equal cells equally."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp import Rows
from accord.rationals import Number

__all__ = ["LARGEST", "most_even", "repaired"]

LARGEST = 600
"""Cells of the largest face that is searched; the dense active-set method grows with their cube."""
_ZERO = 1e-9
_VANISHING = (_ZERO, 1e-8, 1e-7)
"""Probabilities that are tried for none when the exact plan is sought: where payoffs are far apart, 0 is found less precisely."""
_SMALL = 100
"""Constraints up to which our own method comes first: it is as fast there, and loading scipy takes longer than the search."""
_SAME = 1e-6
"""How close the exact plan must be to the floating-point one that it repairs."""
_LEEWAY = 1e-8
"""By how much a point may miss its constraints before it is exact."""
_PATIENCE = 20_000
"""Steps times rows after which the second method gives up: it is slow, and the exact plan is a nicety then."""


def most_even(rows: Rows, n_columns: int) -> tuple[tuple[Number, ...], bool] | None:
    """Minimise ``sum x_j^2`` subject to rows and ``x >= 0``.

    The active set that floating point finds is re-solved in rational arithmetic.

    Returns:
        The values of all columns and whether they are exact, or None if the search fails.
    """
    table, rhs = _dense(rows, n_columns)
    found = _nearest(table, rhs, rows.equal)
    if found is None:
        return None
    x, active = found
    exact = repaired(rows, x, active)
    if exact is not None:
        return exact, True
    x = np.clip(x, 0.0, None)
    return tuple(float(v) for v in x / x.sum()), False


def repaired(rows: Rows, x: NDArray[np.float64], active: NDArray[np.bool_]) -> tuple[Fraction, ...] | None:
    """Return the exact most even plan, given an approximate one and the rows that hold it there; None if they are not these."""
    supports = dict.fromkeys(tuple(np.flatnonzero(x > zero).tolist()) for zero in _VANISHING)
    plans = (_exactly(rows, np.flatnonzero(active), np.array(support, dtype=np.int64), x) for support in supports)
    return next((plan for plan in plans if plan is not None), None)


def _nearest(
    table: NDArray[np.float64], rhs: NDArray[np.float64], equal: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]] | None:
    """Find the point of least norm and the rows that hold it there, or None.

    The equations leave an affine space; in coordinates around its own point of least norm the rest is a least-distance problem,
    solved through its non-negative least-squares dual (Lawson and Hanson, *Solving Least Squares Problems*, chapter 23).
    """
    n = table.shape[1]
    _, singular, directions = np.linalg.svd(table[equal])
    rank = int(np.count_nonzero(singular > 1e-12 * singular.max(initial=0.0)))
    space = directions[rank:].T
    centre = np.linalg.lstsq(table[equal], rhs[equal], rcond=1e-12)[0]
    if np.abs(table[equal] @ centre - rhs[equal]).max(initial=0.0) > _ZERO:
        return None
    floors = np.vstack([table[~equal], np.eye(n)])
    bounds = np.concatenate([rhs[~equal], np.zeros(n)]) - floors @ centre
    reduced = floors @ space
    size = np.linalg.norm(reduced, axis=1)
    open_rows = np.flatnonzero(size > 1e-12)
    matrix = np.vstack([reduced[open_rows].T, bounds[open_rows]]) / size[open_rows]
    methods = (_nnls, _library_nnls) if len(open_rows) <= _SMALL else (_library_nnls, _nnls)
    for solve in methods:
        weights = solve(matrix) if len(open_rows) else np.zeros(0)
        residual = matrix @ weights
        residual[-1] -= 1.0
        if abs(residual[-1]) < _ZERO:
            continue
        slack = reduced @ (-residual[:-1] / residual[-1]) - bounds
        binding = np.zeros(len(floors), dtype=np.bool_)
        binding[open_rows] = weights > _ZERO * max(1.0, weights.max(initial=0.0))
        if slack.min(initial=0.0) > -_LEEWAY and np.abs(slack[binding]).max(initial=0.0) < _LEEWAY:
            active = equal.copy()
            active[~equal] = binding[: len(floors) - n]
            return centre + space @ (-residual[:-1] / residual[-1]), active
    return None


def _library_nnls(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minimise ``|matrix w - (0, …, 0, 1)|`` over ``w >= 0``; fast, but scipy has been seen to return points far from it."""
    from scipy.optimize import nnls  # noqa: PLC0415 (loaded only when something is solved)

    target = np.zeros(len(matrix))
    target[-1] = 1.0
    try:
        weights: NDArray[np.float64] = nnls(matrix, target, maxiter=20 * matrix.shape[1])[0]
    except RuntimeError:
        return np.zeros(matrix.shape[1])
    return weights


def _nnls(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minimise the same by Lawson and Hanson's method on least-squares solutions that tolerate dependent columns."""
    target = np.zeros(len(matrix))
    target[-1] = 1.0
    count = matrix.shape[1]
    weights, passive, barred = np.zeros(count), np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for _ in range(min(20 * count, _PATIENCE // len(matrix))):
        slope = np.where(passive | barred, -np.inf, matrix.T @ (target - matrix @ weights))
        if slope.max(initial=-np.inf) <= 1e-11:
            break
        entering = int(slope.argmax())
        passive[entering] = True
        before = weights.copy()
        while passive.any():
            trial = np.zeros(count)
            trial[passive] = np.linalg.lstsq(matrix[:, passive], target, rcond=1e-12)[0]
            sinking = passive & (trial <= 0)
            if not sinking.any():
                weights = trial
                break
            step = (weights[sinking] / np.maximum(weights[sinking] - trial[sinking], 1e-300)).min()
            weights = np.where(passive, weights + step * (trial - weights), 0.0)
            passive &= weights > 1e-14
            weights[~passive] = 0.0
        moved = bool(np.abs(weights - before).max() > 1e-14)
        barred = np.zeros_like(barred) if moved else barred | (np.arange(count) == entering)
    return weights


def _dense(rows: Rows, n_columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    value, rhs = rows.floats()
    table = np.zeros((rows.count, n_columns))
    table[rows.owner, rows.index] = value
    return table, rhs


def _exactly(
    rows: Rows, active: NDArray[np.int64], support: NDArray[np.int64], x: NDArray[np.float64]
) -> tuple[Fraction, ...] | None:
    """Solve ``A x = b, x = A' y`` on the active rows and the support; return x if it is feasible and where it should be."""
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    owner = rows.owner
    part = _part(rows, owner, active, support, len(x))
    if not part.nrows() or not part.ncols():
        return None
    gram = part * part.transpose()
    right = [int(b) for b in rows.rhs[active]]
    augmented = fmpz_mat([[*line, b] for line, b in zip(gram.tolist(), right, strict=True)])
    reduced, denominator, rank = augmented.rref()
    multipliers = [0] * len(active)
    for r in range(rank):
        pivot = next(c for c in range(len(active) + 1) if reduced[r, c] != 0)
        if pivot == len(active):
            return None
        multipliers[pivot] = int(reduced[r, len(active)])
    scale = abs(int(denominator))
    sign = 1 if int(denominator) > 0 else -1
    on_support = part.transpose() * fmpz_mat(len(active), 1, [sign * y for y in multipliers])
    numerators = np.zeros(len(x), dtype=object)
    numerators[support] = [int(v) for v in on_support.entries()]
    left = np.zeros(rows.count, dtype=object)
    np.add.at(left, owner, rows.value.astype(object) * numerators[rows.index])
    slack = left - rows.rhs.astype(object) * scale
    if np.any(numerators < 0) or np.any(slack < 0) or np.any(slack[rows.equal] != 0):
        return None
    exact = tuple(Fraction(int(v), scale) for v in numerators)
    return exact if max(abs(float(v) - w) for v, w in zip(exact, x, strict=True)) < _SAME else None


def _part(rows: Rows, owner: NDArray[np.int64], active: NDArray[np.int64], support: NDArray[np.int64], n_columns: int) -> Any:
    """Return some rows on some columns as a dense integer matrix."""
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    line, place = np.full(rows.count, -1), np.full(n_columns, -1)
    line[active], place[support] = np.arange(len(active)), np.arange(len(support))
    inside = (line[owner] >= 0) & (place[rows.index] >= 0)
    dense = np.zeros((len(active), len(support)), dtype=object)
    dense[line[owner[inside]], place[rows.index[inside]]] = rows.value[inside].astype(object)
    return fmpz_mat(len(active), len(support), [int(v) for v in dense.ravel()])
