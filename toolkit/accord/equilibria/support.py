"""The affine hull of a set of plans: which cells can have probability, and which constraints can be slack."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.equilibria.body import Body
from accord.equilibria.deviations import deviation_rows
from accord.lp import Rows, interior, row
from accord.lp.equations import Equations
from accord.lp.program import FRAGILE
from accord.rationals import IntArray, common

__all__ = ["Hull", "constraints"]

_SMALL = 100
"""Cells and constraints together up to which hulls are found in rational arithmetic where floating point cannot find them."""
_LARGEST = 160
"""Cells of the largest hull whose equations are solved in rational arithmetic."""


@dataclass(frozen=True)
class Hull:
    """What holds all over a polytope of plans.

    Attributes:
        body: the polytope.
        cells: the cells that some plan gives probability to, ascending.
        slack: the constraints on these cells that some plan satisfies strictly.
        tied: those that every plan satisfies with equality, apart from the empty ones.
        loose: which of all constraints are in `slack`.
        inside: a plan, up to a factor, that gives probability to all the cells and satisfies all of `slack` strictly.
        exact: whether all this was proved in rational arithmetic.
    """

    body: Body
    cells: NDArray[np.int64]
    slack: Rows
    tied: Rows
    loose: NDArray[np.bool_]
    inside: NDArray[np.float64]
    exact: bool

    @classmethod
    def of(cls, body: Body) -> Hull:
        """Find the hull of a polytope."""
        rows = constraints(body)
        if body.n_cells + rows.count <= _SMALL and rows.spread() < FRAGILE:
            found = _exactly(body, rows)
            if found is not None:
                return found
        point = interior(rows, body.n_cells)
        return cls._cut(body, rows, point.columns, point.rows, point.point, exact=False)

    @classmethod
    def _cut(
        cls,
        body: Body,
        rows: Rows,
        columns: NDArray[np.bool_],
        loose: NDArray[np.bool_],
        point: NDArray[np.float64],
        *,
        exact: bool,
    ) -> Hull:
        cells = np.flatnonzero(columns)
        return cls(body, cells, rows.take(loose).on(cells), rows.take(~loose).on(cells), loose, point[cells], exact)

    @cached_property
    def is_proved(self) -> bool:
        """Whether nothing was left out of `cells` and `slack` by mistake: it takes one more linear program to prove that."""
        if self.exact:
            return True
        rows = constraints(self.body)
        outside = np.ones(self.body.n_cells, dtype=np.bool_)
        outside[self.cells] = False
        optimum = self.body.solve(_objective(rows, outside, ~self.loose), ())
        return optimum.exact and optimum.value == 0

    @cached_property
    def _equations(self) -> Equations | None:
        """What holds for the probabilities of all plans; None if the hull is too large for that."""
        count = len(self.cells)
        if count > _LARGEST:
            return None
        table = np.zeros((self.tied.count + 1, count), dtype=object)
        table[0] = 1
        table[self.tied.owner + 1, self.tied.index] = self.tied.value
        return Equations(table.tolist(), [1] + [0] * self.tied.count)

    @property
    def point(self) -> tuple[Fraction, ...] | None:
        """The probabilities of the cells, if the hull is a single plan; None if it is not, or that cannot be proved."""
        if self._equations is None or self._equations.rank < len(self.cells) or not self.is_proved:
            return None
        return self._equations.solution

    def constant(self, values: IntArray) -> Fraction | None:
        """Return the mean of a value per cell, if all plans have the same; None if they do not, or that cannot be proved."""
        mean = None if self._equations is None else self._equations.implied([int(v) for v in values])
        return None if mean is None or not self.is_proved else mean


def constraints(body: Body) -> Rows:
    """Return everything that the plans satisfy beyond being distributions: inequalities with right-hand side 0.

    A floor f on player i's payoff reads ``sum_a mu(a) (u_i(a) - f) >= 0``.
    """
    parts = [deviation_rows(body.reduced, body.concept)]
    for i, floor in enumerate(body.floors or ()):
        above = [Fraction(int(v), body.game.denominators[i]) - Fraction(floor) for v in body.reduced.numerators[i].ravel()]
        parts.append(row(list(enumerate(above)), Fraction(0), equal=False))
    return Rows.stack(parts)


def _exactly(body: Body, rows: Rows) -> Hull | None:
    """Collect exact plans until none gives probability to further cells or slack to further constraints."""
    point = np.zeros(body.n_cells)
    columns, loose = np.zeros(body.n_cells, dtype=np.bool_), np.zeros(rows.count, dtype=np.bool_)
    while True:
        optimum = body.solve(_objective(rows, ~columns, ~loose), ())
        if not optimum.exact:
            return None
        if optimum.value == 0:
            return Hull._cut(body, rows, columns, loose, point, exact=True)
        plan = {int(j): Fraction(v) for j, v in zip(optimum.columns, optimum.values, strict=True) if j < body.n_cells}
        columns[list(plan)] = True
        loose |= _slack(rows, plan) > 0
        point[list(plan)] += [float(v) for v in plan.values()]


def _slack(rows: Rows, plan: dict[int, Fraction]) -> NDArray[Any]:
    numbers, _ = common(list(plan.values()))
    weights = np.zeros(int(max(rows.index.max(initial=0), *plan)) + 1, dtype=object)
    weights[list(plan)] = numbers
    slack = np.zeros(rows.count, dtype=object)
    np.add.at(slack, rows.owner, rows.value.astype(object) * weights[rows.index])
    return slack


def _objective(rows: Rows, cells: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> dict[int, int]:
    """Add up the probability of some cells and the slack of some rows, each in units of its largest entry."""
    total: dict[int, Fraction] = {int(j): Fraction(1) for j in np.flatnonzero(cells)}
    some = rows.take(chosen)
    for column, value, unit in zip(some.index.tolist(), some.value.tolist(), some.largest()[some.owner].tolist(), strict=True):
        total[column] = total.get(column, Fraction(0)) + Fraction(value, unit)
    numbers, _ = common(list(total.values()))
    return {column: v for column, v in zip(total, numbers, strict=True) if v}
