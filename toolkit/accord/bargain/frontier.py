"""The Pareto frontier of a two-player game without side payments: an exact chain of corners."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = ["Frontier", "Vertex", "between", "lottery_at", "pareto_chain"]

Vertex = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Frontier:
    """The efficient payoffs of two players that give nobody less than the disagreement point.

    With free disposal everything between the disagreement point and the chain can be agreed on; axis-parallel parts of that
    region's boundary are not efficient and hence no part of the chain.

    Attributes:
        disagreement: the disagreement point, at or below some point of the chain.
        chain: the corners from player 1's worst to its best; first payoffs rise and second payoffs fall strictly.
    """

    disagreement: Vertex
    chain: tuple[Vertex, ...]

    @classmethod
    def of(cls, chain: Sequence[Vertex], disagreement: Vertex) -> Frontier | None:
        """Cut a chain off where somebody gets less than the disagreement point; None if nothing is left."""
        cut = _cut(_cut(chain, disagreement[0])[::-1], disagreement[1], 1)[::-1]
        return cls(disagreement, tuple(cut)) if cut else None

    @property
    def ideal(self) -> Vertex:
        """The most that each player could get."""
        return self.chain[-1][0], self.chain[0][1]

    @property
    def dictated(self) -> Vertex:
        """The mean of the two dictator points, which are the ends of the chain."""
        return between(self.chain[0], self.chain[-1], Fraction(1, 2))

    def above(self, point: Vertex) -> Frontier:
        """Return the part that gives nobody less than a point that lies at or below the chain."""
        part = Frontier.of(self.chain, point)
        if part is None:
            raise ValueError(f"{point} lies beyond the frontier")
        return part

    @property
    def mirrored(self) -> Frontier:
        """The same with the players exchanged."""
        d1, d2 = self.disagreement
        return Frontier((d2, d1), tuple((y, x) for x, y in reversed(self.chain)))

    @cached_property
    def in_unit_square(self) -> Frontier:
        """The same with gains in units of each player's greatest one; needs a chain of several corners."""
        origin, ideal = self.disagreement, self.ideal
        scale = (ideal[0] - origin[0], ideal[1] - origin[1])
        chain = tuple(((x - origin[0]) / scale[0], (y - origin[1]) / scale[1]) for x, y in self.chain)
        return Frontier((Fraction(0), Fraction(0)), chain)

    def out_of_unit_square(self, point: Vertex) -> Vertex:
        """Return the payoffs at a point of the unit square."""
        origin, ideal = self.disagreement, self.ideal
        return origin[0] + point[0] * (ideal[0] - origin[0]), origin[1] + point[1] * (ideal[1] - origin[1])


def between(start: Vertex, end: Vertex, share: Fraction) -> Vertex:
    """Return the point that divides a segment in a given share."""
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def pareto_chain(game: Game) -> list[Vertex]:
    """Return the vertices of the Pareto frontier of the outcomes' convex hull, from player 1's worst to its best."""
    first, second = (numerators.ravel() for numerators in game.numerators)
    if object in {first.dtype, second.dtype}:
        pairs = sorted(zip(first.tolist(), second.tolist(), strict=True), key=lambda p: (-p[0], -p[1]))
    else:
        order = np.lexsort((-second, -first))
        pairs = list(zip(first[order].tolist(), second[order].tolist(), strict=True))
    chain: list[tuple[int, int]] = []
    for x, y in pairs:
        if chain and y <= chain[-1][1]:
            continue
        while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
            chain.pop()
        chain.append((x, y))
    d1, d2 = game.denominators
    return [(Fraction(x, d1), Fraction(y, d2)) for x, y in reversed(chain)]


def lottery_at(game: Game, corners: Sequence[Vertex], payoffs: Sequence[Number]) -> JointPlan | None:
    """Return a lottery over two outcomes with the given payoffs, or None if they are not exactly on the frontier.

    Args:
        game: the game.
        corners: its frontier, as `pareto_chain` returns it.
        payoffs: one per player.
    """
    first, second = payoffs
    if not (isinstance(first, Fraction) and isinstance(second, Fraction)):
        return None
    after = bisect_left(corners, first, key=lambda corner: corner[0])
    if after == len(corners):
        return None
    start, end = corners[max(0, after - 1)], corners[after]
    share = (first - start[0]) / (end[0] - start[0]) if start != end else Fraction(1)
    if between(start, end, share) != (first, second):
        return None
    return JointPlan.of([(_outcome(game, start), 1 - share), (_outcome(game, end), share)])


def _outcome(game: Game, corner: Vertex) -> int:
    """Return the first cell with the payoffs of a corner."""
    first, second = (x * d for x, d in zip(corner, game.denominators, strict=True))
    there = (game.numerators[0] == int(first)) & (game.numerators[1] == int(second))
    return int(np.flatnonzero(there)[0])


def _cut(chain: Sequence[Vertex], floor: Fraction, axis: int = 0) -> list[Vertex]:
    """Drop what comes before a coordinate that rises along the chain reaches the floor."""
    kept = [vertex for vertex in chain if vertex[axis] >= floor]
    for start, end in pairwise(chain):
        if start[axis] < floor < end[axis]:
            return [between(start, end, (floor - start[axis]) / (end[axis] - start[axis])), *kept]
    return kept


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Return a positive number if a → b → c turns left: the chain, walked from player 1's best end, must."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
