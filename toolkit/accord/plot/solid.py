"""The picture of three players who cannot pay each other: their payoffs in space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.plot.flat import name_points, ring, ways
from accord.plot.names import safe
from accord.plot.placement import Crowd
from accord.plot.plane import axis_units, locator
from accord.plot.regions import Payoffs, Region
from accord.plot.scene import Scene
from accord.plot.style import AGREEMENT, NASH, OUTCOME, REGIONS, START, course_style
from accord.plot.units import Units, comparable

if TYPE_CHECKING:
    from matplotlib.transforms import Bbox
    from mpl_toolkits.mplot3d import Axes3D

__all__ = ["draw_solid", "fit"]

_ELEVATION, _AZIMUTH = 22, -58
_MARGIN = 0.05
_ZOOM = 0.84
"""How large the box is before it is fitted into a figure: so that names of two lines have room beside it."""
_TURNS = 12
"""How often it is fitted at most: names keep their size when the box is scaled."""
_CLOSE = 0.005
"""The share of its size by which the box may miss the best one."""
_TICKS = 4
_MANY = 20
"""Faces beyond which their edges are drawn lightly."""
_STEM = {"color": "#9A9A9A", "linewidth": 0.6, "linestyle": (0, (1, 2)), "zorder": 2.8}
_Point = tuple[float, ...]


def draw_solid(axes: Axes3D, scene: Scene) -> Crowd:
    """Draw a scene of three players without side payments; dotted lines lead from agreements and fallbacks to the floor.

    Labels are placed for the direction from which the picture is seen first.

    Args:
        axes: takes the picture, with ``projection="3d"``.
        scene: what there is to see.

    Returns:
        The labels that are still to be placed, and what they must not cover.
    """
    units = axis_units(scene.ranges)
    place = _placed(units)
    axes.computed_zorder = False
    axes.view_init(elev=_ELEVATION, azim=_AZIMUTH)
    ends = _limit(axes, scene, place)
    for region in scene.regions:
        _region(axes, region, [[place(corner) for corner in face] for face in region.faces])
    points = [place(outcome.payoffs) for outcome in scene.outcomes]
    if points:
        axes.plot(*zip(*points, strict=True), zorder=3, **OUTCOME)
    for number, course in ways(scene):
        style = course_style(number)
        way = zip(place(course.start), place(course.end), strict=True)
        axes.plot(*way, color=style["color"], linestyle=style["linestyle"], linewidth=1.3, zorder=5)
    for spot in scene.ends:
        _mark(axes, place(spot.payoffs), zorder=6, **AGREEMENT)
    for spot in scene.starts:
        _mark(axes, place(spot.payoffs), zorder=7, **(course_style(spot.courses[0]) | START))
    for spot in (*scene.ends, *scene.starts):
        x, y, z = place(spot.payoffs)
        axes.plot([x, x], [y, y], [ends[2][0], z], **_STEM)
    for equilibrium in scene.nash:
        _mark(axes, place(equilibrium), zorder=8, **NASH)
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_major_locator(locator(_TICKS))
    for name, unit, write in zip(scene.players, units, (axes.set_xlabel, axes.set_ylabel, axes.set_zlabel), strict=True):
        write(f"payoff of {safe(name, 24)}" + (f"\n{unit.remark.strip()}" if unit.remark else ""), parse_math=False)
    return _crowd(axes, scene, place)


def fit(axes: Axes3D, scene: Scene) -> Crowd:
    """Let a picture with the names of its axes fill the room that the layout of its figure, now final, has left for it.

    Args:
        axes: hold the picture, and are alone in their figure.
        scene: what there is to see.

    Returns:
        The labels, for the picture as it is seen now.
    """
    figure = axes.figure
    room = axes.get_position(original=True).transformed(figure.transSubfigure)
    sides = [high - low for low, high in (axes.get_xlim(), axes.get_ylim(), axes.get_zlim())]
    box, zoom = sides if comparable(scene.ranges) else (1, 1, 1), _ZOOM
    for _ in range(_TURNS):
        figure.draw_without_rendering()
        seen = _visible(axes)
        scale = min(room.width / seen.width, room.height / seen.height)
        zoom *= scale
        axes.set_box_aspect(box, zoom=zoom)
        figure.draw_without_rendering()
        seen = _visible(axes)
        right, up = ((a + b - c - d) / 2 for a, b, c, d in zip(room.min, room.max, seen.min, seen.max, strict=True))
        shift = right / figure.bbox.width, up / figure.bbox.height
        axes.set_position(axes.get_position(original=True).translated(*shift))
        if abs(scale - 1) < _CLOSE:
            break
    figure.draw_without_rendering()
    crowd = _crowd(axes, scene, _placed(axis_units(scene.ranges)))
    crowd.room = room
    return crowd


def _visible(axes: Axes3D) -> Bbox:
    """Return the rectangle, in pixels, that the box and the names of its axes take."""
    from matplotlib.transforms import Bbox  # noqa: PLC0415 (as above)
    from mpl_toolkits.mplot3d.proj3d import proj_transform  # noqa: PLC0415 (as above)

    corners = product(axes.get_xlim(), axes.get_ylim(), axes.get_zlim())
    seen = [proj_transform(*corner, axes.get_proj())[:2] for corner in corners]
    places = axes.transData.transform(seen)
    names = [axis.get_tightbbox(axes.figure.canvas.get_renderer()) for axis in (axes.xaxis, axes.yaxis, axes.zaxis)]
    return Bbox.union([Bbox(np.array([places.min(axis=0), places.max(axis=0)])), *names])


def _placed(units: tuple[Units, ...]) -> Callable[[Payoffs], _Point]:
    """Return what tells where payoffs are drawn."""
    return lambda payoffs: tuple(unit.place(v) for unit, v in zip(units, payoffs, strict=True))


def _limit(axes: Axes3D, scene: Scene, place: Any) -> list[tuple[float, float]]:
    lows, highs = (place(tuple(pair[end] for pair in scene.ranges)) for end in (0, 1))
    widest = max(high - low for low, high in zip(lows, highs, strict=True))
    ends = []
    for low, high in zip(lows, highs, strict=True):
        span = high - low or widest or max(abs(low), 1.0)
        room = span * _MARGIN if high > low else span / 2
        ends.append((low - room, high + room))
    for set_limits, limits in zip((axes.set_xlim, axes.set_ylim, axes.set_zlim), ends, strict=True):
        set_limits(*limits)
    axes.set_box_aspect([high - low for low, high in ends] if comparable(scene.ranges) else (1, 1, 1), zoom=_ZOOM)
    return ends


def _region(axes: Axes3D, region: Region, faces: list[list[_Point]]) -> None:
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # noqa: PLC0415 (an extra, loaded only when something is drawn)

    style = REGIONS[region.concepts[-1]]
    if len(faces[0]) == 1:
        _mark(axes, faces[0][0], zorder=2.5, **ring(region))
        return
    if len(faces[0]) == 2:
        axes.plot(*zip(*faces[0], strict=True), color=style.edge, linewidth=3 * style.width, alpha=0.75, zorder=2)
        return
    # One face after the other hides what lies behind it, so many faces have to be fainter.
    opacity = style.opacity if len(faces) == 1 else style.opacity / 2
    axes.add_collection3d(Poly3DCollection(faces, facecolor=style.face, alpha=opacity, linewidths=0, zorder=1))
    rounded = len(faces) > _MANY
    looks = {"linewidth": 0.35, "alpha": 0.6} if rounded else {"linewidth": style.width * 0.8, "linestyle": style.line}
    for face in faces:
        closed = [*face, face[0]]
        axes.plot(*zip(*closed, strict=True), color=style.edge, zorder=2, **looks)


def _mark(axes: Axes3D, at: _Point, **style: Any) -> None:
    x, y, z = at
    axes.plot([x], [y], [z], **style)


def _crowd(axes: Axes3D, scene: Scene, place: Any) -> Crowd:
    from mpl_toolkits.mplot3d.proj3d import proj_transform  # noqa: PLC0415 (as above)

    def seen(payoffs: Payoffs) -> tuple[float, float]:
        x, y, _ = proj_transform(*place(payoffs), axes.get_proj())
        return float(x), float(y)

    crowd = Crowd()
    name_points(scene, seen, crowd)
    crowd.markers += [(seen(outcome.payoffs), 2.0) for outcome in scene.outcomes]
    crowd.markers += [(seen(spot.payoffs), 7.0) for spot in (*scene.ends, *scene.starts)]
    crowd.lines += [[seen(course.start), seen(course.end)] for course in scene.courses]
    crowd.lines += [_closed([seen(corner) for corner in face]) for region in scene.regions for face in region.faces]
    return crowd


def _closed(corners: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    return [*corners, corners[0]]
