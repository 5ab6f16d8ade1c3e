"""The analytic centre of a polytope of plans: the plan farthest from all of its constraints at once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ACCEPTED", "analytic_centre"]

Vector = NDArray[np.float64]

_STEPS = 500
_CLOSE = 0.25
"""Newton decrement below which full steps converge quadratically."""
_PRECISE = 1e-13
_VANISHED = 1e-280
"""Probabilities and slack below this are lost in floating point."""
ACCEPTED = 1e-9
"""Largest Newton decrement, which bounds the relative error of every probability, that is good enough."""


def analytic_centre(tied: Vector, slack: Any, start: Vector) -> tuple[Vector, float]:
    """Maximise ``sum_a log mu_a + sum_k log (slack @ mu)_k`` subject to ``tied @ mu = 0`` and ``sum mu = 1``.

    Damped Newton steps on a self-concordant barrier (Nesterov and Nemirovskii 1994), in relative changes of the probabilities.

    Args:
        tied: linearly independent equations, shape (T, cells).
        slack: inequalities, shape (R, cells).
        start: a positive vector with ``tied @ start = 0`` and ``slack @ start > 0``, of any sum.

    Returns:
        The probabilities and the last Newton decrement, which is infinite if the numbers are too small for floating point.
    """
    mu = start / start.sum()
    target = np.append(np.zeros(len(tied)), 1.0)
    equations = np.vstack([tied, np.ones(len(mu))])
    best, least = mu, np.inf
    for _ in range(_STEPS):
        spare = slack @ mu
        if min(mu.min(), spare.min(initial=1.0)) < _VANISHED:
            break
        step, decrement = _newton(mu, spare, equations, slack, target - equations @ mu)
        if decrement < least:
            best, least = mu, decrement
        if decrement < _PRECISE or (least < ACCEPTED and decrement > least):
            break
        mu = mu + _length(step, decrement, mu, spare, slack @ step) * step
    return best, least


def _newton(mu: Vector, spare: Vector, equations: Vector, slack: Any, missed: Vector) -> tuple[Vector, float]:
    """Return the Newton step, which also makes up for what is missed of the equations, and its length in the local norm."""
    scaled = _divided(slack, spare, mu)
    hessian = _gram(scaled)
    hessian[np.diag_indices(len(mu))] += 1.0
    slope = 1.0 + np.asarray(scaled.T @ np.ones(len(spare)))
    weighted = equations * mu
    solved = np.linalg.solve(hessian, np.column_stack([slope, weighted.T]))
    multipliers = np.linalg.lstsq(weighted @ solved[:, 1:], weighted @ solved[:, 0] - missed, rcond=None)[0]
    relative = solved[:, 0] - solved[:, 1:] @ multipliers
    return mu * relative, math.sqrt(max(0.0, float(relative @ hessian @ relative)))


def _divided(slack: Any, spare: Vector, mu: Vector) -> Any:
    """Return the constraints for relative changes of the probabilities, in units of what they have to spare."""
    if isinstance(slack, np.ndarray):
        return slack * mu / spare[:, None]
    return slack.multiply(mu[None, :]).multiply((1.0 / spare)[:, None]).tocsr()


def _gram(rows: Any) -> Vector:
    product = rows.T @ rows
    return np.asarray(product if isinstance(rows, np.ndarray) else product.toarray(), dtype=np.float64)


def _length(step: Vector, decrement: float, mu: Vector, spare: Vector, along: Vector) -> float:
    """Return 1 near the centre; far away the best point on the way that keeps everything positive, by bisection of the slope."""
    if decrement < _CLOSE:
        return 1.0
    rates = np.concatenate([step / mu, along / spare])
    low, high = 0.0, min(1e6, 1 / max(1e-9, -float(rates.min())))
    for _ in range(40):
        middle = (low + high) / 2
        rises = bool((rates / (1 + middle * rates)).sum() > 0)
        low, high = (middle, high) if rises else (low, middle)
    return low
