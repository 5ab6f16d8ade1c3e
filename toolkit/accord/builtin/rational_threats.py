"""Threats between two players who cannot pay each other: each wants the best point of the Pareto frontier."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from accord.bargain.frontier import Vertex, pareto_chain
from accord.claims import Claim
from accord.equilibria.guarantees import MatrixGame, optimal_threats
from accord.game import Game
from accord.plan import JointPlan, Profile
from accord.rationals import Number, common
from accord.roles import Disagreement, Needs

__all__ = ["RationalThreats"]

_NOISE = 1e-9
"""A value that is known approximately counts as 0 up to this part of the payoff ranges."""
_NARROW = Fraction(1, 2**44)
"""The relative width of the interval at which the search for exact weights ends."""
_LONGEST = 512
"""Bits of the longest denominator that is tried: proposals that build on each other become longer without end."""
_NEAR = Fraction(1, 2**20)
"""How far into the room for other weights it is looked whether they would do as well, as a share of it."""
_ROUNDS = 400


@dataclass(frozen=True)
class RationalThreats:
    """Fall back to the threats that serve each of two players best when money cannot change hands (Nash 1953).

    Both foresee that bargaining from the threats' payoffs d ends at the Nash solution x. The threats are optimal in the
    zero-sum game ``l_1 u_1 - l_2 u_2``, where the weights l are normal to the feasible set at x and make both gains weigh the
    same, ``l_1 (x_1 - d_1) = l_2 (x_2 - d_2)``. The split ``nash`` then agrees on x, which is unique; weights and threats need
    not be. Where money can change hands l is (1, 1), and the fallback is ``minimax-threat``.

    Of several optimal threats each player uses the one that leaves the greatest weighted total, and of several such the most
    even one. Where several weights do, the threats are those that are optimal for all of them, and d is x itself. A weight is 0
    only if the other player can guarantee the most that any outcome gives it. At a corner of the feasible set the weights may
    be irrational; the threats are approximate then, and a warning says so.
    """

    name: ClassVar[str] = "rational-threats"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2, side_payments=False)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY, Claim.RATIONAL_THREATS})

    def fall_back(self, game: Game) -> Disagreement:
        """Return the payoffs of the threats."""
        scan = _Scan(game)
        low, high, exact = scan.weights()
        profile = scan.threats(low, high)
        if exact:
            play = JointPlan.independent(profile)
            return Disagreement(play.payoffs(game), play)
        play = JointPlan.independent((tuple(map(float, profile[0])), tuple(map(float, profile[1]))))
        warning = "the weights behind the threats are irrational or out of reach of exact arithmetic; the threats are approximate"
        return Disagreement(play.payoffs(game), play, warnings=(warning,))


@dataclass(frozen=True)
class _Contest:
    """The zero-sum game ``s u_1 / range_1 - (1 - s) u_2 / range_2`` for a share s between 0 and 1, seen by player 1."""

    game: Game
    share: Fraction

    @property
    def weights(self) -> tuple[Fraction, Fraction]:
        """The weights of the payoffs."""
        first, second = _ranges(self.game)
        return self.share / first, (1 - self.share) / second

    @cached_property
    def _table(self) -> tuple[MatrixGame, int]:
        first, second = self.weights
        lead, denominator = self.game.weighted([first, -second])
        return MatrixGame(lead), denominator

    def ahead(self, point: Vertex) -> Number:
        """Return by how much the value exceeds what a point is worth: positive if player 1 can claim more than the point."""
        first, second = self.weights
        rows, denominator = self._table
        ahead = rows.value / denominator - (first * point[0] - second * point[1])
        return ahead if isinstance(ahead, Fraction) or abs(ahead) > _NOISE else 0.0

    def row(self) -> tuple[Number, ...]:
        """Return an optimal strategy of player 1."""
        return self._table[0].optimal

    def column(self) -> tuple[Number, ...]:
        """Return an optimal strategy of player 2."""
        return MatrixGame(-self._table[0].table.T).optimal


class _Scan:
    """The search along the Pareto frontier for the weights at which threats and agreement fit each other.

    On the way from player 2's best end to player 1's best, `_Contest.ahead` never turns from negative to positive: neither along
    an edge, whose normal is fixed, nor at a corner while the normal turns. So halving finds where it is 0.
    """

    def __init__(self, game: Game) -> None:
        self._game = game
        self._chain = pareto_chain(game)

    def weights(self) -> tuple[Fraction, Fraction, bool]:
        """Return the shares (the same twice, or two that do equally well), and whether they are exact."""
        low, high = 0, len(self._chain) - 1
        while low < high:
            edge = (low + high) // 2
            contest = _Contest(self._game, self._normal(edge))
            if contest.ahead(self._chain[edge + 1]) > 0:
                low = edge + 1
            elif (start := contest.ahead(self._chain[edge])) < 0:
                high = edge
            elif start == 0:
                return self._widened(edge, contest.share)
            elif (end := contest.ahead(self._chain[edge + 1])) == 0:
                return self._widened(edge + 1, contest.share)
            else:
                return contest.share, contest.share, isinstance(end, Fraction)
        share, exact = self._corner(low)
        return self._widened(low, share) if exact else (share, share, False)

    def threats(self, low: Fraction, high: Fraction) -> Profile:
        """Return optimal threats: player 1's for the higher share, player 2's for the lower, so that both serve at both."""
        if low == high:
            return optimal_threats(self._game, _Contest(self._game, low).weights)
        first, second = (optimal_threats(self._game, _Contest(self._game, share).weights) for share in (high, low))
        return first[0], second[1]

    def _normal(self, edge: int) -> Fraction:
        (x0, y0), (x1, y1) = self._chain[edge : edge + 2]
        first, second = _ranges(self._game)
        return (y0 - y1) * first / ((y0 - y1) * first + (x1 - x0) * second)

    def _room(self, corner: int) -> tuple[Fraction, Fraction]:
        """Return the shares between which the normal turns at a corner."""
        low = Fraction(0) if corner == 0 else self._normal(corner - 1)
        high = Fraction(1) if corner == len(self._chain) - 1 else self._normal(corner)
        return low, high

    def _widened(self, corner: int, share: Fraction) -> tuple[Fraction, Fraction, bool]:
        """See whether other shares at a corner do as well as one does."""
        point = self._chain[corner]
        if not isinstance(_Contest(self._game, share).ahead(point), Fraction):
            return share, share, False
        low, high = self._room(corner)
        lower, higher = share - (share - low) * _NEAR, share + (high - share) * _NEAR
        if lower < share and _Contest(self._game, lower).ahead(point) == 0:
            return lower, share, True
        if higher > share and _Contest(self._game, higher).ahead(point) == 0:
            return share, higher, True
        return share, share, True

    def _corner(self, corner: int) -> tuple[Fraction, bool]:
        """Find a share at which the value is exactly what a corner is worth, and say whether that succeeded."""
        point = self._chain[corner]
        ends = [_Contest(self._game, share) for share in self._room(corner)]
        for contest in ends:
            if contest.ahead(point) == 0:
                return contest.share, True
        below, above = ends
        for turn in range(_ROUNDS):
            low, high = below.share, above.share
            if high - low <= _NARROW * min(high, 1 - low):
                break
            share = self._trial(turn % 4, below, above, point)
            contest = _Contest(self._game, share)
            ahead = contest.ahead(point)
            if ahead == 0:
                return share, True
            below, above = (contest, above) if ahead > 0 else (below, contest)
        return _simplest(below.share, above.share), False

    def _trial(self, kind: int, below: _Contest, above: _Contest, point: Vertex) -> Fraction:
        """Propose a share between two: where a threat of either player stops to be enough, a simple fraction, the middle."""
        low, high = below.share, above.share
        share = low
        if kind == 0:
            share = self._reach(below.row(), 0, point)
        elif kind == 1:
            share = self._reach(above.column(), 1, point)
        elif kind == 2:
            share = _simplest(low, high)
        if low < share < high and share.denominator.bit_length() <= _LONGEST:
            return share
        margin = (high - low) * Fraction(2, 5)
        return _simplest(low + margin, high - margin)

    def _reach(self, strategy: tuple[Number, ...], player: int, point: Vertex) -> Fraction:
        """Return the share up to which (for player 2, down to which) a threat wins what a corner is worth against any answer."""
        whole, total = common([Fraction(p) for p in strategy])
        used = [k for k, p in enumerate(whole) if p]
        ranges = _ranges(self._game)
        means = []
        for i, numerators in enumerate(self._game.numerators):
            table = numerators if player == 0 else numerators.T
            sums = sum(whole[k] * table[k].astype(object) for k in used)
            scale = total * self._game.denominators[i]
            means.append([(Fraction(int(v), scale) - point[i]) / ranges[i] for v in sums])
        zeros = [b / (a + b) for a, b in zip(*means, strict=True) if a + b < 0]
        return min(zeros, default=Fraction(1)) if player == 0 else max(zeros, default=Fraction(0))


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction of least denominator strictly between two that are not negative.

    >>> _simplest(Fraction(3, 10), Fraction(2, 5))
    Fraction(1, 3)
    """
    floor = low.numerator // low.denominator
    if floor + 1 < high:
        return Fraction(floor + 1)
    if low == floor:
        return floor + Fraction(1, 1 / (high - floor) // 1 + 1)
    return floor + 1 / _simplest(1 / (high - floor), 1 / (low - floor))


def _ranges(game: Game) -> tuple[Fraction, Fraction]:
    first, second = (high - low or Fraction(1) for high, low in zip(game.highest, game.lowest, strict=True))
    return first, second
