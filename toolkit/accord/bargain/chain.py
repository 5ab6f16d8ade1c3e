"""Rules for two players in closed form: each looks for its point on the edges of the Pareto chain."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from accord.bargain.frontier import Frontier, Vertex, between

__all__ = ["greatest_product", "greatest_total", "leximin"]


def greatest_product(frontier: Frontier, weights: Sequence[Fraction]) -> Vertex:
    """Return the point of greatest ``(x - d_1)^w_1 (y - d_2)^w_2``; who has no weight gets what is left.

    Along an edge the logarithm of the product is concave, so its maximum is the stationary point or an end. Its slope has the
    sign of a function that is linear in the position, and falls along the whole chain.
    """
    d, (w1, w2) = frontier.disagreement, weights
    for start, end in pairwise(frontier.chain):
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        slope = w1 * dx * (y - d[1]) + w2 * dy * (x - d[0])
        fall = -(w1 + w2) * dx * dy
        if slope <= 0:
            return start
        if slope < fall:
            return between(start, end, slope / fall)
    return frontier.chain[-1]


def greatest_total(frontier: Frontier) -> Vertex:
    """Return the point of greatest ``x + y``, the middle of the edge if there is a whole edge of them."""
    best = max(x + y for x, y in frontier.chain)
    ends = [vertex for vertex in frontier.chain if sum(vertex) == best]
    return between(ends[0], ends[-1], Fraction(1, 2))


def leximin(frontier: Frontier, base: Sequence[Fraction], scale: Sequence[Fraction]) -> Vertex:
    """Return the point whose values ``(x - base_1) / scale_1`` and ``(y - base_2) / scale_2`` are equal, or nearest to it.

    Along the chain the first value rises and the second falls, so the lesser one is greatest where they meet, and if they do not
    meet, at the end where they are nearest.
    """

    def lead(vertex: Vertex) -> Fraction:
        return (vertex[0] - base[0]) / scale[0] - (vertex[1] - base[1]) / scale[1]

    before = lead(frontier.chain[0])
    if before >= 0:
        return frontier.chain[0]
    for start, end in pairwise(frontier.chain):
        after = lead(end)
        if after >= 0:
            return between(start, end, before / (before - after))
        before = after
    return frontier.chain[-1]
