"""Claims about a play: that it is a distribution, what it pays, and what deviating from it would bring."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accord.claims.evidence import Finding, Unmeasurable, all_exact, exact, payoff_units, residual
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, common

__all__ = ["Deviations", "Play", "distribution", "marginals", "payoffs_of_play", "product_form", "stated_payoffs"]

_DENSE = 32
"""A plan of floats that covers more than one profile in so many is measured by one matrix product."""


def distribution(game: Game, plan: JointPlan) -> Number:
    """Return by how much the plan fails to be a distribution: the worst negative probability or error of the sum."""
    _check_cells(game, plan)
    total = (
        sum((Fraction(p) for p in plan.probabilities), Fraction(0)) if plan.is_exact else Fraction(math.fsum(plan.probabilities))
    )
    worst = max(abs(total - 1), -Fraction(min(plan.probabilities)))
    return worst if plan.is_exact else float(worst)


def _check_cells(game: Game, plan: JointPlan) -> None:
    if len(plan.cells) != len(plan.probabilities) or not plan.cells:
        raise Unmeasurable(f"the play has {len(plan.cells)} profile(s) and {len(plan.probabilities)} probabilities")
    if (
        plan.cells[0] < 0
        or plan.cells[-1] >= game.n_profiles
        or any(a >= b for a, b in zip(plan.cells, plan.cells[1:], strict=False))
    ):
        raise Unmeasurable("the play's profiles are not ascending numbers of profiles of the game")
    if not all(math.isfinite(p) for p in plan.probabilities):
        raise Unmeasurable("the play has a probability that is not finite")


class Deviations(NamedTuple):
    """What one player could gain by deviating from a play, in units of the payoff range.

    Attributes:
        swap: ``sum_a max_b E[(u_i(b, ·) - u_i(a, ·)) 1{a_i = a}]``, the gain from the best answer to every recommendation.
        external: ``max_b E[u_i(b, ·)] - E[u_i]``, the gain from the best single action.
        internal: ``max_{a, b} E[(u_i(b, ·) - u_i(a, ·)) 1{a_i = a}]``, the gain from the best answer to a single recommendation.
    """

    swap: Number
    external: Number
    internal: Number


@dataclass(frozen=True)
class Play:
    """A joint plan laid out for measuring: coordinates of its profiles and integer (or float) weights.

    Attributes:
        game: the game.
        at: the actions of each player in the plan's profiles, shape (n, support).
        weights: integers over `total` if the plan is exact, else floats over 1.
        total: the common denominator.
    """

    game: Game
    at: NDArray[np.intp]
    weights: NDArray[Any]
    total: int
    is_exact: bool

    @classmethod
    def of(cls, game: Game, plan: JointPlan) -> Play:
        """Lay out a plan.

        Raises:
            Unmeasurable: if it names profiles that the game does not have.
        """
        _check_cells(game, plan)
        at = np.array(np.unravel_index(np.array(plan.cells), game.shape), dtype=np.intp)
        if not plan.is_exact:
            return cls(game, at, np.array([float(p) for p in plan.probabilities]), 1, False)
        whole, total = common([Fraction(p) for p in plan.probabilities])
        weights = np.empty(len(whole), dtype=object)
        weights[:] = whole
        return cls(game, at, weights, total, True)

    def mean(self, player: int) -> Fraction:
        """Return one player's expected payoff."""
        numerators, low = self.game.numerators[player], self.game.lowest[player]
        above = numerators[tuple(self.at)] - numerators.min()
        weights = self._narrow(above)
        if not self.is_exact:
            spread = int(numerators.max()) - int(numerators.min()) or 1
            return low + Fraction(float((above / spread).astype(np.float64) @ weights)) * spread / self.game.denominators[player]
        total = (above.astype(object) if weights.dtype == object else above) @ weights
        return low + Fraction(int(total), self.total * self.game.denominators[player])

    def deviations(self, player: int) -> Deviations:
        """Measure one player's gains from deviating; the work is support × actions."""
        payoffs, spread = self._payoffs(player)
        if spread == 0:
            return Deviations(*([Fraction(0) if self.is_exact else 0.0] * 3))
        own: Any = 0
        swap: Any = 0
        internal: Any = 0
        ignoring: Any = 0
        for action, answers in self._answers(player, payoffs):
            own += answers[action]
            gain = answers.max() - answers[action]
            swap += gain
            internal = max(internal, gain)
            ignoring = ignoring + answers
        unit = self.total * spread
        return Deviations(*(_ratio(v, unit, self.is_exact) for v in (swap, ignoring.max() - own, internal)))

    def _answers(self, player: int, payoffs: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield, for every action that the player is ever told, what each answer to it would bring."""
        others = [k for k in range(self.game.n_players) if k != player]
        shape = [self.game.shape[k] for k in others]
        columns = np.ravel_multi_index(tuple(self.at[others]), shape) if others else np.zeros(self.at.shape[1], dtype=np.intp)
        if not self.is_exact and len(columns) > payoffs.size // _DENSE:
            table = np.zeros(payoffs.shape)
            table[self.at[player], columns] = self.weights
            told = np.flatnonzero(table.any(axis=1))
            yield from zip(told.tolist(), (payoffs @ table[told].T).T, strict=True)
            return
        weights = self._narrow(payoffs)
        order = np.argsort(self.at[player], kind="stable")
        for same in np.split(order, np.flatnonzero(np.diff(self.at[player, order])) + 1):
            chosen = payoffs[:, columns[same]]
            yield int(self.at[player, same[0]]), (chosen.astype(object) if weights.dtype == object else chosen) @ weights[same]

    def _payoffs(self, player: int) -> tuple[NDArray[Any], int]:
        """Return the player's payoffs above the least, shape (own actions, profiles of the others), and the largest."""
        numerators = np.moveaxis(self.game.numerators[player], player, 0)
        table = numerators.reshape(numerators.shape[0], -1)
        table = table - table.min()
        spread = int(table.max())
        if self.is_exact or spread == 0:
            return table, spread
        return (table / spread).astype(np.float64), 1

    def _narrow(self, payoffs: NDArray[Any]) -> NDArray[Any]:
        """Return the weights as int64 where no sum of products can overflow."""
        if self.is_exact and payoffs.dtype == np.int64:
            bound = max(1, int(payoffs.max())) * sum(abs(int(w)) for w in self.weights)
            if bound < 2**62:
                return self.weights.astype(np.int64)
        return self.weights


def _ratio(amount: Any, unit: int, is_exact: bool) -> Number:
    return Fraction(int(amount), unit) if is_exact else float(amount) / unit


def payoffs_of_play(game: Game, plan: JointPlan) -> list[Fraction]:
    """Return the expected payoffs, as rationals even where the plan's probabilities are floats."""
    play = Play.of(game, plan)
    return [play.mean(i) for i in range(game.n_players)]


def stated_payoffs(game: Game, plan: JointPlan, stated: Sequence[Number]) -> Finding:
    """Compare stated payoffs with those of the play, in units of each player's range."""
    given = exact(stated, "the stated payoffs", game.n_players)
    found = payoffs_of_play(game, plan)
    involved = list(stated) if plan.is_exact and all_exact(stated) else [float(v) for v in stated]
    gaps = [residual(abs(x - y), unit, involved) for x, y, unit in zip(given, found, payoff_units(game), strict=True)]
    return Finding(max(gaps), "largest difference between a stated and an expected payoff")


def marginals(game: Game, plan: JointPlan) -> list[list[Number]]:
    """Return each player's own distribution over actions."""
    play, chances = Play.of(game, plan), _chances(plan)
    own = [np.zeros(count, dtype=chances.dtype) + (0 if chances.dtype == float else Fraction(0)) for count in game.shape]
    for i, strategy in enumerate(own):
        np.add.at(strategy, play.at[i], chances)
    return [strategy.tolist() for strategy in own]


def product_form(game: Game, plan: JointPlan) -> Number:
    """Return the total-variation distance between the plan and the product of its marginals."""
    play, chances = Play.of(game, plan), _chances(plan)
    independent = np.ones_like(chances)
    for i, strategy in enumerate(marginals(game, plan)):
        independent = independent * np.array(strategy, dtype=chances.dtype)[play.at[i]]
    apart: Number = (np.abs(chances - independent).sum() + 1 - independent.sum()) / 2
    return apart if plan.is_exact else max(0.0, float(apart))


def _chances(plan: JointPlan) -> NDArray[Any]:
    return np.array(plan.probabilities, dtype=object if plan.is_exact else np.float64)
