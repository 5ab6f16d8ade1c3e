"""What learners did: joint play averaged over time, and over runs that differ by chance only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "History"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """The joint play of learners, averaged over all rounds.

    Attributes:
        play: the distribution over action profiles, shape (A1, …, An); averaged over the runs.
        payoffs: each run's mean payoffs where chance is involved, as shares of the payoff ranges, shape (runs, n); else None.
    """

    play: Floats
    payoffs: Floats | None = None
