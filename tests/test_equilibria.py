"""Equilibrium sets and what they are made of, against brute force."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

import accord
from accord.equilibria import plans, spread
from accord.lp import Rows, program, row, simplex

F = Fraction


def rows_of(table: Any, rhs: Any, equal: Any) -> Rows:
    parts = [
        row([(j, F(int(v))) for j, v in enumerate(line)], F(b), equal=bool(e))
        for line, b, e in zip(table, rhs, equal, strict=True)
    ]
    return Rows.stack(parts)


# The most even plan


def test_a_plan_that_the_least_squares_of_scipy_1_17_misses_by_far() -> None:
    """Its residual is returned as 0 and is 3; the answer used to be the single cell (4, 1)."""
    game = accord.Game.from_arrays([[-3, 3, -1], [-2, 1, 4], [4, 3, -1]], [[-3, 3, 2], [3, -3, -3], [1, -1, 0]])
    found = accord.solve(game, selection="kalai-smorodinsky")
    assert found.certified
    assert found.disagreement.payoffs == (F(7, 2), 2) == found.disagreement.play.payoffs(game)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("method", ["library", "own"])
def test_the_most_even_point_is_that_of_a_generic_quadratic_program(seed: int, method: str, monkeypatch: Any) -> None:
    if method == "own":
        monkeypatch.setattr(spread, "_library_nnls", lambda matrix: np.zeros(matrix.shape[1]))
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 7))
    inside = rng.integers(0, 4, n)
    inside[0] += 1
    some = rng.integers(-3, 4, (int(rng.integers(0, 5)), n))
    equations = rng.integers(-3, 4, (int(rng.integers(0, 2)), n))
    total = int(inside.sum())
    table = np.vstack([np.ones((1, n), dtype=int), equations, some]) * total
    rhs = [total, *(equations @ inside), *(some @ inside - rng.integers(0, 3, len(some)) * total)]
    equal = [True] * (1 + len(equations)) + [False] * len(some)
    found = spread.most_even(rows_of(table, rhs, equal), n)
    assert found is not None
    x, exact = found
    assert exact
    left = [sum(int(v) * p for v, p in zip(line, x, strict=True)) for line in table]
    assert all(a == b if e else a >= b for a, b, e in zip(left, rhs, equal, strict=True))
    assert min(x) >= 0
    floats = table.astype(float), np.array(rhs, dtype=float)
    generic = minimize(
        lambda z: z @ z,
        inside / total,
        jac=lambda z: 2 * z,
        bounds=[(0, None)] * n,
        method="SLSQP",
        constraints=[
            {"type": "eq" if e else "ineq", "fun": lambda z, line=line, b=b: line @ z - b, "jac": lambda z, line=line: line}
            for line, b, e in zip(*floats, equal, strict=True)
        ],
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert float(sum(p * p for p in x)) <= generic.fun + 1e-7
    assert generic.success


def test_no_point_is_no_most_even_point() -> None:
    impossible = rows_of([[1, 1], [1, 0], [0, 1]], [1, 1, 1], [True, False, False])
    assert spread.most_even(impossible, 2) is None
    contradictory = rows_of([[1, 1], [1, 1]], [1, 2], [True, True])
    assert spread.most_even(contradictory, 2) is None


# Zero-sum games


def test_a_common_offset_does_not_hide_which_threat_is_kinder() -> None:
    base = np.array([[[2, 3], [-3, 3]], [[0, 1], [2, -1]]])
    near, far = (accord.solve(accord.Game.from_tensor(base + shift), fallback="minimax-threat") for shift in (0, 10**12))
    assert far.disagreement.payoffs == tuple(d + 10**12 for d in near.disagreement.payoffs)


# Large games


@pytest.mark.parametrize("selection", ["min-welfare", "max-welfare", "egalitarian", "midpoint"])
@pytest.mark.parametrize("seed", range(2))
def test_where_nothing_is_exact_the_play_still_yields_the_payoffs(
    selection: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in games too large for exact arithmetic; a play with at least these payoffs used to be taken for one with them."""
    game = accord.Game.from_tensor(np.random.default_rng(seed).random((2, 4, 4)))
    exact = accord.solve(game, selection=selection)
    monkeypatch.setattr(plans, "LARGEST", 0)
    monkeypatch.setattr(program, "_LARGEST_BASIS", 0)
    monkeypatch.setattr(simplex, "LIMIT", 0)
    rough = accord.solve(game, selection=selection)
    assert rough.certified
    assert [float(d) for d in rough.disagreement.payoffs] == pytest.approx(
        [float(d) for d in exact.disagreement.payoffs], abs=1e-6
    )
