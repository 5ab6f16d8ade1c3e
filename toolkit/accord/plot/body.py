"""The faces of a convex body in space that is known by its farthest points in any direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.rationals import Number

__all__ = ["faces"]

_FLAT = 1e-6
"""What is thinner than this share of the spans is flat."""
_MOST = 200
"""Corners beyond which a picture gains nothing from another one."""
_Floats = NDArray[np.float64]
_Farthest = Callable[[Sequence[Number]], Sequence[Number]]


def faces(
    farthest: _Farthest, low: Sequence[Number], spans: Sequence[Number], tolerance: float = 0.0
) -> tuple[tuple[tuple[Number, ...], ...], ...]:
    """Return the faces of a convex body, each as its corners in order; a flat body has one face, of one corner for a point.

    The convex hull of the points that are known is asked for points beyond each of its faces until there are none. The hulls are
    Qhull's (Barber, Dobkin and Huhdanpaa 1996).

    Args:
        farthest: returns some point of the body that is farthest in a direction.
        low: the least coordinates that any point may have.
        spans: how large the coordinates' ranges are at most; 0 where one is constant.
        tolerance: how far the body may reach beyond its faces, as a share of its own ranges.
    """
    known = _Known(farthest, low, spans)
    for axis in np.eye(len(low)):
        known.ask(axis, _FLAT)
        known.ask(-axis, _FLAT)
    asked: set[tuple[float, ...]] = set()
    while len(known.points) < _MOST:
        fresh = {tuple(np.round(normal, 9).tolist()): normal for normal in _normals(known.cube)}
        width = known.cube.max(axis=0) - known.cube.min(axis=0)
        slack = {key: tolerance * float(np.abs(normal) @ width) + _FLAT for key, normal in fresh.items()}
        answers = [known.ask(normal, slack[key]) for key, normal in fresh.items() if key not in asked]
        asked |= fresh.keys()
        if not any(answers):
            break
    return tuple(tuple(known.points[k] for k in ring) for ring in _rings(known.cube))


class _Known:
    """The points that are known, and the same in coordinates that run from 0 to 1."""

    def __init__(self, farthest: _Farthest, low: Sequence[Number], spans: Sequence[Number]) -> None:
        self._farthest = farthest
        self._low = [Fraction(v) for v in low]
        self._spans = [Fraction(v) for v in spans]
        self.points: list[tuple[Number, ...]] = []
        self.cube: _Floats = np.zeros((0, len(low)))

    def ask(self, direction: _Floats, slack: float) -> bool:
        """Ask for a point in a direction; keep it, and return True, if it lies beyond those that are known."""
        weights = [Fraction(d) / s if s else Fraction(0) for d, s in zip(direction.tolist(), self._spans, strict=True)]
        if self.points and not any(weights):
            return False
        found = tuple(self._farthest(weights))
        shares = [(Fraction(v) - o) / s if s else 0 for v, o, s in zip(found, self._low, self._spans, strict=True)]
        place = np.array([float(share) for share in shares])
        if self.points and place @ direction <= (self.cube @ direction).max() + slack:
            return False
        self.points.append(found)
        self.cube = np.vstack([self.cube, place])
        return True


def _axes(cube: _Floats) -> tuple[_Floats, _Floats]:
    """Return orthonormal directions that span the points, and those across."""
    _, sizes, directions = np.linalg.svd(cube - cube[0])
    rank = int(np.count_nonzero(sizes > _FLAT))
    return directions[:rank], directions[rank:]


def _normals(cube: _Floats) -> _Floats:
    """Return the directions out of the hull of some points: across its faces, and both ways out of its own plane or line."""
    along, across = _axes(cube)
    if len(along) == 0:
        return np.zeros((0, cube.shape[1]))
    outward = np.array([[-1.0], [1.0]]) if len(along) == 1 else _hull(cube @ along.T).equations[:, :-1]
    return np.vstack([outward @ along, across, -across])


def _rings(cube: _Floats) -> list[list[int]]:
    """Return the numbers of each face's corners in order."""
    along, _ = _axes(cube)
    flat = cube @ along.T
    if len(along) == 0:
        return [[0]]
    if len(along) == 1:
        return [[int(flat[:, 0].argmin()), int(flat[:, 0].argmax())]]
    if len(along) == 2:
        return [_hull(flat).vertices.tolist()]
    planes: dict[tuple[float, ...], _Floats] = {}
    for plane in _hull(flat).equations:
        planes.setdefault(tuple(np.round(plane, 6).tolist()), plane)
    rings = []
    for plane in planes.values():
        members = np.flatnonzero(np.abs(flat @ plane[:-1] + plane[-1]) < _FLAT)
        within, _ = _axes(flat[members])
        if len(within) > 1:
            rings.append(members[_hull(flat[members] @ within[:2].T).vertices].tolist())
    return rings


def _hull(points: _Floats) -> Any:
    from scipy.spatial import ConvexHull  # noqa: PLC0415 (loaded only when something is drawn in space)

    return ConvexHull(points)
