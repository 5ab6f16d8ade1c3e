"""Volumes and centroids of unions of simplices, and the linear algebra of points with rational coordinates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from accord.rationals import Number, common

__all__ = ["ROUNDING", "Vertex", "as_float", "barycentre", "determinant", "inner", "minus", "orthogonal", "pivots"]

Vertex = tuple[Fraction, ...]

ROUNDING = Fraction(1, 10**8)
"""How far approximate points may be off, as a share of the payoff ranges."""
_LONGEST = 2_000
"""Bits of the corners' common denominator up to which results are exact; longer fractions are of no use."""
_GRID = 2**200
"""Beyond, corners are rounded to this part of the range of each coordinate."""


def barycentre(points: Sequence[Vertex], simplices: Sequence[tuple[int, ...]]) -> tuple[Number, tuple[Number, ...]]:
    """Return the volume and the centroid of a union of simplices that overlap in their boundaries only.

    Args:
        points: the corners, in any number of dimensions.
        simplices: the numbers of the corners of each simplex; all of one dimension, and in one affine space of that dimension.

    Returns:
        Volume and centroid, as fractions unless these would be too long. Where the points have more coordinates than the
        simplices have dimensions the volume is that of the shadow on coordinates which determine the others.
    """
    shadow = pivots([minus(points[k], points[simplices[0][0]]) for k in simplices[0][1:]])
    if _is_short(points):
        return _weighed(points, simplices, shadow)
    columns = list(zip(*points, strict=True))
    low = [min(column) for column in columns]
    unit = [(max(column) - least) / _GRID or Fraction(1) for column, least in zip(columns, low, strict=True)]
    rounded = [tuple(Fraction(round((v - o) / u)) for v, o, u in zip(p, low, unit, strict=True)) for p in points]
    volume, centre = _weighed(rounded, simplices, shadow)
    if not volume:  # thinner than the grid
        volume, centre = _weighed(points, simplices, shadow)
        return as_float(volume), tuple(map(as_float, centre))
    for k in shadow:
        volume *= unit[k]
    return as_float(volume), tuple(as_float(o + u * c) for o, u, c in zip(low, unit, centre, strict=True))


def _is_short(points: Sequence[Vertex]) -> bool:
    """Return whether the common denominator of all coordinates is short."""
    denominator = 1
    for point in points:
        denominator = math.lcm(denominator, *(value.denominator for value in point))
        if denominator.bit_length() > _LONGEST:
            return False
    return True


def _weighed(points: Sequence[Vertex], simplices: Sequence[tuple[int, ...]], shadow: Sequence[int]) -> tuple[Fraction, Vertex]:
    """Add up volumes and centroids; without any volume the centroid is left at the first corner."""
    volume, moments = Fraction(0), [Fraction(0)] * len(points[0])
    for simplex in simplices:
        corners = [points[k] for k in simplex]
        part = abs(determinant([[corner[k] - corners[0][k] for k in shadow] for corner in corners[1:]]))
        volume += part
        moments = [m + part * sum(column) for m, column in zip(moments, zip(*corners, strict=True), strict=True)]
    if not volume:
        return volume, points[0]
    size = len(shadow)
    return volume / math.factorial(size), tuple(m / (volume * (size + 1)) for m in moments)


def as_float(value: Fraction) -> float:
    """Return the nearest float, infinite where there is none as large as that."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def determinant(matrix: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return the determinant of a square matrix, 1 for an empty one."""
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    rows, scale = [], 1
    for line in matrix:
        numbers, denominator = common(line)
        rows.append(numbers)
        scale *= denominator
    return Fraction(int(fmpz_mat(rows).det()), scale) if rows else Fraction(1)


def orthogonal(rows: Sequence[Sequence[Fraction]], n: int) -> Vertex | None:
    """Return some vector of n numbers, not all 0, that is orthogonal to all rows; None if there is none."""
    leads = pivots(rows)
    loose = next((k for k in range(n) if k not in leads), None)
    if loose is None:
        return None
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    if not rows:
        return tuple(Fraction(int(k == loose)) for k in range(n))
    reduced, scale, _ = fmpz_mat([common(row)[0] for row in rows]).rref()
    entries = {lead: Fraction(-int(reduced[r, loose]), int(scale)) for r, lead in enumerate(leads)}
    return tuple(Fraction(1) if k == loose else entries.get(k, Fraction(0)) for k in range(n))


def pivots(rows: Sequence[Sequence[Fraction]]) -> list[int]:
    """Return the first columns on which the rows have their full rank."""
    from flint import fmpz_mat  # noqa: PLC0415 (loaded only when something is solved)

    if not rows:
        return []
    reduced, _, rank = fmpz_mat([common(row)[0] for row in rows]).rref()
    return [next(k for k in range(len(rows[0])) if reduced[r, k] != 0) for r in range(rank)]


def minus(a: Vertex, b: Vertex) -> Vertex:
    """Return ``a - b``."""
    return tuple(x - y for x, y in zip(a, b, strict=True))


def inner(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    """Return the inner product."""
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))
