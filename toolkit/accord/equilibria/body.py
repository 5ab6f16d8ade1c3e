"""The linear program behind a polytope of joint plans: a column per cell, one per player's payoff, one for a common level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.claims import Admitted, Claim
from accord.equilibria.deviations import Concept, count_entries, deviation_rows, is_equilibrium_cell, tempting_rows, violated_rows
from accord.equilibria.faces import Equation
from accord.equilibria.reduction import Reduction, reduction
from accord.errors import UnsuitableError
from accord.game import Game
from accord.lp import Optimum, Program, Rows, row
from accord.memory import available_bytes
from accord.quotients import widened
from accord.rationals import Number, common, dot, narrow

__all__ = ["Body"]

_WRITTEN_OUT = 300_000
"""Entries up to which all incentive constraints are written down; beyond, violated ones are added as they are found."""
_OPENING = 2
"""Cells per action whose constraints are written down at once; measured: two and a half times fewer seconds at 100 × 100."""
_RANGED_TWO = 1_000
"""Cells up to which least payoffs of two-player games are computed: 30 × 30 takes seconds, 60 × 60 many minutes."""
_RANGED_MORE = 20_000
"""The same for three and more players, whose programs are easier by far."""
_ROOMS = tuple(Fraction(1, 10**k) for k in (9, 8, 7, 6))
"""How far, relative to the payoff range, an equation that is known approximately may be missed; the first that leaves a plan."""
_BYTES_PER_CELL = 400
"""What the linear program keeps for every cell, measured."""


class Body:
    """``mu >= 0, sum mu = 1``, the incentive constraints, and ``y_i = (U_i(mu) - lowest_i) / range_i``.

    The plans are those of a reduced game, by default without the strictly dominated actions to which the concept gives no
    probability. Payoff columns stand in for long rows: objectives, equations and levels touch a handful of columns only, so that
    a basis survives from one to the next.
    """

    def __init__(self, game: Game, concept: Concept, floors: tuple[Number, ...] | None, reduced: Reduction | None = None) -> None:
        self.game = game
        self.concept = concept
        self.floors = floors
        self.reduction = reduction(game, concept) if reduced is None else reduced
        self.reduced = self.reduction.reduced
        self.cells = self.reduction.cells
        self.n_cells = len(self.cells)
        self.level_column = self.n_cells + game.n_players
        self.any_play = False
        self._extremes: dict[tuple[int, int], Number] = {}
        self._ensure_room()

    def _ensure_room(self) -> None:
        needed, free = self.n_cells * _BYTES_PER_CELL, available_bytes()
        if free is not None and needed > free:
            raise UnsuitableError(
                f"the linear program over {self.n_cells:.3g} action profiles needs about {needed / 1e9:.3g} GB; "
                f"{free / 1e9:.3g} GB are free"
            )

    def above(self, floors: tuple[Number, ...]) -> Body:
        """Return the same plans as far as they give each player at least its floor; both share one linear program."""
        _ = self._program
        narrowed = copy(self)
        narrowed.floors = floors
        narrowed._extremes = {}
        for memo in ("_floor_rows", "is_inhabited"):
            narrowed.__dict__.pop(memo, None)
        return narrowed

    @property
    def admitted(self) -> Admitted | None:
        """The plans by their definition; None where they are not all equilibria of a concept."""
        if self.concept is Concept.ANY or self.floors:
            return None
        claim = Claim.CORRELATED if self.concept is Concept.CORRELATED else Claim.COARSE_CORRELATED
        return Admitted(claim, self.reduction.groups)

    def tightened(self) -> Body:
        """Return the same plans without the incentive constraints of actions that mixtures dominate strictly.

        Nobody is tempted by these, and they have no probability; but whoever looks at the constraints themselves must not count
        them, or his choice would depend on actions that are as good as absent.
        """
        if self.concept is not Concept.CORRELATED:
            return self
        return Body(self.game, self.concept, self.floors, self.reduction.tightened())

    def payoff_column(self, i: int) -> int:
        """Return the column of player i's payoff, mapped to [0, 1]."""
        return self.n_cells + i

    def range(self, i: int) -> Fraction:
        """Return the difference between player i's greatest and least payoff."""
        return self.game.highest[i] - self.game.lowest[i]

    @cached_property
    def _floor_rows(self) -> list[Rows]:
        return [
            row([(self.payoff_column(i), self.range(i))], Fraction(floor) - self.game.lowest[i], equal=False)
            for i, floor in enumerate(self.floors or ())
        ]

    @cached_property
    def is_lazy(self) -> bool:
        """Whether incentive constraints are added as they are found to be violated."""
        return count_entries(self.reduced, self.concept) > _WRITTEN_OUT

    @cached_property
    def _program(self) -> Program:
        n = self.game.n_players
        deviations = self._opening_rows if self.is_lazy else deviation_rows(self.reduced, self.concept)
        return Program(
            self.n_cells + n + 1,
            Rows.stack([self.simplex_row, *self._payoff_rows, deviations]),
            free=range(self.n_cells, self.n_cells + n + 1),
            slots=3 * n + 4,
            separator=self._separate if self.is_lazy else None,
        )

    @cached_property
    def _opening_rows(self) -> Rows:
        """The constraints to begin with when violated ones are added later: those that spoil each player's best cells."""
        if self.concept is not Concept.CORRELATED:
            return Rows.empty()
        count = min(self.n_cells, _OPENING * max(self.reduced.shape))
        best = [np.argpartition(-payoffs.ravel(), count - 1)[:count] for payoffs in self.reduced.normalised]
        return tempting_rows(self.reduced, np.unique(np.concatenate(best)))

    @cached_property
    def simplex_row(self) -> Rows:
        """The row that makes the cells' probabilities add up to 1."""
        return Rows.dense(np.ones((1, self.n_cells), dtype=np.int64), np.arange(self.n_cells)[None, :], equal=True, rhs=1)

    @cached_property
    def _payoff_rows(self) -> list[Rows]:
        parts = []
        for i, numerators in enumerate(self.reduced.numerators):
            low, high = int(self.game.numerators[i].min()), int(self.game.numerators[i].max())
            shifted = widened(numerators.ravel(), self.game.numerators[i]) - low  # a dominated action may hold a huge payoff
            values = narrow(np.append(shifted, -(high - low) or -1))
            columns = np.append(np.arange(self.n_cells), self.payoff_column(i))
            parts.append(Rows.dense(values[None, :], columns[None, :], equal=True))
        return parts

    def _separate(self, columns: NDArray[np.int64], values: Sequence[Number]) -> Rows | None:
        inside = columns < self.n_cells
        return violated_rows(self.reduced, self.concept, columns[inside], [v for v, k in zip(values, inside, strict=True) if k])

    @cached_property
    def is_inhabited(self) -> bool:
        """Whether any plan satisfies the concept and the floors."""
        return not self.floors or self.is_feasible([])

    def is_feasible(self, face: Sequence[Equation]) -> bool:
        """Return whether some plan satisfies the concept, the floors and some equations."""
        return self._program.maximise({}, [*(self._equation(e, _ROOMS[0]) for e in face), *self._floor_rows]) is not None

    @property
    def is_ranged(self) -> bool:
        """Whether the program is small enough for the players' least payoffs, the hardest objectives of all."""
        return self.n_cells <= (_RANGED_TWO if self.game.n_players == 2 else _RANGED_MORE)

    def ensure_ranged(self) -> None:
        """Refuse what needs the players' least payoffs where these are out of reach.

        Raises:
            UnsuitableError: if the program is too large for them.
        """
        if not self.is_ranged:
            raise UnsuitableError(
                f"the game has {self.n_cells} action profiles that may be played, too many for the least payoffs of the players"
            )

    def extreme(self, player: int, sign: int) -> Number:
        """Return a player's greatest (sign 1) or least (sign -1) payoff."""
        if (player, sign) not in self._extremes:
            weights = tuple(Fraction(sign * int(j == player)) for j in range(self.game.n_players))
            self._extremes[player, sign] = sign * self.best(weights, ())[0]
        return self._extremes[player, sign]

    def best(self, weights: tuple[Fraction, ...], face: Sequence[Equation]) -> tuple[Number, Optimum | None]:
        """Return the greatest weighted sum of payoffs, and the optimum unless a single cell was seen to attain it."""
        top = None if face else self.top_cell(weights)
        if top is not None:
            return dot(weights, self.game.exact(top)), None
        entries = [w * self.range(i) for i, w in enumerate(weights)]
        numbers, scale = common(entries)
        optimum = self.solve({self.payoff_column(i): v for i, v in enumerate(numbers) if v}, face)
        value = dot(weights, self.game.lowest) + optimum.value / scale
        return (value if optimum.exact else float(value)), optimum

    def payoffs_at(self, optimum: Optimum) -> tuple[Number, ...]:
        """Return everybody's payoff in a solution."""
        shares = [Fraction(optimum.at(self.payoff_column(i))) for i in range(self.game.n_players)]
        payoffs = [low + self.range(i) * share for i, (low, share) in enumerate(zip(self.game.lowest, shares, strict=True))]
        return tuple(payoffs) if optimum.exact else tuple(float(payoff) for payoff in payoffs)

    def raise_level(
        self, base: Sequence[Number], scale: Mapping[int, Fraction], face: Sequence[Equation]
    ) -> tuple[Number, Optimum]:
        """Maximise the level t at which all listed players have at least ``base[i] + t * scale[i]``; their rows come first.

        The level column holds t in units in which the greatest scale is as large as its player's payoff range, for the solver
        would take a much smaller coefficient for zero.
        """
        unit = max((s / self.range(i) for i, s in scale.items() if self.range(i)), default=Fraction(1)) or Fraction(1)
        floors = [
            row(
                [(self.payoff_column(i), self.range(i)), (self.level_column, -s / unit)],
                Fraction(base[i]) - self.game.lowest[i],
                equal=False,
            )
            for i, s in scale.items()
        ]
        optimum = self.solve({self.level_column: 1}, face, floors)
        level = Fraction(optimum.at(self.level_column)) / unit
        return (level if optimum.exact else float(level)), optimum

    def solve(self, cost: dict[int, int], face: Sequence[Equation], first: Sequence[Rows] = ()) -> Optimum:
        """Maximise over a face that is known to have a plan."""
        for room in _ROOMS:
            rows = [self._equation(equation, room) for equation in face]
            optimum = self._program.maximise(cost, [*first, *rows, *self._floor_rows])
            if optimum is not None:
                return optimum
            if all(isinstance(equation.value, Fraction) for equation in face):
                break
        raise UnsuitableError(
            "the payoffs are too close to their own rounding errors for a reliable answer; round or rescale them"
        )

    def _equation(self, equation: Equation, room: Fraction) -> Rows:
        """Write an equation over the payoff columns; one that is known approximately leaves room for its rounding error."""
        spans = [self.range(i) for i in range(self.game.n_players)]
        entries = [(self.payoff_column(i), w * span) for i, (w, span) in enumerate(zip(equation.weights, spans, strict=True))]
        rest = Fraction(equation.value) - Fraction(dot(equation.weights, self.game.lowest))
        if isinstance(equation.value, Fraction):
            return row(entries, rest, equal=True)
        unit = max(abs(coefficient) for _, coefficient in entries) or abs(Fraction(equation.value))
        return row(entries, rest - room * unit, equal=False)

    def top_cell(self, weights: Sequence[Fraction]) -> int | None:
        """Return the cell of the greatest weighted payoff sum if it is the only one, and admissible by itself."""
        values, _ = self.reduced.weighted(weights)
        flat = values.ravel()
        best = int(flat.argmax())
        if np.count_nonzero(flat == flat[best]) > 1:
            return None
        cell = int(self.cells[best])
        if self.concept is not Concept.ANY and not is_equilibrium_cell(self.reduced, best):
            return None
        if self.floors and any(u < f for u, f in zip(self.game.exact(cell), self.floors, strict=True)):
            return None
        return cell
