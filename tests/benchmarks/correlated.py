"""Time the welfare-maximal correlated equilibrium against scipy.optimize.linprog on the same games, and print ratios.

Run it with ``python tests/benchmarks/correlated.py``. Each line is the median over the games of one kind and size. The peer
builds the incentive constraints with numpy as a sparse matrix and calls linprog with HiGHS; accord also removes dominated
actions, resolves ties and proves the optimum in rational arithmetic (``exact`` says how many of the games it proved).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from accord.equilibria import Concept, Polytope
from accord.game import Game
from accord.lp.highs import Model

SIZES: tuple[tuple[tuple[int, ...], int], ...] = (
    ((3, 3), 40),
    ((5, 5), 20),
    ((10, 10), 10),
    ((20, 20), 5),
    ((40, 40), 3),
    ((3, 3, 3), 20),
    ((5, 5, 5), 5),
    ((8, 8, 8), 3),
    ((4, 4, 4, 4), 5),
)
KINDS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]] = {
    "uniform": lambda rng, shape: rng.random((len(shape), *shape)),
    "integers 0..9": lambda rng, shape: rng.integers(0, 10, (len(shape), *shape)),
}


def incentives(payoffs: np.ndarray) -> csr_array:
    """Return the incentive constraints as a sparse matrix: one row per player, recommendation and alternative."""
    n, shape = payoffs.shape[0], payoffs.shape[1:]
    cells = np.arange(np.prod(shape)).reshape(shape)
    entries, columns, rows, count = [], [], [], 0
    for i in range(n):
        table = np.moveaxis(payoffs[i], i, 0).reshape(shape[i], -1)
        where = np.moveaxis(cells, i, 0).reshape(shape[i], -1)
        a, b = np.nonzero(~np.eye(shape[i], dtype=bool))
        entries.append((table[b] - table[a]).ravel())
        columns.append(where[a].ravel())
        rows.append(np.repeat(count + np.arange(len(a)), table.shape[1]))
        count += len(a)
    return csr_array(
        (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))), shape=(count, int(np.prod(shape)))
    )


def peer(payoffs: np.ndarray) -> float:
    """Return the greatest total payoff of a correlated equilibrium by scipy's linprog."""
    matrix = incentives(payoffs.astype(float))
    width = matrix.shape[1]
    cost = -payoffs.reshape(len(payoffs), -1).sum(axis=0).astype(float)
    found = linprog(cost, A_ub=matrix, b_ub=np.zeros(matrix.shape[0]), A_eq=np.ones((1, width)), b_eq=[1.0], method="highs")
    return -float(found.fun)


def ours(payoffs: np.ndarray) -> tuple[float, bool]:
    """Return the same by accord, and whether it was proved."""
    plans = Polytope.of(Game.from_tensor(payoffs), Concept.CORRELATED)
    assert plans is not None
    value = plans.support([Fraction(1)] * len(payoffs))
    return float(value), isinstance(value, Fraction)


def inside_solver(work: Callable[[], object]) -> float:
    """Return the seconds that some work spends inside HiGHS."""
    spent, original = [0.0], Model.maximise

    def timed(self: Model, cost: dict[int, float]) -> object:
        begin = time.perf_counter()
        try:
            return original(self, cost)
        finally:
            spent[0] += time.perf_counter() - begin

    Model.maximise = timed  # type: ignore[method-assign, assignment]
    try:
        work()
    finally:
        Model.maximise = original  # type: ignore[method-assign]
    return spent[0]


def clock(work: Callable[[], object]) -> float:
    """Return the best of three wall times."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def compare_solvers() -> None:
    """Print a line per kind and size."""
    print(
        f"{'kind':15} {'actions':12} {'accord ms':>10} {'linprog ms':>11} {'ratio':>7} {'in HiGHS':>9} {'exact':>6}  difference"
    )
    for kind, draw in KINDS.items():
        for shape, count in SIZES:
            rng = np.random.default_rng(0)
            games = [draw(rng, shape) for _ in range(count)]
            pairs = [(clock(lambda g=g: ours(g)), clock(lambda g=g: peer(g))) for g in games]
            share = sum(inside_solver(lambda g=g: ours(g)) for g in games) / sum(clock(lambda g=g: ours(g)) for g in games)
            answers = [(ours(g), peer(g)) for g in games]
            gap = max(abs(mine - theirs) for (mine, _), theirs in answers)
            proved = sum(exact for (_, exact), _ in answers)
            mine, theirs = (statistics.median(column) * 1e3 for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            size = "×".join(map(str, shape))
            print(f"{kind:15} {size:12} {mine:10.2f} {theirs:11.2f} {ratio:7.2f} {share:9.0%} {proved:3}/{count:<3} {gap:.1e}")


def compare_start() -> None:
    """Print how long the command takes to start, as ratios to a bare interpreter."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "import numpy": ["-c", "import numpy"],
        "accord --version": ["-m", "accord", "--version"],
        "accord plugins list": ["-m", "accord", "plugins", "list"],
        "accord solve chicken": ["-m", "accord", "solve", "chicken"],
        "import nashpy": ["-c", "import nashpy"],
    }
    times = {
        name: clock(lambda c=c: subprocess.run([sys.executable, *c], check=False, capture_output=True))
        for name, c in commands.items()
    }
    bare = times["python -c pass"]
    print(f"\n{'start-up':24} {'ms':>8} {'ratio':>7}")
    for name, seconds in times.items():
        print(f"{name:24} {seconds * 1e3:8.0f} {seconds / bare:7.1f}")


if __name__ == "__main__":
    compare_solvers()
    compare_start()
