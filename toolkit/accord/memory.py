"""Refuse what would not fit into memory before it is allocated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from accord.errors import InputError

__all__ = ["available_bytes", "ensure_room"]

_BYTES_PER_PAYOFF = 16
"""An integer numerator and its float view."""


def available_bytes() -> int | None:
    """Return how many bytes the machine can still hand out, or None where it does not say."""
    try:
        with Path("/proc/meminfo").open(encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def ensure_room(shape: Sequence[int], what: str) -> None:
    """Check that the payoff tables of a game of this shape fit into memory.

    Args:
        shape: actions of each player; the game has ``len(shape) * prod(shape)`` payoffs.
        what: the game or file to name in the error.

    Raises:
        InputError: if they do not fit, with the numbers.
    """
    profiles = math.prod(shape)
    needed = profiles * max(1, len(shape)) * _BYTES_PER_PAYOFF
    free = available_bytes()
    if free is not None and needed > free:
        raise InputError(
            f"{what} has {profiles:.3g} action profiles for {len(shape)} players: its payoffs need "
            f"{needed / 1e9:.3g} GB and {free / 1e9:.3g} GB are free"
        )
