"""Claims about a play: that it is a distribution, what it pays, and what deviating from it would bring."""

from __future__ import annotations

import math
from collections.abc import Sequence
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


def distribution(game: Game, plan: JointPlan) -> Number:
    """Return by how much the plan fails to be a distribution: the worst negative probability or error of the sum."""
    _check_cells(game, plan)
    total = sum((Fraction(p) for p in plan.probabilities), Fraction(0))
    worst = max([Fraction(0), abs(total - 1), *(-Fraction(p) for p in plan.probabilities)])
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
    """What one player gets from a play, and could get, in units of the payoff range above the least payoff.

    Attributes:
        mean: the expected payoff of the play.
        swap: ``sum_a max_b E[(u_i(b, ·) - u_i(a, ·)) 1{a_i = a}]``, the gain from the best answer to every recommendation.
        external: ``max_b E[u_i(b, ·)] - mean``, the gain from the best single action.
    """

    mean: Number
    swap: Number
    external: Number


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

    def deviations(self, player: int) -> Deviations:
        """Measure one player's payoff and gains from deviating; the work is support × actions."""
        payoffs, spread = self._payoffs(player)
        if spread == 0:
            return Deviations(*([Fraction(0) if self.is_exact else 0.0] * 3))
        others = [k for k in range(self.game.n_players) if k != player]
        shape = [self.game.shape[k] for k in others]
        columns = np.ravel_multi_index(tuple(self.at[others]), shape) if others else np.zeros(self.at.shape[1], dtype=np.intp)
        weights = self._narrow(payoffs)
        own: Any = 0
        swap: Any = 0
        ignoring = np.zeros(payoffs.shape[0], dtype=weights.dtype)
        for action in np.unique(self.at[player]):
            told = self.at[player] == action
            answers = _expected(payoffs, columns[told], weights[told])
            own += answers[action]
            swap += answers.max() - answers[action]
            ignoring = ignoring + answers
        unit = self.total * spread
        mean, swap, external = (_ratio(v, unit, self.is_exact) for v in (own, swap, ignoring.max() - own))
        return Deviations(mean, swap, external)

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
            bound = int(payoffs.max()) * sum(abs(int(w)) for w in self.weights)
            if bound < 2**62:
                return self.weights.astype(np.int64)
        return self.weights


def _expected(payoffs: NDArray[Any], columns: NDArray[np.intp], weights: NDArray[Any]) -> NDArray[Any]:
    if 2 * len(columns) < payoffs.shape[1] or weights.dtype == object:
        chosen = payoffs[:, columns]
        return np.asarray((chosen.astype(object) if weights.dtype == object else chosen) @ weights)
    full = np.zeros(payoffs.shape[1], dtype=weights.dtype)
    full[columns] = weights
    return np.asarray(payoffs @ full)


def _ratio(amount: Any, unit: int, is_exact: bool) -> Number:
    return Fraction(int(amount), unit) if is_exact else float(amount) / unit


def payoffs_of_play(game: Game, plan: JointPlan) -> list[Fraction]:
    """Return the expected payoffs, as rationals even where the plan's probabilities are floats."""
    play = Play.of(game, plan)
    means = [play.deviations(i).mean for i in range(game.n_players)]
    return [low + (high - low) * Fraction(m) for low, high, m in zip(game.lowest, game.highest, means, strict=True)]


def stated_payoffs(game: Game, plan: JointPlan, stated: Sequence[Number]) -> Finding:
    """Compare stated payoffs with those of the play, in units of each player's range."""
    given = exact(stated, "the stated payoffs", game.n_players)
    found = payoffs_of_play(game, plan)
    involved = list(stated) if plan.is_exact and all_exact(stated) else [float(v) for v in stated]
    gaps = [residual(abs(x - y), unit, involved) for x, y, unit in zip(given, found, payoff_units(game), strict=True)]
    return Finding(max(gaps), "largest difference between a stated and an expected payoff")


def marginals(game: Game, plan: JointPlan) -> list[list[Number]]:
    """Return each player's own distribution over actions."""
    play = Play.of(game, plan)
    zero: Number = Fraction(0) if plan.is_exact else 0.0
    own: list[list[Number]] = [[zero] * count for count in game.shape]
    for i, strategy in enumerate(own):
        for action, p in zip(play.at[i], plan.probabilities, strict=True):
            strategy[action] += p
    return own


def product_form(game: Game, plan: JointPlan) -> Number:
    """Return the total-variation distance between the plan and the product of its marginals."""
    own = marginals(game, plan)
    zero: Number = Fraction(0) if plan.is_exact else 0.0
    covered = missed = zero
    for actions, p in zip(Play.of(game, plan).at.T, plan.probabilities, strict=True):
        independent = math.prod((own[i][a] for i, a in enumerate(actions)), start=zero + 1)
        covered += independent
        missed += abs(p - independent)
    return max(zero, (missed + 1 - covered) / 2)
