"""Claims that a play is the most even, or the most central, of all admitted equilibria: bounds by weak duality."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.claims.admitted import Region, reach
from accord.claims.evidence import Evidence, Finding
from accord.claims.linear import near
from accord.rationals import dot

__all__ = ["analytic_center", "max_entropy", "max_gini"]

_TIGHT = 1e-8
"""Slack, in units of the largest entry of a constraint, below which a constraint may have a multiplier."""
_EQUAL = 1e-9
"""Slack, as a share of what enters a constraint, below which it is measured whether any equilibrium has more."""
_WEIGHTY = 1e-9
"""Multipliers below this are not tried as part of a proof."""
_SMALL = 24
"""Multipliers up to which a proof is made exact."""


def max_entropy(evidence: Evidence) -> Finding:
    """Bound how far the entropy ``-sum mu log mu`` (in nats) may still rise, and what the play leaves out.

    With multipliers ``y >= 0`` of the incentive constraints, no admitted play on the same cells has more entropy than
    ``log sum_a exp (y @ rows)_a``; a linear program bounds the probability that any admitted play has on other cells.
    """
    region = Region.of(evidence)
    p = region.probabilities
    used = np.flatnonzero(p > 0)
    detail = "duality gap of the entropy, and probability that could be elsewhere"
    if len(used) == len(p) and region.is_exact and len(set(region.weights)) == 1:
        return Finding(region.astray, detail)
    rows = region.rows
    tight = _tight(rows, p)
    y = _multipliers(rows[tight][:, used].T.toarray(), np.log(p[used]))
    prices = y @ rows[tight][:, used]
    top = prices.max()
    entropy = -float(p[used] @ np.log(p[used]))
    gap = float(top + np.log(np.exp(prices - top).sum())) - entropy
    elsewhere = reach(rows, (p == 0).astype(np.float64))
    return Finding(max(0.0, gap, elsewhere, float(region.astray)), detail)


def max_gini(evidence: Evidence) -> Finding:
    """Bound by which part the sum of squared probabilities may still fall.

    With multipliers ``y >= 0`` every admitted play has at least ``min over distributions of sum mu^2 - 2 y @ rows @ mu``.
    """
    region = Region.of(evidence)
    p, rows = region.probabilities, region.rows
    tight = _tight(rows, p)
    empty = np.flatnonzero(p <= 0)
    outside = np.zeros((len(p), len(empty)))
    outside[empty, np.arange(len(empty))] = 1.0
    y, idle = np.split(_multipliers(np.hstack([rows[tight].T.toarray(), outside]), p), [len(tight)])
    detail = "duality gap of the sum of squares"
    if region.is_exact and _is_proved(region, tight[y > _WEIGHTY], empty[idle <= _WEIGHTY]):
        return Finding(region.astray, detail)
    bound = _least_square(y @ rows[tight])
    square = float(p @ p)
    return Finding(max(0.0, (square - bound) / square, float(region.astray)), detail)


def analytic_center(evidence: Evidence) -> Finding:
    """Measure the Newton decrement of ``sum_a log mu_a + sum_k log slack_k`` over all cells and incentives that can be positive.

    The sum is self-concordant, so a decrement d bounds the relative error of every probability by ``d / (1 - d)`` (Nesterov and
    Nemirovskii 1994). A linear program bounds what admitted equilibria can have where the play has no probability or slack.
    """
    region = Region.of(evidence)
    p, rows = region.probabilities, region.rows
    used = np.flatnonzero(p > 0)
    slack = rows @ p
    equal = slack <= _EQUAL * (abs(rows) @ p)
    elsewhere = reach(rows, (p == 0) + np.asarray(rows[np.flatnonzero(equal)].sum(axis=0)).ravel())
    decrement = _decrement(rows[:, used].toarray(), p[used], slack, equal)
    worst = max(decrement, elsewhere, float(region.astray))
    return Finding(worst, "Newton decrement, and probability or slack that could be elsewhere")


def _tight(rows: Any, p: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the constraints that the play satisfies without slack, apart from those that are about nothing."""
    return np.flatnonzero((rows @ p <= _TIGHT) & (abs(rows).sum(axis=1) > 0))


def _multipliers(matrix: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return non-negative multipliers, for which ``matrix @ y`` plus a constant is closest to a target."""
    from scipy.optimize import nnls  # noqa: PLC0415 (loaded only when something is checked)

    constant = np.ones((len(target), 1))
    try:
        found = nnls(np.hstack([matrix, constant, -constant]), target, maxiter=30 * (matrix.shape[1] + 2))[0]
    except RuntimeError:
        return np.zeros(matrix.shape[1])
    return np.asarray(found[:-2], dtype=np.float64)


def _least_square(prices: NDArray[np.float64]) -> float:
    """Return the least ``sum mu^2 - 2 prices·mu`` over distributions, attained at the projection of the prices."""
    falling = np.sort(prices)[::-1]
    level = (np.cumsum(falling) - 1) / np.arange(1, len(prices) + 1)
    nearest = np.maximum(prices - level[np.flatnonzero(falling > level)[-1]], 0.0)
    return float(nearest @ nearest - 2 * prices @ nearest)


def _is_proved(region: Region, tight: NDArray[np.int64], marginal: NDArray[np.int64]) -> bool:
    """Return whether exact multipliers of some constraints show that an exact play is the most even one.

    Args:
        region: the play.
        tight: the constraints.
        marginal: cells that the play does not use although their price is not against it.
    """
    if len(tight) > _SMALL:
        return False
    place = {int(k): r for r, k in enumerate(tight)}
    lines = [[Fraction(0)] * (len(tight) + 1) for _ in region.weights]
    for line in lines:
        line[-1] = Fraction(1)
    for k, cell, entry in zip(region.owner.tolist(), region.column.tolist(), region.entries.tolist(), strict=True):
        if k in place:
            lines[cell][place[k]] = Fraction(entry)
    used = [cell for cell, p in enumerate(region.weights) if p]
    weights = [Fraction(p) for p in region.weights]
    equal = [*used, *marginal.tolist()]
    solution = near([lines[cell] for cell in equal], [weights[cell] for cell in equal], [0.0] * (len(tight) + 1))
    if any(y < 0 for y in solution[:-1]):
        return False
    prices = [dot(line, solution) for line in lines]
    idle = all(dot([line[r] for line in lines], weights) == 0 for r, y in enumerate(solution[:-1]) if y)
    return idle and all(price == p if p else price <= 0 for price, p in zip(prices, weights, strict=True))


def _decrement(rows: NDArray[np.float64], p: NDArray[np.float64], slack: NDArray[np.float64], equal: Any) -> float:
    """Return the length of the Newton step along the equations, in the norm of the second derivatives."""
    loose = rows[~equal] * p / slack[~equal][:, None]
    factor = np.linalg.cholesky(np.eye(len(p)) + loose.T @ loose)
    equations = np.vstack([np.ones(len(p)), rows[equal]]) * p
    target = np.linalg.solve(factor, 1.0 + loose.sum(axis=0))
    directions = np.linalg.solve(factor, equations.T)
    size = np.linalg.norm(directions, axis=0)
    directions = directions[:, size > 0] / size[size > 0]
    rest = target - directions @ np.linalg.lstsq(directions, target, rcond=1e-10)[0]
    return float(np.linalg.norm(rest))
