"""Colours, markers and lines: told apart in grey and by colour-blind eyes, since shapes and dashes differ along with the colours.

The colours are those of Okabe and Ito (*Color Universal Design*, 2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["AGREEMENT", "INK", "NASH", "OUTCOME", "PALE", "RC", "REGIONS", "START", "RegionStyle", "course_style", "font"]

INK = "#222222"
PALE = "#8A8A8A"
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "<", ">")
_LINES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))

font = {"normal": 9.0, "small": 7.5, "title": 10.5}
"""Sizes in points: small enough for a column of a journal, large enough to be read there."""


@dataclass(frozen=True)
class RegionStyle:
    """How a region is drawn.

    Attributes:
        name: what the legend calls it.
        face, edge: colours of area and border.
        opacity: of the area.
        line: dashes of the border.
        width: of the border in points; twice that for a segment.
        ring: diameter in points of the ring that marks a region of one point.
    """

    name: str
    face: str
    edge: str
    opacity: float
    line: Any
    width: float
    ring: float


REGIONS = {
    "feasible": RegionStyle("feasible payoffs", "#DDDDDD", PALE, 0.35, "-", 0.9, 22.0),
    "coarse-correlated": RegionStyle("coarse correlated equilibria", "#56B4E9", "#2E86BD", 0.22, (0, (4, 2)), 1.3, 17.5),
    "correlated": RegionStyle("correlated equilibria", "#E69F00", "#A86F00", 0.45, "-", 1.5, 13.0),
}
OUTCOME: dict[str, Any] = {"marker": "o", "markersize": 3.0, "color": "#555555", "linestyle": "none"}
NASH: dict[str, Any] = {"marker": "x", "markersize": 7.5, "markeredgewidth": 1.4, "color": INK, "linestyle": "none"}
AGREEMENT: dict[str, Any] = {
    "marker": "*",
    "markersize": 17.0,
    "markerfacecolor": "#F0E442",
    "markeredgecolor": INK,
    "markeredgewidth": 0.9,
    "linestyle": "none",
}

START: dict[str, Any] = {"markersize": 6.5, "markeredgecolor": "white", "markeredgewidth": 0.6, "linestyle": "none"}
"""What the markers of fallbacks have in common; colour and shape are those of the course."""

RC = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "xtick.color": PALE,
    "ytick.color": PALE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "font.family": "DejaVu Sans",
    "font.size": font["normal"],
    "grid.color": "#E2E2E2",
    "grid.linewidth": 0.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "accord",
    "pdf.fonttype": 42,
    "path.simplify": False,
}
"""What figures of our own are made with, on top of matplotlib's defaults and whatever the user has set."""


def course_style(number: int) -> dict[str, Any]:
    """Return colour, marker and dashes of a course; those of the first 55 differ from each other."""
    return {
        "color": _COLOURS[number % len(_COLOURS)],
        "marker": _MARKERS[number % len(_MARKERS)],
        "linestyle": _LINES[number % len(_LINES)],
    }
