"""Public lotteries over a finite list of equilibria, as a convex set to select from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from accord.claims import Claim
from accord.equilibria.base import Equilibrium, EquilibriumSet, Measure
from accord.equilibria.polytope import Polytope
from accord.errors import UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = ["LotterySet"]


@dataclass(frozen=True)
class LotterySet:
    """All lotteries that draw one equilibrium of a list in public: correlated equilibria, whatever the list holds.

    The lotteries are the joint plans of a game in which one player picks from the list and the others watch.

    Attributes:
        game: the game.
        members: the list.
        weights: the plans of the picking game.
    """

    game: Game
    members: tuple[Equilibrium, ...]
    weights: Polytope

    @classmethod
    def of(cls, game: Game, members: Sequence[Equilibrium]) -> LotterySet:
        """Admit every lottery over a list."""
        shape = (len(members), *(1,) * (game.n_players - 1))
        payoffs = [np.array(column, dtype=object).reshape(shape) for column in zip(*(e.payoffs for e in members), strict=True)]
        return cls(game, tuple(members), Polytope.whole(Game.from_arrays(*payoffs)))

    @property
    def lowest(self) -> tuple[Number, ...]:
        """Each player's least payoff over the whole set, before any narrowing."""
        return self.weights.lowest

    @property
    def highest(self) -> tuple[Number, ...]:
        """Each player's greatest payoff over the whole set, before any narrowing."""
        return self.weights.highest

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...] | None:
        """Each player's least and greatest payoff over the whole set."""
        return self.weights.ranges

    @property
    def settled(self) -> tuple[Number, ...] | None:
        """The payoffs, if only one payoff vector is left; None if not."""
        return self.weights.settled

    @property
    def unique(self) -> bool | None:
        """Whether all lotteries of the set give the same payoffs."""
        return self.weights.unique

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know about the set."""
        return self.weights.notes

    @property
    def complete(self) -> bool:
        """Never known: the list may have been incomplete."""
        return False

    @property
    def points(self) -> None:
        """Nothing: the set is convex."""
        return

    def support(self, weights: Sequence[Number]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i``."""
        return self.weights.support(weights)

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return the payoffs of some lottery of greatest ``sum_i weights[i] * U_i``."""
        return self.weights.vertex(weights)

    @property
    def admitted(self) -> None:
        """Nothing: the set is defined by its list."""
        return

    def above(self, floors: Sequence[Number]) -> LotterySet:
        """Return, as a set of its own, the lotteries that give each player at least its floor."""
        return replace(self, weights=self.weights.above(floors))

    def maximisers(self, weights: Sequence[Number]) -> LotterySet:
        """Keep the lotteries of greatest ``sum_i weights[i] * U_i``."""
        return replace(self, weights=self.weights.maximisers(weights))

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> LotterySet:
        """Keep the lotteries whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest."""
        return replace(self, weights=self.weights.leximin(base, scale))

    def greatest_product(self, base: Sequence[Number | None]) -> LotterySet:
        """Keep the lotteries of greatest ``prod_i (U_i - base[i])`` among those that give every player at least its base."""
        return replace(self, weights=self.weights.greatest_product(base))

    def point(self) -> Equilibrium:
        """Return the most even lottery with the payoffs that are left."""
        return self._drawn(self.weights.point())

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return the most even lottery with the average payoffs of some faces."""
        return self._drawn(self.weights.average(faces))

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return the most even lottery with these payoffs, which must be attainable."""
        return self._drawn(self.weights.at(payoffs))

    def most(self, measure: Measure) -> Equilibrium:
        """Refuse: a lottery repeats the plays of a list, and how even these are is not up to it.

        Raises:
            UnsuitableError: always.
        """
        raise UnsuitableError(f"public lotteries over a list have no play that is best by {measure}; select from the list itself")

    def centroid(self, tolerance: Number = Fraction(0)) -> Equilibrium:
        """Return the most even lottery at the centre of gravity of the payoffs."""
        return self._drawn(self.weights.centroid(tolerance))

    def _drawn(self, chosen: Equilibrium) -> Equilibrium:
        """Put the plays of the list in the place of their numbers."""
        plan = chosen.play
        if len(plan.cells) == 1:
            return self.members[plan.cells[0]]
        parts: list[tuple[int, Any]] = []
        for k, share in zip(plan.cells, plan.probabilities, strict=True):
            play = self.members[k].play
            parts += [(cell, share * p) for cell, p in zip(play.cells, play.probabilities, strict=True)]
        note = f"the play is a public lottery over {len(plan.cells)} equilibria: a correlated equilibrium, no Nash equilibrium"
        return Equilibrium(chosen.payoffs, JointPlan.of(parts), frozenset({Claim.CORRELATED}), (*chosen.warnings, note))
