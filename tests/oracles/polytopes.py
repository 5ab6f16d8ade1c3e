"""Sets of payoff vectors: those of (coarse) correlated equilibria, of all outcomes, and finite lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np

from oracles.linear import convex_hull, cross, maximise, solve

Row = tuple[list[Any], Any]


def profiles(payoffs: Any) -> list[tuple[int, ...]]:
    return list(product(*map(range, payoffs.shape[1:])))


def swapped(profile: tuple[int, ...], player: int, action: int) -> tuple[int, ...]:
    return (*profile[:player], action, *profile[player + 1 :])


def correlated_rows(payoffs: Any) -> list[list[Any]]:
    """Rows over profiles with row·mu >= 0: whoever is told a does not gain by playing b."""
    return [
        [payoffs[i][p] - payoffs[i][swapped(p, i, b)] if p[i] == a else 0 * payoffs[i][p] for p in profiles(payoffs)]
        for i in range(payoffs.shape[0])
        for a in range(payoffs.shape[1 + i])
        for b in range(payoffs.shape[1 + i])
        if a != b
    ]


def coarse_rows(payoffs: Any) -> list[list[Any]]:
    """Rows over profiles with row·mu >= 0: nobody gains by always playing b."""
    return [
        [payoffs[i][p] - payoffs[i][swapped(p, i, b)] for p in profiles(payoffs)]
        for i in range(payoffs.shape[0])
        for b in range(payoffs.shape[1 + i])
    ]


@dataclass(frozen=True)
class Body:
    """The payoff vectors of all distributions that meet some rows, and payoff conditions added while narrowing."""

    payoffs: Any
    at_least: tuple[tuple[tuple[Any, ...], Any], ...]
    kept: tuple[tuple[tuple[Any, ...], Any], ...] = ()

    @property
    def exact(self) -> bool:
        return self.payoffs.dtype == object

    @property
    def players(self) -> int:
        return int(self.payoffs.shape[0])

    @property
    def table(self) -> list[list[Any]]:
        return [[self.payoffs[i][p] for p in profiles(self.payoffs)] for i in range(self.players)]

    def optimum(self, weights: Sequence[Any]) -> tuple[Any, list[Any]]:
        """Return the greatest weights·U and a distribution that attains it."""
        table = self.table
        columns = range(len(table[0]))
        narrowed = [([sum(w * u[c] for w, u in zip(ws, table, strict=True)) for c in columns], b) for ws, b in self.kept]
        objective = [sum(w * u[c] for w, u in zip(weights, table, strict=True)) for c in columns]
        return maximise(objective, [*self.at_least, *narrowed], [([1] * len(objective), 1)], self.exact)

    def best(self, weights: Sequence[Any]) -> Any:
        return self.optimum(weights)[0]

    def above(self, weights: Sequence[Any], bound: Any) -> Body:
        slack = 0 if self.exact else 1e-9
        return replace(self, kept=(*self.kept, (tuple(weights), bound - slack)))

    def maximisers(self, weights: Sequence[Any]) -> Body:
        return self.above(weights, self.best(weights))

    def leximin(self, base: Sequence[Any], scale: Sequence[Any]) -> Body:
        """Raise the least of (U_i - base_i) / scale_i, fix whoever can go no higher, and so on."""
        body, free = self, [i for i, s in enumerate(scale) if s is not None]
        while free:
            level = body._common(free, base, scale)
            floors = body
            for i in free:
                floors = floors.above(unit(i, self.players), base[i] + level * scale[i])
            stuck = [
                i for i in free if floors.best(unit(i, self.players)) <= base[i] + level * scale[i] + self._tolerance(scale[i])
            ]
            assert stuck
            for i in stuck:
                body = body.above(unit(i, self.players), base[i] + level * scale[i])
            free = [i for i in free if i not in stuck]
        return body

    def _tolerance(self, scale: Any) -> Any:
        return 0 if self.exact else 1e-6 * (1 + scale)

    def _common(self, free: list[int], base: Sequence[Any], scale: Sequence[Any]) -> Any:
        """Return the greatest t with (U_i - base_i) / scale_i >= t for the free players: one more variable, t - t_low >= 0."""
        table = self.table
        low = min((min(table[i]) - base[i]) / scale[i] for i in free)
        columns = range(len(table[0]))
        rows: list[Row] = [([*row, 0], b) for row, b in self.at_least]
        rows += [([*(sum(w * u[c] for w, u in zip(ws, table, strict=True)) for c in columns), 0], b) for ws, b in self.kept]
        rows += [([*table[i], -scale[i]], base[i] + low * scale[i]) for i in free]
        objective = [0] * len(columns) + [1]
        return low + maximise(objective, rows, [([1] * len(columns) + [0], 1)], self.exact)[0]

    def point(self) -> tuple[Any, ...]:
        """Return the payoffs that are left, checking that they are the only ones."""
        low = [-self.best([-w for w in unit(i, self.players)]) for i in range(self.players)]
        high = [self.best(unit(i, self.players)) for i in range(self.players)]
        span = 0 if self.exact else 1e-5 * (1 + float(np.ptp(self.payoffs.astype(float))))
        assert all(h - lo <= span for lo, h in zip(low, high, strict=True)), (low, high)
        return tuple((lo + h) / 2 for lo, h in zip(low, high, strict=True))


@dataclass(frozen=True)
class FiniteSet:
    """A list of payoff vectors, such as those of the Nash equilibria; several left are averaged."""

    points: tuple[tuple[Any, ...], ...]

    @property
    def players(self) -> int:
        return len(self.points[0])

    def best(self, weights: Sequence[Any]) -> Any:
        return max(sum(w * x for w, x in zip(weights, p, strict=True)) for p in self.points)

    def maximisers(self, weights: Sequence[Any]) -> FiniteSet:
        best = self.best(weights)
        return FiniteSet(tuple(p for p in self.points if sum(w * x for w, x in zip(weights, p, strict=True)) == best))

    def leximin(self, base: Sequence[Any], scale: Sequence[Any]) -> FiniteSet:
        def key(p: tuple[Any, ...]) -> list[Any]:
            return sorted((x - b) / s for x, b, s in zip(p, base, scale, strict=True) if s is not None)

        best = max(key(p) for p in self.points)
        return FiniteSet(tuple(p for p in self.points if key(p) == best))

    def point(self) -> tuple[Any, ...]:
        return tuple(sum(x) / Fraction(len(self.points)) for x in zip(*self.points, strict=True))


def unit(i: int, n: int) -> list[int]:
    return [int(k == i) for k in range(n)]


def hull(payoffs: Any, kind: str) -> Body:
    """Return the payoff set of 'correlated' or 'coarse-correlated' equilibria, or of all outcomes ('all')."""
    rows = {"correlated": correlated_rows, "coarse-correlated": coarse_rows, "all": lambda _: []}[kind](payoffs)
    return Body(payoffs, tuple((tuple(row), 0) for row in rows))


def polygon(body: Body) -> list[tuple[Any, Any]]:
    """Return the corners of a two-player payoff set, by asking for the farthest point beyond every edge found so far."""

    def far(weights: Sequence[Any]) -> tuple[Any, Any]:
        mu = body.optimum(weights)[1]
        first, second = (sum(p * u for p, u in zip(mu, row, strict=True)) for row in body.table)
        return first, second

    def between(a: tuple[Any, Any], b: tuple[Any, Any]) -> list[tuple[Any, Any]]:
        if a == b:
            return []
        c = far([b[1] - a[1], a[0] - b[0]])  # outward for corners in anticlockwise order
        return [] if cross(a, b, c) >= 0 else [*between(a, c), c, *between(c, b)]

    start = [far(w) for w in ((1, 0), (0, 1), (-1, 0), (0, -1))]
    found = list(start)
    for a, b in zip(start, [*start[1:], start[0]], strict=True):
        found += between(a, b)
    return convex_hull(found)


def vertices(payoffs: Any) -> set[tuple[Fraction, ...]]:
    """Return the corners of the correlated equilibrium polytope by trying every set of tight constraints."""
    count = len(profiles(payoffs))
    rows = [*correlated_rows(payoffs), *(unit(k, count) for k in range(count))]
    found = set()
    for tight in combinations(rows, count - 1):
        mu = solve([[1] * count, *tight], [Fraction(1)] + [Fraction(0)] * (count - 1))
        if mu is not None and all(sum(r * m for r, m in zip(row, mu, strict=True)) >= 0 for row in rows):
            found.add(tuple(mu))
    return found
