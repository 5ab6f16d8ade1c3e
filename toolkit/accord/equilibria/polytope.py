"""Sets of joint plans cut out by linear constraints: correlated and coarse correlated equilibria, and all feasible plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.equilibria.base import Equilibrium
from accord.equilibria.body import Body
from accord.equilibria.deviations import Concept
from accord.game import Game
from accord.lp import Optimum, Rows, row
from accord.rationals import Number, dot, total

__all__ = ["Polytope"]

_ACTIVE = 1e-7
"""A float multiplier (they add up to 1) above which a player is held at the common level."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """The joint plans of a game that satisfy a concept, seen through the payoffs they give.

    Narrowing keeps a face, described by linear equations in the payoffs; all faces share one linear program. In games that are
    small enough every optimum is proved in rational arithmetic and all payoffs are fractions.

    Attributes:
        body: the linear program and what belongs to all faces.
        cuts: rows over the payoff columns that describe the face.
        empty_cells: columns known to have probability 0 on the face.
        settled: the payoffs, once the face has only one payoff vector.
    """

    body: Body
    cuts: tuple[Rows, ...] = ()
    empty_cells: NDArray[np.bool_] | None = None
    settled: tuple[Number, ...] | None = None
    _memo: dict[object, Polytope] = field(default_factory=dict)

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
    def ranges(self) -> tuple[tuple[Number, Number], ...]:
        """Each player's least and greatest payoff over the whole set, before any narrowing."""
        whole = self if not self.cuts and self.settled is None else Polytope(self.body)
        result = []
        for i in range(self.game.n_players):
            toward = [Fraction(int(j == i)) for j in range(self.game.n_players)]
            low = -whole._best([-w for w in toward])[0]
            result.append((low, max(low, whole._best(toward)[0])))
        return tuple(result)

    @property
    def unique(self) -> bool | None:
        """Whether all plans of the set give the same payoffs."""
        return all(low == high for low, high in self.ranges)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know about the set."""
        exact = all(isinstance(v, Fraction) for bounds in self.ranges for v in bounds)
        return () if exact else ("the game is too large to be solved exactly; payoffs are accurate to about 1e-9 of their range",)

    def maximisers(self, weights: Sequence[Number]) -> Polytope:
        """Keep the plans of greatest ``sum_i weights[i] * U_i``."""
        if self.settled is not None:
            return self
        key = tuple(Fraction(w) for w in weights)
        if key not in self._memo:
            self._memo[key] = self._maximisers(key)
        return self._memo[key]

    def _maximisers(self, weights: tuple[Fraction, ...]) -> Polytope:
        value, optimum = self._best(weights)
        if optimum is None:
            return self._only(self.body.top_cell(weights))
        level = Fraction(value) - Fraction(dot(weights, self.game.lowest))
        entries = [(self.body.payoff_column(i), w * self.body.range(i)) for i, w in enumerate(weights)]
        return self._cut((row(entries, level, equal=True),), optimum)

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> Polytope:
        """Keep the plans whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest.

        One linear program raises the common level as far as possible; the players whose dual multiplier is not 0 cannot rise
        above it in any optimal plan and are fixed there; then the others go on.
        """
        if self.settled is not None:
            return self
        active = {i: Fraction(s) for i, s in enumerate(scale) if s is not None}
        whole = self
        fixed: dict[int, Number] = {}
        while active:
            optimum = whole._raise(base, active)
            shares: dict[int, Number] = dict(zip(active, optimum.multipliers[: len(active)], strict=True))
            largest = max(shares, key=lambda i: abs(float(shares[i]) * float(active[i])))
            held = [
                i
                for i in active
                if (shares[i] != 0 if optimum.exact else abs(float(shares[i]) * float(active[i])) > _ACTIVE) or i == largest
            ]
            level = optimum.at(self.body.level_column)
            for i in held:
                reached = Fraction(base[i]) + Fraction(level) * active.pop(i)
                fixed[i] = reached if optimum.exact else float(reached)
            whole = whole._cut(tuple(whole._equation(i, fixed[i]) for i in held), optimum)
        lows, highs = zip(*self.ranges, strict=True)
        if all(i in fixed or lows[i] == highs[i] for i in range(self.game.n_players)):
            return replace(whole, settled=tuple(fixed.get(i, lows[i]) for i in range(self.game.n_players)), _memo={})
        return whole

    def point(self) -> Equilibrium:
        """Return the payoffs that are left, with the most even plan that yields them.

        If narrowing has not settled the payoffs, the leximin rule relative to each player's range does.
        """
        if self.settled is None:
            lows = tuple(low for low, _ in self.ranges)
            scale = [high - low if high > low else None for low, high in self.ranges]
            settled = self.leximin(lows, scale)
            return (
                replace(settled, settled=settled.settled or lows, _memo={}).point()
                if settled.settled is None
                else settled.point()
            )
        return self.body.plan(self.settled, self.empty_cells)

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return the most even plan of the whole set with the given payoffs, which must be attainable."""
        return Polytope(self.body, settled=tuple(payoffs)).point()

    def support(self, weights: Sequence[Fraction]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i`` over the set."""
        return self._best(weights)[0]

    def contains(self, payoffs: Sequence[Number]) -> bool:
        """Return whether some plan of the set has the given payoffs."""
        equations = [self._equation(i, payoff) for i, payoff in enumerate(payoffs)]
        return self.body.is_feasible([*equations, *self.cuts])

    def greatest_level(self, base: Sequence[Number], scale: Sequence[Number]) -> Number:
        """Return the greatest t for which some plan gives every player at least ``base[i] + t * scale[i]``."""
        return self._raise(base, {i: Fraction(s) for i, s in enumerate(scale)}).at(self.body.level_column)

    def average(self, points: Sequence[Equilibrium]) -> Equilibrium:
        """Return the most even plan among those that give each player its average payoff over the points."""
        share = Fraction(1, len(points))
        mean = tuple(total([p.payoffs[i] for p in points]) * share for i in range(self.game.n_players))
        return self.at(mean)

    def _best(self, weights: Sequence[Fraction]) -> tuple[Number, Optimum | None]:
        """Return the greatest weighted sum of payoffs, and the optimum unless a single cell was seen to attain it."""
        if not self.cuts:
            top = self.body.top_cell(weights)
            if top is not None:
                return dot(weights, self.game.exact(top)), None
        entries = {self.body.payoff_column(i): w * self.body.range(i) for i, w in enumerate(weights)}
        scale = np.lcm.reduce([v.denominator for v in entries.values()], dtype=object)
        optimum = self._solve({j: int(v * scale) for j, v in entries.items()}, [])
        constant = dot(weights, self.game.lowest)
        value = optimum.value
        return (constant + value / int(scale) if optimum.exact else float(constant) + float(value) / float(scale)), optimum

    def _solve(self, cost: dict[int, int], extra: Sequence[Rows]) -> Optimum:
        return self.body.solve(cost, [*extra, *self.cuts])

    def _raise(self, base: Sequence[Number], scale: Mapping[int, Fraction]) -> Optimum:
        """Maximise the level t at which all listed players have at least ``base[i] + t * scale[i]``; their rows come first."""
        level, low = self.body.level_column, self.game.lowest
        floors = [
            row([(self.body.payoff_column(i), self.body.range(i)), (level, -s)], Fraction(base[i]) - low[i], equal=False)
            for i, s in scale.items()
        ]
        return self._solve({level: 1}, floors)

    def _cut(self, cuts: tuple[Rows, ...], optimum: Optimum) -> Polytope:
        known = optimum.costly[: self.body.n_cells]
        merged = known if self.empty_cells is None else known | self.empty_cells
        return replace(self, cuts=self.cuts + cuts, empty_cells=merged, _memo={})

    def _only(self, cell: int | None) -> Polytope:
        if cell is None:
            raise AssertionError("a single cell was announced and is not there")
        empty = self.body.cells != cell
        return replace(self, settled=self.game.exact(cell), empty_cells=empty, _memo={})

    def _equation(self, i: int, payoff: Number) -> Rows:
        return row([(self.body.payoff_column(i), self.body.range(i))], Fraction(payoff) - self.game.lowest[i], equal=True)
