"""Time the worths of all coalitions against a plain loop over scipy.optimize.linprog on the same games, and print ratios.

Run it with ``python tests/benchmarks/coalitions.py``. Each line is one game of n players with so many actions each. The peer
writes down every coalition's linear program with numpy and calls linprog with HiGHS: the value of the zero-sum game for
minimax-threat, the greatest total payoff of a correlated equilibrium of the merged game for bloc and singletons. accord also
removes dominated actions, resolves ties, and proves every optimum in rational arithmetic (``exact`` counts the worths that it
proved); for bloc and singletons the difference is that of the blocks' totals, because linprog leaves ties open. ``memory`` is the
peak of what Python and numpy allocated beyond the game, without what HiGHS keeps for itself; ``outside`` is the share of accord's
time spent outside HiGHS.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np
from correlated import incentives, inside_solver
from scipy.optimize import linprog

import accord
from accord.coalitions import CharacteristicFunction
from accord.coalitions.masks import members
from accord.worths import Bloc, MinimaxThreatWorth, Singletons

SIZES = ((3, 2), (4, 2), (6, 2), (8, 2), (10, 2), (3, 4), (4, 4), (5, 4), (6, 3))
PEER_SECONDS = 60.0
"""The peer is not asked for more: it is cut short after so many seconds, and its time is extrapolated."""


def merge(payoffs: np.ndarray, blocks: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the payoffs of blocks of players that act as one."""
    order = [i for block in blocks for i in block]
    shape = [int(np.prod([payoffs.shape[1 + i] for i in block])) for block in blocks]
    return np.stack([payoffs[list(block)].sum(axis=0).transpose(order).reshape(shape) for block in blocks])


def lead(payoffs: np.ndarray, blocks: Sequence[Sequence[int]]) -> float:
    """Return the value of the zero-sum game of the first block against the second."""
    first, second = merge(payoffs, blocks)
    table = first - second
    rows, columns = table.shape
    found = linprog(
        np.append(np.zeros(rows), -1.0),
        A_ub=np.column_stack([-table.T, np.ones(columns)]),
        b_ub=np.zeros(columns),
        A_eq=np.append(np.ones(rows), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
        method="highs",
    )
    return -float(found.fun)


def welfare(payoffs: np.ndarray, blocks: Sequence[Sequence[int]]) -> float:
    """Return the greatest total payoff of a correlated equilibrium of the merged game."""
    merged = merge(payoffs, blocks).astype(float)
    matrix = incentives(merged)
    width = matrix.shape[1]
    cost = -merged.reshape(len(merged), -1).sum(axis=0)
    found = linprog(cost, A_ub=matrix, b_ub=np.zeros(matrix.shape[0]), A_eq=np.ones((1, width)), b_eq=[1.0], method="highs")
    return -float(found.fun)


def sides(n: int, mask: int) -> list[tuple[int, ...]]:
    """Return a coalition and the others as one block."""
    return [members(mask), members((1 << n) - 1 ^ mask)]


def alone(n: int, mask: int) -> list[tuple[int, ...]]:
    """Return a coalition and the others one by one."""
    return [members(mask), *((i,) for i in members((1 << n) - 1 ^ mask))]


Peer = Callable[[np.ndarray, Sequence[Sequence[int]]], float]
Blocks = Callable[[int, int], list[tuple[int, ...]]]
WORTHS: dict[str, tuple[accord.Worth, Peer, Blocks]] = {
    "minimax-threat": (MinimaxThreatWorth(), lead, sides),
    "bloc": (Bloc(), welfare, sides),
    "singletons": (Singletons(), welfare, alone),
}


def partitions(name: str, n: int) -> list[list[tuple[int, ...]]]:
    """Return the ways to merge the players that a worth looks at, each once."""
    blocks = WORTHS[name][2]
    if name != "singletons":
        return [blocks(n, mask) for mask in range(1, 1 << (n - 1))]
    return [blocks(n, 1), *(blocks(n, mask) for mask in range(1, (1 << n) - 1) if mask.bit_count() > 1)]


def peered(name: str, payoffs: np.ndarray) -> tuple[dict[int, float], float]:
    """Return the peer's answers by the number of the game, and its seconds for all games."""
    peer, games = WORTHS[name][1], partitions(name, len(payoffs))
    answers: dict[int, float] = {}
    begin = time.perf_counter()
    for k, blocks in enumerate(games):
        answers[k] = peer(payoffs, blocks)
        if time.perf_counter() - begin > PEER_SECONDS:
            break
    return answers, (time.perf_counter() - begin) * len(games) / len(answers)


def ours(name: str, game: accord.Game) -> CharacteristicFunction:
    """Return accord's worths."""
    return WORTHS[name][0].worths(game)  # type: ignore[attr-defined, no-any-return]


def apart(name: str, payoffs: np.ndarray, game: accord.Game, worths: CharacteristicFunction, answers: dict[int, float]) -> float:
    """Return the greatest difference between accord and the peer, as a share of the greatest total payoff."""
    games, scale, gaps = partitions(name, len(payoffs)), abs(float(worths.total)) or 1.0, []
    for k, answer in answers.items():
        if name == "minimax-threat":
            gaps.append(abs(float(2 * worths[games[k][0]] - worths.total) - answer))
        elif name == "bloc":
            gaps.append(abs(float(sum(worths[block] for block in games[k])) - answer))
        else:
            merged = game.merge(games[k])
            found = accord.fallbacks.Correlated().admits(merged).support([1] * merged.n_players)
            gaps.append(abs(float(found) - answer))
    return max(gaps) / scale


def compare() -> None:
    """Print a line per worth and size."""
    for name in WORTHS:  # whatever is loaded on first use is loaded now
        ours(name, accord.Game.from_tensor(np.random.default_rng(1).integers(0, 100, (3, 3, 3, 3))))
    print(
        f"{'worth':15} {'n':>3} {'actions':>8} {'games':>6} {'accord s':>9} {'outside':>8} {'memory MB':>10} {'exact':>9} "
        f"{'linprog s':>10} {'ratio':>6}  difference"
    )
    for name in WORTHS:
        for n, actions in SIZES:
            payoffs = np.random.default_rng(0).integers(0, 100, (n, *(actions,) * n))
            game = accord.Game.from_tensor(payoffs)
            begin = time.perf_counter()
            found: list[CharacteristicFunction] = []
            solving = inside_solver(lambda w=name, g=game, f=found: f.append(ours(w, g)))
            seconds = time.perf_counter() - begin
            (worths,) = found
            tracemalloc.start()
            ours(name, game)
            memory = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            answers, slow = peered(name, payoffs)
            exact = sum(not isinstance(w, float) for w in worths.worths)
            games = len(partitions(name, n))
            print(
                f"{name:15} {n:3} {actions:8} {games:6} {seconds:9.3f} {1 - solving / seconds:8.0%} {memory:10.1f} "
                f"{exact:4}/{len(worths.worths):<4} {slow:10.3f} {seconds / slow:6.2f}  "
                f"{apart(name, payoffs, game, worths, answers):.1e}",
                flush=True,
            )


if __name__ == "__main__":
    compare()
