"""Games for hypothesis: small ones, with many ties, that shrink to the simplest that fails."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from hypothesis import strategies as st

from accord.game import Game

__all__ = ["SHAPES", "games"]

SHAPES: tuple[tuple[int, ...], ...] = ((2, 2), (2, 3), (3, 2), (3, 3), (1, 3), (2, 2, 2), (2, 1, 2))
"""The shapes of generated games."""
_UNITS = (1, 1, 1, Fraction(1, 3), 10**9, Fraction(1, 10**9))


@st.composite
def games(draw: Any, shapes: Sequence[tuple[int, ...]] = SHAPES, low: int = -3, high: int = 5) -> Game:
    """Generate games of whole payoffs within bounds, in one of several units.

    Half of the games reward doing alike, so that they have several equilibria.

    Args:
        draw: given by hypothesis.
        shapes: the numbers of actions to choose from.
        low: the least payoff, before the unit.
        high: the greatest payoff, before bonus and unit.
    """
    shape = draw(st.sampled_from(list(shapes)))
    count = len(shape) * prod(shape)
    numbers = draw(st.lists(st.integers(low, high), min_size=count, max_size=count))
    payoffs = np.array(numbers, dtype=object).reshape(len(shape), -1)
    if draw(st.booleans()):
        alike = [np.ravel_multi_index([k] * len(shape), shape) for k in range(min(shape))]
        payoffs[:, alike] += high - low
    return Game.from_tensor((payoffs * draw(st.sampled_from(_UNITS))).reshape(len(shape), *shape))
