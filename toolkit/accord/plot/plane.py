"""The picture of a game of two players: one axis for each player's payoff."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from accord.plot.flat import draw_flat
from accord.plot.legend import EFFICIENT, GREATEST
from accord.plot.names import safe
from accord.plot.placement import Crowd
from accord.plot.regions import Payoffs
from accord.plot.scene import Scene
from accord.plot.units import Units, comparable, units_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

__all__ = ["axis_units", "draw_plane", "locator"]

_MARGIN = 0.09
"""Room around everything, as a share of the range."""
_TICKS = 8


def draw_plane(axes: Axes, scene: Scene) -> Crowd:
    """Draw a scene of two players.

    Both axes have the same scale where their ranges are alike, so that payments from one player to the other run at 45 degrees.

    Args:
        axes: takes the picture.
        scene: what there is to see.

    Returns:
        The labels that are still to be placed, and what they must not cover.
    """
    units = axis_units(scene.ranges)
    even = units[0].unit == units[1].unit and comparable(scene.ranges)

    def place(payoffs: Payoffs) -> tuple[float, float]:
        return units[0].place(payoffs[0]), units[1].place(payoffs[1])

    _limit(axes, scene, units, even=even)
    crowd = draw_flat(axes, scene, place)
    crowd.limits = (axes.get_xlim(), axes.get_ylim()) if even else None
    if scene.side_payments:
        _greatest(axes, scene, units, crowd)
    else:
        for region in scene.regions[:1]:
            if "feasible" in region.concepts:
                points = [place(corner) for corner in region.frontier]
                marker: dict[str, Any] = {"marker": "o", "markersize": 3.0} if len(points) == 1 else {}
                axes.plot(*zip(*points, strict=True), zorder=2.2, **EFFICIENT, **marker)
    axes.set_xlabel(f"payoff of {safe(scene.players[0])}{units[0].remark}", parse_math=False)
    axes.set_ylabel(f"payoff of {safe(scene.players[1])}{units[1].remark}", parse_math=False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(locator(_TICKS))
    return crowd


def locator(ticks: int) -> Locator:
    """Return what puts some ticks at round numbers."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 (an extra, loaded only when something is drawn)

    return MaxNLocator(ticks, steps=[1, 2, 5, 10])


def axis_units(ranges: tuple[tuple[Fraction, Fraction], ...]) -> tuple[Units, ...]:
    """Return the units of the axes: the same on all of them where the ranges are alike, if that leaves all of them readable."""
    single = tuple(units_for(low, high) for low, high in ranges)
    if not comparable(ranges) or any(units.offset for units in single):
        return single
    joint = units_for(min(low for low, _ in ranges), max(high for _, high in ranges))
    return single if joint.offset else (joint,) * len(ranges)


def _limit(axes: Any, scene: Scene, units: tuple[Units, ...], *, even: bool) -> None:
    ends = [(u.place(low), u.place(high)) for u, (low, high) in zip(units, scene.ranges, strict=True)]
    widest = max(high - low for low, high in ends)
    for (low, high), set_limits in zip(ends, (axes.set_xlim, axes.set_ylim), strict=True):
        span = high - low or (widest if even else 0.0) or max(abs(low), 1.0) / 2
        room = span * (_MARGIN if high > low else 0.5)
        set_limits(low - room, high + room)


def _greatest(axes: Axes, scene: Scene, units: tuple[Units, ...], crowd: Crowd) -> None:
    """Draw the line on which payoffs add up to the greatest total, across the picture."""
    ends = [(units[0].place(x), units[1].place(scene.total - x)) for x in scene.ranges[0]]
    crowd.lines.append(ends)
    axes.axline(
        ends[1],
        slope=-float(units[0].unit / units[1].unit),
        zorder=1.5,
        **GREATEST,
    )
