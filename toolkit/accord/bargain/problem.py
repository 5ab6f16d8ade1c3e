"""Bargaining problems: the feasible agreements and the disagreement point, with and without side payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from accord.bargain import chain
from accord.bargain.frontier import Frontier, Vertex, lottery_at, pareto_chain
from accord.coalitions import CharacteristicFunction
from accord.equilibria import Concept, Polytope
from accord.equilibria.plans import SOME_PLAN
from accord.errors import UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Array, Number, text, total

__all__ = ["Problem"]

_SLACK = 1e-9
"""By how much, relative to the payoff range, an inexact disagreement point may exceed what is feasible."""


@dataclass(frozen=True)
class Problem:
    """What the players bargain over: all joint plans, a disagreement point, and whether money can change hands.

    Without side payments the feasible payoffs are the convex hull of the outcomes' payoffs; with them, everything that adds
    up to at most the greatest total payoff.

    Attributes:
        game: the game.
        fallback: the disagreement point, one payoff per player, fractions where known exactly.
        side_payments: whether payoff can be transferred one to one.
        worths: what every coalition earns by itself, for splits that divide that; None if nobody asked.
    """

    game: Game
    fallback: tuple[Number, ...]
    side_payments: bool = True
    worths: CharacteristicFunction | None = None

    @property
    def disagreement(self) -> Array:
        """The disagreement point as floats, shape (n,)."""
        return np.array([float(d) for d in self.fallback])

    @cached_property
    def total(self) -> Fraction:
        """The greatest total payoff of any outcome: ``W = max_a sum_i u_i(a)``."""
        welfare, denominator = self.game.welfare
        return Fraction(int(welfare.max()), denominator)

    @cached_property
    def surplus(self) -> Number:
        """What agreement adds to the disagreement point's total, with side payments: ``W - sum_i d_i``, never negative.

        Raises:
            UnsuitableError: if the disagreement point promises more than there is.
        """
        surplus = self.total - total(self.fallback)
        if surplus >= 0:
            return surplus
        span = total(high - low for high, low in zip(self.game.highest, self.game.lowest, strict=True))
        if isinstance(surplus, float) and surplus >= -_SLACK * float(span):
            return 0.0
        promised = text(total(self.fallback))
        raise UnsuitableError(
            f"the disagreement point promises {promised} in total and the best outcome yields {text(self.total)}; "
            "a feasible disagreement point is needed"
        )

    def ensure_agreement(self) -> None:
        """Refuse a disagreement point that promises more than any agreement gives.

        Raises:
            UnsuitableError: if it does.
        """
        if self.side_payments:
            _ = self.surplus
        elif self.game.n_players == 2:
            _ = self.frontier
        else:
            _ = self.agreements

    @cached_property
    def plans(self) -> Polytope:
        """All joint plans of the game."""
        return Polytope.whole(self.game)

    @property
    def is_exact(self) -> bool:
        """Whether the disagreement point is known exactly."""
        return all(isinstance(d, Fraction) for d in self.fallback)

    @cached_property
    def agreements(self) -> Polytope:
        """The joint plans that give nobody less than the disagreement point, without side payments.

        Raises:
            UnsuitableError: if there is none.
        """
        plans = Polytope.of(self.game, Concept.ANY, self.floors)
        if plans is None:
            raise self._infeasible()
        return plans

    @cached_property
    def frontier(self) -> Frontier:
        """The efficient agreements of two players without side payments, exactly.

        Raises:
            UnsuitableError: if there is none.
        """
        corners = self._corners
        first, second = (Fraction(d) for d in self.fallback)
        found = Frontier.of(corners, (first, second))
        if found is None:
            first, second = self.floors
            found = Frontier.of(corners, (first, second))
        if found is None:
            raise self._infeasible()
        return found

    @cached_property
    def _corners(self) -> list[Vertex]:
        return pareto_chain(self.game)

    @cached_property
    def floors(self) -> tuple[Fraction, ...]:
        """The disagreement point, lowered a little if it is known approximately: rounding must not make it infeasible."""
        spans = [high - low for high, low in zip(self.game.highest, self.game.lowest, strict=True)]
        return tuple(
            d if isinstance(d, Fraction) else Fraction(d - _SLACK * float(span))
            for d, span in zip(self.fallback, spans, strict=True)
        )

    def _infeasible(self) -> UnsuitableError:
        shown = ", ".join(text(d) for d in self.fallback)
        return UnsuitableError(
            f"without side payments no outcome gives everybody the disagreement point ({shown}); allow side payments"
        )

    @cached_property
    def ideal(self) -> tuple[Number, ...]:
        """The most that each player could get while nobody gets less than the disagreement point.

        ``b_i = max x_i`` over the feasible payoffs ``x >= d`` (Kalai and Smorodinsky 1975); with side payments d_i plus the
        surplus.

        Raises:
            UnsuitableError: if no feasible payoffs give everybody the disagreement point.
        """
        if self.side_payments:
            return tuple(d + self.surplus for d in self.fallback)
        return self.frontier.ideal if self.game.n_players == 2 else self.agreements.highest

    @cached_property
    def gains(self) -> tuple[Number, ...]:
        """The most that each player could gain over the disagreement point: ``b_i - d_i``, 0 where that is but rounding."""
        spans = [high - low for high, low in zip(self.game.highest, self.game.lowest, strict=True)]
        return tuple(
            b - d if b - d > (0 if isinstance(d, Fraction) else 2 * _SLACK * float(span)) else Fraction(0)
            for b, d, span in zip(self.ideal, self.fallback, spans, strict=True)
        )

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> tuple[Number, ...]:
        """Return the agreed payoffs whose vector ``(x_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest.

        Without side payments only; players whose scale is None must have a constant payoff over the agreements.
        """
        if self.game.n_players == 2 and None not in scale:
            point = chain.leximin(self.frontier, [Fraction(b) for b in base], [Fraction(s) for s in scale if s is not None])
            return self.stated(point)
        face = self.agreements.leximin(base, scale)
        return self.stated(face.settled or face.point().payoffs)

    def stated(self, payoffs: Sequence[Number], *, exact: bool = True) -> tuple[Number, ...]:
        """Return payoffs as floats if they are not exact, or follow from a disagreement point that is known approximately.

        A constant payoff stays the fraction that it is: no float need be equal to it.
        """
        if exact and self.is_exact:
            return tuple(payoffs)
        bounds = zip(self.game.lowest, self.game.highest, payoffs, strict=True)
        return tuple(low if low == high else float(x) for low, high, x in bounds)

    def advance(self, point: Array | Sequence[Number], weights: Array | Sequence[Number]) -> Array | tuple[Number, ...]:
        """Go from a point in the direction of the weights as far as some agreement gives everybody at least as much.

        Args:
            point: payoffs to start from, shape (n,).
            weights: the direction, not negative and not all 0, shape (n,).

        Returns:
            ``point + t weights`` for the greatest t at which that is feasible, or less than something feasible: fractions if all
            numbers given are fractions, else floats.

        Raises:
            ValueError: if there is not one payoff and one weight per player, or the weights are no direction.
        """
        start, step = _exactly(point), _exactly(weights)
        if len(start) != self.game.n_players or len(step) != self.game.n_players or min(step) < 0 or max(step) == 0:
            raise ValueError(f"advance needs {self.game.n_players} payoffs and as many weights, not negative and not all 0")
        if self.side_payments:
            length: Number = (self.total - total(start)) / total(step)
        else:
            length = self.plans.greatest_level(start, step)
        end = tuple(s + Fraction(length) * w for s, w in zip(start, step, strict=True))
        exact = all(isinstance(v, Fraction) for v in [*point, *weights])
        return end if exact else np.array([float(v) for v in end])

    def best_play(self) -> JointPlan:
        """Return the even lottery over all outcomes of greatest total payoff W, what is played when money can move."""
        welfare = self.game.welfare[0].ravel()
        return JointPlan.uniform(np.flatnonzero(welfare == welfare.max()))

    def play_for(self, payoffs: Sequence[Number], *, even: bool = True) -> tuple[JointPlan, tuple[str, ...]]:
        """Return the most even joint plan with these payoffs, and what a user should know about it.

        Args:
            payoffs: attainable payoffs, one per player.
            even: whether it must be the most even one; any one is found sooner.
        """
        if self.game.n_players == 2 and not even:
            play = lottery_at(self.game, self._corners, payoffs)
            if play is not None:
                return play, (SOME_PLAN,)
        found = (self.plans if even else self.plans.with_any_play()).at(payoffs)
        return found.play, found.warnings


def _exactly(values: Array | Sequence[Number]) -> list[Fraction]:
    return [v if isinstance(v, Fraction) else Fraction(*float(v).as_integer_ratio()) for v in values]
