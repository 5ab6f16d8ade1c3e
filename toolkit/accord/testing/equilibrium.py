"""Nash equilibria straight from the definition, in fractions: what solvers are compared with. Slow, and for tiny games only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod

from accord.game import Game
from accord.plan import Profile

__all__ = ["extreme_equilibria", "pure_equilibria", "regret"]

Strategy = tuple[Fraction, ...]
Corners = dict[Strategy, tuple[frozenset[int], frozenset[int]]]


def regret(game: Game, profile: Profile) -> Fraction:
    """Return the most that a player gains by another action, as a share of its payoff range."""
    exact = [[Fraction(p) for p in strategy] for strategy in profile]
    scaled = [[p / sum(strategy) for p in strategy] for strategy in exact]
    worst = Fraction(0)
    for i, (high, low) in enumerate(zip(game.highest, game.lowest, strict=True)):
        against = [Fraction(0)] * game.shape[i]
        for cell, actions in enumerate(product(*map(range, game.shape))):
            chance = prod((scaled[j][a] for j, a in enumerate(actions) if j != i), start=Fraction(1))
            if chance:
                against[actions[i]] += chance * game.exact(cell)[i]
        mean = sum((p * u for p, u in zip(scaled[i], against, strict=True)), Fraction(0))
        worst = max(worst, (max(against) - mean) / ((high - low) or 1))
    return worst


def pure_equilibria(game: Game) -> list[Profile]:
    """Return all equilibria in pure strategies."""
    return [
        tuple(_pure(k, m) for k, m in zip(cell, game.shape, strict=True))
        for cell in product(*map(range, game.shape))
        if all(_payoff(game, i, cell) >= max(_line(game, i, cell)) for i in range(game.n_players))
    ]


def _line(game: Game, player: int, cell: tuple[int, ...]) -> list[Fraction]:
    """Return what a player gets from each of its actions while the others do as in a cell."""
    return [_payoff(game, player, (*cell[:player], k, *cell[player + 1 :])) for k in range(game.shape[player])]


def extreme_equilibria(game: Game) -> list[Profile]:
    """Return all extreme equilibria of a game of two players.

    These are the pairs of corners of the two polyhedra of best replies in which every action is unused or a best reply
    (Mangasarian 1964).
    """
    rows, columns = game.shape
    ours = _corners([[_payoff(game, 1, (a, b)) for a in range(rows)] for b in range(columns)])
    theirs = _corners([[_payoff(game, 0, (a, b)) for b in range(columns)] for a in range(rows)])
    return [
        (x, y)
        for x, (unused_rows, best_columns) in ours.items()
        for y, (unused_columns, best_rows) in theirs.items()
        if len(unused_rows | best_rows) == rows and len(unused_columns | best_columns) == columns
    ]


def _payoff(game: Game, player: int, cell: tuple[int, ...]) -> Fraction:
    return Fraction(int(game.numerators[player][cell]), game.denominators[player])


def _pure(action: int, count: int) -> Strategy:
    return tuple(Fraction(int(k == action)) for k in range(count))


def _corners(replies: Sequence[Sequence[Fraction]]) -> Corners:
    """Return the corners x of ``{(x, v): x >= 0, sum x = 1, reply . x <= v}``, each with unused actions and best replies."""
    count = len(replies[0])
    sides = [[*_pure(k, count), Fraction(0)] for k in range(count)]
    sides += [[*(-u for u in reply), Fraction(1)] for reply in replies]
    whole = [Fraction(1)] * count + [Fraction(0), Fraction(1)]
    corners: Corners = {}
    for tight in combinations(sides, count):
        point = _solved([whole, *([*side, Fraction(0)] for side in tight)])
        if point is None:
            continue
        slack = [sum((s * z for s, z in zip(side, point, strict=True)), Fraction(0)) for side in sides]
        if min(slack) >= 0:
            labels = [k for k, s in enumerate(slack) if s == 0]
            corners[tuple(point[:-1])] = (
                frozenset(k for k in labels if k < count),
                frozenset(k - count for k in labels if k >= count),
            )
    return corners


def _solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve square equations, the last column being the right-hand side; None if there is no single solution."""
    rows = [list(row) for row in rows]
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for r in range(len(rows)):
            if r != k and rows[r][k]:
                rows[r] = [v - rows[r][k] * w for v, w in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]
