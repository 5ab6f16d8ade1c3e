"""The discrete Raiffa solution: the disagreement point moves to the mean of the dictator points, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.bargain.chain import leximin
from accord.bargain.frontier import Frontier
from accord.equilibria import Polytope
from accord.rationals import Number, total

__all__ = ["Region", "Settlement", "contracted", "contracted_on", "points_at_corner"]

_LONGEST = 1200
"""Binary digits of a denominator beyond which points are rounded down."""
_FINE = 60
"""Binary digits that are left of a gap when points are rounded down."""
_NOISE = 1e-7
"""Gaps below this share of the payoff range are put down to rounding where payoffs are known approximately."""


@dataclass(frozen=True)
class Settlement:
    """Where a sequence of ever better disagreement points leads.

    Attributes:
        payoffs: the limit, or an efficient point near it.
        exact: whether the payoffs are the limit itself.
        gap: the greatest share of what a player could gain at first that its payoff may be away from the limit.
        rounds: how many rounds were gone through.
    """

    payoffs: tuple[Number, ...]
    exact: bool
    gap: float = 0.0
    rounds: int = 0


def contracted_on(frontier: Frontier, rounds: int) -> Settlement:
    """Return the limit for two players, which is found exactly.

    Once what is left of the frontier is one edge, its middle is the limit. Where two edges of slopes -a and -b are left that meet
    at the corner v, a round multiplies ``e = v - r`` by ``[[1, -1/b], [-a, 1]] / 2``. Only the direction ``e_2 = sqrt(a b) e_1``
    leads to v; from anywhere else one edge is out of reach after finitely many rounds.
    """
    initial = _gaps(frontier)
    part, done = frontier, 0
    while len(part.chain) > 2 and not points_at_corner(part):
        if done == rounds:
            gaps = _gaps(part)
            gap = max(g / i for g, i in zip(gaps, initial, strict=True))
            return Settlement(leximin(part, part.disagreement, gaps), False, float(gap), done)
        part, done = part.above(part.dictated), done + 1
    return Settlement(part.chain[1] if len(part.chain) > 2 else part.dictated, True, rounds=done)


def points_at_corner(part: Frontier) -> bool:
    """Return whether two edges are left and their corner lies in the one direction in which both Raiffa solutions head for it."""
    if len(part.chain) != 3:
        return False
    (x0, y0), (x, y), (x1, y1) = part.chain
    r = part.disagreement
    return (x0, y1) == r and (y - r[1]) ** 2 * (x - x0) * (x1 - x) == (x - r[0]) ** 2 * (y0 - y) * (y - y1)


def _gaps(part: Frontier) -> tuple[Fraction, Fraction]:
    r, b = part.disagreement, part.ideal
    return b[0] - r[0], b[1] - r[1]


class Region:
    """The agreements that give nobody less than a point, for any number of players.

    Attributes:
        point: the point; fractions are exact.
        gaps: what each player could still gain; 0 where that is nothing but rounding.
        exact: whether all of this is known exactly.
    """

    def __init__(self, agreements: Polytope, point: Sequence[Number]) -> None:
        self.plans = agreements.above(point)
        self.point = tuple(point)
        best = self.plans.highest
        self.exact = all(isinstance(v, Fraction) for v in (*best, *point))
        game = agreements.game
        self.ranges = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
        noise = [Fraction(0) if self.exact else _NOISE * float(r) for r in self.ranges]
        self.gaps: list[Number] = [b - p if b - p > n else Fraction(0) for b, p, n in zip(best, self.point, noise, strict=True)]

    def gap(self, initial: Sequence[Number]) -> float:
        """Return the greatest share of its initial gap that somebody's is now."""
        return max((float(g / i) for g, i in zip(self.gaps, initial, strict=True) if i), default=0.0)

    def dictated(self) -> tuple[Number, ...]:
        """Return the mean of the dictator points."""
        n = len(self.point)
        points = [self.dictator(j)[0] for j in range(n)]
        return tuple(total(column) / n for column in zip(*points, strict=True))

    def dictator(self, player: int) -> tuple[tuple[Number, ...], bool]:
        """Return a player's dictator point, and whether it needed no more than the first two of its rules.

        The player takes its best payoff; ties go to the others' total, then to the leximin of what the players get of their gaps.
        """
        n = len(self.point)
        face = self.plans.maximisers([Fraction(int(i == player)) for i in range(n)])
        face = face.maximisers([Fraction(int(i != player)) for i in range(n)])
        if face.settled:
            return face.settled, True
        payoffs = _payoffs(face.leximin(self.point, [g or None for g in self.gaps]))
        return payoffs, all(face.support([Fraction(int(i == j)) for i in range(n)]) == payoffs[j] for j in range(n))

    def settled(self) -> tuple[Number, ...]:
        """Return the Kalai-Smorodinsky solution from the point: it lies between point and ideal, as the limit does."""
        scale = self.gaps if any(self.gaps) else self.ranges
        return _payoffs(self.plans.leximin(self.point, [s or None for s in scale]))


def _payoffs(face: Polytope) -> tuple[Number, ...]:
    return face.settled or face.point().payoffs


def contracted(agreements: Polytope, start: Sequence[Number], rounds: int, tolerance: float) -> Settlement:
    """Return the limit for any number of players, where it is reached, or an efficient point near it.

    Every round leaves at most the share ``1 - 1/n`` of each player's gap.
    """
    region = Region(agreements, start)
    initial, exact = region.gaps, region.exact
    for done in range(rounds + 1):
        gap = region.gap(initial)
        if region.exact and not any(region.gaps):
            return Settlement(region.point, exact, rounds=done)
        if gap <= tolerance or done == rounds:
            break
        point = region.dictated()
        if any(isinstance(v, Fraction) and v.denominator.bit_length() > _LONGEST for v in point):
            exact, point = False, tuple(_rounded_down(v, g) for v, g in zip(point, region.gaps, strict=True))
        region = Region(agreements, point)
        exact = exact and region.exact
    return Settlement(region.settled(), False, gap, done)


def _rounded_down(value: Number, gap: Number) -> Number:
    """Return a simpler number just below, as seen from the gap that is left."""
    if not isinstance(value, Fraction) or not gap:
        return value
    ratio = Fraction(gap)
    magnitude = ratio.numerator.bit_length() - ratio.denominator.bit_length()
    unit = Fraction(2) ** (magnitude - _FINE)
    return (value // unit) * unit
