"""The regions of a picture: what all joint plans, coarse correlated and correlated equilibria give the players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.equilibria import PayoffSet
from accord.equilibria.polygon import corners
from accord.errors import AccordError
from accord.game import Game
from accord.plot.body import faces
from accord.rationals import Number, total

__all__ = ["Payoffs", "Region", "regions", "shadow"]

Payoffs = tuple[Number, ...]

_EXACT = 64
_FINE = 1_000
"""Action profiles up to which every corner is drawn, or those that stick out by a thousandth; by a hundredth beyond."""
_SOLID = Fraction(1, 100)
"""Corners in space that stick out by less are not looked for: they would be hidden by the edges around them."""
_SAME = 1e-9


@dataclass(frozen=True)
class Region:
    """A convex set of payoffs.

    Attributes:
        concepts: what it consists of, such as ``("coarse-correlated", "correlated")`` where both give the same payoffs.
        faces: corners in order: one face for a polygon (of one corner for a point, of two for a segment), several for a body.
        frontier: the efficient corners of a polygon, from player 1's worst to its best.
    """

    concepts: tuple[str, ...]
    faces: tuple[tuple[Payoffs, ...], ...]
    frontier: tuple[Payoffs, ...] = ()

    @property
    def corners(self) -> tuple[Payoffs, ...]:
        """All corners, each once, in the order of the faces."""
        return tuple(dict.fromkeys(corner for face in self.faces for corner in face))


def regions(game: Game, view: str, whole: Fraction, notes: list[str]) -> tuple[Region, ...]:
    """Return the regions of a view, the largest first; those that are equal are one.

    Args:
        game: the game.
        view: ``plane``, ``ternary`` (without the feasible payoffs, which fill the frame) or ``solid``.
        whole: the greatest total payoff.
        notes: takes a sentence about every region that is missing.
    """
    found: list[Region] = []
    for concept in ("feasible", "coarse-correlated", "correlated"):
        if concept == "feasible" and view == "ternary":
            continue
        try:
            region = _region(game, concept, view, whole)
        except AccordError as error:
            notes.append(f"the {concept} payoffs are missing: {error}")
            continue
        if found and _same(found[-1], region, game):
            region = Region((*found.pop().concepts, concept), region.faces, region.frontier)
        found.append(region)
    return tuple(found)


def shadow(payoffs: Payoffs, whole: Fraction) -> Payoffs:
    """Return payoffs with the same gain added for everybody, so that they add up to the greatest total.

    >>> shadow((Fraction(1), Fraction(0), Fraction(2)), Fraction(6))
    (Fraction(2, 1), Fraction(1, 1), Fraction(3, 1))
    """
    gain = (whole - total(payoffs)) / len(payoffs)
    return tuple(v + gain for v in payoffs)


def _region(game: Game, concept: str, view: str, whole: Fraction) -> Region:
    size = game.n_profiles
    tolerance = Fraction(0) if size <= _EXACT else Fraction(1, 1000 if size <= _FINE else 100)
    payoffs = PayoffSet.of(game, concept, tolerance=tolerance)
    if view == "plane":
        return Region((concept,), (payoffs.polygon.corners,), payoffs.polygon.frontier)
    spans = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
    if view == "solid":
        return Region((concept,), faces(payoffs.vertex, game.lowest, spans, float(max(tolerance, _SOLID))))
    flat = corners(lambda way: _aslant(payoffs, way, whole), tolerance=tolerance, spans=[max(spans)] * 2)
    return Region((concept,), (tuple((x, y, whole - x - y) for x, y in flat),))


def _aslant(payoffs: PayoffSet, way: Sequence[Fraction], whole: Fraction) -> Payoffs:
    """Return the first two coordinates of the shadow of a point whose shadow is farthest in a direction."""
    mean = (way[0] + way[1]) / 3
    return shadow(payoffs.vertex((way[0] - mean, way[1] - mean, -mean)), whole)[:2]


def _same(one: Region, other: Region, game: Game) -> bool:
    if len(one.corners) != len(other.corners):
        return False
    slack = [_SAME * float(high - low) for low, high in zip(game.lowest, game.highest, strict=True)]
    return all(
        any(all(abs(float(v) - float(w)) <= s for v, w, s in zip(a, b, slack, strict=True)) for b in other.corners)
        for a in one.corners
    )
