"""The incentive constraints of correlated and coarse correlated equilibria, as sparse integer rows over the cells."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from accord.game import Game
from accord.lp import Rows
from accord.rationals import IntArray, Number, narrow

__all__ = ["Concept", "count_entries", "deviation_rows", "is_equilibrium_cell", "tempting_rows", "violated_rows"]

_TOLERANCE = 1e-8
"""A float gain, relative to the payoff range, that counts as a violation: ten times what the solver may leave in a row."""
_MANY = 4
"""Violated constraints per action and player up to which all of them are returned, and only the worst of each action beyond."""


class Concept(Enum):
    """Which joint plans are admissible."""

    CORRELATED = "correlated equilibrium"
    COARSE = "coarse correlated equilibrium"
    ANY = "joint plan"


def count_entries(game: Game, concept: Concept) -> int:
    """Return how many entries all incentive constraints of the concept have together."""
    if concept is Concept.CORRELATED:
        return sum(count - 1 for count in game.shape) * game.n_profiles
    return sum(game.shape) * game.n_profiles if concept is Concept.COARSE else 0


def deviation_rows(game: Game, concept: Concept) -> Rows:
    """Return every incentive constraint: rows ``(i, a, b)`` for correlated, ``(i, b)`` for coarse correlated equilibria.

    Row (i, a, b) reads ``sum over a_-i of mu(a, a_-i) (u_i(a, a_-i) - u_i(b, a_-i)) >= 0`` and row (i, b) is its sum over all
    recommendations a; entries are multiplied up to integers.
    """
    if concept is Concept.ANY:
        return Rows.empty()
    return Rows.stack([_rows(game, i, concept, None, None) for i in range(game.n_players)])


def tempting_rows(game: Game, cells: NDArray[np.int64]) -> Rows:
    """Return the correlated incentive constraints against the best reply of every player in some cells."""
    parts = []
    for i in range(game.n_players):
        own, line = _split(game, i, cells)
        best = np.moveaxis(game.normalised[i], i, 0).reshape(game.shape[i], -1)[:, line].argmax(axis=0)
        pairs = np.unique(np.stack([own, best])[:, own != best], axis=1)
        parts.append(_rows(game, i, Concept.CORRELATED, pairs[0], pairs[1]))
    return Rows.stack(parts)


def violated_rows(game: Game, concept: Concept, cells: NDArray[np.int64], probabilities: Sequence[Number]) -> Rows | None:
    """Return incentive constraints that a plan violates, at least the worst of every recommendation; None if there is none."""
    if concept is Concept.ANY:
        return None
    exact = all(not isinstance(p, float) for p in probabilities)
    found = []
    for i in range(game.n_players):
        gains = _gains(game, i, cells, np.array([float(p) for p in probabilities]))
        if concept is Concept.COARSE:
            gains = gains.sum(axis=0, keepdims=True)
        broken, better = np.nonzero(gains > _TOLERANCE)
        if len(broken) > _MANY * game.shape[i]:
            broken = np.flatnonzero(gains.max(axis=1) > _TOLERANCE)
            better = gains.argmax(axis=1)[broken]
        if exact and not len(broken):
            broken, better = _exactly_broken(game, i, concept, cells, probabilities)
        if len(broken):
            found.append(_rows(game, i, concept, broken, better))
    return Rows.stack(found) if found else None


def is_equilibrium_cell(game: Game, cell: int) -> bool:
    """Return whether a cell is a pure Nash equilibrium."""
    at = np.unravel_index(cell, game.shape)
    for i, numerators in enumerate(game.numerators):
        line = numerators[tuple(slice(None) if j == i else k for j, k in enumerate(at))]
        if line.max() > numerators[at]:
            return False
    return True


def _gains(game: Game, i: int, cells: NDArray[np.int64], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return entry [a, b]: what player i gains by playing b whenever a is recommended, in units of its payoff range."""
    own, line = _split(game, i, cells)
    table = np.moveaxis(game.normalised[i], i, 0).reshape(game.shape[i], -1)
    gains = np.zeros((game.shape[i], game.shape[i]))
    columns = table[:, line].T
    np.add.at(gains, own, probabilities[:, None] * (columns - columns[np.arange(len(own)), own][:, None]))
    return gains


def _exactly_broken(
    game: Game, i: int, concept: Concept, cells: NDArray[np.int64], probabilities: Sequence[Number]
) -> tuple[NDArray[np.int64], ...]:
    own, line = _split(game, i, cells)
    table = np.moveaxis(game.numerators[i], i, 0).reshape(game.shape[i], -1)
    gains = np.zeros((game.shape[i], game.shape[i]), dtype=object)
    for a, k, p in zip(own, line, probabilities, strict=True):
        gains[a] += p * (table[:, k].astype(object) - int(table[a, k]))
    if concept is Concept.COARSE:
        gains = gains.sum(axis=0, keepdims=True)
    return np.nonzero(gains > 0)


def _split(game: Game, i: int, cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each cell's action of player i, and the number of what the others do."""
    at = np.unravel_index(cells, game.shape)
    others = [k for j, k in enumerate(at) if j != i]
    sizes = [count for j, count in enumerate(game.shape) if j != i]
    line = np.ravel_multi_index(others, sizes) if others else np.zeros(len(cells), dtype=np.int64)
    return np.asarray(at[i], dtype=np.int64), np.asarray(line, dtype=np.int64)


def _rows(
    game: Game, i: int, concept: Concept, recommended: NDArray[np.int64] | None, alternative: NDArray[np.int64] | None
) -> Rows:
    """Build the rows of player i for the listed pairs (for coarse equilibria the alternatives alone count), or all of them."""
    count = game.shape[i]
    table: IntArray = np.moveaxis(game.numerators[i], i, 0).reshape(count, -1)
    cells = np.moveaxis(np.arange(game.n_profiles).reshape(game.shape), i, 0).reshape(count, -1)
    if concept is Concept.COARSE:
        b = np.arange(count) if alternative is None else alternative
        difference = table[None, :, :] - table[b][:, None, :]
        return Rows.dense(narrow(difference.reshape(len(b), -1)), cells.reshape(1, -1))
    if recommended is None or alternative is None:
        recommended, alternative = np.nonzero(~np.eye(count, dtype=np.bool_))
    return Rows.dense(narrow(table[recommended] - table[alternative]), cells[recommended])
