"""Values of zero-sum games, security levels and the cooperative-competitive solution."""

from __future__ import annotations

from typing import Any

import numpy as np

from oracles.linear import maximise


def value(matrix: Any) -> Any:
    """Return what the row player of a matrix game can guarantee: max t with x·column >= t."""
    exact = matrix.dtype == object
    rows, columns = matrix.shape
    low = min(matrix.flat)
    guarantees = [([*(matrix[a, b] - low for a in range(rows)), -1], 0) for b in range(columns)]
    return low + maximise([0] * rows + [1], guarantees, [([1] * rows + [0], 1)], exact)[0]


def security(payoffs: Any) -> tuple[Any, ...]:
    """Return what each player can guarantee when all others play a joint distribution against it."""
    return tuple(value(np.moveaxis(u, i, 0).reshape(u.shape[i], -1)) for i, u in enumerate(payoffs))


def coco(payoffs: Any) -> tuple[Any, Any]:
    """Return half the greatest total plus or minus half the value of the difference game (Kalai and Kalai, 2013)."""
    best = max((payoffs[0] + payoffs[1]).flat)
    lead = value(payoffs[0] - payoffs[1])
    return (best + lead) / 2, (best - lead) / 2
