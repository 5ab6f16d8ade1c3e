"""Supporting hyperplanes: weights that prove that no outcome lies far beyond a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.claims.evidence import Unmeasurable
from accord.claims.linear import near
from accord.game import Game
from accord.rationals import Number

__all__ = ["beyond"]

Limits = tuple[Fraction, Fraction | None]
"""The least and the greatest value of a weight."""
_ROUNDS = 400
"""So many outcomes are added before the search stops with the bound that it has."""
_TIGHT = 1e-8
"""A constraint with less slack than this is taken to be met with equality when the weights are made exact."""


def beyond(
    game: Game, point: Sequence[Fraction], least: Sequence[Fraction], most: Sequence[Fraction | None], proof: bool
) -> Number:
    """Return the least ``max(0, max_a sum_i w_i (u_i(a) - point_i) / range_i)`` over weights with ``least <= w <= most``.

    The weights are found by linear programming over a growing set of outcomes (the most violated one is added in every
    round); the bound is then recomputed over all outcomes, so it holds whatever the linear program did. Players with
    constant payoffs count for nothing.

    Args:
        game: the game.
        point: one payoff per player.
        least: the smallest weights allowed, in normalised payoffs.
        most: the largest, None for no limit.
        proof: whether to make the weights, and thereby the result, exact.

    Raises:
        Unmeasurable: if no weights were found.
    """
    moving = [i for i in range(game.n_players) if game.highest[i] > game.lowest[i]]
    if not moving:
        return Fraction(0) if proof else 0.0
    spans = [game.highest[i] - game.lowest[i] for i in moving]
    target = {i: (point[i] - game.lowest[i]) / span for i, span in zip(moving, spans, strict=True)}
    limits = [(least[i], most[i]) for i in moving]

    def bound(candidate: Sequence[Fraction]) -> Fraction:
        full = [Fraction(0)] * game.n_players
        for i, w, span in zip(moving, candidate, spans, strict=True):
            full[i] = w / span
        total, denominator = game.weighted(full)
        return max(Fraction(0), Fraction(int(total.max()), denominator) - sum(w * x for w, x in zip(full, point, strict=True)))

    if proof and all(low == high for low, high in limits):  # nothing to search for
        return bound([low for low, _ in limits])
    outcomes = np.stack([_normalised(game, i).ravel() for i in moving], axis=1)
    goal = np.array([float(t) for t in target.values()])
    if proof and len(moving) == 2 and not any(high for _, high in limits):
        height = bound(_between_neighbours(game, target, outcomes - goal, [low for low, _ in limits]))
        if not height:
            return height
    weights, slack, cells = _search(outcomes, goal, limits)
    if not proof:
        return max(0.0, float(((outcomes - goal) @ weights).max()))
    rounded = [_within(Fraction(float(w)), pair) for w, pair in zip(weights, limits, strict=True)]
    sharp = near(*_equations(game, target, limits, (weights, slack, cells)), [*weights, slack])[:-1]
    allowed = all(_within(w, pair) == w for w, pair in zip(sharp, limits, strict=True))
    return min(bound(rounded), bound(sharp)) if allowed else bound(rounded)


def _between_neighbours(
    game: Game, target: Mapping[int, Fraction], ahead: NDArray[np.float64], least: Sequence[Fraction]
) -> list[Fraction]:
    """Return weights of two players whose line through the point lies between the outcomes next to it on either side.

    Outcomes that are better for the second player alone limit the ratio of its weight to the first one's from above, those that
    are better for the first alone from below; the mean of the two limits will do if any weights do.
    """

    def limit(player: int, other: int) -> Fraction | None:
        """Return how much the other loses for a gain of 1 of the player, where that is least."""
        there = np.flatnonzero((ahead[:, player] > 0) & (ahead[:, other] < 0))
        if not len(there):
            return None
        payoffs = game.exact(int(there[(-ahead[there, other] / ahead[there, player]).argmin()]))
        steps = [(payoffs[i] - game.lowest[i]) / (game.highest[i] - game.lowest[i]) - t for i, t in target.items()]
        return -steps[other] / steps[player] if all(steps) else None

    most, inverse = limit(1, 0), limit(0, 1)
    limits = [*([most] if most else []), *([1 / inverse] if inverse else [])]
    ratio = sum(limits, Fraction(0)) / len(limits) if limits else Fraction(1)
    scale = max(least[0], least[1] / ratio)
    return [scale, scale * ratio]


def _normalised(game: Game, player: int) -> NDArray[np.float64]:
    """Return a player's payoffs on a scale from 0 to 1; subtracting before rounding keeps what a large offset would hide."""
    above = game.numerators[player] - game.numerators[player].min()
    return np.asarray(above / above.max(), dtype=np.float64)


def _within(value: Fraction, limits: Limits) -> Fraction:
    raised = max(value, limits[0])
    return raised if limits[1] is None else min(raised, limits[1])


def _search(
    outcomes: NDArray[np.float64], target: NDArray[np.float64], limits: Sequence[Limits]
) -> tuple[NDArray[np.float64], float, list[int]]:
    """Return weights, the bound that they prove, and the outcomes that were needed to find them."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow to import, and few claims need it

    count = len(target)
    cells = list(dict.fromkeys([*(int(k) for k in outcomes.argmax(axis=0)), int(outcomes.sum(axis=1).argmax())]))
    bounds = [(float(lo), None if hi is None else float(hi)) for lo, hi in limits]
    for _ in range(_ROUNDS):
        found = linprog(
            [0.0] * count + [1.0],
            A_ub=np.hstack([outcomes[cells] - target, -np.ones((len(cells), 1))]),
            b_ub=np.zeros(len(cells)),
            bounds=[*bounds, (0.0, None)],
        )
        if found.status != 0:
            raise Unmeasurable("no supporting hyperplane was found")
        weights, slack = np.asarray(found.x[:count]), float(found.x[count])
        heights = (outcomes - target) @ weights
        worst = int(heights.argmax())
        if worst in cells or heights[worst] <= slack:
            break
        cells.append(worst)
    return weights, slack, cells


def _equations(
    game: Game,
    target: Mapping[int, Fraction],
    limits: Sequence[Limits],
    found: tuple[NDArray[np.float64], float, list[int]],
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Write down exactly which constraints hold with equality, over the unknowns (weights, slack)."""
    weights, slack, cells = found
    scale = max(1.0, float(np.abs(weights).max()))
    rows: list[list[Fraction]] = []
    right: list[Fraction] = []
    for k, (w, pair) in enumerate(zip(weights, limits, strict=True)):
        limit = next((limit for limit in pair if limit is not None and abs(w - float(limit)) <= _TIGHT), None)
        if limit is not None:
            rows.append([Fraction(int(j == k)) for j in range(len(weights) + 1)])
            right.append(limit)
    if slack <= _TIGHT * scale:
        rows.append([Fraction(0)] * len(weights) + [Fraction(1)])
        right.append(Fraction(0))
    for cell in cells:
        payoffs = game.exact(cell)
        ahead = [(payoffs[i] - game.lowest[i]) / (game.highest[i] - game.lowest[i]) - t for i, t in target.items()]
        if abs(float(weights @ [float(v) for v in ahead]) - slack) <= _TIGHT * scale:
            rows.append([*ahead, Fraction(-1)])
            right.append(Fraction(0))
    return rows, right
