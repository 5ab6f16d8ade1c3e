"""Games on which well-known libraries are known to fail: equilibria lost, searches without end, false profiles, overflow."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from accord.game import Game

F = Fraction


def random(seed: int, size: int, top: int) -> Game:
    """Return a game of integers from the generator with which the failures were first seen."""
    draw = np.random.RandomState(seed)
    return Game.from_arrays(draw.randint(0, top, (size, size)), draw.randint(0, top, (size, size)))


def bos(scale: Any = 1, offset: Any = 0) -> Game:
    """Return a battle of the sexes in other units: three equilibria, (3/5, 2/5) against (2/5, 3/5) the mixed one."""
    return _moved([[3, 0], [0, 2]], [[2, 0], [0, 3]], scale, offset)


def chicken(scale: Any = 1) -> Game:
    """Return the game of chicken in other units."""
    return _moved([[0, 7], [2, 6]], [[0, 2], [7, 6]], scale, 0)


def _moved(first: Any, second: Any, scale: Any, offset: Any) -> Game:
    return Game.from_arrays(*([[F(u) * F(scale) + F(offset) for u in row] for row in rows] for rows in (first, second)))


def diagonal(size: int) -> Game:
    """Return the game of 2 × 2 whose payoffs reach a size: three equilibria."""
    return Game.from_arrays([[size, 0], [0, 2]], [[2, 0], [0, size]])


def seventy_five() -> Game:
    """Return the game of 6 × 6 with 75 equilibria of von Stengel (1999), in the payoffs of Savani and von Stengel (2006)."""
    first = """-81 -180 20 -30 270 90 36 72 -3 17 -153 -36 -126 -333 42 -33 297 126
        126 297 -33 42 -333 -126 -36 -153 17 -3 72 36 90 270 -30 20 -180 -81"""
    second = """72 -180 297 -333 270 -153 36 -81 126 -126 90 -36 17 -30 42 -33 20 -3
        -3 20 -33 42 -30 17 -36 90 -126 126 -81 36 -153 270 -333 297 -180 72"""
    return Game.from_arrays(*(np.array(table.split(), dtype=object).reshape(6, 6).T for table in (first, second)))


def dilemma(rng: np.random.Generator) -> Game:
    """Draw a symmetric prisoner's dilemma."""
    s, p, r, t = sorted(rng.choice(100, 4, replace=False).tolist())
    return Game.from_arrays([[r, s], [t, p]], [[r, t], [s, p]])


GAMES = {
    "mixed equilibrium lost, 3x3": random(13, 3, 1001),
    "mixed equilibrium lost, 4x4": random(23, 4, 1001),
    "unique equilibrium lost": random(3, 4, 101),
    "prisoner's dilemma": Game.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
    "negative dilemma": Game.from_arrays([[-3, -10], [0, -5]], [[-3, 0], [-10, -5]]),
    "weakly dominated": Game.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]]),
    "duplicated row": Game.from_arrays([[1, 0], [1, 0], [0, 1]], [[0, 1], [0, 1], [1, 0]]),
    "continuum": Game.from_arrays([[1, 1], [0, 1]], [[1, 1], [0, 1]]),
    "zero": Game.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
    "zero for three": Game.from_tensor(np.zeros((3, 2, 2, 2))),
    "constant": Game.from_arrays([[7, 7], [7, 7]], [[7, 7], [7, 7]]),
    "one row": Game.from_arrays([[1, 2, 3]], [[5, 5, 0]]),
    "one column": Game.from_arrays([[1], [3], [3]], [[0], [0], [0]]),
    "one cell": Game.from_arrays([[5]], [[-5]]),
    "2^31 - 2": diagonal(2**31 - 2),
    "2^31 - 1": diagonal(2**31 - 1),
    "10^30": diagonal(10**30),
    "plain": bos(),
    "beside 10^10": bos(1, 10**10),
    "beside 10^9": bos(1, 10**9),
    "in units of 10^9": bos(10**9),
    "in units of 10^-9": bos(F(1, 10**9)),
    "in units of 10^-20": bos(F(1, 10**20)),
    "unsigned bytes": Game.from_arrays(np.array([[3, 0], [0, 2]], np.uint8), np.array([[2, 0], [0, 3]], np.uint8)),
    "beyond 2^53": Game.from_arrays([[2**53 + 1, 2**53], [2**53, 2**53 + 1]], [[2**53, 2**53 + 1], [2**53 + 1, 2**53]]),
    **{f"dilemma {k}": dilemma(np.random.default_rng(k)) for k in range(6)},
}
