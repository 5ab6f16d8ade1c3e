"""Learners that play mixed strategies: regret matching+, its predictive form, and swap-regret learners made of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from accord.game import Game
from accord.learning.history import Floats, History
from accord.learning.patience import Patience

__all__ = ["LEARNERS", "mixed_learning"]

_BLOCK = 256
"""Rounds whose joint plays are added up at once."""
_RESTART = 1e-4
"""The probability with which the chain of swap-regret learners starts afresh, so that its stationary distribution is unique."""
_GRAIN = 2.0**-40
"""Regrets are rounded to multiples of this, in units of the payoff range: or noise, if it is all there is, decides the play."""
_DECIMALS = 10
"""The same for stationary distributions."""


class Learner(Protocol):
    """A player of a repeated game that mixes its actions.

    Attributes:
        strategy: the mixed strategy of the next round.
    """

    strategy: Floats

    def observe(self, payoffs: Floats) -> None:
        """Take in what each action would have brought in the last round."""
        ...


class RegretMatchingPlus:
    """Play in proportion to ``Q``, where ``Q <- max(Q + r, 0)`` adds up the regrets r of each round (Tammelin 2014)."""

    def __init__(self, count: int) -> None:
        self.strategy = np.full(count, 1.0 / count)
        self._regrets = np.zeros(count)

    def observe(self, payoffs: Floats) -> None:
        """Add the regrets for the last round."""
        self._update(_rounded(payoffs - self.strategy @ payoffs))

    def _update(self, regrets: Floats) -> None:
        self._regrets = np.maximum(self._regrets + regrets, 0.0)
        self.strategy = _in_proportion(self._regrets)


class PredictiveRegretMatchingPlus(RegretMatchingPlus):
    """Play in proportion to ``max(Q + r, 0)``, expecting the last regrets r once more (Farina, Kroer and Sandholm 2021)."""

    def _update(self, regrets: Floats) -> None:
        self._regrets = np.maximum(self._regrets + regrets, 0.0)
        self.strategy = _in_proportion(np.maximum(self._regrets + regrets, 0.0))


class SwapRegret:
    """One regret-matching+ learner per action; play what following their advice again and again leads to (Blum and Mansour 2007).

    Learner a says what to play in place of a, and is told the payoffs times the probability of a. The strategy p satisfies ``p
    = p R``, where row a of R is the advice of learner a; where several do, the mixture reached from the uniform one.
    """

    def __init__(self, count: int) -> None:
        self.strategy = np.full(count, 1.0 / count)
        self._regrets = np.zeros((count, count))
        self._advice = np.full((count, count), 1.0 / count)
        self._identity = np.eye(count)
        self._start = np.full(count, _RESTART / count)

    def observe(self, payoffs: Floats) -> None:
        """Let every learner add its regrets for the last round."""
        regrets = self.strategy[:, None] * (payoffs - (self._advice @ payoffs)[:, None])
        self._regrets = np.maximum(self._regrets + _rounded(regrets), 0.0)
        total = self._regrets.sum(axis=1, keepdims=True)
        uniform = 1.0 / len(total)
        self._advice = np.where(total > 0, self._regrets / np.where(total > 0, total, 1.0), uniform)
        strategy = np.linalg.solve(self._identity - (1.0 - _RESTART) * self._advice.T, self._start)
        strategy = np.maximum(strategy.round(_DECIMALS), 0.0)
        self.strategy = strategy / strategy.sum()


LEARNERS: dict[str, Callable[[int], Learner]] = {
    "swap-regret": SwapRegret,
    "regret-matching-plus": RegretMatchingPlus,
    "predictive-regret-matching-plus": PredictiveRegretMatchingPlus,
}
"""The learners, made for a number of actions."""


def mixed_learning(game: Game, kind: Callable[[int], Learner], rounds: int, patience: Patience) -> History:
    """Let all players learn at the same time, from uniform strategies; nothing is left to chance.

    Raises:
        TimeLimitError: if time is up.
    """
    tables = [np.ascontiguousarray(np.moveaxis(payoffs, i, 0)) for i, payoffs in enumerate(game.normalised)]
    learners = [kind(count) for count in game.shape]
    play = np.zeros(game.shape)
    for start in range(0, rounds, _BLOCK):
        patience.check()
        length = min(_BLOCK, rounds - start)
        strategies = [np.empty((length, count)) for count in game.shape]
        for t in range(length):
            mixed = [learner.strategy for learner in learners]
            for i, learner in enumerate(learners):
                strategies[i][t] = mixed[i]
                learner.observe(_expected(tables[i], [*mixed[:i], *mixed[i + 1 :]]))
        play += _joint(strategies).reshape(game.shape)
    return History(play / play.sum())


def _expected(table: Floats, others: Sequence[Floats]) -> Floats:
    """Return what each own action (first axis) brings against mixed strategies of the others (the other axes)."""
    for strategy in reversed(others):
        table = table @ strategy
    return table


def _joint(strategies: Sequence[Floats]) -> Floats:
    """Add up over rounds the joint distributions of independent strategies, each of shape (rounds, actions)."""
    half = (len(strategies) + 1) // 2
    left, right = _spread(strategies[:half]), _spread(strategies[half:])
    return left.T @ right if right.size else left.sum(axis=0)


def _spread(strategies: Sequence[Floats]) -> Floats:
    """Return each round's distribution over the profiles of some players, shape (rounds, profiles)."""
    if not strategies:
        return np.empty((0, 0))
    spread = strategies[0]
    for strategy in strategies[1:]:
        spread = (spread[:, :, None] * strategy[:, None, :]).reshape(len(spread), -1)
    return spread


def _in_proportion(regrets: Floats) -> Floats:
    total = regrets.sum()
    return regrets / total if total > 0 else np.full(len(regrets), 1.0 / len(regrets))


def _rounded(regrets: Floats) -> Floats:
    return np.rint(regrets / _GRAIN) * _GRAIN
