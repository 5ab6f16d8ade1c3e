"""Agreements without side payments: closed forms on the frontier of two players, general optimisation for more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import minimize

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


def agreement(payoffs: Any, fallback: Sequence[Any], rule: str) -> Point:
    """Return the agreed payoffs under 'nash', 'kalai-smorodinsky' or 'egalitarian'."""
    if len(fallback) == 2:
        return _on_chain(pareto_chain(payoffs, fallback), fallback, rule)
    return _in_general(payoffs, fallback, rule)


def _on_chain(chain: Sequence[Point], fallback: Sequence[Any], rule: str) -> Point:
    ideal = [max(p[k] for p in chain) for k in (0, 1)]
    if rule == "nash":
        gaining = [k for k in (0, 1) if ideal[k] > fallback[k]]
        candidates = [*chain, *(_best_on_edge(a, b, fallback) for a, b in pairwise(chain))]
        return max(
            candidates, key=lambda p: [np.prod([p[k] - fallback[k] for k in gaining], dtype=object), *(p[k] for k in gaining)]
        )
    scale = [b - d for b, d in zip(ideal, fallback, strict=True)] if rule == "kalai-smorodinsky" else [1, 1]
    moving = [k for k in (0, 1) if scale[k] > 0]
    lead = [_lead(p, fallback, scale) if len(moving) == 2 else 0 for p in chain]
    if len(moving) < 2:
        return max(chain) if moving == [0] else max(chain, key=lambda p: p[1])
    for (a, la), (b, lb) in pairwise(zip(chain, lead, strict=True)):
        if la <= 0 <= lb:
            share = -la / (lb - la)
            return tuple(x + share * (y - x) for x, y in zip(a, b, strict=True))
    return chain[0] if lead[0] >= 0 else chain[-1]


def _lead(p: Point, fallback: Sequence[Any], scale: Sequence[Any]) -> Any:
    return (p[0] - fallback[0]) / scale[0] - (p[1] - fallback[1]) / scale[1]


def _best_on_edge(a: Point, b: Point, d: Sequence[Any]) -> Point:
    """Return where the product of gains is greatest on a segment: the middle of its line between the axes, or an end."""
    run, rise = b[0] - a[0], b[1] - a[1]
    share = -((a[0] - d[0]) * rise + (a[1] - d[1]) * run) / (2 * run * rise)
    share = min(max(share, 0 * share), 0 * share + 1)
    return (a[0] + share * run, a[1] + share * rise)


def _in_general(payoffs: Any, fallback: Sequence[Any], rule: str) -> Point:
    n = len(fallback)
    body = hull(payoffs, "all")
    for i, d in enumerate(fallback):
        body = body.above(unit(i, n), d)
    ideal = [body.best(unit(i, n)) for i in range(n)]
    if rule == "egalitarian":
        return body.leximin(fallback, [1] * n).point()
    if rule == "kalai-smorodinsky":
        tiny = 0 if body.exact else 1e-7
        scale = [b - d if b - d > tiny else None for b, d in zip(ideal, fallback, strict=True)]
        return body.leximin(fallback, scale).point()
    return _nash_by_ascent(body, np.array(fallback, dtype=float), np.array(ideal, dtype=float))


def _nash_by_ascent(body: Body, fallback: np.ndarray, ideal: np.ndarray) -> Point:
    """Maximise the sum of logarithms of the gains over lotteries on outcomes."""
    table = np.array(body.table, dtype=float)
    active = ideal - fallback > 1e-7
    start = np.mean([body.optimum(unit(i, body.players))[1] for i in range(body.players)], axis=0).astype(float)

    def loss(mu: np.ndarray) -> tuple[float, np.ndarray]:
        gains = np.maximum((table @ mu - fallback)[active], 1e-12)
        return -np.log(gains).sum(), -(table[active] / gains[:, None]).sum(axis=0)

    found = minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * table.shape[1],
        constraints=[
            {"type": "eq", "fun": lambda mu: mu.sum() - 1, "jac": np.ones_like},
            {"type": "ineq", "fun": lambda mu: table @ mu - fallback, "jac": lambda mu: table},
        ],
        options={"maxiter": 500, "ftol": 1e-14},
    )
    return tuple(table @ found.x)
