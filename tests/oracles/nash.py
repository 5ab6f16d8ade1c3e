"""Nash equilibria: the extreme ones of two players by vertex enumeration, the pure ones of any number."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

from oracles.linear import solve
from oracles.polytopes import profiles, swapped, unit

Strategy = tuple[Fraction, ...]


def pure_equilibria(payoffs: Any) -> list[tuple[int, ...]]:
    return [
        p
        for p in profiles(payoffs)
        if all(payoffs[i][p] >= payoffs[i][swapped(p, i, b)] for i in range(len(payoffs)) for b in range(payoffs.shape[1 + i]))
    ]


def extreme_equilibria(payoffs: Any) -> list[tuple[Strategy, Strategy]]:
    """Return all extreme equilibria: pairs of corners of the best-reply polyhedra that carry all labels (Mangasarian, 1964)."""
    first, second = payoffs
    rows, columns = first.shape
    found = []
    ours = _corners([[second[a, b] for a in range(rows)] for b in range(columns)])
    theirs = _corners([[first[a, b] for b in range(columns)] for a in range(rows)])
    for x, (unused_x, best_y) in ours.items():
        for y, (unused_y, best_x) in theirs.items():
            if unused_x | best_x == set(range(rows)) and unused_y | best_y == set(range(columns)):
                found.append((x, y))
    return sorted(found)


def _corners(replies: list[list[Any]]) -> dict[Strategy, tuple[set[int], set[int]]]:
    """Return the corners x of {(x, v): sum x = 1, x >= 0, reply·x <= v}, with unused actions and best replies."""
    count = len(replies[0])
    rows = [[*unit(k, count), 0] for k in range(count)] + [[*(-r for r in reply), 1] for reply in replies]
    corners = {}
    for tight in combinations(range(len(rows)), count):
        point = solve([[1] * count + [0], *(rows[k] for k in tight)], [Fraction(1)] + [Fraction(0)] * count)
        if point is None:
            continue
        slack = [sum(r * z for r, z in zip(row, point, strict=True)) for row in rows]
        if min(slack) >= 0:
            labels = {k for k, s in enumerate(slack) if s == 0}
            corners[tuple(point[:-1])] = ({k for k in labels if k < count}, {k - count for k in labels if k >= count})
    return corners


def expected(payoffs: Any, profile: tuple[Strategy, ...]) -> tuple[Any, ...]:
    """Return the payoffs when everybody draws independently."""
    totals = [Fraction(0)] * len(payoffs)
    for p in profiles(payoffs):
        chance = Fraction(1)
        for strategy, a in zip(profile, p, strict=True):
            chance *= strategy[a]
        totals = [t + chance * payoffs[i][p] for i, t in enumerate(totals)]
    return tuple(totals)
