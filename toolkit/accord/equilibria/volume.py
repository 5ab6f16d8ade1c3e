"""Centroids of convex polytopes that are known only by their farthest points in any direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from accord.equilibria.hull import Hull
from accord.equilibria.measure import ROUNDING, Vertex, as_float, barycentre, inner, minus, orthogonal, pivots
from accord.errors import UnsuitableError
from accord.rationals import Number

__all__ = ["centroid"]

_MOST_CORNERS = 1_000
"""Corners up to which all facets are followed, each with a linear program of its own: a few seconds for three players."""
_MOST_PIECES = 20_000
"""Simplices inside up to which the same is done; beyond three dimensions these are many more than the corners."""


def centroid(
    farthest: Callable[[Vertex], Sequence[Number]],
    n: int,
    *,
    tolerance: Number = Fraction(0),
    spans: Sequence[Number] | None = None,
) -> tuple[Number, ...]:
    """Return the centre of gravity of a convex polytope of any dimension: a point, a segment, an area, a volume.

    First come as many affinely independent points as there are; then the set is asked for a point beyond every facet of the
    convex hull of the points that are known, until all facets are certified.

    Args:
        farthest: returns some point of the set that is farthest in a direction.
        n: the number of coordinates.
        tolerance: how far beyond each facet the set may reach, as a share of its own ranges; 0 for all corners.
        spans: what rounding errors are relative to where points are floats; the set's own ranges if not given.

    Returns:
        Fractions if all points were, unless they would be longer than a page or a tolerance was given; else floats.

    Raises:
        UnsuitableError: if there are more corners than can be followed.
    """
    body = _Body(farthest, n, Fraction(tolerance), spans)
    points = body.independent_points()
    shadow = pivots([minus(point, points[0]) for point in points[1:]])
    hull = Hull([[point[k] for k in shadow] for point in points]) if shadow else None
    while hull is not None and (facet := hull.uncertified()) is not None:
        direction = body.lifted(hull.normal(facet), shadow)
        found = body.ask(direction)
        beyond = [found[k] for k in shadow]
        if not body.matters(direction, hull.height(facet, beyond)):
            hull.certify(facet)
            continue
        if len(points) >= _MOST_CORNERS or len(hull.simplices) > _MOST_PIECES:
            raise UnsuitableError(
                f"the payoff set has more than {len(points)} corners, too many for its centroid; allow a tolerance, such as 1/100"
            )
        points.append(found)
        hull.add(beyond, facet)
    _, centre = barycentre([body.restored(point) for point in points], hull.simplices if hull is not None else [(0,)])
    if body.exact and not tolerance:
        return centre
    return tuple(v if isinstance(v, float) else as_float(v) for v in centre)


class _Body:
    """A set in coordinates that run from 0 to 1, without those that are constant."""

    def __init__(
        self, farthest: Callable[[Vertex], Sequence[Number]], n: int, tolerance: Fraction, spans: Sequence[Number] | None
    ) -> None:
        self._farthest = farthest
        self._tolerance = tolerance
        self.exact = True
        axes = [tuple(Fraction(int(j == k)) for j in range(n)) for k in range(n)]
        self._low = [self._at(minus((Fraction(0),) * n, axis))[k] for k, axis in enumerate(axes)]
        self._high = [self._at(axis)[k] for k, axis in enumerate(axes)]
        self._width = [high - low for low, high in zip(self._low, self._high, strict=True)]
        units = [Fraction(s) for s in spans] if spans is not None else self._width
        self._moving = [k for k in range(n) if self._width[k] > (0 if self.exact else ROUNDING * units[k])]
        self._noise = [ROUNDING * units[k] / self._width[k] for k in self._moving]

    def _at(self, direction: Vertex) -> Vertex:
        found = self._farthest(direction)
        self.exact = self.exact and all(isinstance(v, Fraction) for v in found)
        return tuple(Fraction(v) for v in found)

    def ask(self, direction: Vertex) -> Vertex:
        """Return some farthest point; direction and point are in the coordinates of the set."""
        weights = [Fraction(0)] * len(self._width)
        for k, v in zip(self._moving, direction, strict=True):
            weights[k] = v / self._width[k]
        found = self._at(tuple(weights))
        return tuple((found[k] - self._low[k]) / self._width[k] for k in self._moving)

    def matters(self, direction: Vertex, gap: Fraction) -> bool:
        """Return whether a point that is so much farther in a direction is another corner."""
        slack = self._tolerance * sum(map(abs, direction))
        return gap > (slack if self.exact else slack + inner([abs(v) for v in direction], self._noise))

    def independent_points(self) -> list[Vertex]:
        """Return as many affinely independent points as there are."""
        size = len(self._moving)
        origin = self.ask(tuple(Fraction(1) for _ in range(size)))
        points: list[Vertex] = [origin]
        equations: list[Vertex] = []
        while (across := orthogonal([*(minus(p, origin) for p in points[1:]), *equations], size)) is not None:
            back = tuple(-v for v in across)
            ends = [(direction, self.ask(direction)) for direction in (across, back)]
            gaps = [inner(direction, minus(end, origin)) for direction, end in ends]
            farther = gaps.index(max(gaps))
            if self.matters(across, gaps[farther]):
                points.append(ends[farther][1])
            else:
                equations.append(across)
        return points

    def lifted(self, direction: Sequence[int], shadow: Sequence[int]) -> Vertex:
        """Write a direction in some of the coordinates in all of them."""
        entries = dict(zip(shadow, direction, strict=True))
        return tuple(Fraction(entries.get(k, 0)) for k in range(len(self._moving)))

    def restored(self, point: Vertex) -> Vertex:
        """Return a point in the original coordinates."""
        whole = [(low + high) / 2 for low, high in zip(self._low, self._high, strict=True)]
        for k, v in zip(self._moving, point, strict=True):
            whole[k] = self._low[k] + self._width[k] * v
        return tuple(whole)
