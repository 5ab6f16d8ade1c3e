"""What the players can get in equilibrium: a game's payoff set, seen from all directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from accord.equilibria.body import Body
from accord.equilibria.deviations import Concept
from accord.equilibria.faces import Equation
from accord.equilibria.landmarks import best_for
from accord.equilibria.measure import ROUNDING, as_float
from accord.equilibria.polygon import Polygon, corners
from accord.equilibria.polytope import Polytope
from accord.equilibria.volume import centroid
from accord.errors import ConfigurationError, InputError, UnsuitableError, nearest
from accord.game import Game
from accord.rationals import Number, common, dot, rational

__all__ = ["PayoffSet"]

_CONCEPTS = {"correlated": Concept.CORRELATED, "coarse-correlated": Concept.COARSE, "feasible": Concept.ANY}
_CLOSE = 1e-12
"""Weighted sums of normalised payoffs that floating point cannot tell apart for certain."""
_MANY = 1_000
"""Cells beyond which exact sums are formed for all cells at once."""


@dataclass(frozen=True, eq=False)
class PayoffSet:
    """All payoff vectors of a game's correlated or coarse correlated equilibria, or of all its joint plans.

    A convex polytope ``{(U_1(mu), …, U_n(mu))}``, known through the farthest points in any direction, each the optimum of one
    linear program over the joint plans mu. Optima are proved in rational arithmetic and given as fractions wherever the game is
    small enough for that, and as floats elsewhere.

    >>> chicken = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    >>> equilibria = PayoffSet.of(chicken, "correlated")
    >>> [tuple(map(str, corner)) for corner in equilibria.polygon.corners]
    [('2', '7'), ('18/5', '18/5'), ('7', '2'), ('21/4', '21/4')]
    >>> tuple(map(str, equilibria.centroid)), tuple(map(str, equilibria.advantage))
    (('89/20', '89/20'), ('-5', '5'))

    Attributes:
        plans: the joint plans behind the payoffs.
        tolerance: how far the set may reach beyond `polygon` and what `centroid` is computed from, as a share of its ranges: 0
            for every corner, more for less work.
    """

    plans: Polytope
    tolerance: Fraction = Fraction(0)

    @classmethod
    def of(cls, game: Game, concept: str = "correlated", *, tolerance: Number = Fraction(0)) -> PayoffSet:
        """Return the payoff set of a game.

        Args:
            game: the game.
            concept: ``"correlated"`` or ``"coarse-correlated"`` for the equilibria of that kind (Aumann 1974; Moulin and Vial
                1978), ``"feasible"`` for all joint plans.
            tolerance: see `PayoffSet`.

        Raises:
            ConfigurationError: if there is no such concept, or the tolerance is negative or no number.
            UnsuitableError: if there is not enough memory for the linear program.
        """
        if not isinstance(concept, str) or concept not in _CONCEPTS:
            known = ", ".join(repr(name) for name in _CONCEPTS)
            raise ConfigurationError(f"no payoff set is called {concept!r}; {known} are{nearest(str(concept), _CONCEPTS)}")
        try:
            gap = rational(tolerance, "the tolerance")
        except InputError as error:
            raise ConfigurationError(str(error)) from None
        if gap < 0:
            raise ConfigurationError(f"the tolerance is {tolerance}; 0 or a positive share of the payoff ranges is needed")
        return cls(Polytope(Body(game, _CONCEPTS[concept], None)), gap)

    @property
    def game(self) -> Game:
        """The game whose payoffs these are."""
        return self.plans.game

    @property
    def _is_everything(self) -> bool:
        return self.plans.body.concept is Concept.ANY

    @cached_property
    def ranges(self) -> tuple[tuple[Number, Number], ...] | None:
        """Each player's least and greatest payoff; None where the least ones are out of reach."""
        if self._is_everything:
            return tuple(zip(self.game.lowest, self.game.highest, strict=True))
        return self.plans.ranges

    @property
    def exact(self) -> bool:
        """Whether the ranges are known as fractions; elsewhere payoffs are accurate to about 1e-8 of the payoff range."""
        return self.ranges is not None and all(isinstance(v, Fraction) for ends in self.ranges for v in ends)

    def support(self, weights: Sequence[Number]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i``.

        Raises:
            InputError: if there is not one weight per player, or one is no finite number.
        """
        direction = self._vector(weights, "weights")
        if self._is_everything:
            return dot(direction, self._vertex(direction))
        unit = _magnitude(direction)
        value = self.plans.support([w / unit for w in direction])
        return value * unit if isinstance(value, Fraction) else as_float(Fraction(value) * unit)

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return payoffs with the greatest ``sum_i weights[i] * U_i``; which of several is the solver's choice.

        Raises:
            InputError: if there is not one weight per player, or one is no finite number.
        """
        return self._vertex(self._vector(weights, "weights"))

    def _vertex(self, direction: tuple[Fraction, ...]) -> tuple[Number, ...]:
        if self._is_everything:
            return self.game.exact(_best_cell(self.game, direction))
        unit = _magnitude(direction)
        return self.plans.vertex([w / unit for w in direction])

    @cached_property
    def dictator_points(self) -> tuple[tuple[Number, ...], ...]:
        """For each player the payoffs that it likes best; ties go to the others' total, then to the leximin of their shares."""
        n = self.game.n_players
        faces = [best_for(self.plans, Equation.payoff(i, Fraction(0), n).weights, i) for i in range(n)]
        return tuple(face.settled or face.point().payoffs for face in faces)

    def contains(self, payoffs: Sequence[Number]) -> bool:
        """Return whether some plan has these payoffs.

        On the line from some point of the set to the payoffs, the set must reach as far as these: one linear program, and exact
        wherever its optimum is.

        Raises:
            InputError: if there is not one payoff per player, or one is no finite number.
        """
        target = self._vector(payoffs, "payoffs")
        spans = [self.plans.body.range(i) for i in range(self.game.n_players)]
        if any(not low <= v <= high for low, v, high in zip(self.game.lowest, target, self.game.highest, strict=True)):
            return False
        centre = self._vertex(tuple(1 / span if span else Fraction(0) for span in spans))
        step = [v - Fraction(c) for v, c in zip(target, centre, strict=True)]
        shares = [abs(s) / span if span else Fraction(0) for s, span in zip(step, spans, strict=True)]
        lead = max(range(len(shares)), key=lambda i: shares[i])
        if not step[lead]:
            return True
        line = [self._across(i, lead, step, centre) for i in range(len(step)) if i != lead]
        if not all(isinstance(c, Fraction) for c in centre):
            line += [Equation(tuple(-w for w in e.weights), -e.value) for e in line]
        sign = 1 if step[lead] > 0 else -1
        reach, _ = self.plans.body.best(tuple(sign * Fraction(int(i == lead)) for i in range(len(step))), line)
        slack = Fraction(0) if isinstance(reach, Fraction) else ROUNDING * spans[lead]
        return Fraction(reach) >= sign * target[lead] - slack

    @staticmethod
    def _across(i: int, lead: int, step: Sequence[Fraction], centre: Sequence[Number]) -> Equation:
        """Say that player i moves along with the leading one, from the centre in the direction of the step."""
        ratio = step[i] / step[lead]
        weights = tuple(Fraction(1) if j == i else -ratio if j == lead else Fraction(0) for j in range(len(step)))
        return Equation(weights, dot(weights, centre))

    @cached_property
    def polygon(self) -> Polygon:
        """The set of two players' payoffs as a polygon, by support-function recursion: about two linear programs a corner.

        Raises:
            UnsuitableError: if there are not two players, or the game is too large for the players' least payoffs.
        """
        self._check_two("a payoff polygon")
        self._check_ranged()
        return Polygon(corners(self._vertex, tolerance=self.tolerance, spans=self._spans))

    @cached_property
    def centroid(self) -> tuple[Number, ...]:
        """The centre of gravity of the payoffs, within the dimension of the set: of a point, a segment, an area, a volume.

        Raises:
            UnsuitableError: if the set has too many corners, or the game is too large for the players' least payoffs.
        """
        if self.game.n_players == 2:
            return self.polygon.centroid
        self._check_ranged()
        return centroid(self._vertex, self.game.n_players, tolerance=self.tolerance, spans=self._spans)

    @cached_property
    def advantage(self) -> tuple[Number, Number]:
        """The least and the greatest ``U_1 - U_2``, on which alone an equal split with side payments depends: two programs.

        Raises:
            UnsuitableError: if there are not two players, or the game is too large for the players' least payoffs.
        """
        self._check_two("the range of advantages")
        self._check_ranged()
        return -self.support((-1, 1)), self.support((1, -1))

    @property
    def _spans(self) -> tuple[Fraction, ...]:
        return tuple(self.plans.body.range(i) for i in range(self.game.n_players))

    def _vector(self, values: Sequence[Number], what: str) -> tuple[Fraction, ...]:
        if len(values) != self.game.n_players:
            raise InputError(f"{len(values)} {what} were given; one for each of the {self.game.n_players} player(s) is needed")
        return tuple(rational(v, f"{what}[{i}]") for i, v in enumerate(values))

    def _check_two(self, what: str) -> None:
        if self.game.n_players != 2:
            raise UnsuitableError(f"{what} needs a game of two players; this one has {self.game.n_players}")

    def _check_ranged(self) -> None:
        if not self._is_everything:
            self.plans.body.ensure_ranged()


def _magnitude(weights: Sequence[Fraction]) -> Fraction:
    """Return a power of two of the size of the largest weight, so that sums over that keep the size of payoffs."""
    largest = max(map(abs, weights)) or Fraction(1)
    return Fraction(2) ** (largest.numerator.bit_length() - largest.denominator.bit_length())


def _best_cell(game: Game, weights: Sequence[Fraction]) -> int:
    """Return a cell of greatest weighted payoff sum; only those that floating point finds close to it are compared exactly."""
    scaled = [w * (high - low) for w, high, low in zip(weights, game.highest, game.lowest, strict=True)]
    largest = max(map(abs, scaled))
    if not largest:
        return 0
    sums = sum(float(s / largest) * payoffs.ravel() for s, payoffs in zip(scaled, game.normalised, strict=True))
    near = np.flatnonzero(sums >= np.max(sums) - _CLOSE * game.n_players)
    if len(near) > _MANY:
        return int(game.weighted(weights)[0].argmax())
    factors, _ = common([w / d for w, d in zip(weights, game.denominators, strict=True)])
    exact = sum(f * k.ravel()[near].astype(object) for f, k in zip(factors, game.numerators, strict=True))
    return int(near[np.argmax(exact)])
