"""Figures of a scene, and the files that hold them."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import ConfigurationError
from accord.plot.legend import entries
from accord.plot.names import safe, wrapped
from accord.plot.plane import draw_plane
from accord.plot.scene import Scene
from accord.plot.solid import draw_solid, fit
from accord.plot.style import RC, font
from accord.plot.ternary import draw_ternary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "SIZE", "check_target", "check_that_one_can_draw", "draw_on", "encoded", "figure_of", "write"]

FORMATS = ("svg", "png", "pdf")
SIZE = (7.2, 4.6)
"""Width and height in inches."""
_LEAST, _LARGEST = 2.0, 40.0
_NARROW = 0.5
"""If the legend at the right leaves less of the width than this, it goes below the picture."""
_BESIDE, _EDGE, _LEFT = 1.02, 0.99, 0.4
"""Where a legend beside given axes begins, in their widths, and ends, in widths of the figure; how much it leaves them."""
_WIDE, _PAD = 5.0, 0.2
"""Inches from which a legend below has two columns, and around a legend."""
_SMALLEST = {"plane": (1.0, 1.0), "solid": (1.6, 1.6), "ternary": (3.4, 2.0)}
"""Width and height in inches that a view needs at least; what is written around and below a triangle has its own size."""
_TITLE, _LETTERS = 120, 7.5
"""Letters of a title, and of one of its lines for every inch of the picture."""
_DPI = 200
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "accord"},
    "png": {"Software": "accord"},
    "pdf": {"CreationDate": None},
}


def check_that_one_can_draw() -> None:
    """Look for matplotlib, without loading what is slow about it.

    Raises:
        ConfigurationError: if it is not installed.
    """
    try:
        import matplotlib  # noqa: F401, PLC0415 (an extra, loaded only when something is drawn)
    except ImportError:
        raise ConfigurationError("pictures need matplotlib, which is not installed: pip install 'accord[plot]'") from None


def draw_on(axes: Axes, scene: Scene, *, legend: bool = True) -> Axes:
    """Draw a scene on given axes; the legend stands at their right and takes its room from them, unless that is too narrow.

    Raises:
        ConfigurationError: if the scene needs axes in space and these are not, or the other way round.
    """
    spatial = hasattr(axes, "get_zlim")
    if spatial != (scene.view == "solid"):
        needed = "in space: add_subplot(projection='3d')" if scene.view == "solid" else "in the plane: add_subplot()"
        raise ConfigurationError(f"this picture needs axes {needed}")
    with _quiet():
        crowd = _draw(axes, scene)
        if scene.title:
            axes.set_title(safe(scene.title, _TITLE), parse_math=False)
        if legend:
            handles, names = zip(*entries(scene), strict=True)
            looks: dict[str, Any] = {"bbox_to_anchor": (_BESIDE, 1.0), "borderaxespad": 0.0, "frameon": False}
            _make_room(axes, _plain(axes.legend(handles, names, loc="upper left", **looks)))
        axes.apply_aspect()
        crowd.level(axes)
        crowd.place(axes)
    return axes


def _make_room(axes: Axes, legend: Any) -> None:
    """Narrow axes so that their legend does not hang out of the figure or into other axes; a layout engine does that itself."""
    figure = axes.figure
    if figure.get_layout_engine() is not None:
        return
    place = axes.get_position(original=True)
    right = max(place.x1, _EDGE) if len(figure.axes) == 1 else place.x1
    width = (right - place.x0 - legend.get_window_extent().width / figure.bbox.width) / _BESIDE
    if _LEFT * place.width <= width < place.width:
        axes.set_position((place.x0, place.y0, width, place.height))


def figure_of(scene: Scene, *, size: tuple[float, float] | None = None, legend: bool = True) -> Figure:
    """Return a figure of a scene; it depends neither on pyplot nor on the user's settings, and shows itself in notebooks.

    Args:
        scene: what there is to see.
        size: width and height in inches; by default `SIZE`, or higher for a long legend.
        legend: whether there is one.

    Raises:
        ConfigurationError: if matplotlib is not installed, or the size is not within 2 and 40 inches or too small for the legend.
    """
    check_that_one_can_draw()
    width, height = _checked(SIZE if size is None else size)
    with _settings(), _quiet():
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (as above)

        figure = _figure_class()(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(projection="3d") if scene.view == "solid" else figure.add_subplot()
        crowd = _draw(axes, scene)
        heading = wrapped(safe(scene.title, _TITLE), int(width * _LETTERS))
        if scene.view == "solid":  # the axes will be moved, and the title of axes with them
            title = figure.suptitle(heading, fontsize=font["title"], parse_math=False)
        else:
            title = axes.set_title(heading, fontsize=font["title"], parse_math=False)
        room = _add_legend(figure, scene, grow=size is None) if legend else _has_room(figure, scene)
        if not room:
            needed = f"larger ones, such as {SIZE[0]:g}x{SIZE[1]:g}{', or no legend,' if legend else ''} are accepted"
            raise ConfigurationError(f"{width:g} × {height:g} inches leave no room for the picture; {needed}")
        for _ in range(2):  # the size of the axes depends on how long the names of the ticks are, and these on the size
            figure.draw_without_rendering()
            crowd.level(axes)
        figure.set_layout_engine("none")
        if scene.view == "solid":
            place = axes.get_position(original=True)
            title.set_x((place.x0 + place.x1) / 2)
            crowd = fit(axes, scene)
        crowd.place(axes)
    return figure


def _add_legend(figure: Figure, scene: Scene, *, grow: bool) -> bool:
    """Put the legend at the right of the picture, or below if it would take too much there; return whether both have room.

    Args:
        figure: has one set of axes.
        scene: what there is to see.
        grow: whether the figure may become higher instead.
    """
    handles, names = zip(*entries(scene), strict=True)
    looks: dict[str, Any] = {"frameon": False, "handlelength": 2.4, "labelspacing": 0.7, "fontsize": font["small"] + 0.5}
    legend = _plain(figure.legend(handles, names, loc="outside right upper", **looks))
    if grow:
        high = legend.get_window_extent().height / figure.dpi + _PAD
        figure.set_figheight(max(figure.get_figheight(), high))
    if _has_room(figure, scene, share=_NARROW):
        return True
    legend.remove()
    columns = 2 if figure.get_figwidth() > _WIDE else 1
    _plain(figure.legend(handles, names, loc="outside lower center", ncols=columns, **looks))
    return _has_room(figure, scene)


def _has_room(figure: Figure, scene: Scene, share: float = 0.0) -> bool:
    """Lay the figure out; return whether the view has room, a share of the width at least, and the legend is not cut off."""
    try:
        figure.draw_without_rendering()
    except UserWarning:  # see _quiet
        return False
    (axes,), legends = figure.axes, figure.legends
    place = axes.get_position(original=True)
    cut_off = any(
        not figure.bbox.padded(1).fully_containsx(x) for legend in legends for x in legend.get_window_extent().intervalx
    )
    cut_off |= any(
        not figure.bbox.padded(1).fully_containsy(y) for legend in legends for y in legend.get_window_extent().intervaly
    )
    sides = place.width * figure.get_figwidth(), place.height * figure.get_figheight()
    large = all(side >= least for side, least in zip(sides, _SMALLEST[scene.view], strict=True))
    return not cut_off and place.width >= share and large


def encoded(figure: Figure, form: str) -> bytes:
    """Return a figure as the content of a file: the same bytes for the same figure, without dates."""
    with _settings(), _quiet():
        content = io.BytesIO()
        figure.savefig(content, format=form, dpi=_DPI, metadata=_METADATA[form])
    return content.getvalue()


def check_target(target: Path) -> str:
    """Return the format of a file that is to be written, by its suffix.

    Raises:
        ConfigurationError: if there is no such format, the name is a directory's, or its folder is none or cannot be written to.
    """
    form = target.suffix.lower().removeprefix(".")
    if target.is_dir():
        raise ConfigurationError(f"{target} is a directory; the name of a file is needed")
    if form not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise ConfigurationError(
            f"{target} has {'the suffix .' + form if form else 'no suffix'}; pictures are written to {known}"
        )
    if not target.parent.is_dir():
        raise ConfigurationError(f"{target} cannot be written: there is no directory {target.parent}")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise ConfigurationError(f"{target} cannot be written: no permission to write to the directory {target.parent}")
    return form


def write(content: bytes, target: Path) -> None:
    """Write a file as a whole or not at all.

    Raises:
        ConfigurationError: if the operating system refuses.
    """
    place = target.resolve()
    part = place.with_name(f".{place.name[-100:]}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigurationError(f"{target} cannot be written: {error.strerror or error}") from None


def _draw(axes: Any, scene: Scene) -> Any:
    draw = {"plane": draw_plane, "solid": draw_solid, "ternary": draw_ternary}[scene.view]
    return draw(axes, scene)


@cache
def _figure_class() -> type[Figure]:
    """Return a kind of figure that notebooks show although pyplot knows nothing about it."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (as above)

    class Picture(Figure):
        """A figure that shows itself in notebooks."""

        def _repr_svg_(self) -> str:
            return encoded(self, "svg").decode("utf-8")

    return Picture


def _plain(legend: Any) -> Any:
    """Keep dollar signs in labels from being read as formulas."""
    for text in legend.get_texts():
        text.set_parse_math(False)
    return legend


def _checked(size: tuple[float, float]) -> tuple[float, float]:
    width, height = size
    if not all(_LEAST <= side <= _LARGEST for side in (width, height)):
        raise ConfigurationError(f"the size is {width:g} × {height:g} inches; between {_LEAST:g} and {_LARGEST:g} are accepted")
    return width, height


@contextmanager
def _settings() -> Iterator[None]:
    """Use our own settings instead of the user's, for a while."""
    from matplotlib import style  # noqa: PLC0415 (as above)

    with style.context(["default", RC]):
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    """Do not warn about letters that the font has not: files with text as text are right anyway. Lack of room is an error."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="constrained_layout not applied")
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from")
        yield
