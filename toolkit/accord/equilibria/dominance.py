"""Iterated elimination of strictly and of weakly dominated actions, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.errors import UnsuitableError
from accord.game import Game
from accord.lp import Program, Rows, simplex
from accord.rationals import IntArray, narrow

__all__ = ["admissible", "trimmed", "undominated"]

_COMPARED = 8_000_000
"""Entries that are compared at once to see which rows of a table dominate which; larger tables are left as they are."""
_SAMPLE = 16
"""Columns compared first: most pairs of actions are told apart by a few of them."""


def undominated(game: Game, *, mixtures: bool = False) -> tuple[tuple[int, ...], ...]:
    """Return, for each player, the actions that survive iterated elimination of strictly dominated actions.

    Action a is strictly dominated by b if ``u_i(b, a_-i) > u_i(a, a_-i)`` for every ``a_-i`` that survives. Elimination is
    simultaneous; the result does not depend on the order. No correlated equilibrium gives probability to an eliminated action.

    Args:
        game: the game.
        mixtures: let b be a mixture of actions as well: what survives is a best reply to some belief (Pearce 1984). This takes a
            linear program per action; tables too large for exact pivots are left as they are.
    """
    kept = [np.arange(count) for count in game.shape]
    mixed = False
    while True:
        grid = np.ix_(*kept)
        survivors = []
        for i, numerators in enumerate(game.numerators):
            table = np.moveaxis(numerators[grid], i, 0).reshape(len(kept[i]), -1)
            survivors.append(kept[i][~(_never_best(table) if mixed else _dominated(table))])
        shrunk = any(len(new) < len(old) for new, old in zip(survivors, kept, strict=True))
        kept = survivors
        if not shrunk and (mixed or not mixtures):
            return tuple(tuple(int(k) for k in actions) for actions in kept)
        mixed = not shrunk


def _never_best(table: IntArray) -> NDArray[np.bool_]:
    """Return which rows are smaller than some mixture of other rows in every column."""
    result = np.asarray((table < table.max(axis=0)).all(axis=1), dtype=np.bool_)
    if len(table) * (table.shape[1] + 2 * len(table)) > simplex.LIMIT:
        return np.zeros_like(result)
    for action in np.flatnonzero(result):
        others = np.delete(table, action, axis=0)
        result[action] = _lowest_belief(narrow(table[action].astype(object) - others.astype(object))) < 0
    return result


def _dominated(table: IntArray) -> NDArray[np.bool_]:
    """Return which rows are smaller than some other row in every column."""
    if table.shape[1] <= _SAMPLE and len(table) <= _SAMPLE:
        return np.asarray(np.any(np.all(table[:, None] < table, axis=2), axis=1), dtype=np.bool_)
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


def admissible(game: Game, kept: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the actions that survive iterated elimination of weakly dominated actions, those of all players at once.

    Action a is weakly dominated by a mixture x of other actions if ``u_i(x, a_-i) >= u_i(a, a_-i)`` for every ``a_-i`` that
    survives, with a strict inequality somewhere; it is not if and only if it is a best reply to some belief that rules nothing
    out (Pearce 1984). Elimination in rounds is equivariant, where elimination one by one would depend on the order.

    Args:
        game: the game.
        kept: the actions to start from, one sequence per player.

    Raises:
        UnsuitableError: if the payoffs are too far apart to decide a case.
    """
    current = [np.array(own) for own in kept]
    shrinking = True
    while shrinking:
        grid = np.ix_(*current)
        survivors = []
        for i, numerators in enumerate(game.numerators):
            table = np.moveaxis(numerators[grid], i, 0).reshape(len(current[i]), -1)
            survivors.append(current[i][[not _weakly_dominated(table, a) for a in range(len(table))]])
        shrinking = any(len(new) < len(old) for new, old in zip(survivors, current, strict=True))
        current = survivors
    return tuple(tuple(int(k) for k in own) for own in current)


def trimmed(table: IntArray) -> IntArray:
    """Return a zero-sum game's table without rows and columns that another one dominates weakly, again and again.

    The row player wants much, the column player little. Of rows, or columns, that are equal the first is kept.
    """
    before = None
    while table.shape != before:
        before = table.shape
        table = table[_not_below(table)]
        table = table[:, _not_below(-table.T)]
    return table


def _not_below(table: IntArray) -> NDArray[np.bool_]:
    """Return which rows no other row equals or exceeds everywhere."""
    count = len(table)
    if count * table.size > _COMPARED:
        return np.ones(count, dtype=np.bool_)
    below = (table[:, None, :] <= table[None, :, :]).all(axis=2)  # row by row: the second is nowhere smaller
    equal = below & below.T
    exceeded = (below & ~equal) | np.tril(equal, -1)
    return np.logical_not(exceeded.any(axis=1))


def _weakly_dominated(table: IntArray, action: int) -> bool:
    """Return whether some mixture of rows is nowhere smaller than one row, and greater somewhere."""
    others = np.delete(table, action, axis=0)
    own = table[action]
    if not len(others) or (own > others.max(axis=0)).any():
        return False
    if (np.all(others >= own, axis=1) & np.any(others > own, axis=1)).any():
        return True
    return _lowest_belief(narrow(own.astype(object) - others.astype(object))) <= 0


def _lowest_belief(leads: IntArray) -> int:
    """Return the sign of the greatest t for which some belief of at least t everywhere makes all expected leads at least 0.

    It is negative if no belief does.
    """
    count = leads.shape[1]
    columns = np.arange(count + 1)
    sums = np.atleast_1d(leads.astype(object).sum(axis=1))
    table = np.column_stack([leads.astype(object), sums])
    whole = np.append(np.ones(count, dtype=object), count)
    rows = Rows.stack(
        [Rows.dense(narrow(whole[None, :]), columns[None, :], equal=True, rhs=1)]
        + [Rows.dense(narrow(line[None, :]), columns[None, :]) for line in table if (line != 0).any()]
    )
    optimum = Program(count + 1, rows).maximise({count: 1})
    if optimum is None:
        return -1
    if not optimum.exact:
        raise UnsuitableError("the payoffs are too far apart, or too many, to tell which actions are weakly dominated")
    return int(optimum.value > 0)
