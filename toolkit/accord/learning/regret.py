"""What players regret about a joint play, in units of their payoff ranges."""

from __future__ import annotations

import numpy as np

from accord.game import Game
from accord.learning.history import Floats

__all__ = ["external_regret", "internal_regret"]


def internal_regret(game: Game, play: Floats) -> float:
    """Return ``max over i, a, b of sum over a_-i of play(a, a_-i) (u_i(b, a_-i) - u_i(a, a_-i))``, at least 0."""
    return max(float((answers - answers.diagonal()[:, None]).max()) for answers in _answers(game, play))


def external_regret(game: Game, play: Floats) -> float:
    """Return ``max over i, b of sum over a of play(a) (u_i(b, a_-i) - u_i(a))``, or 0 if that is negative."""
    return max(0.0, *(float(answers.sum(axis=0).max() - answers.trace()) for answers in _answers(game, play)))


def _answers(game: Game, play: Floats) -> list[Floats]:
    """Return, for each player, what answering b wherever a was played would have brought: tables of shape (a, b)."""
    return [_by_own_action(play, i) @ _by_own_action(payoffs, i).T for i, payoffs in enumerate(game.normalised)]


def _by_own_action(table: Floats, player: int) -> Floats:
    return np.moveaxis(table, player, 0).reshape(table.shape[player], -1)
