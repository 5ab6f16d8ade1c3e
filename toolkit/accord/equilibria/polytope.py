"""Sets of joint plans cut out by linear constraints: correlated and coarse correlated equilibria, and all feasible plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.claims import Admitted
from accord.equilibria.base import Equilibrium, EquilibriumSet, Measure
from accord.equilibria.body import Body
from accord.equilibria.centres import centre
from accord.equilibria.deviations import Concept
from accord.equilibria.faces import Equation, common_solution, independent
from accord.equilibria.plans import CLAIMS, SOME_PLAN, plan_for
from accord.equilibria.polygon import Polygon, corners
from accord.equilibria.product import greatest_product
from accord.equilibria.reduction import Reduction
from accord.equilibria.volume import centroid
from accord.errors import UnsuitableError
from accord.game import Game
from accord.lp import Optimum
from accord.plan import JointPlan
from accord.rationals import Number, text, total

__all__ = ["Polytope"]

_HELD = 1e-7
"""A float multiplier, as a share of all, above which a player is held at the common level."""
_ROUNDING = 1e-9
"""By how much, relative to the payoff range, floors that are known approximately may be missed."""
_NOISE = 1e-7
"""Gains below this share of the payoff range are put down to rounding where payoffs are known approximately."""
_TOO_LARGE = ("the game is too large to be solved exactly; payoffs are accurate to about 1e-9 of their range",)


@dataclass(frozen=True, eq=False)
class Polytope:
    """The joint plans of a game that satisfy a concept, seen through the payoffs they give.

    Narrowing keeps a face, described by linear equations in the payoffs; all faces share one linear program. In games that are
    small enough every optimum is proved in rational arithmetic and all payoffs are fractions.

    Attributes:
        body: the linear program and what belongs to all faces.
        face: the equations that describe the face.
        empty_cells: columns known to have probability 0 on the face.
        settled: the payoffs, once the face has only one payoff vector.
        sample: a solution of the linear program that lies on the face, if one is at hand.
    """

    body: Body
    face: tuple[Equation, ...] = ()
    empty_cells: NDArray[np.bool_] | None = None
    settled: tuple[Number, ...] | None = None
    sample: Optimum | None = None
    _memo: dict[tuple[Fraction, ...], Polytope] = field(default_factory=dict)

    @classmethod
    def of(
        cls, game: Game, concept: Concept, floors: Sequence[Number] | None = None, reduced: Reduction | None = None
    ) -> Polytope | None:
        """Return the plans of a game that satisfy a concept and give each player at least its floor; None if there are none.

        Args:
            game: the game.
            concept: what the plans satisfy.
            floors: one payoff per player.
            reduced: which actions to use; by default all but those that iterated strict dominance rules out.
        """
        body = Body(game, concept, None if floors is None else tuple(floors), reduced)
        return cls(body) if body.is_inhabited else None

    @classmethod
    def whole(cls, game: Game) -> Polytope:
        """Return all joint plans of a game."""
        return cls(Body(game, Concept.ANY, None))

    def with_any_play(self) -> Polytope:
        """Return the same plans for somebody who looks at payoffs only: of several with the same payoffs any one will do.

        Finding the most even one takes far longer than finding the payoffs.
        """
        body = copy(self.body)
        body.any_play = True
        return replace(self, body=body, _memo={})

    @property
    def game(self) -> Game:
        """The game whose plans these are."""
        return self.body.game

    @cached_property
    def lowest(self) -> tuple[Number, ...]:
        """Each player's least payoff over the whole set, before any narrowing: the nadir."""
        return tuple(self.body.extreme(i, -1) for i in range(self.game.n_players))

    @cached_property
    def highest(self) -> tuple[Number, ...]:
        """Each player's greatest payoff over the whole set, before any narrowing: the ideal point."""
        return tuple(self.body.extreme(i, 1) for i in range(self.game.n_players))

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...] | None:
        """Each player's least and greatest payoff over the whole set; None where the least ones are out of reach."""
        return tuple(zip(self.lowest, self.highest, strict=True)) if self.body.is_ranged else None

    @property
    def unique(self) -> bool | None:
        """Whether all plans of the set give the same payoffs; None if that is not known."""
        return None if self.ranges is None else all(low == high for low, high in self.ranges)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know about the set."""
        exact = all(isinstance(v, Fraction) for v in (*self.highest, *(self.lowest if self.body.is_ranged else ())))
        unranged = () if self.body.is_ranged else ("the game is too large for the range of payoffs over all equilibria",)
        return (() if exact else _TOO_LARGE) + unranged

    @property
    def complete(self) -> bool:
        """Always: the set is given by its definition."""
        return True

    @property
    def points(self) -> None:
        """Nothing: the set is convex."""
        return

    @property
    def admitted(self) -> Admitted | None:
        """The set by its definition, for whoever checks what was selected from it; None for sets that are no equilibria."""
        return self.body.admitted

    def above(self, floors: Sequence[Number]) -> Polytope:
        """Return, as a set of its own, the part of the whole set that gives each player at least its floor.

        Floors that are known approximately are lowered by a rounding error.

        Raises:
            UnsuitableError: if there is no such part.
        """
        return Polytope(self._floored(floors, ()))

    def _floored(self, floors: Sequence[Number], face: tuple[Equation, ...]) -> Body:
        """Return the body as far as it reaches some floors, if a face of it does."""
        spans = [self.body.range(i) for i in range(self.game.n_players)]
        given = [f if isinstance(f, Fraction) else f - _ROUNDING * float(s) for f, s in zip(floors, spans, strict=True)]
        before = self.body.floors or given
        body = self.body.above(tuple(max(pair) for pair in zip(given, before, strict=True)))
        if not body.is_feasible(face):
            raise UnsuitableError(f"nothing in the set gives everybody at least ({', '.join(map(text, floors))})")
        return body

    def maximisers(self, weights: Sequence[Number]) -> Polytope:
        """Keep the plans of greatest ``sum_i weights[i] * U_i``."""
        key = tuple(Fraction(w) for w in weights)
        if self.settled is not None:
            return self
        if key not in self._memo:
            value, optimum = self.body.best(key, self.face)
            self._memo[key] = self._only(key) if optimum is None else self._on((Equation(key, value),), optimum)
        return self._memo[key]

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> Polytope:
        """Keep the plans whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest.

        One linear program raises the common level as far as possible; the players whose dual multiplier is not 0 cannot rise
        above it in any optimal plan and are fixed there; then the others go on. Players whose scale is None must have the same
        payoff in every plan of the set.
        """
        n = self.game.n_players
        active = {i: Fraction(s) for i, s in enumerate(scale) if s is not None}
        narrowed = self
        while active and narrowed.settled is None:
            level, optimum = narrowed.body.raise_level(base, active, narrowed.face)
            held = _held(optimum, active)
            reached = {i: Fraction(base[i]) + Fraction(level) * active.pop(i) for i in held}
            values = {i: v if optimum.exact else float(v) for i, v in reached.items()}
            narrowed = narrowed._on(tuple(Equation.payoff(i, v, n) for i, v in values.items()), optimum)
        if narrowed.settled is not None:
            return narrowed
        constant = tuple(Equation.payoff(i, self.highest[i], n) for i, s in enumerate(scale) if s is None)
        return replace(narrowed._on(constant, None), sample=narrowed.sample)

    def greatest_product(self, base: Sequence[Number | None]) -> Polytope:
        """Keep the plans of greatest ``prod_i (U_i - base[i])`` among those that give every player at least its base.

        Left out of the product are players whose base is None, who may get anything, and those who cannot get more than their
        base. See `accord.equilibria.product` for where the payoffs are exact.

        Raises:
            UnsuitableError: if nothing gives everybody at least its base.
        """
        n = self.game.n_players
        floors = [low if b is None else b for b, low in zip(base, self.game.lowest, strict=True)]
        part = replace(self, body=self._floored(floors, self.face), _memo={})
        if part.settled is not None:
            return part
        unit = [Equation.payoff(i, Fraction(0), n).weights for i in range(n)]
        gains = [Fraction(0) if b is None else part.support(unit[i]) - b for i, b in enumerate(base)]
        active = [
            i for i, gain in enumerate(gains) if gain > (0 if isinstance(gain, Fraction) else _NOISE * float(self.body.range(i)))
        ]
        stuck = [(i, b) for i, b in enumerate(base) if isinstance(b, Fraction) and not gains[i]]
        part = part._on(tuple(Equation.payoff(i, b, n) for i, b in stuck), None)
        if len(active) < 2:
            return part.maximisers(unit[active[0]]) if active else part
        found = greatest_product(part, [Fraction(f) for f in floors], [Fraction(g) for g in gains], active)
        exact = all(isinstance(base[i], Fraction) and isinstance(gains[i], Fraction) for i in active)
        values = found if exact else tuple(map(float, found))
        return part._on(tuple(Equation.payoff(i, v, n) for i, v in zip(active, values, strict=True)), None)

    def point(self) -> Equilibrium:
        """Return the payoffs that are left, with the most even plan that yields them.

        If narrowing has not settled the payoffs, the leximin rule relative to each player's range does.
        """
        if self.settled is None:
            spans = [high - low if high > low else None for low, high in zip(self.lowest, self.highest, strict=True)]
            return self.leximin(self.lowest, spans).point()
        if self.sample is not None and (self.body.any_play or self._is_single):
            return Equilibrium(self.settled, self._play_of(self.sample), CLAIMS[self.body.concept])
        try:
            return plan_for(self.body, self.settled, self.empty_cells)
        except UnsuitableError:
            if self.sample is None:
                raise
            # the solver finds no plan with payoffs that are known better than it can compute; the one they were read off will do
            return Equilibrium(self.settled, self._play_of(self.sample), CLAIMS[self.body.concept], (SOME_PLAN,))

    @property
    def _is_single(self) -> bool:
        """Whether the face is known to be a single plan."""
        known = all(isinstance(equation.value, Fraction) for equation in self.face)
        return known and self.sample is not None and self.sample.unique

    def _play_of(self, optimum: Optimum) -> JointPlan:
        pairs = zip(optimum.columns, optimum.values, strict=True)
        return self.body.reduction.plan((int(j), v) for j, v in pairs if j < self.body.n_cells)

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return the most even plan of the whole set with the given payoffs, which must be attainable."""
        return plan_for(self.body, tuple(payoffs), None)

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return the most even plan among those that give each player its average payoff over the points of some faces."""
        points = [face.settled or face.point().payoffs for face in faces]
        mean = tuple(total(column) * Fraction(1, len(points)) for column in zip(*points, strict=True))
        if self.body.any_play:
            return Equilibrium(mean, JointPlan.lottery([face.point().play for face in faces]), CLAIMS[self.body.concept])
        return self.at(mean)

    def most(self, measure: Measure) -> Equilibrium:
        """Return the plan of the whole set that is best by a measure, of the cells of the reduced game."""
        return centre(self.body, measure)

    def centroid(self, tolerance: Number = Fraction(0)) -> Equilibrium:
        """Return the most even plan at the centre of gravity of the payoffs, within the dimension of the set.

        Raises:
            UnsuitableError: if the set has too many corners, or the game is too large for the players' least payoffs.
        """
        if self.settled is not None:
            return self.point()
        self.body.ensure_ranged()
        spans = [self.body.range(i) for i in range(self.game.n_players)]
        if self.game.n_players == 2:
            return self.at(Polygon(corners(self.vertex, tolerance=tolerance, spans=spans)).centroid)
        return self.at(centroid(self.vertex, self.game.n_players, tolerance=tolerance, spans=spans))

    def support(self, weights: Sequence[Number]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i`` over the set."""
        return self.body.best(tuple(Fraction(w) for w in weights), self.face)[0]

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return the payoffs of some plan of greatest ``sum_i weights[i] * U_i``; which one is the solver's choice."""
        key = tuple(Fraction(w) for w in weights)
        _, optimum = self.body.best(key, self.face)
        return self.body.payoffs_at(optimum) if optimum else self._only(key).settled or ()

    def contains(self, payoffs: Sequence[Number]) -> bool:
        """Return whether some plan of the set has the given payoffs."""
        n = self.game.n_players
        return self.body.is_feasible([*self.face, *(Equation.payoff(i, payoff, n) for i, payoff in enumerate(payoffs))])

    def greatest_level(self, base: Sequence[Number], scale: Sequence[Number]) -> Number:
        """Return the greatest t for which some plan gives every player at least ``base[i] + t * scale[i]``."""
        return self.body.raise_level(base, {i: Fraction(s) for i, s in enumerate(scale)}, self.face)[0]

    def _on(self, equations: tuple[Equation, ...], optimum: Optimum | None) -> Polytope:
        """Return the face on which further equations hold, because the optimum was reached there."""
        empty = self.empty_cells
        if optimum is not None:
            costly = optimum.costly[: self.body.n_cells]
            empty = costly if empty is None else costly | empty
        face = independent(self.face + equations, self.game.n_players)
        narrowed = replace(self, face=face, empty_cells=empty, sample=optimum, _memo={})
        single = optimum is not None and narrowed._is_single
        settled = self.body.payoffs_at(optimum) if single and optimum else common_solution(face, self.game.n_players)
        return replace(narrowed, settled=settled)

    def _only(self, weights: tuple[Fraction, ...]) -> Polytope:
        """Return the face that is the single cell of greatest weighted payoff sum."""
        cell = self.body.top_cell(weights)
        payoffs = dict(enumerate(self.game.exact(cell))) if cell is not None else {}
        empty = self.body.cells != cell
        return replace(self, settled=tuple(payoffs.values()), empty_cells=empty, sample=None, _memo={})


def _held(optimum: Optimum, active: Mapping[int, Fraction]) -> list[int]:
    """Return the active players that no optimal plan raises above the common level: at least one."""
    shares = {i: abs(float(y) * float(s)) for (i, s), y in zip(active.items(), optimum.multipliers, strict=False)}
    largest = max(shares, key=lambda i: shares[i])
    least = 0.0 if optimum.exact else _HELD * sum(shares.values())
    return [i for i, share in shares.items() if share > least or i == largest]
