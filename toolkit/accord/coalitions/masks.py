"""Coalitions as numbers: bit i stands for player i."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from accord.errors import InputError

__all__ = ["disjoint", "mask_of", "members", "sizes"]


def members(mask: int) -> tuple[int, ...]:
    """Return the players of a coalition, in ascending order."""
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def mask_of(coalition: Iterable[int], n_players: int | None = None) -> int:
    """Return the number of a coalition.

    Raises:
        InputError: if a member is no player, of `n_players` if that is given.
    """
    mask = 0
    inside: tuple[object, ...] = tuple(coalition) if isinstance(coalition, Iterable) else (coalition,)
    beyond = math.inf if n_players is None else n_players
    for i in inside:
        if not isinstance(i, (int, np.integer)) or isinstance(i, bool) or not 0 <= i < beyond:
            shown = "from 0" if n_players is None else f"from 0 to {n_players - 1}"
            raise InputError(f"there is no player {i!r} to be in a coalition; players are numbered {shown}")
        mask |= 1 << int(i)
    return mask


def sizes(n_players: int) -> NDArray[np.int64]:
    """Return how many players each coalition has."""
    count = np.zeros(1, dtype=np.int64)
    for _ in range(n_players):
        count = np.concatenate([count, count + 1])
    return count


def disjoint(mask: int, n_players: int) -> NDArray[np.int64]:
    """Return the non-empty coalitions that share no player with one and whose first player comes after its first."""
    others = np.zeros(1, dtype=np.int64)
    for i in range((mask & -mask).bit_length(), n_players):
        if not mask >> i & 1:
            others = np.concatenate([others, others | 1 << i])
    return others[1:]
