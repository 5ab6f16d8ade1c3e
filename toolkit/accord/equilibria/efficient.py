"""The efficient payoffs of two players, explored only where somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction

from accord.equilibria.measure import ROUNDING, inner, minus
from accord.rationals import Number

__all__ = ["Efficient"]

_Point = tuple[Fraction, Fraction]


class Efficient:
    """The chain of efficient points of a convex set between the favourites of both players.

    Payoff sets of large games have thousands of corners. Between two neighbouring points that are known, one question tells
    whether the set reaches beyond the line through them; it is asked only where a point of the chain is wanted.

    Args:
        farthest: returns some point of the set that is farthest in a positive direction.
        first: the efficient point that player 1 likes best.
        second: the efficient point that player 2 likes best.
        spans: what rounding errors are relative to where points are floats.
    """

    def __init__(
        self,
        farthest: Callable[[_Point], Sequence[Number]],
        first: Sequence[Number],
        second: Sequence[Number],
        spans: Sequence[Fraction],
    ) -> None:
        self._farthest = farthest
        self._noise = [ROUNDING * span for span in spans]
        self.exact = all(isinstance(v, Fraction) for v in (*first, *second))
        ends = _as_fractions(second), _as_fractions(first)
        self._points = list(ends) if ends[0][0] < ends[1][0] and ends[0][1] > ends[1][1] else [ends[1]]
        self._edges: set[tuple[_Point, _Point]] = set()

    @property
    def ends(self) -> tuple[_Point, _Point]:
        """The favourites of the second and of the first player; alike if one point is best for both."""
        return self._points[0], self._points[-1]

    def at(self, player: int, payoff: Fraction) -> _Point:
        """Return the efficient point that gives a player so much, or the nearest end of the chain."""
        while True:
            k = self._place(player, payoff)
            if k == 0 or k == len(self._points):
                return self._points[max(k - 1, 0)]
            a, b = self._points[k - 1], self._points[k]
            if payoff in {a[player], b[player]}:
                return a if payoff == a[player] else b
            if self._is_edge(k):
                share = (payoff - a[player]) / (b[player] - a[player])
                return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])

    def known(self, start: _Point, end: _Point) -> tuple[_Point, ...] | None:
        """Return the chain between two of its points, with all corners, or None if there may be some that are not known."""
        if start == end:
            return (start,)
        first, last = self._place(0, start[0]), self._place(0, end[0])
        if self._points[first][0] == start[0]:
            first += 1
        if any((self._points[k - 1], self._points[k]) not in self._edges for k in range(first, last + 1)):
            return None
        return start, *self._points[first:last], end

    def _place(self, player: int, payoff: Fraction) -> int:
        """Return the number of known points before the chain gives a player so much, from the second player's favourite on."""
        if player == 0:
            return bisect_left(self._points, payoff, key=lambda point: point[0])
        return bisect_left(self._points, -payoff, key=lambda point: -point[1])

    def _is_edge(self, k: int) -> bool:
        """Return whether nothing lies beyond the line from a known point to the next; if something does, take it in."""
        a, b = self._points[k - 1], self._points[k]
        if (a, b) in self._edges:
            return True
        across = (Fraction(1), (b[0] - a[0]) / (a[1] - b[1]))
        found = self._farthest(across)
        self.exact = self.exact and all(isinstance(v, Fraction) for v in found)
        point = _as_fractions(found)
        slack = Fraction(0) if self.exact else inner(across, self._noise)
        between = a[0] < point[0] < b[0] and a[1] > point[1] > b[1]
        if between and inner(across, minus(point, a)) > slack:
            self._points.insert(k, point)
            return False
        self._edges.add((a, b))
        return True


def _as_fractions(point: Sequence[Number]) -> _Point:
    return Fraction(point[0]), Fraction(point[1])
