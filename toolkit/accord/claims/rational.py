"""The claim that two players who cannot pay each other threaten each other best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from accord.claims.evidence import Evidence, Finding, Unmeasurable, payoff_units, residual
from accord.claims.plays import marginals, payoffs_of_play, product_form
from accord.game import Game
from accord.rationals import Number, common

__all__ = ["rational_threats"]

_ROUNDS = 300
_CLOSE = Fraction(1, 10**14)
"""The search for the best weights of a play in floats ends when so little can be gained by it."""

Point = tuple[Fraction, Fraction]


class _Line(NamedTuple):
    """A number that depends on the share s of player 1's payoffs in the weights: ``at_0`` for s = 0, ``at_1`` for s = 1."""

    at_0: Fraction
    at_1: Fraction

    def at(self, share: Fraction) -> Fraction:
        """Return the number at a share."""
        return (1 - share) * self.at_0 + share * self.at_1


def rational_threats(evidence: Evidence) -> Finding:
    """Measure what is missing to a pair of rational threats (Nash, 1953).

    Payoffs are measured in each player's range and weighted ``l = (s, 1 - s)``. With d the payoffs of the threats and x the Nash
    solution from d, the residual is the least sum, over s, of the duality gap of the threats in ``l_1 u_1 - l_2 u_2``, of
    ``max_a l · (u(a) - x)``, and of ``|l_1 (x_1 - d_1) - l_2 (x_2 - d_2)|``. All three are convex in s and vanish together
    exactly for rational threats.
    """
    game, plan = evidence.game, evidence.play
    if plan is None:
        raise Unmeasurable("the fallback states payoffs only, no threats")
    if game.n_players != 2:
        raise Unmeasurable(f"rational threats are defined for two players; the game has {game.n_players}")
    first, second = payoffs_of_play(game, plan)
    terms = _Misfit(game, marginals(game, plan), (first, second))
    misfit = residual(terms.least(Fraction(0) if plan.is_exact else _CLOSE), Fraction(1), *([] if plan.is_exact else [[1.0]]))
    return Finding(max(misfit, product_form(game, plan)), "how far threats and agreement are from fitting any common weights")


class _Misfit:
    """The sum that is to vanish, as a convex function of the share."""

    def __init__(self, game: Game, threats: Sequence[Sequence[Number]], fallback: Point) -> None:
        self._game = game
        self._units = payoff_units(game)
        self._solution = self._scaled(_nash_solution(game, fallback))
        self._gains = tuple(x - d for x, d in zip(self._solution, self._scaled(fallback), strict=True))
        against_second, against_first = (
            [self._scaled(pair) for pair in zip(*(_means(game, i, k, threats[k]) for i in (0, 1)), strict=True)] for k in (0, 1)
        )
        self._first = [_Line(-b, a) for a, b in against_first]
        self._second = [_Line(b, -a) for a, b in against_second]

    def least(self, close: Fraction) -> Fraction:
        """Return the least value for shares from 0 to 1: where two supporting lines cross is the next share to try."""
        left, right = Fraction(0), Fraction(1)
        falling, rising = self._support(left), self._support(right)
        if falling.at_1 >= falling.at_0:
            return falling.at_0
        if rising.at_1 <= rising.at_0:
            return rising.at_1
        best = min(falling.at(left), rising.at(right))
        for _ in range(_ROUNDS):
            gap_0, gap_1 = falling.at_0 - rising.at_0, rising.at_1 - falling.at_1
            share = gap_0 / (gap_0 + gap_1)
            line = self._support(share)
            best = min(best, line.at(share))
            if best - falling.at(share) <= close or line.at_0 == line.at_1:
                break
            falling, rising = (line, rising) if line.at_1 < line.at_0 else (falling, line)
        return best

    def _support(self, share: Fraction) -> _Line:
        """Return the line that touches the sum from below at a share."""
        gap = (_highest(self._first, share), _highest(self._second, share))
        lead = _Line(-self._gains[1], self._gains[0])
        apart = lead if lead.at(share) > 0 else _Line(-lead.at_0, -lead.at_1)
        parts = [*gap, self._beyond(share), apart]
        return _Line(sum((part.at_0 for part in parts), Fraction(0)), sum((part.at_1 for part in parts), Fraction(0)))

    def _beyond(self, share: Fraction) -> _Line:
        total, _ = self._game.weighted([share / self._units[0], (1 - share) / self._units[1]])
        best = self._scaled(self._game.exact(int(total.argmax())))
        return _Line(best[1] - self._solution[1], best[0] - self._solution[0])

    def _scaled(self, point: Sequence[Fraction]) -> tuple[Fraction, ...]:
        return tuple((v - low) / unit for v, low, unit in zip(point, self._game.lowest, self._units, strict=True))


def _highest(lines: Iterable[_Line], share: Fraction) -> _Line:
    return max(lines, key=lambda line: line.at(share))


def _means(game: Game, payoff: int, player: int, mixture: Sequence[Number]) -> list[Fraction]:
    """Return a payoff for every action of the other player against a mixture of one player's."""
    whole, total = common([Fraction(p) for p in mixture])
    table = game.numerators[payoff] if player == 0 else game.numerators[payoff].T
    used = [k for k, w in enumerate(whole) if w]
    sums = np.array([whole[k] for k in used], dtype=object) @ table[used].astype(object)
    return [Fraction(int(v), total * game.denominators[payoff]) for v in sums]


def _nash_solution(game: Game, fallback: Point) -> Point:
    """Return the Nash solution from a feasible point: two efficient outcomes are brought together around it.

    On the normal of the segment between them some outcome lies farthest out. There the gains weighted by the normal tell on which
    side of it the solution is; when nothing lies farther out than the segment, the solution is on it.
    """
    left, right = _dictated(game, 1), _dictated(game, 0)
    while left != right:
        normal = (left[1] - right[1], right[0] - left[0])
        total, denominator = game.weighted(normal)
        cell = int(total.argmax())
        top = game.exact(cell)
        if Fraction(int(total.ravel()[cell]), denominator) == normal[0] * left[0] + normal[1] * left[1]:
            return _balanced(left, right, normal, fallback)
        if _lead((top[0], top[1]), normal, fallback) < 0:
            left = (top[0], top[1])
        else:
            right = (top[0], top[1])
    return left


def _dictated(game: Game, player: int) -> Point:
    """Return the outcome that is best for one player, and of several such the one that is best for the other."""
    own, other = (game.numerators[k].ravel() for k in (player, 1 - player))
    best = np.flatnonzero(own == own.max())
    payoffs = game.exact(int(best[other[best].argmax()]))
    return payoffs[0], payoffs[1]


def _lead(point: Point, normal: Point, fallback: Point) -> Fraction:
    return normal[0] * (point[0] - fallback[0]) - normal[1] * (point[1] - fallback[1])


def _balanced(left: Point, right: Point, normal: Point, fallback: Point) -> Point:
    """Return the point of a segment at which both weighted gains are equal, or the end that is nearest to it."""
    behind, ahead = -_lead(left, normal, fallback), _lead(right, normal, fallback)
    if behind <= 0:
        return left
    if ahead <= 0:
        return right
    share = behind / (behind + ahead)
    return left[0] + share * (right[0] - left[0]), left[1] + share * (right[1] - left[1])
