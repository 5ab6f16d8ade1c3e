"""The greatest weighted Nash product over a polytope of gains in floating point, for any number of players."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.errors import SolverError

__all__ = ["Floats", "decomposed"]

_ROUNDS = 200
_GAP = 1e-10
"""The relative gap, in units of the sum of the weights, at which the search stops."""

Floats = NDArray[np.float64]


def decomposed(best: Callable[[Floats], Floats], start: Sequence[Floats], powers: Floats) -> Floats:
    """Maximise ``sum_i powers_i log g_i`` over a polytope of gains g >= 0 that is known by its maximisers in given directions.

    Simplicial decomposition (von Hohenbalken 1977): the vertices found so far span a small problem, whose gradient ``powers / g``
    asks for the next vertex; since ``sum_i powers_i g_i / g_i`` is the sum of the powers, a vertex v proves optimality when
    ``v · (powers / g)`` exceeds it by nothing.

    Args:
        best: returns the vertex of the polytope that is greatest in a direction.
        start: vertices whose mean is positive in every coordinate.
        powers: the weights of the players, positive.

    Raises:
        SolverError: if the gap does not close.
    """
    powers = powers / powers.sum()
    vertices = np.array(start)
    weights = np.full(len(vertices), 1.0 / len(vertices))
    for _ in range(_ROUNDS):
        weights = _climb(vertices, weights, powers)
        gains = weights @ vertices
        vertex = best(powers / gains)
        if vertex @ (powers / gains) - 1 <= _GAP:
            return gains
        kept = weights > 0
        vertices = np.vstack([vertices[kept], vertex])
        weights = np.append(weights[kept] * (1 - 1e-3), 1e-3)
    raise SolverError(f"the Nash product did not converge in {_ROUNDS} rounds")


def _climb(vertices: Floats, weights: Floats, powers: Floats) -> Floats:
    """Maximise over the weights: Newton steps along the simplex, dropping a weight when it reaches 0.

    A vertex of weight 0 joins in while it is worth it; one that the step would push below 0 would let no step be taken at all.
    """
    for _ in range(200):
        gains = weights @ vertices
        slope = vertices @ (powers / gains)
        active = (weights > 0) | (slope > 1 + 1e-14)
        step = _newton(vertices[active], powers, gains, slope[active])
        while (stuck := (weights[active] == 0) & (step < 0)).any():
            active[np.flatnonzero(active)[stuck]] = False
            step = _newton(vertices[active], powers, gains, slope[active])
        if np.abs(step).max() < 1e-15:
            break
        weights = _line_search(vertices, weights, powers, active, step)
        if abs((vertices @ (powers / (weights @ vertices)))[weights > 0] - 1).max() < 1e-13:
            break
    return weights


def _newton(vertices: Floats, powers: Floats, gains: Floats, slope: Floats) -> Floats:
    """Return the step of the vertices' weights to the maximum of the quadratic model; its entries add up to 0."""
    scaled = vertices * (np.sqrt(powers) / gains)
    size = len(vertices)
    system = np.zeros((size + 1, size + 1))
    system[:size, :size] = scaled @ scaled.T
    system[:size, size] = system[size, :size] = 1.0
    step: Floats = np.linalg.lstsq(system, np.append(slope, 0.0), rcond=None)[0][:size]
    return step - step.mean() if abs(step.sum()) > 1e-9 else step


def _line_search(vertices: Floats, weights: Floats, powers: Floats, active: NDArray[np.bool_], step: Floats) -> Floats:
    """Go as far as the weights stay non-negative and the product does not fall."""
    full = np.zeros_like(weights)
    full[active] = step
    falling = full < 0
    length = min(1.0, float((weights[falling] / -full[falling]).min(initial=np.inf)))
    value = powers @ np.log(weights @ vertices)
    for _ in range(60):
        trial = np.clip(weights + length * full, 0.0, None)
        trial[trial < 1e-15] = 0.0
        trial /= trial.sum()
        gains = trial @ vertices
        if gains.min() > 0 and powers @ np.log(gains) >= value - 1e-15 * abs(value):
            return trial
        length /= 2
    return weights
