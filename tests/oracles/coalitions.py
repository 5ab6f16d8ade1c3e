"""Cooperative games by brute force: characteristic functions are dictionaries from frozensets of players to numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from typing import Any

import numpy as np

from oracles.linear import InfeasibleError, maximise
from oracles.polytopes import hull
from oracles.rules import references, select
from oracles.zerosum import security, value

Coalition = frozenset[int]
Worths = dict[Coalition, Any]
Partition = frozenset[Coalition]
Embedded = dict[tuple[Coalition, Partition], Any]


def subsets(players: Sequence[int]) -> list[Coalition]:
    """Return all coalitions of some players, the empty one first."""
    return [frozenset(s) for k in range(len(players) + 1) for s in combinations(players, k)]


def partitions(players: Sequence[int]) -> Iterator[Partition]:
    """Yield the partitions of some players: the last one joins a block or stays alone."""
    if not players:
        yield frozenset()
        return
    *rest, last = players
    for smaller in partitions(rest):
        yield smaller | {frozenset([last])}
        for block in smaller:
            yield (smaller - {block}) | {block | {last}}


def shapley(n: int, v: Worths) -> tuple[Any, ...]:
    """Average marginal contributions over all orders of arrival."""
    gains = [Fraction(0)] * n
    for order in permutations(range(n)):
        for k, i in enumerate(order):
            gains[i] += v[frozenset(order[: k + 1])] - v[frozenset(order[:k])]
    return tuple(g / factorial(n) for g in gains)


def banzhaf(n: int, v: Worths) -> tuple[Any, ...]:
    """Average marginal contributions over all coalitions of the others."""
    return tuple(
        sum(v[s | {i}] - v[s] for s in subsets([j for j in range(n) if j != i])) / Fraction(2 ** (n - 1)) for i in range(n)
    )


def excesses(n: int, v: Worths, x: Sequence[Any]) -> dict[Coalition, Any]:
    """Return v(S) - x(S) for the proper coalitions."""
    return {s: v[s] - sum(x[i] for i in s) for s in subsets(range(n))[1:-1]}


def is_balanced(n: int, families: Sequence[Coalition], extra: Sequence[Coalition] = ()) -> bool:
    """Return whether positive weights on some coalitions, and weights >= 0 on others, cover every player exactly once."""
    columns = [*families, *extra]
    rows = [([int(i in s) for s in columns] + [0], 1) for i in range(n)]
    least = [([int(k == j) for k in range(len(columns))] + [-1], 0) for j in range(len(families))]
    try:
        level, _ = maximise([0] * len(columns) + [1], least, rows, exact=True)
    except InfeasibleError:
        return False
    return level > 0


def meets_kohlberg(n: int, v: Worths, x: Sequence[Any], *, imputations: bool = False) -> bool:
    """Check the criterion of Kohlberg (1971): coalitions of excess at least t form a balanced family, for every t."""
    if sum(x) != v[frozenset(range(n))]:
        return False
    found = excesses(n, v, x)
    at_floor = [frozenset([i]) for i in range(n) if x[i] == v[frozenset([i])]] if imputations else []
    return all(
        is_balanced(n, [s for s, e in found.items() if e >= level], [s for s in at_floor if found[s] < level])
        for level in set(found.values())
    )


def prenucleolus(n: int, v: Worths, *, imputations: bool = False) -> tuple[float, ...]:
    """Lower the greatest excess, fix the coalitions that cannot go lower (each is tried), and so on, with scipy."""
    proper = subsets(range(n))[1:-1]
    low = min(float(w) for w in v.values()) * n - abs(float(v[frozenset(range(n))])) * n - 1
    indicator = {s: [float(i in s) for i in range(n)] for s in [*proper, frozenset(range(n))]}

    def solve(objective: list[float], fixed: dict[Coalition, float], level: float | None) -> tuple[float, list[float]]:
        """Maximise over shifted payoffs y = x - low >= 0 and a level t' = t + big >= 0 of surplus."""
        big = 1e4
        equal = [([*indicator[frozenset(range(n))], 0.0], float(v[frozenset(range(n))]) - n * low)]
        equal += [([*indicator[s], 0.0], float(v[s]) + surplus - len(s) * low) for s, surplus in fixed.items()]
        free = [s for s in proper if s not in fixed]
        if level is None:
            least = [([*indicator[s], -1.0], float(v[s]) - len(s) * low - big) for s in free]
        else:
            least = [([*indicator[s], 0.0], float(v[s]) + level - len(s) * low - 1e-9) for s in free]
        if imputations:
            least += [([*indicator[frozenset([i])], 0.0], float(v[frozenset([i])]) - low - 1e-9) for i in range(n)]
        best, found = maximise(objective, least, equal, exact=False)
        return best, found

    fixed: dict[Coalition, float] = {}
    while len(fixed) < len(proper):
        level = solve([0.0] * n + [1.0], fixed, None)[0] - 1e4
        stuck = [
            s
            for s in proper
            if s not in fixed and solve([*indicator[s], 0.0], fixed, level)[0] + len(s) * low - float(v[s]) <= level + 1e-6
        ]
        assert stuck
        fixed |= dict.fromkeys(stuck, level)
    settled = {**{s: float(v[s]) + surplus for s, surplus in fixed.items()}, frozenset(range(n)): float(v[frozenset(range(n))])}
    return tuple(np.linalg.lstsq(np.array([indicator[s] for s in settled]), np.array(list(settled.values())), rcond=None)[0])


def least_total(n: int, v: Worths) -> float:
    """Return the least total payoff that contents every proper coalition, with scipy; the core is empty if there is less."""
    proper = subsets(range(n))[1:-1]
    low = min(0.0, *(float(w) for w in v.values())) * n - 1
    rows = [([float(i in s) for i in range(n)], float(v[s]) - len(s) * low) for s in proper]
    return -maximise([-1.0] * n, rows, [], exact=False)[0] + n * low


def merge(payoffs: Any, blocks: Sequence[Sequence[int]]) -> Any:
    """Return the payoff tables of the game in which blocks of players act as one."""
    order = [i for block in blocks for i in block]
    shape = [int(np.prod([payoffs.shape[1 + i] for i in block])) for block in blocks]
    return np.stack([sum(payoffs[i] for i in block).transpose(order).reshape(shape) for block in blocks])


def sides(n: int) -> list[tuple[Coalition, list[int], list[int]]]:
    """Return every proper coalition with its members and the others."""
    return [(s, sorted(s), [i for i in range(n) if i not in s]) for s in subsets(range(n))[1:-1]]


def whole(payoffs: Any) -> Any:
    """Return the greatest total payoff."""
    return max(sum(payoffs).flat)


def leads(payoffs: Any) -> Worths:
    """Return the value of every coalition's zero-sum game against the others."""
    found = {}
    for s, own, others in sides(len(payoffs)):
        first, second = merge(payoffs, [own, others])
        found[s] = value(first - second)
    return {frozenset(): -whole(payoffs), **found, frozenset(range(len(payoffs))): whole(payoffs)}


def alpha(payoffs: Any) -> Worths:
    """Return what every coalition can guarantee itself with mixed joint actions."""
    found = {s: value(merge(payoffs, [own, others])[0]) for s, own, others in sides(len(payoffs))}
    return {frozenset(): 0, **found, frozenset(range(len(payoffs))): whole(payoffs)}


def correlated(payoffs: Any, rule: str) -> tuple[Any, ...]:
    """Return the payoffs of the correlated equilibrium that a selection rule picks, measured from the Pareto meet."""
    body = hull(payoffs, "correlated")
    return select(body, rule, references(body, security(payoffs))["pmm"])


def partition_function(payoffs: Any, rule: str) -> Embedded:
    """Return what every block gets in the correlated equilibrium of every merged game."""
    n = len(payoffs)
    found: Embedded = {}
    for partition in partitions(range(n)):
        blocks = sorted(map(sorted, partition))
        got = correlated(merge(payoffs, blocks), rule) if len(blocks) > 1 else (whole(payoffs),)
        found |= {(frozenset(block), partition): g for block, g in zip(blocks, got, strict=True)}
    return found


def average(n: int, w: Embedded, s: Coalition) -> Any:
    """Average a coalition's worth over all permutations of the others, whose cycles are the blocks."""
    others = [i for i in range(n) if i not in s]
    worths = []
    for images in permutations(others):
        step, blocks, left = dict(zip(others, images, strict=True)), set(), set(others)
        while left:
            block, i = set(), min(left)
            while i not in block:
                block.add(i)
                i = step[i]
            blocks.add(frozenset(block))
            left -= block
        worths.append(w[s, frozenset({s, *blocks})])
    return sum(worths) / Fraction(len(worths))


def myerson_coefficients(n: int) -> tuple[list[tuple[Coalition, Partition]], Any]:
    """Solve the axioms of Myerson (1977) for the coefficients of a linear value: symmetry and carriers.

    A coalition S is a carrier if every worth is that of what lies in S, in the partition cut along S; its members then share the
    worth of all players together. Returns the embedded coalitions and an array (players, embedded coalitions).
    """
    embedded = [(s, p) for p in partitions(range(n)) for s in p]
    kinds: dict[Any, int] = {}
    variable = np.zeros((n, len(embedded)), dtype=int)
    for k, (s, p) in enumerate(embedded):
        for i in range(n):
            home = next(len(block) for block in p if i in block)
            kind = (i in s, len(s), home, tuple(sorted(map(len, p))))
            variable[i, k] = kinds.setdefault(kind, len(kinds))
    lines, right = [], []
    for carrier in subsets(range(n))[1:]:
        cut = frozenset({carrier, frozenset(range(n)) - carrier} - {frozenset()})
        classes: dict[Any, list[int]] = {}
        for k, (s, p) in enumerate(embedded):
            inside = s & carrier
            if inside:
                refined = frozenset(b & c for b in p for c in cut) - {frozenset()}
                classes.setdefault((inside, refined), []).append(k)
        for (inside, refined), columns in classes.items():
            line = np.zeros(len(kinds))
            for k in columns:
                for i in carrier:
                    line[variable[i, k]] += 1
            lines.append(line)
            right.append(float(inside == carrier and refined == cut))
    solution, _, rank, _ = np.linalg.lstsq(np.array(lines), np.array(right), rcond=None)
    assert rank == len(kinds), "the axioms leave the value open"
    assert np.abs(np.array(lines) @ solution - right).max() < 1e-9, "the axioms contradict each other"
    return embedded, solution[variable]


def game(n: int, worth: Callable[[Coalition], Any]) -> Worths:
    """Tabulate a function of coalitions."""
    return {s: worth(s) for s in subsets(range(n))}
