"""Linear programs over a common body of rows, solved by HiGHS and proved exactly where that is affordable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.errors import SolverError, UnsuitableError
from accord.lp import simplex
from accord.lp.exact import prove
from accord.lp.highs import FEASIBILITY, Model, Vertex
from accord.lp.rows import Rows
from accord.rationals import Number

__all__ = ["Optimum", "Program"]

_LARGEST_BASIS = 160
"""Exact solves grow with the cube of the basis; beyond this they cost more than the linear program itself."""
_FRAGILE = 1e-9
"""Entries this much smaller than the largest one of their row are lost in floating point."""
_TINY = 1e-12
"""Values below this are what is left of zero."""
_ROUNDS = 1_000
_WARM_COLUMNS = 200
"""Beyond this size an old basis is a worse start for a new objective than none (measured: up to 100 times slower)."""

Separator = Callable[[NDArray[np.int64], Sequence[Number]], Rows | None]
"""Given a sparse point (columns and values), return rows that it violates, or None if there is none."""


@dataclass(frozen=True)
class Optimum:
    """An optimal solution.

    Attributes:
        value: the optimum.
        columns, values: the columns that are not 0, and their values.
        costly: columns that are 0 in every optimal solution.
        multipliers: the dual value of each extra row of the solve, in units of the objective (zero or negative for inequalities).
        exact: whether optimality was proved in rational arithmetic.
    """

    value: Fraction
    columns: NDArray[np.int64]
    values: tuple[Number, ...]
    costly: NDArray[np.bool_]
    multipliers: tuple[Number, ...]
    exact: bool

    def at(self, column: int) -> Number:
        """Return the value of one column."""
        found = np.flatnonzero(self.columns == column)
        return self.values[int(found[0])] if len(found) else Fraction(0)


class Program:
    """``max cost·x`` subject to the body rows, some extra rows and ``x >= 0`` except for free columns.

    Args:
        n_columns: the number of columns.
        body: rows that hold in every solve.
        free: columns that may be negative.
        slots: how many extra rows a solve may bring.
        separator: produces further body rows on demand, for programs that have too many to write down.
    """

    def __init__(
        self, n_columns: int, body: Rows, *, free: Sequence[int] = (), slots: int = 0, separator: Separator | None = None
    ) -> None:
        self._free = np.zeros(n_columns, dtype=np.bool_)
        self._free[list(free)] = True
        self._body = body
        self._slots = slots
        self._separator = separator
        self._model: Model | None = None

    def maximise(self, cost: Mapping[int, int], extra: Sequence[Rows] = ()) -> Optimum | None:
        """Solve with an integer objective over a few columns; return None if there is no solution.

        Raises:
            UnsuitableError: if the numbers are too far apart for floating point and the program too large to be solved exactly.
            SolverError: if the solver ends without an answer.
        """
        if len(extra) > self._slots:
            raise ValueError(f"{len(extra)} extra rows for {self._slots} slots")
        if self._model is None:
            self._model = Model(self._body, self._free, self._slots)
        if not extra and len(self._free) > _WARM_COLUMNS:
            self._model.forget_basis()
        self._model.rewrite_slots(extra)
        scaled = _scaled(cost)
        for _ in range(_ROUNDS):
            vertex, trouble = _attempted(self._model, scaled)
            draft = self._approximate(vertex, cost, len(extra)) if vertex and self._separator else None
            violated = self._violated(draft) if draft else None
            if violated is None:
                optimum = self._certified(self._model, vertex, trouble, cost, extra)
                violated = self._violated(optimum) if optimum and optimum.exact else None
                if violated is None:
                    return optimum
            self._body = Rows.stack([self._body, violated])
            self._model.add(violated)
        raise UnsuitableError(f"no end after {_ROUNDS} rounds of row generation; the game is too hard for this method")

    def _violated(self, optimum: Optimum) -> Rows | None:
        return self._separator(optimum.columns, optimum.values) if self._separator else None

    def _certified(
        self, model: Model, vertex: Vertex | None, trouble: SolverError | None, cost: Mapping[int, int], extra: Sequence[Rows]
    ) -> Optimum | None:
        """Prove a floating-point optimum, or find the exact one by other means, or else let it stand as an approximation."""
        fillers = self._slots - len(extra)
        rows = Rows.stack([*extra, *[_VOID] * fillers, self._body])
        optimum = self._proved(rows, cost, vertex, len(extra))
        if optimum is None and vertex is not None and len(vertex.columns) <= _LARGEST_BASIS:
            model.tighten()
            vertex, trouble = _attempted(model, _scaled(cost))
            optimum = self._proved(rows, cost, vertex, len(extra))
        if optimum is not None:
            return optimum
        filled = Rows.stack([*extra, self._body])
        if filled.count * (len(self._free) + 2 * filled.count) <= simplex.LIMIT:
            return self._solve_exactly(filled, cost, len(extra))
        if rows.spread() < _FRAGILE:
            raise UnsuitableError(
                "payoffs that are compared with each other differ by factors beyond 10^9 and the game is too large to be solved "
                "exactly; rescale or round the payoffs, or remove actions"
            )
        if trouble is not None:
            raise trouble
        return None if vertex is None else self._approximate(vertex, cost, len(extra))

    def _proved(self, rows: Rows, cost: Mapping[int, int], vertex: Vertex | None, n_extra: int) -> Optimum | None:
        if vertex is None or len(vertex.columns) > _LARGEST_BASIS:
            return None
        proof = prove(rows, self._free, cost, vertex.columns, vertex.tight)
        if proof is None:
            return None
        kept = [(j, v) for j, v in zip(proof.columns.tolist(), proof.values, strict=True) if v != 0]
        duals = dict(zip(proof.rows.tolist(), proof.duals, strict=True))
        multipliers = tuple(duals.get(r, Fraction(0)) for r in range(n_extra))
        columns = np.array([j for j, _ in kept], dtype=np.int64)
        return Optimum(proof.value, columns, tuple(v for _, v in kept), proof.costly, multipliers, exact=True)

    def _solve_exactly(self, rows: Rows, cost: Mapping[int, int], n_extra: int) -> Optimum | None:
        basis = simplex.optimal_basis(rows, self._free, cost)
        if basis is None:
            return None
        columns, tight = basis
        empty = np.zeros(0)
        return self._proved(rows, cost, Vertex(empty, empty, empty, columns, tight), n_extra)

    def _approximate(self, vertex: Vertex, cost: Mapping[int, int], n_extra: int) -> Optimum:
        used = np.flatnonzero(np.where(self._free, vertex.x != 0, vertex.x > _TINY))
        scaled = _scaled(cost)
        value = _largest(cost) * Fraction(float(sum(v * vertex.x[column] for column, v in scaled.items())))
        costly = (np.abs(vertex.reduced) > FEASIBILITY) & ~self._free
        multipliers = tuple(float(d) for d in vertex.duals[:n_extra])
        return Optimum(value, used, tuple(float(v) for v in vertex.x[used]), costly, multipliers, exact=False)


def _largest(cost: Mapping[int, int]) -> int:
    return max((abs(v) for v in cost.values()), default=0) or 1


def _attempted(model: Model, cost: Mapping[int, float]) -> tuple[Vertex | None, SolverError | None]:
    """Solve in floating point; what goes wrong there may still be solved exactly."""
    try:
        return model.maximise(cost), None
    except SolverError as trouble:
        model.forget_basis()
        return None, trouble


def _scaled(cost: Mapping[int, int]) -> dict[int, float]:
    """Divide an objective by its largest entry."""
    largest = _largest(cost)
    return {column: v / largest for column, v in cost.items()}


_VOID = Rows(np.zeros(2, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(1, np.bool_))
