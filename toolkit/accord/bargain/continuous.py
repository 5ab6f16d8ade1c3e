"""The continuous Raiffa solution of two players, in closed form between the corners of the frontier.

The disagreement point x moves towards the mean of the dictator points: ``dx/dt = (L + R)/2 - x``, where L is the point of the
frontier above x that player 2 likes best and R the one that player 1 does. L and R either move along an edge, L straight above x
and R straight to its right, or still rest at the end of the chain. While neither changes its edge the equation is linear.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from accord.bargain.arc import root
from accord.bargain.contraction import Settlement, points_at_corner
from accord.bargain.frontier import Frontier, Vertex, between

__all__ = ["drifted_on"]

_HALVINGS = 110


def drifted_on(frontier: Frontier) -> Settlement:
    """Return where the point comes to rest: exactly if all its turns are rational, else to about twelve digits."""
    if len(frontier.chain) == 1:
        return Settlement(frontier.chain[0], True)
    part, exact = frontier.in_unit_square, True
    while len(part.chain) > 1:
        x = part.disagreement
        above, right = part.chain[0][0] == x[0], part.chain[-1][1] == x[1]
        if above and right and len(part.chain) == 2:
            return Settlement(frontier.out_of_unit_square(part.dictated), exact)
        if above and right and points_at_corner(part):
            return Settlement(frontier.out_of_unit_square(part.chain[1]), exact)
        if above and right:
            point, rational = _between_edges(part), False
        elif above:
            point, rational = _with_right_end(part)
        elif right:
            mirrored, rational = _with_right_end(part.mirrored)
            point = mirrored[1], mirrored[0]
        else:
            point, rational = _with_both_ends(part), True
        part, exact = part.above(point), exact and rational
    return Settlement(frontier.out_of_unit_square(part.chain[0]), exact)


def _with_both_ends(part: Frontier) -> Vertex:
    """Go straight towards the middle of the two ends until x is below the one or left of the other."""
    x, goal = part.disagreement, part.dictated
    ends = part.chain[0][0], part.chain[-1][1]
    share = min((e - p) / (g - p) for e, p, g in zip(ends, x, goal, strict=True))
    return between(x, goal, share)


def _with_right_end(part: Frontier) -> tuple[Vertex, bool]:
    """Go on while R rests at the right end and L moves along the first edge, which falls at the rate a; say whether it is exact.

    With ``s = exp(-t/2)`` the distance from the right end is ``D s``, and ``x_2 = K + a D s + C s^2``.
    """
    (x1, x2), (right, low) = part.disagreement, part.chain[-1]
    top, corner = part.chain[0], part.chain[1]
    fall = (top[1] - corner[1]) / (corner[0] - top[0])
    distance = right - x1
    rest = (top[1] - fall * distance + low) / 2
    linear, square = fall * distance, x2 - rest - fall * distance
    at_corner = (right - corner[0]) / distance
    height = rest + linear * at_corner + square * at_corner**2
    if at_corner and height <= low:
        return (corner[0], height), True
    under_root = linear**2 - 4 * square * (rest - low)
    found = root(under_root)
    share = min((linear + found) / (-2 * square), Fraction(1))
    return (right - distance * share, low), found**2 == under_root


def _between_edges(part: Frontier) -> Vertex:
    """Go on while L moves along the first edge and R along the last, until either reaches the end of its edge.

    Let the edges fall at the rates a < b and their lines meet at v, and let ``w = sqrt(ab) (v_1 - x_1)``, ``z = v_2 - x_2``, and
    ``k = sqrt(a/b)``. Then, with ``s = exp(-t/2)``, ``w + z`` shrinks like ``s^(1 + k)`` and ``w - z`` like ``s^(1 - k)``. Up to
    the first turn both w and z fall with s, so that bisection finds it.
    """
    top, first, last, right = part.chain[0], part.chain[1], part.chain[-2], part.chain[-1]
    a, b = ((p[1] - q[1]) / (q[0] - p[0]) for p, q in ((top, first), (last, right)))
    v1 = (right[1] - top[1] + b * right[0] - a * top[0]) / (b - a)
    v2 = top[1] - a * (v1 - top[0])
    rate, k = root(a * b), sqrt(a / b)
    w, z = rate * (v1 - part.disagreement[0]), v2 - part.disagreement[1]
    difference, w_end, z_end = (float(v / (w + z)) for v in (w - z, rate * (v1 - first[0]), v2 - last[1]))

    def ahead(s: float) -> tuple[float, float]:
        both, more = s ** (1 + k), difference * s ** (1 - k)
        return (both + more) / 2 - w_end, (both - more) / 2 - z_end

    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if min(ahead(middle)) > 0 else (middle, high)
    w_left, z_left = (max(Fraction(v), Fraction(0)) * (w + z) for v in ahead(high))
    if w_left <= z_left:
        return first[0], min(max(last[1] - z_left, part.disagreement[1]), last[1])
    return min(max(first[0] - w_left / rate, part.disagreement[0]), first[0]), last[1]
