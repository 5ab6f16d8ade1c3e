"""Where labels go: beside their points, and neither on each other nor on markers and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from accord.plot.style import INK, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Crowd", "Label"]

_Floats = NDArray[np.float64]
_DISTANCES = (0.0, 7.0, 16.0, 28.0, 44.0, 64.0)
"""Points between a marker's rim and a label, beyond the least gap; labels farther than the second are tied to their point."""
_DIRECTIONS = [(1, 1), (1, 0), (1, -1), (0, 1), (0, -1), (-1, 1), (-1, 0), (-1, -1), (0.5, 1), (-0.5, 1), (0.5, -1), (-0.5, -1)]
"""Where a label may be, as seen from its point: 1 is at the right, or above, 0 in the middle."""
_SAMPLE = 3.0
"""Points between the places at which lines are seen."""
_ON_LABEL, _ON_MARKER, _ON_LINE, _OUTSIDE, _FAR = 40.0, 8.0, 4.0, 1000.0, 1.0
"""What it costs to cover another label, a marker (times how far, squared), a place of a line, to leave the room, to go away."""
_TOO_MUCH = 150.0
"""What a backed label may cover, lines apart; it is left out rather than written across other words and markers."""
_LINE_HEIGHT = 1.25
_CLEAR = 1.5
"""Points that labels keep away from other words."""
_APART = np.array([-_CLEAR, -_CLEAR, _CLEAR, _CLEAR])
_BACKING: dict[str, Any] = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7}


@dataclass(frozen=True)
class Label:
    """A text beside a point.

    Attributes:
        text: what it says, in one or more lines.
        at: the point, in the coordinates of the axes.
        size: of the letters, in points.
        colour: of the letters.
        weight: of the letters.
        radius: of what is drawn at the point, in points.
        backed: whether it covers lines and areas behind it, so that it can be read across them.
    """

    text: str
    at: tuple[float, float]
    size: float
    colour: str = INK
    weight: str = "normal"
    radius: float = 3.0
    backed: bool = False


@dataclass
class Crowd:
    """What is drawn into some axes and must stay visible, and the labels that have to fit in.

    Attributes:
        labels: the labels, the most important first.
        markers: points with the radius of what is drawn there, in points.
        lines: broken lines, each with its corners.
        limits: of the axes, if both are to have the same scale and may show more than that.
        room: the rectangle, in pixels, in which labels must stay, if that is not what the axes take.
    """

    labels: list[Label] = field(default_factory=list)
    markers: list[tuple[tuple[float, float], float]] = field(default_factory=list)
    lines: list[Sequence[tuple[float, float]]] = field(default_factory=list)
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None
    room: Any = None

    def level(self, axes: Any) -> None:
        """Give both axes the same scale, if that is wanted, by showing more along one of them; their size must be final."""
        if self.limits is None:
            return
        box = axes.get_window_extent()
        scale = max((high - low) / size for (low, high), size in zip(self.limits, (box.width, box.height), strict=True))
        for (low, high), size, limit in zip(self.limits, (box.width, box.height), (axes.set_xlim, axes.set_ylim), strict=True):
            limit((low + high - scale * size) / 2, (low + high + scale * size) / 2)

    def place(self, axes: Axes) -> None:
        """Write the labels where they cover least, those of outcomes only where there is room.

        The size and the limits of the axes must be final.
        """
        pixel = 72.0 / axes.figure.dpi

        def seen(points: Sequence[tuple[float, float]]) -> _Floats:
            return np.asarray(axes.transData.transform(np.array(points, dtype=np.float64).reshape(-1, 2))) * pixel

        box = self.room or axes.get_window_extent()
        frame = np.array([box.x0, box.y0, box.x1, box.y1]) * pixel - 2 * _APART
        discs = np.array([(*seen([at])[0], radius) for at, radius in self.markers]).reshape(-1, 3)
        dots = np.vstack([_sampled(seen(line)) for line in self.lines] or [np.zeros((0, 2))])
        taken = _words(axes, pixel)
        for label in self.labels:
            x, y = seen([label.at])[0]
            width, height = _extent(label.text, label.size, label.weight)
            places = [
                (_rectangle(x, y, width, height, across, up, label.radius + 1.5 + gap), gap)
                for gap in _DISTANCES
                for across, up in _DIRECTIONS
            ]
            costs = [_cost(rectangle, taken, discs, dots, frame) + _FAR * gap for rectangle, gap in places]
            best, gap = places[int(np.argmin(costs))]
            if label.backed and _cost(best, taken, discs, dots[:0], frame) > _TOO_MUCH:
                continue
            taken = np.vstack([taken, best + _APART])
            _write(axes, label, best - np.array([x, y, x, y]), tied=gap > _DISTANCES[1])


def _words(axes: Any, pixel: float) -> _Floats:
    """Return rectangles, in points, that cover what is written already and labels could reach: a row of squares if it is aslant.

    Names of axes in the plane are out of reach; those of axes in space are in the midst of the picture.
    """
    sides = (axes.xaxis, axes.yaxis, axes.zaxis) if hasattr(axes, "get_zlim") else ()
    written = [text for axis in sides for text in (*axis.get_ticklabels(), axis.label)]
    if written:  # asked for the names of their ticks, axes in space forget where these are
        axes.figure.draw_without_rendering()
    found = []
    for text in (*written, *axes.texts):
        if not text.get_text():
            continue
        box = text.get_window_extent()
        width, height = box.width * pixel, box.height * pixel
        steps, step = 1, np.zeros(2)
        if text.get_rotation() % 90:
            long, height = _extent(text.get_text(), text.get_fontsize())
            steps, width = max(1, ceil(long / height)), height
            turn = radians(text.get_rotation())
            step = np.array([cos(turn), sin(turn)]) * max(0.0, long - height) / max(1, steps - 1)
        for k in range(steps):
            x, y = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2 * pixel + (k - (steps - 1) / 2) * step
            found.append(np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2]) + _APART)
    return np.array(found).reshape(-1, 4)


def _extent(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Return the width and the height of some lines in points."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 (an extra, loaded only when something is drawn)
    from matplotlib.textpath import text_to_path  # noqa: PLC0415

    looks = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    rows = text.split("\n")
    widths = [text_to_path.get_text_width_height_descent(row, looks, ismath=False)[0] for row in rows]
    return max(widths), len(rows) * size * _LINE_HEIGHT


def _rectangle(x: float, y: float, width: float, height: float, across: float, up: float, gap: float) -> _Floats:
    """Return left, bottom, right and top of a label in a direction from its point."""
    gap = gap * (0.75 if abs(across * up) == 1 else 1.0)
    left = x - width / 2 + across * (width / 2 + gap)
    bottom = y - height / 2 + up * (height / 2 + gap)
    return np.array([left, bottom, left + width, bottom + height])


def _cost(rectangle: _Floats, taken: _Floats, discs: _Floats, dots: _Floats, frame: _Floats) -> float:
    left, bottom, right, top = rectangle
    covered = np.clip(np.minimum(right, taken[:, 2]) - np.maximum(left, taken[:, 0]), 0, None) * np.clip(
        np.minimum(top, taken[:, 3]) - np.maximum(bottom, taken[:, 1]), 0, None
    )
    across = np.maximum(np.maximum(left - discs[:, 0], discs[:, 0] - right), 0)
    along = np.maximum(np.maximum(bottom - discs[:, 1], discs[:, 1] - top), 0)
    hidden = np.clip(discs[:, 2] + 1.0 - np.hypot(across, along), 0, None)
    crossed = np.count_nonzero((dots[:, 0] > left) & (dots[:, 0] < right) & (dots[:, 1] > bottom) & (dots[:, 1] < top))
    beyond = sum(max(0.0, float(v)) for v in (frame[0] - left, frame[1] - bottom, right - frame[2], top - frame[3]))
    return float(_ON_LABEL * covered.sum() + _ON_MARKER * (hidden**2).sum() + _ON_LINE * crossed + _OUTSIDE * beyond)


def _sampled(corners: _Floats) -> _Floats:
    """Return places along a broken line."""
    pieces = [
        start + np.linspace(0.0, 1.0, max(2, int(np.hypot(*(end - start)) / _SAMPLE)))[:, None] * (end - start)
        for start, end in pairwise(corners)
    ]
    return np.vstack(pieces or [np.zeros((0, 2))])


def _write(axes: Axes, label: Label, rectangle: _Floats, *, tied: bool) -> None:
    tie: dict[str, Any] = {"arrowstyle": "-", "color": PALE, "linewidth": 0.5, "shrinkA": 0.0, "shrinkB": label.radius}
    axes.annotate(
        label.text,
        xy=label.at,
        xytext=((rectangle[0] + rectangle[2]) / 2, (rectangle[1] + rectangle[3]) / 2),
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=label.size,
        fontfamily="DejaVu Sans",
        color=label.colour,
        fontweight=label.weight,
        linespacing=_LINE_HEIGHT,
        multialignment="left",
        parse_math=False,
        annotation_clip=False,
        zorder=4 if label.backed else 9,
        bbox=_BACKING if label.backed else None,
        arrowprops=tie if tied else None,
    )
