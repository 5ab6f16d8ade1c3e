"""The legend: one entry for everything that is drawn, named by components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accord.plot.flat import ring
from accord.plot.names import counted, safe, wrapped
from accord.plot.regions import Region
from accord.plot.scene import Scene
from accord.plot.style import AGREEMENT, INK, NASH, OUTCOME, REGIONS, START, course_style
from accord.rationals import text

if TYPE_CHECKING:
    from matplotlib.artist import Artist

__all__ = ["EFFICIENT", "GREATEST", "entries"]

EFFICIENT: dict[str, Any] = {"color": INK, "linewidth": 2.2, "solid_capstyle": "round"}
GREATEST: dict[str, Any] = {"color": INK, "linewidth": 0.9, "linestyle": (0, (6, 3))}
_LONGEST = 120


def entries(scene: Scene) -> list[tuple[Artist, str]]:
    """Return what the legend shows, each with its name: solutions first, then the game."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 (an extra, loaded only when something is drawn)

    found: list[tuple[Artist, str]] = []
    splits = {course.split for course in scene.courses}
    for number, course in enumerate(scene.courses):
        style = START | course_style(number)
        name = course.fallback if len(splits) == 1 else f"{course.fallback} → {course.split}"
        lead = "fallback" if len(scene.courses) == 1 else counted([number])
        found.append((Line2D([], [], linewidth=1.3, **style), f"{lead}: {name}"))
    if scene.courses:
        how = f": {next(iter(splits))} split" if len(splits) == 1 else ""
        found.append((Line2D([], [], **AGREEMENT), f"agreement{how}"))
    if scene.nash:
        kind = "pure Nash equilibria" if scene.solvers == ("pure",) else f"Nash equilibria found by {', '.join(scene.solvers)}"
        found.append((Line2D([], [], **NASH), kind))
    found += [(_swatch(region), _named(region)) for region in reversed(scene.regions)]
    if scene.view == "plane":
        if scene.side_payments:
            found.append((Line2D([], [], **GREATEST), f"greatest total, {text(scene.total)}"))
        else:
            found.append((Line2D([], [], **EFFICIENT), "efficient payoffs"))
    if scene.outcomes:
        what = "outcomes of greatest total" if scene.view == "ternary" else "outcomes"
        found.append((Line2D([], [], **OUTCOME), what))
    return [(artist, wrapped(safe(name, _LONGEST))) for artist, name in found]


def _named(region: Region) -> str:
    """Name a region; of several concepts that give the same payoffs, all."""
    names = [REGIONS[concept].name for concept in reversed(region.concepts)]
    return " = ".join(names)


def _swatch(region: Region) -> Artist:
    from matplotlib.lines import Line2D  # noqa: PLC0415 (as above)
    from matplotlib.patches import Patch  # noqa: PLC0415

    style = REGIONS[region.concepts[-1]]
    if len(region.corners) == 1:
        return Line2D([], [], **{**ring(region), "markersize": min(style.ring, 13.0)})
    if len(region.corners) == 2:
        return Line2D([], [], color=style.edge, linewidth=3 * style.width, alpha=0.75, solid_capstyle="round")
    from matplotlib.colors import to_rgba  # noqa: PLC0415

    return Patch(facecolor=to_rgba(style.face, style.opacity), edgecolor=style.edge, linewidth=style.width, linestyle=style.line)
