"""Convex polygons in the plane, from the farthest points of a set in any direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from math import gcd

from accord.equilibria.measure import ROUNDING, as_float, barycentre
from accord.errors import InputError
from accord.rationals import Number, common, rational

__all__ = ["Point", "Polygon", "corners"]

Point = tuple[Number, Number]
_Exact = tuple[Fraction, Fraction]
_AXES = tuple((Fraction(x), Fraction(y)) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1)))


@dataclass(frozen=True)
class _Touch:
    """A point of the set, and a direction in which no other is farther."""

    point: _Exact
    direction: _Exact

    @cached_property
    def height(self) -> Fraction:
        return _dot(self.direction, self.point)


def corners(
    farthest: Callable[[_Exact], Sequence[Number]],
    *,
    tolerance: Number = Fraction(0),
    spans: Sequence[Number] | None = None,
) -> tuple[Point, ...]:
    """Return the corners of a convex polygon of which only farthest points are known.

    Between two neighbouring points that are known, the set is asked for a point beyond the line through both; if there is one, it
    comes between them. Lines that touch the set at both points bound what can lie beyond, so that nothing is asked twice. An
    edge is certified once nothing lies beyond it (the method of Bronstein and of Kamenev, see Lotov, Bushenkov and Kamenev,
    *Interactive Decision Maps*, 2004, chapter 8, in the plane).

    Args:
        farthest: returns some point of the set that is farthest in a direction; it may lie within an edge.
        tolerance: how far beyond the polygon the set may reach, as a share of its own ranges; 0 for all corners.
        spans: what rounding errors are relative to where points are floats; the set's own ranges if not given.

    Returns:
        The corners anticlockwise from the lexicographically least, one for a point, two for a segment: fractions if all points
        were, else floats, without corners that stick out no farther than rounding errors.
    """
    exact = True

    def touch(direction: _Exact) -> _Touch:
        nonlocal exact
        first, second = farthest(direction)
        exact = exact and isinstance(first, Fraction) and isinstance(second, Fraction)
        return _Touch((Fraction(first), Fraction(second)), direction)

    east, north, west, south = around = [touch(direction) for direction in _AXES]
    widths = (east.point[0] - west.point[0], north.point[1] - south.point[1])
    noise = widths if spans is None else (Fraction(spans[0]), Fraction(spans[1]))

    def matters(direction: _Exact, gap: Fraction) -> bool:
        slack = Fraction(tolerance) * _reach(direction, widths)
        return gap > (slack if exact else slack + ROUNDING * _reach(direction, noise))

    found = [touched.point for touched in around]
    pending = [*pairwise(around), (south, east)]
    while pending:
        a, b = pending.pop()
        direction = _outward(a.point, b.point)
        before, after = _cross(direction, b.direction), _cross(a.direction, direction)
        if before < 0 or after < 0 or not any(direction):
            continue  # before and after turn backwards for rounding errors only
        height = _dot(direction, a.point)
        bound = (before * a.height + after * b.height) / _cross(a.direction, b.direction)
        if not matters(direction, bound - height):
            continue
        c = touch(direction)
        if matters(direction, c.height - height):
            found.append(c.point)
            pending += [(a, c), (c, b)]
    ring = _hull(found)
    if exact:
        return tuple(ring)
    return tuple((float(x), float(y)) for x, y in _smoothed(ring, noise))


@dataclass(frozen=True)
class Polygon:
    """A convex polygon, possibly a segment or a point.

    What is computed from it is exact if its corners are fractions, but for areas and centroids whose fractions would be longer
    than a page.

    Attributes:
        corners: anticlockwise from the lexicographically least, none repeated, none within an edge.
    """

    corners: tuple[Point, ...]

    @classmethod
    def hull(cls, points: Sequence[Sequence[Number]]) -> Polygon:
        """Return the smallest convex polygon around some points, at least one."""
        pairs = [(Fraction(x), Fraction(y)) for x, y in points]
        exact = all(isinstance(v, Fraction) for point in points for v in point)
        return cls(tuple(_as_given(p, exact) for p in _hull(pairs)))

    @property
    def exact(self) -> bool:
        """Whether all corners are fractions."""
        return all(isinstance(v, Fraction) for corner in self.corners for v in corner)

    @cached_property
    def _ring(self) -> list[_Exact]:
        return [(Fraction(x), Fraction(y)) for x, y in self.corners]

    @cached_property
    def _rounding(self) -> _Exact:
        """How far each coordinate of approximate points may be off."""
        ends = [(Fraction(low), Fraction(high)) for low, high in self.ranges]
        first, second = (ROUNDING * (high - low or abs(high)) for low, high in ends)
        return first, second

    @property
    def ranges(self) -> tuple[tuple[Number, Number], tuple[Number, Number]]:
        """The least and the greatest of each coordinate."""
        first, second = zip(*self.corners, strict=True)
        return (min(first), max(first)), (min(second), max(second))

    @property
    def area(self) -> Number:
        """The area, 0 for a segment and a point; infinite where it exceeds the largest float and is not exact."""
        return self._balance[0] if len(self.corners) > 2 else self._number(Fraction(0))

    @property
    def centroid(self) -> Point:
        """The centre of gravity: of the area, of the segment, or the point itself."""
        first, second = self._balance[1]
        return first, second

    @cached_property
    def _balance(self) -> tuple[Number, tuple[Number, ...]]:
        count = len(self.corners)
        fan = [(0, k, k + 1) for k in range(1, count - 1)] if count > 2 else [tuple(range(count))]
        volume, centre = barycentre(self._ring, fan)
        return self._number(volume), tuple(map(self._number, centre))

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """The corners to which no point of the polygon is preferred by one and not opposed by the other player.

        From player 1's worst to its best; together with the edges between them they are the Pareto-efficient points.
        """
        count = len(self.corners)
        last = max(range(count), key=lambda k: self.corners[k])
        first = max(range(count), key=lambda k: self.corners[k][::-1])
        return tuple(self.corners[(last + k) % count] for k in range((first - last) % count, -1, -1))

    def contains(self, point: Sequence[Number]) -> bool:
        """Return whether a point lies in the polygon; on its boundary counts, as does missing approximate corners by rounding.

        Raises:
            InputError: if the point is not a pair of numbers.
        """
        x, y = _pair(point, "the point")
        exact = self.exact and not any(isinstance(v, float) for v in point)
        slack = (Fraction(0), Fraction(0)) if exact else self._rounding
        sides = [(a, _outward(a, b)) for a, b in pairwise([*self._ring, self._ring[0]])]
        sides += [(max(self._ring, key=partial(_dot, axis)), axis) for axis in _AXES]  # for those without an area
        return all(_dot(outward, (x - a[0], y - a[1])) <= _reach(outward, slack) for a, outward in sides)

    def clipped(self, floors: Sequence[Number]) -> Polygon | None:
        """Return the part in which both coordinates reach some floors, or None if there is none.

        Raises:
            InputError: if the floors are not a pair of numbers.
        """
        left, bottom = _pair(floors, "the floors")
        exact = self.exact and not any(isinstance(v, float) for v in floors)
        ring = _cut(_cut(self._ring, 0, left), 1, bottom)
        if not ring and not exact:
            ring = _cut(_cut(self._ring, 0, left - self._rounding[0]), 1, bottom - self._rounding[1])
        return Polygon(tuple(_as_given(p, exact) for p in _hull(ring))) if ring else None

    def _number(self, value: Number) -> Number:
        return value if self.exact or isinstance(value, float) else as_float(value)


def _pair(values: Sequence[Number], what: str) -> _Exact:
    if len(values) != 2:
        raise InputError(f"{what} has {len(values)} entries; a polygon in the plane needs 2")
    return rational(values[0], what), rational(values[1], what)


def _as_given(point: _Exact, exact: bool) -> Point:
    return point if exact else (as_float(point[0]), as_float(point[1]))


def _cut(ring: Sequence[_Exact], axis: int, floor: Fraction) -> list[_Exact]:
    """Return the part of a polygon with one coordinate at least so large (Sutherland and Hodgman 1974)."""
    kept = []
    for a, b in pairwise([*ring, *ring[:1]]):
        if a[axis] >= floor:
            kept.append(a)
        if (a[axis] - floor) * (b[axis] - floor) < 0:
            share = (floor - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return kept


def _hull(points: Sequence[_Exact]) -> list[_Exact]:
    """Return the corners of the convex hull, anticlockwise from the least (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    halves = []
    for chain in (ordered, ordered[::-1]):
        half: list[_Exact] = []
        for point in chain:
            while len(half) > 1 and _dot(_outward(half[-2], half[-1]), (point[0] - half[-1][0], point[1] - half[-1][1])) >= 0:
                half.pop()
            half.append(point)
        halves += half[:-1]
    return halves


def _smoothed(ring: list[_Exact], spans: _Exact) -> list[_Exact]:
    """Drop corners that stick out of the line between their neighbours by rounding errors only, the flattest first."""

    def flatness(k: int) -> Fraction:
        outward = _outward(ring[k - 1], ring[(k + 1) % len(ring)])
        return _dot(outward, (ring[k][0] - ring[k - 1][0], ring[k][1] - ring[k - 1][1])) / (_reach(outward, spans) or 1)

    flat = [flatness(k) for k in range(len(ring))]
    while len(ring) > 2 and min(flat) <= ROUNDING:
        k = flat.index(min(flat))
        del ring[k], flat[k]
        for neighbour in (k - 1, k % len(ring)):
            flat[neighbour] = flatness(neighbour)
    if len(ring) == 2 and all(abs(b - a) <= ROUNDING * s for a, b, s in zip(*ring, spans, strict=True)):
        del ring[1]
    least = ring.index(min(ring))
    return ring[least:] + ring[:least]


def _outward(a: _Exact, b: _Exact) -> _Exact:
    """Return the direction out of a polygon across its edge from a to b, walked anticlockwise, in the smallest integers."""
    (x, y), _ = common((b[1] - a[1], a[0] - b[0]))
    factor = gcd(x, y) or 1
    return Fraction(x // factor), Fraction(y // factor)


def _cross(a: _Exact, b: _Exact) -> Fraction:
    return a[0] * b[1] - a[1] * b[0]


def _dot(a: _Exact, b: _Exact) -> Fraction:
    return a[0] * b[0] + a[1] * b[1]


def _reach(direction: _Exact, spans: _Exact) -> Fraction:
    """Return how far a box of these sides extends in a direction."""
    return abs(direction[0]) * spans[0] + abs(direction[1]) * spans[1]
