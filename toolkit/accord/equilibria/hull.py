"""Convex hulls that grow point by point, in rational arithmetic, in any dimension."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from accord.equilibria.measure import determinant
from accord.rationals import common

__all__ = ["Hull"]

_Plane = tuple[int, ...]
"""Normal and offset: ``plane[:-1] · z + plane[-1]`` is positive outside."""


class Hull:
    """The convex hull of points that do not lie in a hyperplane, with all its facets and inside cut into simplices.

    A point beyond some facets is joined to each of them by a simplex, and the facets make room for those that it spans with
    their rim (the beneath-beyond method, see Edelsbrunner, *Algorithms in Combinatorial Geometry*, 1987, chapter 8). Facets are
    simplices as well; those that share a hyperplane are certified together.

    Args:
        points: one more than there are dimensions, affinely independent.
    """

    def __init__(self, points: Sequence[Sequence[Fraction]]) -> None:
        self._points = [_homogeneous(point) for point in points]
        everyone = tuple(range(len(points)))
        self._inside = _homogeneous([sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True)])
        self.simplices: list[tuple[int, ...]] = [everyone]
        self._planes: dict[tuple[int, ...], _Plane] = {}
        self._sides: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
        self._certified: set[_Plane] = set()
        self._waiting: list[tuple[int, ...]] = []
        for k in everyone:
            self._attach(everyone[:k] + everyone[k + 1 :])

    def uncertified(self) -> tuple[int, ...] | None:
        """Return a facet beyond which there may be points, the latest first; None if there is none."""
        while self._waiting:
            facet = self._waiting[-1]
            if facet in self._planes and self._planes[facet] not in self._certified:
                return facet
            self._waiting.pop()
        return None

    def certify(self, facet: tuple[int, ...]) -> None:
        """Note that nothing lies beyond a facet."""
        self._certified.add(self._planes[facet])

    def normal(self, facet: tuple[int, ...]) -> tuple[int, ...]:
        """Return the direction out of the hull across a facet, integers without a common factor."""
        return self._planes[facet][:-1]

    def height(self, facet: tuple[int, ...], point: Sequence[Fraction]) -> Fraction:
        """Return how much farther than a facet a point lies in the direction of the facet's normal."""
        *direction, offset = self._planes[facet]
        return sum((v * z for v, z in zip(direction, point, strict=True)), Fraction(offset))

    def add(self, point: Sequence[Fraction], facet: tuple[int, ...]) -> None:
        """Take in a point that lies beyond a facet."""
        number = len(self._points)
        self._points.append(_homogeneous(point))
        seen, pending, rim = {facet}, [facet], []
        while pending:
            current = pending.pop()
            for ridge in _ridges(current):
                (neighbour,) = self._sides[ridge] - {current}
                if neighbour in seen:
                    continue
                if _side(self._planes[neighbour], self._points[number]) > 0:
                    seen.add(neighbour)
                    pending.append(neighbour)
                else:
                    rim.append(ridge)
        for lost in seen:
            self._detach(lost)
            self.simplices.append((*lost, number))
        for ridge in rim:
            self._attach((*ridge, number))

    def _attach(self, facet: tuple[int, ...]) -> None:
        self._planes[facet] = self._plane(facet)
        for ridge in _ridges(facet):
            self._sides.setdefault(ridge, set()).add(facet)
        self._waiting.append(facet)

    def _detach(self, facet: tuple[int, ...]) -> None:
        del self._planes[facet]
        for ridge in _ridges(facet):
            self._sides[ridge].discard(facet)

    def _plane(self, facet: tuple[int, ...]) -> _Plane:
        """Return the hyperplane through the corners of a facet, by cofactors."""
        rows = [[Fraction(v) for v in self._points[k]] for k in facet]
        width = len(self._inside)
        minors = [determinant([line[:k] + line[k + 1 :] for line in rows]) for k in range(width)]
        numbers = [(-1) ** k * int(minor) for k, minor in enumerate(minors)]
        factor = gcd(*numbers) * (-1 if _side(numbers, self._inside) > 0 else 1)
        return tuple(number // factor for number in numbers)


def _homogeneous(point: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the numerators of a point over their common denominator, and that."""
    numerators, denominator = common(point)
    return (*numerators, denominator)


def _side(plane: Sequence[int], point: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(plane, point, strict=True))


def _ridges(facet: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [facet[:k] + facet[k + 1 :] for k in range(len(facet))]
