"""Optima of linear programs: proved ones, and those that floating point leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.lp.exact import Proof
from accord.lp.highs import FEASIBILITY, Vertex
from accord.rationals import Number

__all__ = ["Optimum", "scaled"]

_TINY = 1e-12
"""Values below this are what is left of zero."""


@dataclass(frozen=True)
class Optimum:
    """An optimal solution.

    Attributes:
        value: the optimum.
        columns, values: the columns that are not 0, and their values.
        costly: columns that are 0 in every optimal solution.
        multipliers: the dual value of each extra row of the solve, in units of the objective (zero or negative for inequalities).
        exact: whether optimality was proved in rational arithmetic.
        unique: whether this was proved to be the only optimal solution, but for columns that no row mentions.
    """

    value: Fraction
    columns: NDArray[np.int64]
    values: tuple[Number, ...]
    costly: NDArray[np.bool_]
    multipliers: tuple[Number, ...]
    exact: bool
    unique: bool = False

    def at(self, column: int) -> Number:
        """Return the value of one column."""
        found = np.flatnonzero(self.columns == column)
        return self.values[int(found[0])] if len(found) else Fraction(0)

    @classmethod
    def proved(cls, proof: Proof, n_extra: int) -> Optimum:
        """Return what was proved; the first rows are the extra ones."""
        kept = [(j, v) for j, v in zip(proof.columns.tolist(), proof.values, strict=True) if v != 0]
        duals = dict(zip(proof.rows.tolist(), proof.duals, strict=True))
        multipliers = tuple(duals.get(r, Fraction(0)) for r in range(n_extra))
        columns = np.array([j for j, _ in kept], dtype=np.int64)
        return cls(proof.value, columns, tuple(v for _, v in kept), proof.costly, multipliers, exact=True, unique=proof.unique)

    @classmethod
    def rounded(cls, vertex: Vertex, cost: Mapping[int, int], free: NDArray[np.bool_], n_extra: int) -> Optimum:
        """Return what floating point makes of the optimum; the first rows are the extra ones."""
        used = np.flatnonzero(np.where(free, vertex.x != 0, vertex.x > _TINY))
        value = _largest(cost) * Fraction(float(sum(v * vertex.x[column] for column, v in scaled(cost).items())))
        costly = (np.abs(vertex.reduced) > FEASIBILITY) & ~free
        multipliers = tuple(float(d) for d in vertex.duals[:n_extra])
        return cls(value, used, tuple(float(v) for v in vertex.x[used]), costly, multipliers, exact=False)


def scaled(cost: Mapping[int, int]) -> dict[int, float]:
    """Divide an objective by its largest entry."""
    largest = _largest(cost)
    return {column: v / largest for column, v in cost.items()}


def _largest(cost: Mapping[int, int]) -> int:
    return max((abs(v) for v in cost.values()), default=0) or 1
