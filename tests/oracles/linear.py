"""Linear programs over x >= 0, dense: exactly by the textbook simplex method with Bland's rule, or with scipy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from scipy.optimize import linprog


class InfeasibleError(Exception):
    pass


def maximise(
    objective: Sequence[Any],
    at_least: Sequence[tuple[Sequence[Any], Any]],
    equal: Sequence[tuple[Sequence[Any], Any]],
    exact: bool,
) -> tuple[Any, list[Any]]:
    """Maximise objective·x over x >= 0 with row·x >= bound and row·x == bound; return the maximum and a maximiser."""
    return _exactly(objective, at_least, equal) if exact else _with_scipy(objective, at_least, equal)


def _with_scipy(objective: Any, at_least: Any, equal: Any) -> tuple[float, list[float]]:
    found = linprog(
        -np.array(objective, dtype=float),
        A_ub=-np.array([r for r, _ in at_least], dtype=float) if at_least else None,
        b_ub=-np.array([b for _, b in at_least], dtype=float) if at_least else None,
        A_eq=np.array([r for r, _ in equal], dtype=float) if equal else None,
        b_eq=np.array([b for _, b in equal], dtype=float) if equal else None,
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if found.status == 2:
        raise InfeasibleError
    assert found.status == 0, found.message
    return -found.fun, list(found.x)


def _exactly(objective: Any, at_least: Any, equal: Any) -> tuple[Fraction, list[Fraction]]:
    count, slacks = len(objective), len(at_least)
    rows: list[list[fmpq]] = []
    for k, (row, bound) in enumerate([*at_least, *equal]):
        line = [_number(v) for v in row] + [fmpq(-1 if j == k else 0) for j in range(slacks)]
        sign = -1 if bound < 0 else 1
        rows.append([sign * v for v in line] + [sign * _number(bound)])
    total = count + slacks
    tableau = [row[:-1] + [fmpq(int(j == k)) for j in range(len(rows))] + row[-1:] for k, row in enumerate(rows)]
    basis = list(range(total, total + len(rows)))
    artificial = [fmpq(0)] * total + [fmpq(-1)] * len(rows)
    if _climb(tableau, basis, artificial, total + len(rows)) < 0:
        raise InfeasibleError
    for k in range(len(tableau) - 1, -1, -1):  # drive the artificial variables out, drop redundant rows
        if basis[k] >= total:
            column = next((j for j in range(total) if tableau[k][j]), None)
            if column is None:
                del tableau[k], basis[k]
            else:
                _pivot(tableau, basis, k, column)
    best = _climb(tableau, basis, [_number(v) for v in objective] + [fmpq(0)] * (slacks + len(rows)), total)
    point = [fmpq(0)] * total
    for row, column in zip(tableau, basis, strict=True):
        point[column] = row[-1]
    return _fraction(best), [_fraction(v) for v in point[:count]]


def _number(value: Any) -> fmpq:
    whole = Fraction(value)
    return fmpq(whole.numerator, whole.denominator)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _climb(tableau: list[list[fmpq]], basis: list[int], objective: list[fmpq], columns: int) -> fmpq:
    costs = [*objective, fmpq(0)]  # costs of entering, carried along as a last row of the tableau
    for b, row in zip(basis, tableau, strict=True):
        if objective[b]:
            costs = [c - objective[b] * v for c, v in zip(costs, row, strict=True)]
    while True:
        j = next((j for j in range(columns) if costs[j] > 0), None)  # Bland: the first column that improves
        if j is None:
            return -costs[-1]
        ratios = [(row[-1] / row[j], basis[k], k) for k, row in enumerate(tableau) if row[j] > 0]
        assert ratios, "unbounded"
        k = min(ratios)[2]
        _pivot(tableau, basis, k, j)
        factor = costs[j]
        costs = [c - factor * v if v else c for c, v in zip(costs, tableau[k], strict=True)]


def _pivot(tableau: list[list[fmpq]], basis: list[int], k: int, j: int) -> None:
    lead = tableau[k][j]
    tableau[k] = [v / lead for v in tableau[k]]
    for i, row in enumerate(tableau):
        if i != k and row[j]:
            factor = row[j]
            tableau[i] = [v - factor * w if w else v for v, w in zip(row, tableau[k], strict=True)]
    basis[k] = j


def solve(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """Solve a square system exactly; None if it is singular."""
    rows = [[Fraction(v) for v in row] + [Fraction(b)] for row, b in zip(matrix, right, strict=True)]
    size = len(rows)
    for j in range(size):
        lead = next((k for k in range(j, size) if rows[k][j]), None)
        if lead is None:
            return None
        rows[j], rows[lead] = rows[lead], rows[j]
        rows[j] = [v / rows[j][j] for v in rows[j]]
        for k in range(size):
            if k != j and rows[k][j]:
                factor = rows[k][j]
                rows[k] = [v - factor * w for v, w in zip(rows[k], rows[j], strict=True)]
    return [row[-1] for row in rows]


def convex_hull(points: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the corners of the convex hull of points in the plane, anticlockwise from the lowest left (Andrew, 1979)."""
    ordered = sorted(set(points))
    if len(ordered) <= 2:
        return ordered

    def half(chain: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        kept: list[tuple[Any, Any]] = []
        for p in chain:
            while len(kept) >= 2 and cross(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1])


def cross(a: tuple[Any, Any], b: tuple[Any, Any], c: tuple[Any, Any]) -> Any:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
