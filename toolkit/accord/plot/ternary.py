"""The picture of three players who can pay each other: the triangle of payoffs that add up to the greatest total."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from accord.plot.flat import draw_flat
from accord.plot.names import safe
from accord.plot.placement import Crowd
from accord.plot.regions import Payoffs
from accord.plot.scene import Scene
from accord.plot.style import INK, PALE, font
from accord.plot.units import units_for
from accord.rationals import text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_ternary", "marks"]

_CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.5, math.sqrt(0.75)))
"""Where each player gets everything: left, right and top."""
_TURNS = (-60, 60, 0)
_SIDES = (0, -60, 60)
"""How far the names of ticks are turned, along the lines of equal payoff, and those of the sides that they start from."""
_CENTRED: dict[str, Any] = {"ha": "center", "va": "center", "rotation_mode": "anchor"}
_TICK: dict[str, Any] = {**_CENTRED, "fontsize": font["small"] - 0.5, "color": PALE}
_PLAYER = 20
"""Letters of a player's label."""
_STEPS = 5
"""About how many lines of equal payoff there are for each player."""


def draw_ternary(axes: Axes, scene: Scene) -> Crowd:
    """Draw a scene of three players with side payments.

    A player's payoff grows from the side opposite its corner, where it gets its floor, to the corner.

    Args:
        axes: takes the picture.
        scene: what there is to see.

    Returns:
        The labels that are still to be placed, and what they must not cover.
    """
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-0.2, 1.2)
    axes.set_ylim(-0.3, 0.97)
    axes.fill(*zip(*_CORNERS, strict=True), facecolor="none", edgecolor=INK, linewidth=0.8, zorder=1.2)
    side = scene.total - sum(scene.floors, Fraction(0))
    units = units_for(min(scene.floors), max(scene.floors) + side)
    for player, floor in enumerate(scene.floors):
        places = [(float((value - floor) / side), f"{units.place(value):.6g}") for value in marks(floor, floor + side)]
        _grid(axes, player, scene.players[player], places)
        _corner(axes, player, f"{safe(scene.players[player], _PLAYER)}: {_amount(floor + side)}")
    axes.text(
        0.5, -0.17, _caption(scene, units.remark), ha="center", va="top", fontsize=font["small"], color=INK, parse_math=False
    )

    def place(payoffs: Payoffs) -> tuple[float, float]:
        shares = [float(share) for share in scene.barycentric(payoffs)]
        return tuple(sum(s * c[k] for s, c in zip(shares, _CORNERS, strict=True)) for k in (0, 1))  # type: ignore[return-value]

    for words in axes.texts:
        words.set_in_layout(False)  # there is room for them within the limits
    crowd = draw_flat(axes, scene, place)
    crowd.lines.append([*_CORNERS, _CORNERS[0]])
    return crowd


def marks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return round numbers strictly between two bounds, about five of them.

    >>> [str(mark) for mark in marks(Fraction(0), Fraction(2))]
    ['1/2', '1', '3/2']
    """
    rough = (high - low) / _STEPS
    exponent = len(str(rough.numerator)) - len(str(rough.denominator))
    tens = [Fraction(10) ** (exponent + shift) for shift in (-1, 0, 1)]
    step = next(factor * ten for ten in tens for factor in (1, 2, 5) if factor * ten >= rough)
    first = math.floor(low / step) + 1
    return [k * step for k in range(first, math.ceil(high / step))]


def _caption(scene: Scene, remark: str) -> str:
    floors = ", ".join(map(_amount, dict.fromkeys(scene.floors) if len(set(scene.floors)) == 1 else scene.floors))
    order = " (in this order)" if "," in floors else ""
    sentences = (
        f"payoffs add up to {_amount(scene.total)}; what falls short is lifted by equal gains",
        f"opposite its corner a player gets {floors}{order}",
        f"numbers at the sides{remark}" if remark else "",
    )
    return "\n".join(filter(None, sentences))


def _amount(value: Fraction) -> str:
    written = text(value)
    return written if len(written) <= 6 else f"{float(value):.4g}"


def _point(player: int, share: float, other: int) -> tuple[float, float]:
    """Return the point on the side from another player's corner to a player's where that player has some share."""
    (x, y), (u, v) = _CORNERS[player], _CORNERS[other]
    return u + share * (x - u), v + share * (y - v)


def _grid(axes: Axes, player: int, label: str, places: list[tuple[float, str]]) -> None:
    """Draw lines of equal payoff of a player, named where they start."""
    left, right = (player + 1) % 3, (player + 2) % 3
    for share, name in places:
        start, end = _point(player, share, left), _point(player, share, right)
        axes.plot(*zip(start, end, strict=True), color="#CFCFCF", linewidth=0.5, zorder=0.5)
        axes.text(*_beyond(player, start, 0.012 + 0.006 * len(name)), name, rotation=_TURNS[player], **_TICK)
    middle = _beyond(player, _point(player, 0.5, left), 0.115 if player else 0.145)  # at the bottom below the corners' names
    name = f"payoff of {safe(label, _PLAYER)} →" if player else f"← payoff of {safe(label, _PLAYER)}"
    axes.text(*middle, name, rotation=_SIDES[player], fontsize=font["small"], color=INK, parse_math=False, **_CENTRED)


def _beyond(player: int, start: tuple[float, float], distance: float) -> tuple[float, float]:
    """Return a point outside the triangle, in the direction of the lines of equal payoff of a player."""
    (x, y), (u, v) = _CORNERS[(player + 1) % 3], _CORNERS[(player + 2) % 3]
    return start[0] + distance * (x - u), start[1] + distance * (y - v)


def _corner(axes: Axes, player: int, name: str) -> None:
    x, y = _CORNERS[player]
    up = player == 2
    axes.text(x, y + (0.03 if up else -0.055), name, ha="center", va="bottom" if up else "top", color=INK, parse_math=False)
