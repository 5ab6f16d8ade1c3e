"""Rational threats without side payments, by turning a normal around the feasible set."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from oracles.zerosum import value

_TURNS = 60


def rational_threats(payoffs: Any) -> tuple[float, ...]:
    """Return where bargaining ends between two players who threaten each other best (Nash, 1953), in floating point.

    For every normal the threats are worth some weighted lead. The farthest outcomes along the normal have leads, too: if all of
    them are less, player 1 can claim more and the normal turns its way.
    """
    first, second = (np.array(u, dtype=float) for u in payoffs)
    low, high = 0.0, math.pi / 2
    for _ in range(_TURNS):
        angle = (low + high) / 2
        l1, l2 = math.sin(angle), math.cos(angle)
        goal = value(l1 * first - l2 * second)
        height = l1 * first + l2 * second
        lead = (l1 * first - l2 * second)[height >= height.max() - 1e-12]
        low, high = (angle, high) if goal > lead.max() else (low, angle)
    height = l1 * first + l2 * second
    face = [
        (l1 * a - l2 * b, a, b) for a, b, h in zip(first.flat, second.flat, height.flat, strict=True) if h > height.max() - 1e-7
    ]
    ends = [min(face, key=lambda p: (p[0], -p[1] - p[2])), max(face, key=lambda p: (p[0], p[1] + p[2]))]
    if ends[1][0] - ends[0][0] < 1e-7:
        return max(face, key=lambda p: p[1] + p[2])[1:]
    share = min(max((goal - ends[0][0]) / (ends[1][0] - ends[0][0]), 0), 1)
    return tuple(x + share * (y - x) for x, y in zip(ends[0][1:], ends[1][1:], strict=True))
