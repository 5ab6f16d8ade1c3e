"""The one place that talks to HiGHS: a model that keeps its basis while its objective, slots and rows change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import SolverError
from accord.lp.library import highs
from accord.lp.rows import Rows

__all__ = ["FEASIBILITY", "Model", "Vertex"]

FEASIBILITY = 1e-9
"""How far HiGHS may leave a (scaled) row or a reduced cost from what it should be."""


@dataclass(frozen=True)
class Vertex:
    """A floating-point optimum: the solution, its duals and its basis."""

    x: NDArray[np.float64]
    duals: NDArray[np.float64]
    reduced: NDArray[np.float64]
    columns: NDArray[np.int64]
    tight: NDArray[np.int64]


class Model:
    """``max cost·x`` over rows and non-negative (or free) columns, re-solved from the last basis.

    The first `slots` rows are placeholders over the last columns, free to be rewritten before every solve; `upper` bounds the
    columns from above.
    """

    def __init__(self, rows: Rows, free: NDArray[np.bool_], slots: int, upper: NDArray[np.float64] | None = None) -> None:
        self._library = highs()
        self._slots = slots
        self._scale = np.ones(len(free))
        self._cost: dict[int, float] = {}
        self._slot_entries: list[dict[int, float]] = [{} for _ in range(slots)]
        self._highs: Any = self._library.Highs()
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
            ("small_matrix_value", 1e-12),
            ("primal_feasibility_tolerance", FEASIBILITY),
            ("dual_feasibility_tolerance", FEASIBILITY),
        ):
            self._highs.setOptionValue(option, value)
        self._pass(rows, free, np.full(len(free), np.inf) if upper is None else upper)

    def _pass(self, rows: Rows, free: NDArray[np.bool_], most: NDArray[np.float64]) -> None:
        value, rhs = rows.floats()
        infinity = np.inf
        form, sense = self._library.MatrixFormat, self._library.ObjSense
        lower = np.concatenate([np.full(self._slots, -infinity), rhs])
        upper = np.concatenate([np.full(self._slots, infinity), np.where(rows.equal, rhs, infinity)])
        start = np.concatenate([np.zeros(self._slots, np.int64), rows.start]).astype(np.int32)
        self._check(
            self._highs.passModel(
                len(free), len(lower), len(value), int(form.kRowwise), int(sense.kMaximize), 0.0,
                np.zeros(len(free)), np.where(free, -infinity, 0.0), most,
                lower, upper, start, rows.index, value, np.zeros(len(free), dtype=np.int32),
            )
        )  # fmt: skip

    def add(self, rows: Rows) -> None:
        """Append rows."""
        value, rhs = rows.floats()
        upper = np.where(rows.equal, rhs, np.inf)
        self._check(self._highs.addRows(rows.count, rhs, upper, len(value), rows.start[:-1].astype(np.int32), rows.index, value))

    def rewrite_slots(self, contents: Sequence[Rows]) -> None:
        """Fill the slots with single rows, the remaining ones with nothing."""
        for slot in range(self._slots):
            wanted: dict[int, float] = {}
            lower, upper = -np.inf, np.inf
            if slot < len(contents):
                value, rhs = contents[slot].floats()
                wanted = dict(zip(contents[slot].index.tolist(), value.tolist(), strict=True))
                lower, upper = float(rhs[0]), float(rhs[0]) if contents[slot].equal[0] else np.inf
            for column in self._slot_entries[slot].keys() - wanted.keys():
                self._highs.changeCoeff(slot, column, 0.0)
            for column, entry in wanted.items():
                if self._slot_entries[slot].get(column) != entry:
                    self._highs.changeCoeff(slot, column, entry)
            self._slot_entries[slot] = wanted
            self._highs.changeRowBounds(slot, lower, upper)

    def maximise(self, cost: Mapping[int, float]) -> Vertex | None:
        """Solve; return None if there is no solution."""
        merged = dict.fromkeys(self._cost, 0.0) | dict(cost)
        columns = np.array(list(merged), dtype=np.int32)
        self._highs.changeColsCost(len(columns), columns, np.array(list(merged.values()), dtype=np.float64))
        self._cost = dict(cost)
        known = self._library.HighsModelStatus
        status = self._run()
        if status not in {known.kOptimal, known.kInfeasible}:
            self._highs.clearSolver()
            status = self._run()
        if status == known.kInfeasible:
            return None
        if status != known.kOptimal:
            raise SolverError(f"the linear program ended without an answer ({self._highs.modelStatusToString(status)})")
        return self._vertex()

    def _run(self) -> Any:
        self._check(self._highs.run())
        return self._highs.getModelStatus()

    @contextmanager
    def shifted(self) -> Iterator[Callable[..., Vertex | None]]:
        """Yield a function that solves with other row bounds, column bounds and costs; afterwards the old bounds hold again."""
        known = self._highs.getLp()
        rows, columns = self._highs.getNumRow(), self._highs.getNumCol()
        ends = (known.row_lower_, known.row_upper_, known.col_lower_, known.col_upper_)
        before, after, below, above = (np.array(b, dtype=np.float64) for b in ends)
        every = np.arange(max(rows, columns), dtype=np.int32)

        def change(lower: Any, upper: Any, lowest: Any, cost: Any) -> None:
            self._check(self._highs.changeRowsBounds(rows, every[:rows], lower, upper))
            self._check(self._highs.changeColsBounds(columns, every[:columns], lowest, above))
            self._check(self._highs.changeColsCost(columns, every[:columns], cost))

        def solve(lower: Any, upper: Any, lowest: Any, cost: Any) -> Vertex | None:
            change(lower, upper, lowest, cost)
            return self._vertex() if self._run() == self._library.HighsModelStatus.kOptimal else None

        try:
            yield solve
        finally:
            change(before, after, below, np.zeros(columns))
            self._cost = {}

    def basis(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the basic columns and the tight rows at which the last solve ended, optimal or not; none after an accident."""
        status, basic = self._highs.getBasicVariables()
        if status == self._library.HighsStatus.kError:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        basic = np.asarray(basic, dtype=np.int64)
        tight = np.ones(self._highs.getNumRow(), dtype=np.bool_)
        tight[-basic[basic < 0] - 1] = False
        return np.sort(basic[basic >= 0]), np.flatnonzero(tight)

    def forget_basis(self) -> None:
        """Start the next solve from scratch."""
        self._highs.clearSolver()

    def tolerate(self, amount: float) -> None:
        """Set by how much rows and reduced costs may be missed; HiGHS accepts 1e-10 and more."""
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(option, amount)

    def _vertex(self) -> Vertex:
        solution = self._highs.getSolution()
        x, duals, reduced = (np.array(v) for v in (solution.col_value, solution.row_dual, solution.col_dual))
        return Vertex(x, duals, reduced, *self.basis())

    def _check(self, status: Any) -> None:
        if status == self._library.HighsStatus.kError:
            raise SolverError("the linear program was refused by HiGHS")
