"""Iterated elimination of strictly dominated actions, exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.game import Game
from accord.rationals import IntArray

__all__ = ["undominated"]

_SAMPLE = 16
"""Columns compared first: most pairs of actions are told apart by a few of them."""


def undominated(game: Game) -> tuple[tuple[int, ...], ...]:
    """Return, for each player, the actions that survive iterated elimination of actions strictly dominated by another action.

    Action a is strictly dominated by b if ``u_i(b, a_-i) > u_i(a, a_-i)`` for every ``a_-i`` that survives. Elimination is
    simultaneous; the result does not depend on the order. No correlated equilibrium gives probability to an eliminated action.
    """
    kept = [np.arange(count) for count in game.shape]
    shrinking = True
    while shrinking:
        grid = np.ix_(*kept)
        survivors = []
        for i, numerators in enumerate(game.numerators):
            table = np.moveaxis(numerators[grid], i, 0).reshape(len(kept[i]), -1)
            survivors.append(kept[i][~_dominated(table)])
        shrinking = any(len(new) < len(old) for new, old in zip(survivors, kept, strict=True))
        kept = survivors
    return tuple(tuple(int(k) for k in actions) for actions in kept)


def _dominated(table: IntArray) -> NDArray[np.bool_]:
    """Return which rows are smaller than some other row in every column."""
    columns = np.unique(np.linspace(0, table.shape[1] - 1, _SAMPLE).astype(np.intp))
    sample = table[:, columns]
    pairs = np.ones((len(table), len(table)), dtype=np.bool_)
    for column in sample.T:
        pairs &= column[:, None] < column[None, :]
    result = np.zeros(len(table), dtype=np.bool_)
    for lower, higher in zip(*np.nonzero(pairs), strict=True):
        if not result[lower]:
            result[lower] = bool(np.all(table[lower] < table[higher]))
    return result
