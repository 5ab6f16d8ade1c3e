"""Linear programs over a common body of rows, solved by HiGHS and proved exactly where that is affordable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from math import hypot

import numpy as np
from numpy.typing import NDArray

from accord.errors import SolverError, UnsuitableError
from accord.lp import simplex
from accord.lp.effort import asked
from accord.lp.exact import Basis, prove
from accord.lp.highs import Model, Vertex
from accord.lp.optimum import Optimum, scaled
from accord.lp.refinement import refined
from accord.lp.rows import Rows
from accord.rationals import Number

__all__ = ["FRAGILE", "TOO_FAR_APART", "Program"]

_LARGEST_BASIS = 160
"""Exact solves grow with the cube of the basis; beyond this they cost more than the linear program itself."""
_LARGEST_ASKED = 1_000
"""The same where proofs are asked for: some four seconds each."""
_PIVOTING = 4_000_000
"""Exact pivots times the square of the basis that are bearable: some minutes at worst."""
_LEAST_PIVOTS = 20
FRAGILE = 1e-9
"""Entries this much smaller than the largest one of their row are lost in floating point."""
TOO_FAR_APART = (
    "payoffs that are compared with each other differ by factors beyond 10^9 and the game is too large to be solved exactly; "
    "rescale or round the payoffs, or remove actions"
)
_FINEST = 1e-10
"""The smallest tolerance that HiGHS offers."""
_ROUNDS = 1_000
_WARM_COLUMNS = 200
"""Beyond this size an old basis is a worse start for a new objective than none (measured: up to 100 times slower) …"""
_NEAR = 0.99
"""… unless the cosine of the angle between the new objective and the old one is at least this (measured: 2 to 8 times faster)."""

Separator = Callable[[NDArray[np.int64], Sequence[Number]], Rows | None]
"""Given a sparse point (columns and values), return rows that it violates, or None if there is none."""


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
        self._previous: dict[int, float] = {}

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
        objective = scaled(cost)
        if not extra and len(self._free) > _WARM_COLUMNS and not _near(objective, self._previous):
            self._model.forget_basis()
        self._previous = {} if extra else objective
        self._model.rewrite_slots(extra)
        for _ in range(_ROUNDS):
            vertex, trouble = _attempted(self._model, objective)
            draft = Optimum.rounded(vertex, cost, self._free, len(extra)) if vertex and self._separator else None
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
        rows = Rows.stack([*extra, *[_VOID] * (self._slots - len(extra)), self._body])
        optimum = self._proved(rows, cost, vertex, len(extra))
        if optimum is None and vertex is not None and len(vertex.columns) <= _largest_basis():
            model.tolerate(_FINEST)
            vertex, trouble = _attempted(model, scaled(cost))
            optimum = self._proved(rows, cost, vertex, len(extra)) or self._repaired(model, rows, cost, vertex, len(extra))
        if optimum is not None:
            return optimum
        filled = Rows.stack([*extra, self._body])
        if filled.count * (len(self._free) + 2 * filled.count) <= simplex.LIMIT:
            basis = simplex.optimal_basis(filled, self._free, cost)
            return None if basis is None else self._proved_at(filled, cost, basis, len(extra))
        found = self._pivoted(model, rows, cost, len(extra))
        if isinstance(found, Optimum):
            return found
        if found is simplex.End.INFEASIBLE:
            return None
        if rows.spread() < FRAGILE:
            raise UnsuitableError(TOO_FAR_APART)
        if trouble is not None:
            raise trouble
        self._regret(vertex)
        return None if vertex is None else Optimum.rounded(vertex, cost, self._free, len(extra))

    def _repaired(self, model: Model, rows: Rows, cost: Mapping[int, int], vertex: Vertex | None, n_extra: int) -> Optimum | None:
        """Look for the true basis near that of a floating-point optimum."""
        if vertex is None:
            return None
        try:
            with closing(refined(model, rows, self._free, cost, (vertex.columns, vertex.tight))) as better:
                proofs = (self._proved_at(rows, cost, basis, n_extra) for basis in better)
                return next((optimum for optimum in proofs if optimum is not None), None)
        except SolverError:
            return None

    def _pivoted(self, model: Model, rows: Rows, cost: Mapping[int, int], n_extra: int) -> Optimum | simplex.End:
        """Pivot exactly from where the floating-point solver stopped, if that was asked for and is bearable."""
        basis = model.basis()
        size = len(basis[0])
        if asked() is None or size > _LARGEST_ASKED:
            return simplex.End.UNFINISHED
        found = simplex.improved(rows, self._free, cost, basis, max(_LEAST_PIVOTS, _PIVOTING // (size + 1) ** 2))
        if isinstance(found, simplex.End):
            return found
        return self._proved_at(rows, cost, found, n_extra) or simplex.End.UNFINISHED

    def _regret(self, vertex: Vertex | None) -> None:
        """Note why a program was not proved, for those who asked for proofs."""
        shortfalls = asked()
        if shortfalls is None:
            return
        size = 0 if vertex is None else len(vertex.columns)
        if size > _largest_basis():
            why = f"a linear program's optimal basis has {size} columns; up to {_largest_basis()} are proved"
        else:
            why = f"the optimum of a linear program with {len(self._free)} columns withstood all attempts to prove it"
        if why not in shortfalls:
            shortfalls.append(why)

    def _proved(self, rows: Rows, cost: Mapping[int, int], vertex: Vertex | None, n_extra: int) -> Optimum | None:
        if vertex is None or len(vertex.columns) > _largest_basis():
            return None
        return self._proved_at(rows, cost, (vertex.columns, vertex.tight), n_extra)

    def _proved_at(self, rows: Rows, cost: Mapping[int, int], basis: Basis, n_extra: int) -> Optimum | None:
        proof = prove(rows, self._free, cost, *basis)
        return None if proof is None else Optimum.proved(proof, n_extra)


def _near(objective: Mapping[int, float], previous: Mapping[int, float]) -> bool:
    """Whether two objectives point in almost the same direction."""
    inner = sum(v * previous.get(column, 0.0) for column, v in objective.items())
    return inner > 0 and inner >= _NEAR * hypot(*objective.values()) * hypot(*previous.values())


def _largest_basis() -> int:
    return _LARGEST_BASIS if asked() is None else _LARGEST_ASKED


def _attempted(model: Model, cost: Mapping[int, float]) -> tuple[Vertex | None, SolverError | None]:
    """Solve in floating point; what goes wrong there may still be solved exactly."""
    try:
        return model.maximise(cost), None
    except SolverError as trouble:
        model.forget_basis()
        return None, trouble


_VOID = Rows(np.zeros(2, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(1, np.bool_))
