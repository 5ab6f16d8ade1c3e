"""Degenerate games of two players by brute force: from the definition, and by trying every subset of strategies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

from oracles.linear import InfeasibleError, maximise
from oracles.polytopes import unit


def subsets(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the subsets that are not empty."""
    yield from chain.from_iterable(combinations(items, k) for k in range(1, len(items) + 1))


def is_degenerate(payoffs: Any) -> bool:
    """Try all actions that a strategy may be confined to and all sets of one more that would all be best replies to it."""
    first, second = payoffs
    return _has_ties(second.T.tolist()) or _has_ties(first.tolist())


def _has_ties(replies: list[list[Any]]) -> bool:
    """Whether some strategy has more best replies than actions in use; a line per reply, a column per action."""
    own, others = range(len(replies[0])), range(len(replies))
    for used in subsets(own):
        for best in combinations(others, len(used) + 1):
            differences = [[replies[best[0]][a] - replies[k][a] for a in used] for k in others]
            at_least = [(line, 0) for line in differences]
            equal = [(differences[k], 0) for k in best[1:]] + [([1] * len(used), 1)]
            try:
                maximise([0] * len(used), at_least, equal, exact=True)
            except InfeasibleError:
                continue
            return True
    return False


def is_equilibrium(payoffs: Any, x: Sequence[Any], y: Sequence[Any]) -> bool:
    """Compare with every pure deviation."""
    first, second = payoffs
    return _mean(first, x, y) == max(_mean(first, unit(a, len(x)), y) for a in range(len(x))) and _mean(second, x, y) == max(
        _mean(second, x, unit(b, len(y))) for b in range(len(y))
    )


def _mean(table: Any, x: Sequence[Any], y: Sequence[Any]) -> Any:
    return sum((p * q * table[a, b] for a, p in enumerate(x) if p for b, q in enumerate(y) if q), Fraction(0))


def grid(count: int, steps: int) -> list[tuple[Fraction, ...]]:
    """Return the strategies whose probabilities are multiples of one over the number of steps."""
    if count == 1:
        return [(Fraction(1),)]
    bars = combinations(range(steps + count - 1), count - 1)
    return [tuple(Fraction(b - a - 1, steps) for a, b in zip((-1, *cut), (*cut, steps + count - 1), strict=True)) for cut in bars]


def cliques(edges: set[tuple[Any, Any]]) -> set[tuple[frozenset[Any], frozenset[Any]]]:
    """Return the maximal complete bipartite parts of a graph: every subset of the left side with all that goes with it."""
    left = sorted({x for x, _ in edges})
    found = set()
    for chosen in subsets(left):
        common = frozenset.intersection(*(frozenset(y for x, y in edges if x == c) for c in chosen))
        if common:
            found.add((frozenset(x for x in left if all((x, y) in edges for y in common)), common))
    return found


def parts(edges: set[tuple[Any, Any]]) -> set[frozenset[tuple[Any, Any]]]:
    """Return the connected parts of a bipartite graph, by spreading labels until nothing changes."""
    label = {edge: k for k, edge in enumerate(sorted(edges))}
    changed = True
    while changed:
        changed = False
        for a in edges:
            for b in edges:
                if (a[0] == b[0] or a[1] == b[1]) and label[b] < label[a]:
                    label[a], changed = label[b], True
    return {frozenset(e for e in edges if label[e] == k) for k in set(label.values())}
