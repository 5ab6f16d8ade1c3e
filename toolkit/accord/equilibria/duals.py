"""Most even plans through their smooth duals: projected Newton steps on the multipliers of the constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp import Rows

__all__ = ["Answer", "Dual", "Response", "even", "orthonormal", "soft", "table"]

Vector = NDArray[np.float64]

_DENSE = 1_000_000
"""Entries up to which constraints are kept as a dense table; matrix products are fastest there, and scipy is not needed."""
_STEPS = 300
_PRECISE = 1e-15
"""Violations and products of multiplier and slack below this are rounding."""
_IDLE = 1e-6
"""Multipliers below this (or below the error, if that is less) that want to fall are put to 0."""
_RANK = 1e-10
"""Singular values smaller than this part of the largest one are 0."""
_ARMIJO = 1e-4
_SHORTEST = 1e-9
_ROUNDING = 1e-15
_PATIENCE = 20
"""Steps without progress after which the search ends."""
_FLAT = 1e-12
"""Second derivatives below this part of the largest one are raised to it."""
_STIFF = 1e10
"""Damping beyond which a step is not worth taking."""


@dataclass(frozen=True)
class Response:
    """The plan that answers some prices of the cells.

    Attributes:
        value: the greatest price of a plan plus its evenness.
        plan: the plan that attains it.
        spread: by how much each cell's probability rises with its price while all others' stay in proportion.
    """

    value: float
    plan: Vector
    spread: Vector


@dataclass(frozen=True)
class Answer:
    """A most even plan with the multipliers that show it.

    Attributes:
        plan: the plan.
        violation: the largest amount by which it misses a constraint.
        gap: by how much an even more even plan may exist, in units of the measure.
    """

    plan: Vector
    violation: float
    gap: float

    @property
    def error(self) -> float:
        """The larger of both."""
        return max(self.violation, self.gap)


def soft(prices: Vector) -> Response:
    """Maximise ``prices·mu - sum mu log mu`` over distributions."""
    top = float(prices.max())
    weights = np.exp(prices - top)
    total = float(weights.sum())
    plan = weights / total
    return Response(top + float(np.log(total)), plan, plan)


def even(prices: Vector) -> Response:
    """Maximise ``prices·mu - sum mu^2 / 2`` over distributions: the projection of the prices."""
    falling = np.sort(prices)[::-1]
    excess = np.cumsum(falling) - 1
    count = int(np.flatnonzero(falling * np.arange(1, len(prices) + 1) > excess)[-1]) + 1
    plan = np.maximum(prices - excess[count - 1] / count, 0.0)
    return Response(float(prices @ plan - plan @ plan / 2), plan, (plan > 0).astype(np.float64))


def table(rows: Rows, count: int) -> Any:
    """Write rows on `count` columns as a table in which the largest entry of each row is 1: dense, or sparse if it is large."""
    value, _ = rows.floats()
    if rows.count * count > _DENSE:
        from scipy.sparse import csr_array  # noqa: PLC0415 (loaded only for large games)

        return csr_array((value, rows.index, rows.start), shape=(rows.count, count))
    dense = np.zeros((rows.count, count))
    dense[rows.owner, rows.index] = value
    return dense


def orthonormal(rows: Rows, count: int) -> Vector:
    """Return orthonormal rows that span the same space as some rows on `count` columns."""
    lines = table(rows, count)
    _, singular, directions = np.linalg.svd(lines if isinstance(lines, np.ndarray) else lines.toarray(), full_matrices=False)
    return np.asarray(directions[singular > _RANK * singular.max(initial=0.0)], dtype=np.float64)


@dataclass(frozen=True)
class Dual:
    """The search for the most even plan with ``tied @ mu = 0`` and ``slack @ mu >= 0``, in terms of multipliers.

    Minimising the response to the prices ``multipliers @ rows`` over multipliers, those of `slack` non-negative, is a smooth
    convex problem; its gradient is ``rows @ mu``.

    Attributes:
        tied: linearly independent equations, shape (T, cells).
        slack: inequalities, shape (R, cells), all of which some plan satisfies strictly.
        respond: what plan answers prices, which depends on the measure of evenness: `soft` or `even`.
    """

    tied: Vector
    slack: Any
    respond: Callable[[Vector], Response]

    def minimise(self) -> Answer:
        """Find the most even plan.

        Newton's method on the multipliers that are positive or want to be, with steps cut off at 0 (Bertsekas 1982), ends on the
        right set of constraints and then converges quadratically.
        """
        y = np.zeros(len(self.tied) + self.slack.shape[0])
        bounded = np.arange(len(y)) >= len(self.tied)
        here = self._at(y)
        best, damping, idle_steps = self._answer(y, here), 1e-3, 0
        for _ in range(_STEPS):
            slope = self._slope(here)
            error = float(np.abs(y - np.where(bounded, np.maximum(y - slope, 0.0), y - slope)).max(initial=0.0))
            idle = bounded & (y <= min(_IDLE, error)) & (slope > 0)
            moving = np.flatnonzero(~idle & (~bounded | (y > 0) | (slope < 0)))
            curvature = self._curvature(moving, here.spread)
            found = None
            while found is None and damping < _STIFF:
                step = -y * idle
                step[moving] = _solved(curvature, damping * np.sqrt(error), -slope[moving])
                found = self._along(y, step, bounded, slope, here.value)
                damping = max(damping * 10, 1e-10) if found is None else damping * (0.2 if found[2] else 2.0)
            if found is None:
                break
            y, here, _ = found
            current = self._answer(y, here)
            idle_steps = 0 if current.error < best.error else idle_steps + 1
            best = current if current.error < best.error else best
            if best.error < _PRECISE or idle_steps > _PATIENCE:
                break
        return best

    def _at(self, y: Vector) -> Response:
        return self.respond(self.tied.T @ y[: len(self.tied)] + self.slack.T @ y[len(self.tied) :])

    def _slope(self, response: Response) -> Vector:
        return np.concatenate([self.tied @ response.plan, self.slack @ response.plan])

    def _answer(self, y: Vector, response: Response) -> Answer:
        slope = self._slope(response)
        missed, spare = np.abs(slope[: len(self.tied)]), slope[len(self.tied) :]
        return Answer(response.plan, max(missed.max(initial=0.0), -spare.min(initial=0.0)), abs(float(y @ slope)))

    def _curvature(self, moving: NDArray[np.intp], spread: Vector) -> Vector:
        """Return the second derivatives ``A (diag(s) - s s' / sum s) A'`` on the moving rows A."""
        first, rest = moving[moving < len(self.tied)], moving[moving >= len(self.tied)] - len(self.tied)
        root = np.sqrt(spread)
        equations, chosen = self.tied[first] * root, self.slack[rest]
        if isinstance(chosen, np.ndarray):
            rows = np.vstack([equations, chosen * root])
            product, mean = rows @ rows.T, rows @ root
        else:
            weighted = chosen.multiply(root[None, :]).tocsr()
            cross = np.asarray(weighted @ equations.T)
            product = np.block([[equations @ equations.T, cross.T], [cross, (weighted @ weighted.T).toarray()]])
            mean = np.concatenate([equations @ root, weighted @ root])
        return np.asarray(product - np.outer(mean, mean) / spread.sum())

    def _along(
        self, y: Vector, step: Vector, bounded: NDArray[np.bool_], slope: Vector, value: float
    ) -> tuple[Vector, Response, bool] | None:
        """Go along the projected step until the value falls enough; say where that is, and whether it is the whole step."""
        length = 1.0
        while length > _SHORTEST:
            there = np.where(bounded, np.maximum(y + length * step, 0.0), y + length * step)
            response = self._at(there)
            if response.value <= value + _ARMIJO * float(slope @ (there - y)) + _ROUNDING * max(1.0, abs(value)):
                return there, response, length == 1.0
            length *= 0.3
        return None


def _solved(curvature: Vector, damping: float, slope: Vector) -> Vector:
    """Solve the Newton equations, with the diagonal raised as far as asked for, and as singular ones need."""
    largest = float(np.diag(curvature).max(initial=0.0))
    if largest <= 0:
        return np.zeros(len(slope))
    diagonal = np.maximum(np.diag(curvature), _FLAT * largest)
    return np.asarray(np.linalg.solve(curvature + np.diag(diagonal * (damping + 1e-14)), slope))
