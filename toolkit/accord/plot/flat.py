"""What pictures in the plane have in common: regions, outcomes, equilibria, and the ways from fallbacks to agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from accord.plot.names import counted, outcome_label
from accord.plot.placement import Crowd, Label
from accord.plot.regions import Payoffs, Region
from accord.plot.scene import Course, Scene
from accord.plot.style import AGREEMENT, NASH, OUTCOME, REGIONS, START, course_style, font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Place", "draw_flat", "name_points", "ring", "ways"]

Place = Callable[[Payoffs], tuple[float, float]]
_MOST_NAMES = 16
"""Outcomes up to which each is named."""
_FEW = 60
"""Outcomes beyond which their dots are lighter."""
_START, _END = 3.5, 7.5
"""Radius of the marker of a fallback, and of an agreement, in points."""


def draw_flat(axes: Axes, scene: Scene, place: Place) -> Crowd:
    """Draw everything but the frame.

    Args:
        axes: takes the picture.
        scene: what there is to see.
        place: where payoffs are drawn.

    Returns:
        The labels that are still to be placed, and what they must not cover.
    """
    crowd = Crowd()
    for region in scene.regions:
        _region(axes, region, place, crowd)
    _outcomes(axes, scene, place, crowd)
    for number, course in ways(scene):
        _way(axes, number, place(course.start), place(course.end), crowd)
    for spot in scene.ends:
        _mark(axes, place(spot.payoffs), crowd, _END, zorder=6, **AGREEMENT)
    for spot in scene.starts:
        _mark(axes, place(spot.payoffs), crowd, _START, zorder=7, **(course_style(spot.courses[0]) | START))
    for point in scene.nash:
        _mark(axes, place(point), crowd, 4.0, zorder=8, **NASH)
    name_points(scene, place, crowd)
    return crowd


def ways(scene: Scene) -> list[tuple[int, Course]]:
    """Return the courses that lead anywhere, with their numbers, those that go farthest first.

    Of courses that take the same way there is only the first; where a shorter one takes a part of a longer one's, it is on top.
    """
    first: dict[tuple[int, int], int] = {}
    for number in range(len(scene.courses)):
        start = next(k for k, spot in enumerate(scene.starts) if number in spot.courses)
        end = next(k for k, spot in enumerate(scene.ends) if number in spot.courses)
        first.setdefault((start, end), number)
    spans = [high - low or 1 for low, high in scene.ranges]

    def length(number: int) -> float:
        course = scene.courses[number]
        return sum(abs(float((b - a) / s)) for a, b, s in zip(course.start, course.end, spans, strict=True))

    return [(number, scene.courses[number]) for number in sorted(first.values(), key=length, reverse=True)]


def name_points(scene: Scene, place: Place, crowd: Crowd) -> None:
    """Ask for labels: numbers for fallbacks and agreements of several solutions, names for outcomes if they are few."""
    if len(scene.courses) > 1:
        _numbers(scene, place, crowd)
    if len(scene.outcomes) <= _MOST_NAMES:
        for outcome in scene.outcomes:
            at, name = place(outcome.payoffs), outcome_label(outcome)
            crowd.labels.append(Label(name, at, font["small"], colour="#444444", radius=2.5, backed=True))


def _region(axes: Axes, region: Region, place: Place, crowd: Crowd) -> None:
    style = REGIONS[region.concepts[-1]]
    for face in region.faces:
        corners = [place(corner) for corner in face]
        if len(corners) == 1:
            _mark(axes, corners[0], crowd, style.ring / 2, zorder=2.5, **ring(region))
            continue
        if len(corners) == 2:
            axes.plot(
                *zip(*corners, strict=True),
                color=style.edge,
                linewidth=3 * style.width,
                alpha=0.75,
                solid_capstyle="round",
                zorder=2,
            )
        else:
            axes.fill(*zip(*corners, strict=True), facecolor=style.face, alpha=style.opacity, linewidth=0, zorder=1)
            closed = [*corners, corners[0]]
            axes.plot(*zip(*closed, strict=True), color=style.edge, linewidth=style.width, linestyle=style.line, zorder=2)
        crowd.lines.append([*corners, corners[0]])


def ring(region: Region) -> dict[str, Any]:
    """Return how a region of one point is marked."""
    style = REGIONS[region.concepts[-1]]
    looks = {"marker": "o", "markersize": style.ring, "markerfacecolor": "none", "markeredgecolor": style.edge}
    return {**looks, "markeredgewidth": style.width, "linestyle": "none"}


def _outcomes(axes: Axes, scene: Scene, place: Place, crowd: Crowd) -> None:
    if not scene.outcomes:
        return
    points = [place(outcome.payoffs) for outcome in scene.outcomes]
    many = len(points) > _FEW
    axes.plot(*zip(*points, strict=True), **{**OUTCOME, "markersize": 1.8 if many else 3.0}, alpha=0.5 if many else 1.0, zorder=3)
    crowd.markers += [(point, 2.0) for point in points]


def _way(axes: Axes, number: int, start: tuple[float, float], end: tuple[float, float], crowd: Crowd) -> None:
    if start == end:
        return
    style = course_style(number)
    axes.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": style["color"],
            "linestyle": style["linestyle"],
            "linewidth": 1.3,
            "mutation_scale": 8.0,
            "shrinkA": _START,
            "shrinkB": _END - 1.0,
        },
        zorder=5,
    )
    crowd.lines.append([start, end])


def _mark(axes: Axes, at: tuple[float, float], crowd: Crowd, radius: float, **style: Any) -> None:
    axes.plot([at[0]], [at[1]], clip_on=False, **style)
    crowd.markers.append((at, radius))


def _numbers(scene: Scene, place: Place, crowd: Crowd) -> None:
    """Number fallbacks and agreements; one number or joint label at each point."""
    found: dict[tuple[float, float], tuple[set[int], float]] = {}
    for spots, radius in ((scene.ends, _END), (scene.starts, _START)):
        for spot in spots:
            courses, largest = found.get(place(spot.payoffs), (set(), 0.0))
            found[place(spot.payoffs)] = (courses | set(spot.courses), max(largest, radius))
    for at, (courses, radius) in found.items():
        crowd.labels.append(Label(counted(sorted(courses)), at, font["normal"], weight="bold", radius=radius))
