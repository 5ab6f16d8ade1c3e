"""Time the correlated equilibrium of greatest entropy against clarabel's exponential cones on the same games, and print ratios.

Run it with ``python tests/benchmarks/max_entropy.py``. Each line is one game; both times are the best of three. The peer gets the
incentive constraints ready made, as a sparse matrix; accord also removes dominated actions, finds the cells that no equilibrium
uses, and rebuilds the play. ``used`` is how many cells can have probability at all. ``gap`` bounds by how much more entropy an
equilibrium can have than accord's, in nats, as the checker of claims measures it; ``peer loss`` is how much less the peer's has.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import clarabel
import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from accord.claims import Claim, Evidence, check
from accord.equilibria import Concept, Polytope
from accord.game import Game

GAMES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("uniform", (5, 5)),
    ("uniform", (10, 10)),
    ("competitive", (10, 10)),
    ("uniform", (20, 20)),
    ("congestion", (20, 20)),
    ("competitive", (20, 20)),
    ("uniform", (8, 8, 8)),
    ("uniform", (4, 4, 4, 4)),
    ("uniform", (40, 40)),
)
SEEDS = range(3)
LARGEST_PEER = 512
"""Cells up to which the cone solver is run: beyond, it takes minutes."""


def draw(kind: str, shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Return the payoffs of a random game."""
    rng = np.random.default_rng(seed)
    if kind == "congestion":
        return rng.integers(0, 2, (len(shape), *shape)).astype(float)
    tables = rng.random((len(shape), *shape))
    if kind == "competitive":
        tables[1] = 0.1 * tables[1] - tables[0]
    return tables


def incentives(payoffs: np.ndarray) -> csr_array:
    """Return the incentive constraints ``rows @ mu >= 0``: one row per player, recommendation and alternative."""
    shape = payoffs.shape[1:]
    cells = np.arange(np.prod(shape)).reshape(shape)
    values, columns, rows, count = [], [], [], 0
    for i, own in enumerate(payoffs):
        table = np.moveaxis(own, i, 0).reshape(shape[i], -1)
        where = np.moveaxis(cells, i, 0).reshape(shape[i], -1)
        a, b = np.nonzero(~np.eye(shape[i], dtype=bool))
        values.append((table[a] - table[b]).ravel())
        columns.append(where[a].ravel())
        rows.append(np.repeat(count + np.arange(len(a)), table.shape[1]))
        count += len(a)
    return csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(count, int(np.prod(shape)))
    )


def peer(rows: csr_array) -> np.ndarray:
    """Return the play of greatest entropy by clarabel: maximise ``sum t`` with ``(t_a, mu_a, 1)`` in exponential cones."""
    count = rows.shape[1]
    at = np.arange(count)
    ones = csr_array((np.ones(count), (np.zeros(count, int), at)), shape=(1, 2 * count))
    cone = csr_array(
        (-np.ones(2 * count), (np.concatenate([3 * at + 1, 3 * at]), np.arange(2 * count))), shape=(3 * count, 2 * count)
    )
    table = csc_array(vstack([ones, hstack([-rows, csr_array(rows.shape)]), cone]))
    right = np.concatenate([[1.0], np.zeros(rows.shape[0]), np.tile([0.0, 0.0, 1.0], count)])
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(rows.shape[0]), *[clarabel.ExponentialConeT()] * count]
    options = clarabel.DefaultSettings()
    options.verbose = False
    cost = np.concatenate([np.zeros(count), -np.ones(count)])
    solver = clarabel.DefaultSolver(csc_array((2 * count, 2 * count)), cost, table, right, cones, options)
    return np.array(solver.solve().x[:count])


def clock(work: Callable[[], object]) -> float:
    """Return the best of three wall times."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def entropy(mu: np.ndarray) -> float:
    """Return the entropy of a play, in nats."""
    positive = mu[mu > 0]
    return -float(positive @ np.log(positive))


def compare(kind: str, shape: tuple[int, ...], seed: int) -> float:
    """Print a line and return the ratio of the times."""
    tables = draw(kind, shape, seed)
    game = Game.from_tensor(tables)

    def ours() -> tuple[Polytope, object]:
        plans = Polytope.of(game, Concept.CORRELATED)
        assert plans is not None
        return plans, plans.most("entropy")

    plans, found = ours()
    evidence = Evidence(game, True, found.payoffs, found.play, admitted=plans.admitted)
    (certificate,) = check([Claim.MAX_ENTROPY], evidence)
    mine = clock(ours)
    other, ratio, loss = "-", float("nan"), "-"
    if game.n_profiles <= LARGEST_PEER:
        rows = incentives(tables)
        theirs = clock(lambda: peer(rows))
        other, ratio = f"{theirs * 1e3:.1f}", theirs / mine
        loss = f"{entropy(found.play.dense(shape).ravel()) - entropy(peer(rows)):.1e}"
    size = "×".join(map(str, shape))
    print(
        f"{kind:12} {size:8} {len(found.play.cells):5}/{game.n_profiles:<5} {mine * 1e3:9.1f} {other:>12} {ratio:8.1f} "
        f"{float(certificate.residual):9.1e} {loss:>11}"
    )
    return ratio


if __name__ == "__main__":
    print(
        f"{'kind':12} {'actions':8} {'used':>11} {'accord ms':>9} {'clarabel ms':>12} {'ratio':>8} {'gap':>9} {'peer loss':>11}"
    )
    for kind, shape in GAMES:
        ratios = [compare(kind, shape, seed) for seed in SEEDS]
        if not np.isnan(ratios).any():
            print(f"{'':12} {'median':8} {'':11} {'':9} {'':12} {statistics.median(ratios):8.1f}")
