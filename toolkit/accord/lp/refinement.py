"""Bases that are right beyond floating point: iterative refinement of a linear program's optimum."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.lp.exact import Basis, BasisSolution
from accord.lp.highs import Model
from accord.lp.rows import Rows

__all__ = ["refined"]

_ROUNDS = 12
_CLOSEST = 1_000
"""The most binary digits by which violated bounds are magnified."""
_DEAREST = 30
"""The same for prices; the floating-point solver does not get along with larger objectives."""
_FARTHEST = 10**30
"""Bounds beyond this are none."""


def refined(
    model: Model, rows: Rows, free: NDArray[np.bool_], cost: Mapping[int, int], start: Basis
) -> Generator[Basis, None, None]:
    """Yield ever better bases of a program from one that is optimal in floating point.

    The exact solution of a basis violates some bounds by less than floating point sees. A program for its correction, with all
    right-hand sides and bounds counted from there and magnified until the worst violation is about 1, is solved from the last
    basis, which then changes where it was wrong (after Gleixner, Steffy and Wolter 2016, who correct approximate solutions).
    Prices that are wrong are magnified with the objective. The model is left as it was found.

    Args:
        model: the floating-point model of the rows; all its rows are given, in its order.
        rows: the rows in integers.
        free: which columns may be negative.
        cost: the objective in integers.
        start: the basis to begin with.
    """
    basis, seen = start, set[bytes]()
    largest = rows.largest().astype(object)
    unit = max((abs(v) for v in cost.values()), default=0) or 1
    with model.shifted() as solve:
        for _ in range(_ROUNDS):
            solution = BasisSolution(rows, free, cost, basis)
            key = basis[0].tobytes() + basis[1].tobytes()
            if key in seen or solution.is_singular:
                return
            seen.add(key)
            lower, lowest = _bounds(solution, largest)
            objective = _floats(solution.cost * (1 << _zoom(*_dearest(solution, largest, unit), _DEAREST)), unit)
            found = solve(lower, np.where(rows.equal, lower, np.inf), np.where(free, -np.inf, lowest), objective)
            if found is None:
                return
            basis = found.columns, found.tight
            yield basis


def _bounds(solution: BasisSolution, largest: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what rows and columns must exceed, counted from the solution and magnified."""
    x, scale = solution.values
    short = np.where(solution.rows.equal, abs(solution.excess), -solution.excess)
    gaps = [0, *(-(-int(s) // int(unit)) for s, unit in zip(short, largest, strict=True) if s > 0)]
    worst = max(*gaps, -int(min(x[~solution.free], default=0)))
    zoom = 1 << _zoom(worst, scale, _CLOSEST)
    return _floats(-solution.excess * zoom, largest * scale), _floats(-x * zoom, scale)


def _dearest(solution: BasisSolution, largest: NDArray[Any], unit: int) -> tuple[int, int]:
    """Return the greatest price that is wrong, in units of the model, as numerator and denominator."""
    y, scale = solution.prices
    columns = np.where(solution.free, abs(solution.reduced), solution.reduced)[~solution.is_basic[: solution.n]]
    rising = np.where(solution.rows.equal, 0, y) * largest
    return max(0, *map(int, columns), *map(int, rising)), unit * scale


def _zoom(numerator: int, denominator: int, most: int) -> int:
    """Return the power of 2 that makes a fraction about 1; 0 for what is nothing or large already."""
    return min(max(0, denominator.bit_length() - numerator.bit_length()), most) if numerator else 0


def _floats(numerators: NDArray[Any], denominators: NDArray[Any] | int) -> NDArray[np.float64]:
    below = np.broadcast_to(np.array(denominators, dtype=object), numerators.shape)
    return np.array([_clipped(n, d) for n, d in zip(numerators.tolist(), below.tolist(), strict=True)], dtype=np.float64)


def _clipped(numerator: int, denominator: int) -> float:
    if abs(numerator) > denominator * _FARTHEST:
        return _FARTHEST if numerator > 0 else -_FARTHEST
    return numerator / denominator
