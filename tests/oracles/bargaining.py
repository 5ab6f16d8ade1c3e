"""Agreements without side payments: closed forms on the frontier of two players, general optimisation for more."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import clarabel
import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import csc_matrix

from oracles.linear import convex_hull
from oracles.polytopes import Body, hull, profiles, unit

Point = tuple[Any, ...]


def pareto_chain(payoffs: Any, fallback: Sequence[Any]) -> list[Point]:
    """Return the efficient outcomes at least as good as the fallback, as a chain of corners from player 2's best end."""
    corners = convex_hull([(payoffs[0][p], payoffs[1][p]) for p in profiles(payoffs)])
    right = corners.index(max(corners))
    top = corners.index(max(corners, key=lambda c: (c[1], c[0])))
    length = (top - right) % len(corners) + 1  # anticlockwise from the right to the top
    return _clip(sorted(corners[(right + k) % len(corners)] for k in range(length)), fallback)


def _clip(chain: Sequence[Point], fallback: Sequence[Any]) -> list[Point]:
    kept = [p for p in chain if p[0] >= fallback[0] and p[1] >= fallback[1]]
    for a, b in pairwise(chain):
        for k in (0, 1):
            if min(a[k], b[k]) < fallback[k] < max(a[k], b[k]):
                share = (fallback[k] - a[k]) / (b[k] - a[k])
                cut = tuple(x + share * (y - x) for x, y in zip(a, b, strict=True))
                kept += [cut] if cut[1 - k] >= fallback[1 - k] else []
    return sorted(set(kept))


def agreement(payoffs: Any, fallback: Sequence[Any], rule: str, weights: Sequence[Any] | None = None) -> Point:
    """Return the agreed payoffs.

    Rules: 'nash', 'kalai-smorodinsky' and 'egalitarian', which take positive weights, 'equal-loss', 'utilitarian', 'raiffa'
    (discrete) and for two players 'raiffa-continuous' and 'perles-maschler', both by brute force.
    """
    weights = [1] * len(fallback) if weights is None else weights
    if len(fallback) == 2:
        return _on_chain(pareto_chain(payoffs, fallback), fallback, rule, weights)
    return _in_general(payoffs, fallback, rule, weights)


def _on_chain(chain: Sequence[Point], fallback: Sequence[Any], rule: str, weights: Sequence[Any]) -> Point:
    ideal = [max(p[k] for p in chain) for k in (0, 1)]
    if rule == "nash":
        gaining = [k for k in (0, 1) if ideal[k] > fallback[k]]
        candidates = [*chain, *(_best_on_edge(a, b, fallback, weights) for a, b in pairwise(chain))]
        return max(candidates, key=lambda p: sum(weights[k] * _log(p[k] - fallback[k]) for k in gaining))
    if rule == "utilitarian":
        best = [p for p in chain if sum(p) == max(map(sum, chain))]
        return tuple(sum(p[k] for p in best) / Fraction(len(best)) for k in (0, 1))
    if rule in _FOLLOWED:
        return _FOLLOWED[rule](chain, fallback)
    base = ideal if rule == "equal-loss" else fallback
    share = [b - d for b, d in zip(ideal, fallback, strict=True)] if rule == "kalai-smorodinsky" else [1, 1]
    scale = [w * s for w, s in zip(weights, share, strict=True)]
    moving = [k for k in (0, 1) if scale[k] > 0]
    lead = [_lead(p, base, scale) if len(moving) == 2 else 0 for p in chain]
    if len(moving) < 2:
        return max(chain) if moving == [0] else max(chain, key=lambda p: p[1])
    for (a, la), (b, lb) in pairwise(zip(chain, lead, strict=True)):
        if la <= 0 <= lb:
            part = -la / (lb - la)
            return tuple(x + part * (y - x) for x, y in zip(a, b, strict=True))
    return chain[0] if lead[0] >= 0 else chain[-1]


def _log(gain: Any) -> float:
    return float(np.log(float(gain))) if gain > 0 else -np.inf


def _discrete(chain: Sequence[Point], fallback: Sequence[Any]) -> Point:
    """Go to the middle of the ends of what is left, a hundred times."""
    at = tuple(fallback)
    for _ in range(100):
        left = _clip(chain, at)
        at = tuple((a + b) / 2 for a, b in zip(left[0], left[-1], strict=True))
        if any(_above(p, q, at) for p, q in pairwise(left)) or len(left) == 1:
            break
    return at


def _above(p: Point, q: Point, at: Point) -> bool:
    return bool((q[0] - p[0]) * (at[1] - p[1]) == (q[1] - p[1]) * (at[0] - p[0]))


def _continuous(chain: Sequence[Point], fallback: Sequence[Any]) -> Point:
    """Integrate the direction to the middle of the ends of what is left."""
    xs, ys = (np.array([float(p[k]) for p in chain]) for k in (0, 1))

    def direction(_: float, at: np.ndarray) -> np.ndarray:
        left = max(at[0], xs[0])
        low = max(at[1], ys[-1])
        ends = np.array([[left, np.interp(left, xs, ys)], [np.interp(-low, -ys, xs), low]])
        return ends.mean(axis=0) - at

    start = np.array([float(d) for d in fallback])
    return tuple(solve_ivp(direction, (0, 60), start, rtol=1e-10, atol=1e-11, max_step=0.05).y[:, -1])


def _halving(chain: Sequence[Point], _: Sequence[Any]) -> Point:
    """Add up the roots of small pieces of the chain until half of the whole is reached."""
    pieces = [(np.array(p, float), np.array(q, float)) for p, q in pairwise(chain)]
    if not pieces:
        return chain[0]
    lengths = [float(np.sqrt(-(q - p).prod())) for p, q in pieces]
    rest = sum(lengths) / 2
    for (p, q), length in zip(pieces, lengths, strict=True):
        if rest <= length:
            return tuple(p + (q - p) * (rest / length))
        rest -= length
    return chain[-1]


_FOLLOWED = {"raiffa": _discrete, "raiffa-continuous": _continuous, "perles-maschler": _halving}


def _lead(p: Point, fallback: Sequence[Any], scale: Sequence[Any]) -> Any:
    return (p[0] - fallback[0]) / scale[0] - (p[1] - fallback[1]) / scale[1]


def _best_on_edge(a: Point, b: Point, d: Sequence[Any], weights: Sequence[Any]) -> Point:
    """Return where the product of gains is greatest on a segment: where its line is divided by the weights, or an end."""
    run, rise = b[0] - a[0], b[1] - a[1]
    first, second = weights
    share = -(second * (a[0] - d[0]) * rise + first * (a[1] - d[1]) * run) / ((first + second) * run * rise)
    share = min(max(share, 0 * share), 0 * share + 1)
    return (a[0] + share * run, a[1] + share * rise)


def _in_general(payoffs: Any, fallback: Sequence[Any], rule: str, weights: Sequence[Any]) -> Point:
    n = len(fallback)
    body = hull(payoffs, "all")
    for i, d in enumerate(fallback):
        body = body.above(unit(i, n), d)
    ideal = [body.best(unit(i, n)) for i in range(n)]
    if rule == "egalitarian":
        return body.leximin(fallback, weights).point()
    if rule == "equal-loss":
        return body.leximin(ideal, [1] * n).point()
    if rule == "utilitarian":
        return body.maximisers([1] * n).leximin(fallback, [1] * n).point()
    tiny = 0 if body.exact else 1e-7
    if rule == "kalai-smorodinsky":
        scale = [w * (b - d) if b - d > tiny else None for b, d, w in zip(ideal, fallback, weights, strict=True)]
        return body.leximin(fallback, scale).point()
    if rule == "raiffa":
        return _contracted(body, fallback)
    return _nash_by_cones(body, np.array(fallback, dtype=float), np.array(ideal, dtype=float), weights)


def _contracted(body: Body, fallback: Sequence[Any]) -> Point:
    """Go to the mean of the dictator points until nothing is left above it."""
    n = body.players
    at = tuple(fallback)
    for _ in range(40):
        left = body
        for i in range(n):
            left = left.above(unit(i, n), at[i])
        gaps = [left.best(unit(i, n)) - at[i] for i in range(n)]
        if not any(gaps):
            return at
        tops = []
        for j in range(n):
            face = left.maximisers(unit(j, n)).maximisers([1 - e for e in unit(j, n)])
            tops.append(face.leximin(at, [gap or None for gap in gaps]).point())
        at = tuple(sum(column) / Fraction(n) for column in zip(*tops, strict=True))
    raise AssertionError("not reached in 40 rounds")


def _nash_by_cones(body: Body, fallback: np.ndarray, ideal: np.ndarray, weights: Sequence[Any]) -> Point:
    """Maximise the weighted sum of logarithms of the gains over lotteries on outcomes: an exponential cone for each gain.

    Gains are in units of what each player can gain. The unknowns are the lottery and the logarithms.
    """
    active = np.flatnonzero((ideal - fallback > 1e-7) & (np.array(weights, dtype=float) > 0))
    table = np.array(body.table, dtype=float)
    unit = np.where(ideal - fallback > 1e-7, ideal - fallback, 1.0)
    gains = (table - fallback[:, None]) / unit[:, None]
    count, size = table.shape[1], len(active)
    blocks = [np.hstack([np.ones((1, count)), np.zeros((1, size))])]
    blocks += [np.hstack([-np.eye(count), np.zeros((count, size))]), np.hstack([-gains, np.zeros((len(table), size))])]
    right = [1.0, *[0.0] * count, *[1e-9] * len(table)]
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(count + len(table))]
    for k, i in enumerate(active):
        blocks += [
            np.eye(1, count + size, count + k) * -1,
            np.zeros((1, count + size)),
            np.append(-gains[i], np.zeros(size))[None],
        ]
        right += [0.0, 1.0, 0.0]
        cones.append(clarabel.ExponentialConeT())
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-11
    cost = np.append(np.zeros(count), -np.array([float(weights[i]) for i in active]))
    matrix, nothing = csc_matrix(np.vstack(blocks)), csc_matrix((count + size, count + size))
    found = clarabel.DefaultSolver(nothing, cost, matrix, np.array(right), cones, settings).solve()
    lottery = _polished(np.array(found.x)[:count], gains, active, np.array(weights, dtype=float))
    return tuple(table @ lottery)


def _polished(lottery: np.ndarray, gains: np.ndarray, active: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Solve the first-order conditions on the outcomes in use by Newton's method: a cone solver gets half the digits only."""
    used = np.flatnonzero(lottery > 1e-4)
    still = [i for i in range(len(gains)) if i not in active]
    own, rest = gains[np.ix_(active, used)], gains[np.ix_(still, used)]
    w = weights[active]
    x = np.concatenate([lottery[used], np.zeros(len(still)), [w.sum()]])
    for _ in range(30):
        mu, multipliers, level = x[: len(used)], x[len(used) : -1], x[-1]
        gained = own @ mu
        slope = own.T @ (w / gained) + rest.T @ multipliers - level
        top = np.hstack([-(own.T * (w / gained**2)) @ own, rest.T, -np.ones((len(used), 1))])
        below = np.vstack(
            [np.hstack([rest, np.zeros((len(still), len(still) + 1))]), [[1.0] * len(used) + [0.0] * (len(still) + 1)]]
        )
        x = x - np.linalg.lstsq(np.vstack([top, below]), np.concatenate([slope, rest @ mu, [mu.sum() - 1]]), rcond=1e-12)[0]
    polished = np.zeros_like(lottery)
    polished[used] = x[: len(used)]
    assert np.abs(polished - lottery).max() < 1e-2
    return polished
