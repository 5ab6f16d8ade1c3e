"""Sets of joint plans cut out by linear constraints: correlated and coarse correlated equilibria, and all feasible plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.equilibria.base import Equilibrium, EquilibriumSet
from accord.equilibria.body import Body
from accord.equilibria.deviations import Concept
from accord.equilibria.faces import Equation, common_solution, independent
from accord.equilibria.plans import plan_for
from accord.game import Game
from accord.lp import Optimum
from accord.rationals import Number, total

__all__ = ["Polytope"]

_HELD = 1e-7
"""A float multiplier, as a share of all, above which a player is held at the common level."""
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
    """

    body: Body
    face: tuple[Equation, ...] = ()
    empty_cells: NDArray[np.bool_] | None = None
    settled: tuple[Number, ...] | None = None
    _memo: dict[tuple[Fraction, ...], Polytope] = field(default_factory=dict)

    @classmethod
    def of(cls, game: Game, concept: Concept, floors: Sequence[Number] | None = None) -> Polytope | None:
        """Return the plans of a game that satisfy a concept and give each player at least its floor; None if there are none."""
        body = Body(game, concept, None if floors is None else tuple(floors))
        return cls(body) if body.is_inhabited else None

    @classmethod
    def whole(cls, game: Game) -> Polytope:
        """Return all joint plans of a game."""
        return cls(Body(game, Concept.ANY, None))

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
        return narrowed._on(constant, None)

    def point(self) -> Equilibrium:
        """Return the payoffs that are left, with the most even plan that yields them.

        If narrowing has not settled the payoffs, the leximin rule relative to each player's range does.
        """
        if self.settled is None:
            spans = [high - low if high > low else None for low, high in zip(self.lowest, self.highest, strict=True)]
            return self.leximin(self.lowest, spans).point()
        return plan_for(self.body, self.settled, self.empty_cells)

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return the most even plan of the whole set with the given payoffs, which must be attainable."""
        return plan_for(self.body, tuple(payoffs), None)

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return the most even plan among those that give each player its average payoff over the points of some faces."""
        points = [face.settled or face.point().payoffs for face in faces]
        return self.at([total(column) * Fraction(1, len(points)) for column in zip(*points, strict=True)])

    def support(self, weights: Sequence[Fraction]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i`` over the set."""
        return self.body.best(tuple(weights), self.face)[0]

    def vertex(self, weights: Sequence[Fraction]) -> tuple[Number, ...]:
        """Return the payoffs of some plan of greatest ``sum_i weights[i] * U_i``; which one is the solver's choice."""
        _, optimum = self.body.best(tuple(weights), self.face)
        return self.body.payoffs_at(optimum) if optimum else self._only(tuple(weights)).settled or ()

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
        return replace(self, face=face, empty_cells=empty, settled=common_solution(face, self.game.n_players), _memo={})

    def _only(self, weights: tuple[Fraction, ...]) -> Polytope:
        """Return the face that is the single cell of greatest weighted payoff sum."""
        cell = self.body.top_cell(weights)
        payoffs = dict(enumerate(self.game.exact(cell))) if cell is not None else {}
        return replace(self, settled=tuple(payoffs.values()), empty_cells=self.body.cells != cell, _memo={})


def _held(optimum: Optimum, active: Mapping[int, Fraction]) -> list[int]:
    """Return the active players that no optimal plan raises above the common level: at least one."""
    shares = {i: abs(float(y) * float(s)) for (i, s), y in zip(active.items(), optimum.multipliers, strict=False)}
    largest = max(shares, key=lambda i: shares[i])
    least = 0.0 if optimum.exact else _HELD * sum(shares.values())
    return [i for i, share in shares.items() if share > least or i == largest]
