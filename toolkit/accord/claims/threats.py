"""Claims that a payoff is guaranteed: optimal threats and security levels."""

from __future__ import annotations

from fractions import Fraction
from math import comb, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.claims.evidence import Evidence, Finding, Unmeasurable, all_exact, exact, money_unit, payoff_units, residual
from accord.claims.linear import near
from accord.claims.plays import marginals, product_form
from accord.game import Game
from accord.rationals import IntArray, Number, common

__all__ = ["leads", "minimax_threats", "security"]

_SMALL = 24
"""Mixtures of at most this many actions are made exact."""
_MOST_PLAYERS = 10
"""Players up to which the leads of all coalitions are computed once more."""


def minimax_threats(evidence: Evidence) -> Finding:
    """Measure, in the game in which each of two players wants the greatest lead, what the threats leave open.

    ``max_a (D y)_a - min_b (x D)_b`` with ``D = u_1 - u_2`` and threats x, y is the duality gap: zero exactly if both
    threats are optimal. For more players see `leads`.
    """
    game, plan = evidence.game, evidence.play
    if game.n_players > 2:
        return leads(evidence)
    if plan is None:
        raise Unmeasurable("the fallback states payoffs only, no threats")
    if game.n_players != 2:
        raise Unmeasurable("there is nobody to threaten")
    lead, denominator = game.weighted([Fraction(1), Fraction(-1)])
    first, second = marginals(game, plan)
    gap = _guarantee(-lead.T, denominator, second) + _guarantee(lead, denominator, first)
    spread = Fraction(int(lead.max()) - int(lead.min()), denominator) or Fraction(1)
    short = residual(-gap, spread, *([] if plan.is_exact else [[float(spread)]]))
    return Finding(max(short, product_form(game, plan)), "duality gap of the two threats, and their independence")


def leads(evidence: Evidence) -> Finding:
    """Measure how far differences of the disagreement payoffs are from what coalitions can force (Kohlberg and Neyman, 2021).

    An equal split leads to their value if and only if ``d_i - mean(d) = sum over S with i, S != N, of (s-1)! (n-s)! / n! d(S)``,
    where ``d(S)`` is the value of S against the rest; bounds from below and above come from mixtures for both sides.
    """
    game, n = evidence.game, evidence.game.n_players
    if n > _MOST_PLAYERS:
        raise Unmeasurable(f"leads are re-checked for up to {_MOST_PLAYERS} players; the game has {n}")
    stated = exact(evidence.disagreement, "the disagreement payoffs", n)
    bounds = [[Fraction(0), Fraction(0)] for _ in range(n)]
    for mask in range(1, 1 << (n - 1)):
        inside = [i for i in range(n) if mask >> i & 1]
        lead, denominator = game.weighted([Fraction(1 if i in inside else -1) for i in range(n)])
        order = [*inside, *(i for i in range(n) if i not in inside)]
        table = lead.transpose(order).reshape(prod(game.shape[i] for i in inside), -1)
        low, high = (value / denominator for value in _between(table, None))
        size = len(inside)
        for i in range(n):
            ends = (low, high) if i in inside else (-high, -low)
            share = Fraction(1, n * comb(n - 1, (size if i in inside else n - size) - 1))
            bounds[i] = [bound + share * end for bound, end in zip(bounds[i], ends, strict=True)]
    mean = sum(stated, Fraction(0)) / n
    gaps = [max(high - (d - mean), d - mean - low) for d, (low, high) in zip(stated, bounds, strict=True)]
    return Finding(
        residual(max(gaps), money_unit(game), evidence.disagreement), "differences of payoffs against leads of coalitions"
    )


def _guarantee(table: IntArray, denominator: int, mixture: list[Number]) -> Fraction:
    """Return the least expected entry of a column when rows are drawn from a mixture."""
    whole, total = common([Fraction(p) for p in mixture])
    used = [k for k, w in enumerate(whole) if w]
    rows = table[used].astype(object)
    columns = np.array([whole[k] for k in used], dtype=object) @ rows
    return Fraction(int(columns.min()), denominator * total)


def security(evidence: Evidence) -> Finding:
    """Measure the distance between each stated payoff and what the player can guarantee against all others together.

    A mixture of own actions bounds the security level from below, a mixture of the others' joint actions from above;
    both bounds are recomputed from the mixtures, so the residual bounds the error whatever the linear program did.
    """
    game = evidence.game
    stated = exact(evidence.disagreement, "the disagreement payoffs", game.n_players)
    worst: list[Number] = []
    for i, (level, unit) in enumerate(zip(stated, payoff_units(game), strict=True)):
        lower, upper = _bracket(game, i, level)
        error = max(level - lower, upper - level)
        worst.append(residual(error, unit, [evidence.disagreement[i]]))
    detail = "stated payoffs against guarantees from below and above"
    return Finding(max(worst) if all_exact(worst) else float(max(worst)), detail)


def _bracket(game: Game, player: int, level: Fraction) -> tuple[Fraction, Fraction]:
    """Return a payoff that the player can guarantee and one to which the others can hold the player down."""
    numerators = np.moveaxis(game.numerators[player], player, 0)
    table = numerators.reshape(numerators.shape[0], -1)
    denominator = game.denominators[player]
    low, high = _between(table, level * denominator)
    return low / denominator, high / denominator


def _between(table: IntArray, target: Fraction | None) -> tuple[Fraction, Fraction]:
    """Return bounds of the value of a zero-sum game; they coincide if it is the target, or can be found from the supports."""
    lower, upper = int(table.min(axis=1).max()), int(table.max(axis=0).min())
    if lower == upper:
        return Fraction(lower), Fraction(upper)
    table = np.unique(table, axis=1) if table.dtype != object else table
    rows, columns = _mixtures(table)
    own = _best(rows, table, target)
    against = _best(columns, -table.T, None if target is None else -target)
    return own, -against


def _best(mixture: NDArray[np.float64], table: IntArray, target: Fraction | None) -> Fraction:
    """Return the better guarantee of a mixture as it is and of the exact one on the same support.

    The exact one gives the target in every column that is tight; without a target, the same in all of them.
    """
    rounded = [Fraction(float(p)) for p in np.maximum(mixture, 0)]
    guarantees = [_guarantee(table, 1, [p / sum(rounded) for p in rounded])]
    support = [k for k, p in enumerate(mixture) if p > 1e-9]
    if len(support) <= _SMALL:
        spread = float(table.max() - table.min())
        expected = mixture @ (table - table.min()).astype(np.float64) / spread
        tight = np.flatnonzero(expected <= expected.min() + 1e-9)[: 4 * _SMALL]
        rows = [[Fraction(1)] * len(support), *([Fraction(int(table[k, c])) for k in support] for c in tight)]
        guess = [float(mixture[k]) for k in support]
        if target is None:
            rows = [[*row, Fraction(-int(k > 0))] for k, row in enumerate(rows)]
            level = float(expected.min()) * spread + float(table.min())
            exactly = near(rows, [Fraction(1), *([Fraction(0)] * len(tight))], [*guess, level])[:-1]
        else:
            exactly = near(rows, [Fraction(1), *([target] * len(tight))], guess)
        if all(p >= 0 for p in exactly) and sum(exactly) == 1:
            full: list[Any] = [Fraction(0)] * len(mixture)
            for k, p in zip(support, exactly, strict=True):
                full[k] = p
            guarantees.append(_guarantee(table, 1, full))
    return max(guarantees)


def _mixtures(table: IntArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a maximin mixture of the rows, and by duality one of the columns that holds the rows down, by linear programming."""
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow to import, and few claims need it

    above = table - table.min()
    payoffs = (above / above.max()).astype(np.float64)
    rows, columns = payoffs.shape
    found = linprog(
        [0.0] * rows + [-1.0],
        A_ub=np.hstack([-payoffs.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[1.0] * rows + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
    )
    if found.status != 0:
        raise Unmeasurable("the security level was not found")
    return np.asarray(found.x[:rows]), -np.asarray(found.ineqlin.marginals)
