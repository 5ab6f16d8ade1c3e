"""Conditional regret matching (Hart and Mas-Colell 2000): the more players regret, the more often they switch actions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.game import Game
from accord.learning.history import Floats, History
from accord.learning.patience import Patience

__all__ = ["conditional_matching"]

_BLOCK = 1_024
"""Rounds for which random numbers are drawn, and play is counted, at once."""
_MOST_NUMBERS = 2**22
"""So many random numbers are kept at most."""

Indices = NDArray[np.intp]


def conditional_matching(game: Game, rounds: int, runs: int, seed: int, patience: Patience) -> History:
    """Let all players match conditional regrets, in several independent runs side by side.

    With ``D_i(j, k)`` the mean over all rounds of what k instead of j would have brought player i whenever it played j, a
    player that played j goes on to k with probability ``max(D_i(j, k), 0) / (m_i - 1)`` in units of its payoff range, and else
    stays; the denominator is the least constant that keeps the sum at 1 or below whatever is regretted. The first actions are
    drawn at random. Run k depends on the seed and on k only.

    Raises:
        TimeLimitError: if time is up.
    """
    generators = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(runs)]
    first = np.array([[int(g.integers(count)) for count in game.shape] for g in generators], dtype=np.intp).T
    players = [_Player(game, i, runs) for i in range(game.n_players)]
    strides = np.array([int(np.prod(game.shape[i + 1 :])) for i in range(game.n_players)], dtype=np.intp)
    counts = np.zeros(game.n_profiles)
    earned = np.zeros((runs, game.n_players))
    actions = first
    block = max(1, min(_BLOCK, _MOST_NUMBERS // (runs * game.n_players)))
    for start in range(0, rounds, block):
        patience.check()
        length = min(block, rounds - start)
        chances = np.stack([g.random((length, game.n_players)) for g in generators], axis=2)
        cells = np.empty((length, runs), dtype=np.intp)
        for t in range(length):
            cells[t] = strides @ actions
            actions = np.stack([p.next(actions, cells[t], start + t + 1, chances[t, i]) for i, p in enumerate(players)])
        counts += np.bincount(cells.ravel(), minlength=game.n_profiles)
        earned += game.normalised.reshape(game.n_players, -1)[:, cells].sum(axis=1).T
    return History((counts / (rounds * runs)).reshape(game.shape), earned / rounds)


class _Player:
    """One player in all runs: its payoffs and its regrets so far."""

    def __init__(self, game: Game, player: int, runs: int) -> None:
        self._player = player
        self._count = game.shape[player]
        self._stride = int(np.prod(game.shape[player + 1 :]))
        self._payoffs = game.normalised[player].ravel()
        self._offsets = np.arange(self._count) * self._stride
        self._regrets = np.zeros((runs, self._count, self._count))
        self._runs = np.arange(runs)
        self._slowness = max(self._count - 1, 1)

    def next(self, actions: Indices, cells: Indices, played: int, chance: Floats) -> Indices:
        """Take in a round and return the next actions, one per run."""
        own = actions[self._player]
        base = cells - own * self._stride
        gains = self._payoffs[base[:, None] + self._offsets] - self._payoffs[cells][:, None]
        regrets = self._regrets[self._runs, own] + gains
        self._regrets[self._runs, own] = regrets
        reached = np.maximum(regrets, 0.0).cumsum(axis=1) / (played * self._slowness)
        switched: Indices = (reached <= chance[:, None]).sum(axis=1)
        return np.where(switched == self._count, own, switched)
