"""Pictures of games and agreements; matplotlib, an extra, is loaded only when something is drawn.

`accord.Solution.plot` draws one solution, `draw` several of the same game.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, overload

from accord.plot.figure import FORMATS, SIZE, check_target, check_that_one_can_draw, draw_on, encoded, figure_of, write
from accord.plot.scene import MOST, Course, Scene, Spot, drawable, scene_of
from accord.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "FORMATS",
    "MOST",
    "SIZE",
    "Course",
    "Scene",
    "Spot",
    "check_target",
    "check_that_one_can_draw",
    "draw",
    "draw_on",
    "drawable",
    "encoded",
    "figure_of",
    "save",
    "scene_of",
    "write",
]


@overload
def draw(
    solutions: Sequence[Solution],
    ax: None = None,
    *,
    solvers: Sequence[object] = ("pure",),
    title: str | None = None,
    size: tuple[float, float] | None = None,
    legend: bool = True,
) -> Figure: ...


@overload
def draw(
    solutions: Sequence[Solution],
    ax: Axes,
    *,
    solvers: Sequence[object] = ("pure",),
    title: str | None = None,
    size: tuple[float, float] | None = None,
    legend: bool = True,
) -> Axes: ...


def draw(
    solutions: Sequence[Solution],
    ax: Axes | None = None,
    *,
    solvers: Sequence[object] = ("pure",),
    title: str | None = None,
    size: tuple[float, float] | None = None,
    legend: bool = True,
) -> Figure | Axes:
    """Draw solutions of one game into one picture.

    Two players: the feasible payoffs, those of correlated and coarse correlated equilibria, Nash equilibria, and for each
    solution an arrow from its fallback to its agreement. Three players: the same in space, or with side payments in the triangle
    of payoffs that add up to the greatest total.

    Args:
        solutions: what to draw, all with side payments or all without.
        ax: matplotlib axes to draw on, with ``projection="3d"`` for three players without side payments; a new figure by default.
        solvers: names or instances of solvers whose Nash equilibria are shown.
        title: the game's title by default.
        size: width and height of the new figure in inches.
        legend: whether there is one.

    Returns:
        The new figure, or the axes that were given.

    Raises:
        ConfigurationError: if matplotlib is not installed, the axes are of the wrong kind or the size is out of range.
        InputError: if there is nothing to draw, or the solutions do not go together.
        UnsuitableError: if the game has neither two nor three players.
    """
    check_that_one_can_draw()
    scene = scene_of(solutions, solvers=solvers, title=title)
    return figure_of(scene, size=size, legend=legend) if ax is None else draw_on(ax, scene, legend=legend)


def save(figure: Figure, target: str | PathLike[str]) -> None:
    """Write a figure to a ``.svg``, ``.png`` or ``.pdf`` file: the same bytes for the same figure, and nothing by halves.

    Raises:
        ConfigurationError: if the suffix is another one, or the file cannot be written.
    """
    path = Path(target)
    form = check_target(path)
    write(encoded(figure, form), path)
