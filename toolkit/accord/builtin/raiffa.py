"""The selection that bargains over the fallback, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, ClassVar, Protocol

from accord.bargain.contraction import contracted_on
from accord.bargain.frontier import Frontier, between
from accord.builtin.selections import PAYOFFS_ALONE
from accord.claims import Claim
from accord.equilibria import Equilibrium, EquilibriumSet
from accord.equilibria.efficient import Efficient
from accord.equilibria.landmarks import best_for
from accord.errors import ConfigurationError
from accord.ranges import Range, check_settings
from accord.rationals import Number, total
from accord.roles import Needs

__all__ = ["Raiffa"]

_MOST_ROUNDS = 300
"""Rounds of two players after which a gap of 2^-300 is made do with; the limit is exact after a handful as a rule."""
_LONGEST = 600
"""Binary digits of a denominator beyond which points are rounded down, by less than `_FINE` digits of the gap that is left."""
_FINE = 60
_NOISE = 1e-7
"""Gaps below this share of the payoff range are put down to rounding where payoffs are known approximately."""

_Point = tuple[Number, ...]
_Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Raiffa:
    """Bargain over the fallback: the mean of everybody's favourites becomes the least that all must get, again and again.

    From all equilibrium payoffs ``P_0``: ``r_k`` is the mean of the dictator points of ``P_(k-1)``, and ``P_k`` what of it gives
    everybody at least ``r_k``. Each round shrinks every gap between a player's best payoff and ``r_k`` by the factor ``1 - 1/n``
    at least, so that the limit is one efficient point: the discrete Raiffa solution (Raiffa 1953; Luce and Raiffa 1957, section
    6.7; Diskin, Koppel and Samet 2011) of the equilibrium payoffs. No reference point is needed. Dictator j maximises ``U_j``,
    then the others' total, then the leximin of their shares. A finite list is bargained over by public lotteries.

    For two players the limit is exact: it is the middle of the last edge of the frontier, or a corner that is headed for. For
    more it is exact where it is reached in finitely many rounds. Elsewhere the Kalai-Smorodinsky solution of what is left, which
    is efficient, is given to the tolerance, and a warning says so.

    Attributes:
        rounds: stop after so many rounds, at the point ``r_k``; the gap that is left is reported. By default there is no limit.
        tolerance: stop when nobody can gain more than this share of what it could at first, its best payoff minus its least at
            the dictator points.
    """

    name: ClassVar[str] = "raiffa"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    satisfies: ClassVar[frozenset[str]] = PAYOFFS_ALONE
    rounds: Annotated[int, Range(1)] | None = None
    tolerance: Annotated[float, Range(0, below=1)] = 1e-9

    def __post_init__(self) -> None:
        check_settings(self, "selection raiffa")
        if not self.tolerance and self.rounds is None:
            raise ConfigurationError(
                "selection raiffa: a tolerance of 0 may never be reached; set the rounds as well", path=("tolerance",)
            )

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the limit of the rounds, or where they were stopped."""
        whole = equilibria if equilibria.points is None else equilibria.above(equilibria.lowest)
        favourites = _dictator_points(whole)
        n = len(favourites)
        least = tuple(min(column) for column in zip(*favourites, strict=True))
        stage: _Stage = _Chain.of(whole, favourites) if n == 2 else _Part(whole, whole, least)
        budget = 0 if n == 2 and self.rounds is None else self.rounds
        initial, done, gap = stage.gaps, 0, 1.0
        while any(stage.gaps) and gap > self.tolerance and done != budget:
            stage, done = stage.next(), done + 1
            gap = max((float(g / i) for g, i in zip(stage.gaps, initial, strict=True) if i), default=0.0)
        if any(stage.gaps) and done == self.rounds and gap > self.tolerance:
            return self._stopped(equilibria.at(stage.point), done, gap)
        payoffs, exact = stage.limit()
        return self._limit(equilibria.at(payoffs), exact, done, gap)

    @staticmethod
    def _stopped(chosen: Equilibrium, done: int, gap: float) -> Equilibrium:
        bound = (1 - 1 / len(chosen.payoffs)) ** done
        warning = (
            f"bargaining over the fallback stopped after {done} round(s); somebody could still gain {gap:.3g} of what it could "
            f"gain at first (never more than {bound:.3g})"
        )
        return replace(chosen, warnings=(*chosen.warnings, warning))

    @staticmethod
    def _limit(chosen: Equilibrium, exact: bool, done: int, gap: float) -> Equilibrium:
        if exact:
            return chosen
        gap = max(gap, 2.0 ** (10 - _FINE))
        warning = (
            f"the limit of bargaining over the fallback is approximate: after {done} round(s) payoffs are within {gap:.2g} of it,"
            " in units of what each player could gain at first"
        )
        return replace(chosen, payoffs=tuple(map(float, chosen.payoffs)), warnings=(*chosen.warnings, warning))


class _Stage(Protocol):
    """What is left to bargain over after some rounds: the point that everybody has, and what each player could still gain."""

    @property
    def point(self) -> _Point: ...

    @property
    def gaps(self) -> Sequence[Number]: ...

    def next(self) -> _Stage: ...

    def limit(self) -> tuple[_Point, bool]:
        """Return where further rounds lead, and True, or an efficient point near it, and False."""
        ...


@dataclass(frozen=True)
class _Chain:
    """What is left for two players: the efficient points between what either likes best.

    The farthest that one player can go while the other gets at least its part of a point of the set is on the frontier.
    """

    frontier: Efficient
    left: _Pair
    right: _Pair
    at: _Pair

    @classmethod
    def of(cls, equilibria: EquilibriumSet, favourites: Sequence[_Point]) -> _Chain:
        game = equilibria.game
        spans = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
        first, second = favourites
        frontier = Efficient(equilibria.vertex, first, second, spans)
        left, right = frontier.ends
        return cls(frontier, left, right, (left[0], right[1]))

    @property
    def point(self) -> _Point:
        return self._stated(self.at)

    @property
    def gaps(self) -> Sequence[Number]:
        return self.right[0] - self.at[0], self.left[1] - self.at[1]

    def next(self) -> _Chain:
        middle = between(self.left, self.right, Fraction(1, 2))
        return _Chain(self.frontier, self.frontier.at(0, middle[0]), self.frontier.at(1, middle[1]), middle)

    def limit(self) -> tuple[_Point, bool]:
        """Go on until both ends are on the same edge or on neighbouring ones, whence the limit is known in closed form."""
        stage = self
        for _ in range(_MOST_ROUNDS):
            corners = self.frontier.known(stage.left, stage.right)
            if corners is not None:
                found = contracted_on(Frontier(stage.at, corners), _MOST_ROUNDS)
                return self._stated(found.payoffs), found.exact
            stage = stage.next()
        return self._stated(stage.at), False

    def _stated(self, point: _Point) -> _Point:
        return point if self.frontier.exact else tuple(map(float, point))


class _Part:
    """What is left for any number of players, a part of the set of all equilibria."""

    def __init__(self, whole: EquilibriumSet, part: EquilibriumSet, point: _Point, *, exact: bool = True) -> None:
        self._whole, self._part, self.point = whole, part, point
        best = part.highest
        known = all(isinstance(v, Fraction) for v in (*best, *point))
        spans = [high - low for low, high in zip(whole.game.lowest, whole.game.highest, strict=True)]
        noise = [Fraction(0) if known else _NOISE * float(span) for span in spans]
        self.gaps = [b - r if b - r > slack else Fraction(0) for b, r, slack in zip(best, point, noise, strict=True)]
        self._exact = exact

    def next(self) -> _Part:
        points = _dictator_points(self._part)
        mean = tuple(total(column) * Fraction(1, len(points)) for column in zip(*points, strict=True))
        short = tuple(_shortened(v, gap) for v, gap in zip(mean, self.gaps, strict=True))
        return _Part(self._whole, self._whole.above(short), short, exact=self._exact and short == mean)

    def limit(self) -> tuple[_Point, bool]:
        if not any(self.gaps):
            return self.point, self._exact
        face = self._part.leximin(self.point, [gap or None for gap in self.gaps])
        return face.settled or face.point().payoffs, False


def _dictator_points(equilibria: EquilibriumSet) -> list[_Point]:
    n = equilibria.game.n_players
    faces = [best_for(equilibria, [Fraction(int(i == j)) for i in range(n)], j) for j in range(n)]
    return [face.settled or face.point().payoffs for face in faces]


def _shortened(value: Number, gap: Number) -> Number:
    """Round a long fraction down, by a small part of the gap that is left."""
    if not isinstance(value, Fraction) or not gap or value.denominator.bit_length() <= _LONGEST:
        return value
    numerator, denominator = Fraction(gap).as_integer_ratio()
    unit = Fraction(2) ** (numerator.bit_length() - denominator.bit_length() - _FINE)
    return value // unit * unit
