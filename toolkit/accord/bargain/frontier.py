"""The Pareto frontier of a two-player game without side payments, and the Nash product on it, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from accord.game import Game

__all__ = ["greatest_product", "pareto_chain"]

Vertex = tuple[Fraction, Fraction]


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


def greatest_product(chain: Sequence[Vertex], disagreement: Vertex) -> Vertex | None:
    """Return the point of the chain of greatest ``(x - d_1)(y - d_2)``, or None if no point gives both players a gain.

    On an edge the product is a concave parabola in the position, so its maximum is the stationary point or an end.
    """
    d1, d2 = disagreement
    best: tuple[Fraction, Vertex] | None = None
    for (x0, y0), (x1, y1) in pairwise([*chain, chain[-1]]):
        dx, dy = x1 - x0, y1 - y0
        at = -(dx * (y0 - d2) + dy * (x0 - d1)) / (2 * dx * dy) if dx * dy != 0 else Fraction(0)
        at = min(max(at, Fraction(0)), Fraction(1))
        x, y = x0 + at * dx, y0 + at * dy
        if x > d1 and y > d2 and (best is None or (x - d1) * (y - d2) > best[0]):
            best = (x - d1) * (y - d2), (x, y)
    return None if best is None else best[1]


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Return a positive number if a → b → c turns left: the chain, walked from player 1's best end, must."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
