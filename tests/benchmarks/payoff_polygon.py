"""Time payoff polygons of correlated equilibria against the same recursion on scipy.optimize.linprog, and print ratios.

Run it with ``python tests/benchmarks/payoff_polygon.py``. Each line is one game of two players. The peer writes the incentive
constraints down once as a sparse matrix and calls linprog with HiGHS from scratch for every direction; directions are chosen by
the same recursion, with points in floats. accord keeps one program with its basis and proves every optimum, hence every edge, in
rational arithmetic (``exact`` says whether it proved all of them, ``in HiGHS`` is the share of its time that the programs take).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from correlated import KINDS, incentives, inside_solver
from scipy.optimize import linprog

import accord
from accord.equilibria.polygon import Polygon, corners

SIZES: tuple[tuple[int, tuple[Fraction, ...]], ...] = (
    (3, (Fraction(0),)),
    (5, (Fraction(0), Fraction(1, 100))),
    (10, (Fraction(1, 100), Fraction(1, 1000), Fraction(0))),
    (20, (Fraction(1, 100),)),
)
SEEDS = (0, 1)
Oracle = Callable[[Any], Sequence[Any]]


def peer(payoffs: np.ndarray) -> Oracle:
    """Return the farthest payoffs in a direction by scipy's linprog."""
    matrix = incentives(payoffs.astype(float))
    width = matrix.shape[1]
    table = payoffs.reshape(2, -1).astype(float)

    def farthest(direction: Any) -> tuple[float, float]:
        weights = np.array([float(w / max(map(abs, direction))) for w in direction])
        found = linprog(
            -(weights @ table), A_ub=matrix, b_ub=np.zeros(matrix.shape[0]), A_eq=np.ones((1, width)), b_eq=[1.0], method="highs"
        )
        first, second = table @ found.x
        return float(first), float(second)

    return farthest


def timed(farthest: Oracle, tolerance: Fraction, spans: Sequence[float]) -> tuple[Polygon, int, float]:
    """Return the polygon, the number of programs and the seconds."""
    count = 0

    def counted(direction: Any) -> Sequence[Any]:
        nonlocal count
        count += 1
        return farthest(direction)

    begin = time.perf_counter()
    ring = corners(counted, tolerance=tolerance, spans=spans)
    return Polygon(ring), count, time.perf_counter() - begin


def apart(a: Polygon, b: Polygon, spans: Sequence[float]) -> float:
    """Return how far the corners of one polygon are from the nearest of the other at most, as a share of the payoff ranges."""
    first, second = (np.array(p.corners, dtype=float) / spans for p in (a, b))
    gaps = np.abs(first[:, None] - second[None]).max(axis=2)
    return float(max(gaps.min(axis=0).max(), gaps.min(axis=1).max()))


def compare() -> None:
    """Print a line per game and tolerance."""
    print(
        f"{'kind':15} {'actions':8} {'tolerance':>9} {'corners':>8} {'programs':>9} {'accord ms':>10} {'each':>6} "
        f"{'linprog ms':>11} {'ratio':>6} {'in HiGHS':>9} {'exact':>6}  difference"
    )
    for kind, draw in KINDS.items():
        for size, tolerances in SIZES:
            for seed in SEEDS:
                payoffs = draw(np.random.default_rng(seed), (size, size))
                spans = [float(np.ptp(part)) for part in payoffs]
                for tolerance in tolerances:
                    ours = accord.PayoffSet.of(accord.Game.from_tensor(payoffs), "correlated")
                    answers: list[tuple[Polygon, int, float]] = []
                    solving = inside_solver(lambda a=answers, o=ours, t=tolerance, s=spans: a.append(timed(o.vertex, t, s)))
                    mine, programs, seconds = answers[0]
                    theirs, _, cold = timed(peer(payoffs), tolerance, spans)
                    print(
                        f"{kind:15} {f'{size}×{size}':8} {float(tolerance):9.3g} {len(mine.corners):8} {programs:9} "
                        f"{seconds * 1e3:10.1f} {seconds / programs * 1e3:6.2f} {cold * 1e3:11.1f} {seconds / cold:6.2f} "
                        f"{solving / seconds:9.0%} {mine.exact!s:>6}  {apart(mine, theirs, spans):.1e}",
                        flush=True,
                    )


if __name__ == "__main__":
    compare()
