"""A small exact simplex method, for programs whose numbers defeat floating point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.lp.rows import Rows

__all__ = ["LIMIT", "optimal_basis"]

LIMIT = 15_000
"""Entries of the largest tableau that is worth pivoting in rational arithmetic: a second or two, measured."""


def optimal_basis(
    rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Find an optimal basis of ``max cost·x, rows, x >= 0 (but free columns)`` by Bland's rule in two phases.

    Bland's rule cannot cycle, so this ends for every program; it is exponential in the worst case and meant for programs of
    at most `LIMIT` tableau entries. Free columns are written as differences of two.

    Returns:
        The basic columns and the tight rows, or None if there is no solution, or no best one.
    """
    tableau = _Tableau(rows, free)
    if not tableau.run({tableau.width + r: Fraction(-1) for r in range(rows.count)}, tableau.width + rows.count):
        return None
    if any(tableau.value[r] != 0 for r, j in enumerate(tableau.basis) if j >= tableau.width):
        return None
    tableau.drop_artificials()
    doubled = {j: Fraction(v) for j, v in cost.items()} | {tableau.mirror[j]: Fraction(-v) for j, v in cost.items() if free[j]}
    return tableau.outcome() if tableau.run(doubled, tableau.width) else None


class _Tableau:
    """Columns: the program's, the mirrored free ones, a slack per inequality, an artificial per row."""

    def __init__(self, rows: Rows, free: NDArray[np.bool_]) -> None:
        self.n_columns, n_rows = len(free), rows.count
        self.mirror = {int(j): self.n_columns + k for k, j in enumerate(np.flatnonzero(free))}
        self.slack = {int(r): self.n_columns + len(self.mirror) + k for k, r in enumerate(np.flatnonzero(~rows.equal))}
        self.width = self.n_columns + len(self.mirror) + len(self.slack)
        self.value = [Fraction(int(b)) for b in rows.rhs]
        self.table = [[Fraction(0)] * (self.width + n_rows) for _ in range(n_rows)]
        self.basis = [self.width + r for r in range(n_rows)]
        for r, line in enumerate(self.table):
            sign = -1 if self.value[r] < 0 else 1
            self.value[r] *= sign
            for k in range(int(rows.start[r]), int(rows.start[r + 1])):
                column, entry = int(rows.index[k]), Fraction(sign * int(rows.value[k]))
                line[column] = entry
                if column in self.mirror:
                    line[self.mirror[column]] = -entry
            if r in self.slack:
                line[self.slack[r]] = Fraction(-sign)
            line[self.width + r] = Fraction(1)

    def run(self, cost: Mapping[int, Fraction], allowed: int) -> bool:
        """Pivot to an optimum over the first `allowed` columns; return False if the objective is unbounded."""
        reduced = [cost.get(j, Fraction(0)) for j in range(len(self.table[0]) if self.table else 0)]
        for r, j in enumerate(self.basis):
            if cost.get(j, 0):
                reduced = [a - cost[j] * b for a, b in zip(reduced, self.table[r], strict=True)]
        while True:
            entering = next((j for j in range(min(allowed, len(reduced))) if reduced[j] > 0), None)
            if entering is None:
                return True
            ratios = [
                (self.value[r] / line[entering], self.basis[r], r) for r, line in enumerate(self.table) if line[entering] > 0
            ]
            if not ratios:
                return False
            leaving = min(ratios)[2]
            self.pivot(leaving, entering)
            factor = reduced[entering]
            reduced = [a - factor * b for a, b in zip(reduced, self.table[leaving], strict=True)]

    def pivot(self, leaving: int, entering: int) -> None:
        """Bring a column into the basis in place of a row's basic column."""
        divisor = self.table[leaving][entering]
        pivot_line = self.table[leaving] = [entry / divisor if entry else entry for entry in self.table[leaving]]
        self.value[leaving] /= divisor
        for r, line in enumerate(self.table):
            factor = line[entering]
            if r != leaving and factor:
                self.table[r] = [a - factor * b if b else a for a, b in zip(line, pivot_line, strict=True)]
                self.value[r] -= factor * self.value[leaving]
        self.basis[leaving] = entering

    def drop_artificials(self) -> None:
        """Exchange artificial columns at zero for others; a row without another column is redundant and stays."""
        for r, j in enumerate(self.basis):
            if j >= self.width:
                other = next((k for k in range(self.width) if self.table[r][k] != 0), None)
                if other is not None:
                    self.pivot(r, other)

    def outcome(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Translate the basis back: basic columns, and the rows whose slack is not basic."""
        basic = set(self.basis)
        unmirrored = {mirrored: j for j, mirrored in self.mirror.items()}
        columns = sorted({unmirrored.get(j, j) for j in basic if j < self.n_columns + len(self.mirror)})
        loose = {r for r, j in self.slack.items() if j in basic} | {j - self.width for j in basic if j >= self.width}
        tight = [r for r in range(len(self.table)) if r not in loose]
        return np.array(columns, dtype=np.int64), np.array(tight, dtype=np.int64)
