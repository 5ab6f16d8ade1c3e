"""Bargaining problems: with and without side payments, against convex hulls and generic optimisation."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from scipy.optimize import minimize

import accord
from accord.bargain import Problem
from accord.bargain.chain import greatest_product
from accord.bargain.frontier import Frontier, lottery_at, pareto_chain
from accord.errors import UnsuitableError

F = Fraction
BOS = accord.Game.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def game_of(shape: tuple[int, ...], seed: int) -> accord.Game:
    return accord.Game.from_tensor(np.random.default_rng([seed, *shape]).integers(-3, 6, (len(shape), *shape)))


def test_side_payments_share_a_total() -> None:
    problem = Problem(BOS, (F(1, 2), F(1, 3)))
    assert (problem.total, problem.surplus) == (3, F(13, 6))
    assert problem.ideal == (F(8, 3), F(5, 2))
    assert problem.advance((F(0), F(0)), (F(1), F(2))) == (1, 2)
    assert problem.best_play().cells == (0, 3)
    rounded = problem.advance(np.zeros(2), np.array([1.0, 2.0]))
    assert isinstance(rounded, np.ndarray)
    assert rounded.tolist() == [1.0, 2.0]


def test_without_side_payments_the_line_ends_on_the_hull() -> None:
    problem = Problem(BOS, (F(0), F(0)), side_payments=False)
    assert problem.advance((F(0), F(0)), (F(1), F(1))) == (F(3, 2), F(3, 2))
    assert problem.advance((F(1), F(0)), (F(0), F(1))) == (1, 2)
    assert problem.ideal == (2, 2)
    for weights in ([1], [-1, 1], [0, 0]):
        with pytest.raises(ValueError, match="advance needs"):
            problem.advance((F(0), F(0)), [F(w) for w in weights])


def test_points_that_promise_too_much() -> None:
    with pytest.raises(UnsuitableError, match="promises 4 in total and the best outcome yields 3"):
        _ = Problem(BOS, (F(2), F(2))).surplus
    with pytest.raises(UnsuitableError, match="allow side payments"):
        _ = Problem(BOS, (F(3, 2), F(8, 5)), side_payments=False).agreements
    assert Problem(BOS, (1.5, 1.5 + 1e-12)).surplus == 0


@pytest.mark.parametrize("seed", range(20))
def test_lotteries_on_the_frontier_and_nowhere_else(seed: int) -> None:
    game = game_of((3, 4), seed)
    corners = pareto_chain(game)
    between = [tuple((F(1, 3) * x + F(2, 3) * y) for x, y in zip(a, b, strict=True)) for a, b in itertools.pairwise(corners)]
    for point in [*corners, *between]:
        play = lottery_at(game, corners, point)
        assert play is not None
        assert play.payoffs(game) == point
        assert sum(play.probabilities) == 1
        assert Problem(game, point, side_payments=False).play_for(point, even=False)[0] == play
        lower = (point[0], point[1] - F(1, 10))
        assert lottery_at(game, corners, lower) is None
        assert lottery_at(game, corners, tuple(map(float, point))) is None
    assert lottery_at(game, corners, (corners[-1][0] + 1, corners[-1][1])) is None
    assert lottery_at(game, corners, (corners[0][0] - 1, corners[0][1])) is None


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
def test_on_the_frontier_nothing_moves(split: str) -> None:
    for point in ((F(3, 2), F(3, 2)), (F(2), F(1)), (F(5, 4), F(7, 4))):
        fallback = accord.fallbacks.Point(payoffs=point)
        assert accord.solve(BOS, fallback=fallback, split=split, side_payments=False).agreement.payoffs == point
        assert accord.solve(BOS, fallback=fallback).agreement.payoffs == point


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
def test_a_constant_player_gets_its_constant(split: str) -> None:
    rng = np.random.default_rng(3)
    payoffs = rng.integers(-3, 6, (3, 2, 2, 2))
    payoffs[1] = 4
    found = accord.solve(accord.Game.from_tensor(payoffs), fallback="security", split=split, side_payments=False)
    assert found.certified
    assert found.agreement.payoffs[1] == 4
    two = accord.solve(
        accord.Game.from_arrays(payoffs[0].reshape(2, 4), payoffs[2].reshape(2, 4)),
        fallback=accord.fallbacks.Point(payoffs=(found.disagreement.payoffs[0], found.disagreement.payoffs[2])),
        split=split,
        side_payments=False,
    )
    assert two.agreement.payoffs == pytest.approx((found.agreement.payoffs[0], found.agreement.payoffs[2]), abs=1e-7)


@pytest.mark.parametrize("scale", [1, F(1, 3), 10**20])
@pytest.mark.parametrize("seed", range(12))
def test_the_frontier_is_the_upper_right_of_the_hull(seed: int, scale: Any) -> None:
    table = np.random.default_rng(seed).integers(-4, 5, (2, 3, 4)).astype(object) * scale
    chain = pareto_chain(accord.Game.from_tensor(table))
    points = list(zip(*(u.flat for u in table), strict=True))
    assert set(chain) <= set(points)
    assert chain == sorted(chain)
    slopes = [F(b[1] - a[1]) / F(b[0] - a[0]) for a, b in itertools.pairwise(chain)]
    assert all(s < 0 for s in slopes)
    assert all(later < earlier for earlier, later in itertools.pairwise(slopes))
    for x, y in points:
        if x > chain[0][0]:
            (a, b), *_ = [(a, b) for a, b in itertools.pairwise(chain) if a[0] <= x <= b[0]]
            assert (y - a[1]) * (b[0] - a[0]) <= (b[1] - a[1]) * (x - a[0])
        assert x <= chain[-1][0]
        assert y <= chain[0][1]


@pytest.mark.parametrize("weights", [(1, 1), (3, 1), (F(1, 7), 2)])
@pytest.mark.parametrize("seed", range(8))
def test_the_greatest_product_beats_every_point_of_the_frontier(seed: int, weights: Any) -> None:
    chain = pareto_chain(game_of((3, 4), seed))
    d = (min(x for x, _ in chain) - F(seed, 3) - 1, min(y for _, y in chain) - F(1, 7))
    frontier = Frontier.of(chain, d)
    assert frontier is not None
    best = greatest_product(frontier, weights)

    def logarithm(x: Any, y: Any) -> float:
        return float(weights[0] * np.log(float(x - d[0])) + weights[1] * np.log(float(y - d[1])))

    assert best in chain or any(a[0] < best[0] < b[0] and turn(a, b, best) == 0 for a, b in itertools.pairwise(chain))
    for (x0, y0), (x1, y1) in zip(chain, chain[1:] or chain, strict=False):
        for k in range(51):
            assert logarithm(x0 + (x1 - x0) * F(k, 50), y0 + (y1 - y0) * F(k, 50)) <= logarithm(*best) + 1e-12


def turn(a: Any, b: Any, c: Any) -> Any:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def test_who_has_no_power_gets_what_is_left() -> None:
    frontier = Frontier.of([(F(0), F(6)), (F(5), F(5)), (F(12), F(0))], (F(0), F(0)))
    assert frontier is not None
    assert greatest_product(frontier, (F(1), F(0))) == (12, 0)
    assert greatest_product(frontier, (F(0), F(1))) == (0, 6)


@pytest.mark.parametrize(("shape", "seed"), [((2, 2, 2), s) for s in range(5)] + [((2, 2, 2, 2), s) for s in range(3)])
def test_the_nash_product_of_many_players(shape: tuple[int, ...], seed: int) -> None:
    game = game_of(shape, seed)
    found = accord.solve(game, fallback="security", split="nash", side_payments=False)
    assert found.certified
    d = np.array([float(v) for v in found.disagreement.payoffs])
    x = np.array([float(v) for v in found.agreement.payoffs])
    columns = game.payoffs.reshape(len(shape), -1)
    free = np.array([float(b) for b in Problem(game, found.disagreement.payoffs, side_payments=False).ideal]) > d + 1e-12
    assert np.all(x >= d - 1e-9)

    def loss(p: Any) -> float:
        return -float(np.log(np.maximum((columns @ p - d)[free], 1e-12)).sum())

    generic = min(
        minimize(
            loss,
            start,
            method="SLSQP",
            bounds=[(0, 1)] * game.n_profiles,
            constraints=[
                {"type": "eq", "fun": lambda p: p.sum() - 1},
                {"type": "ineq", "fun": lambda p: columns @ p - d + 1e-12},
            ],
            options={"maxiter": 300},
        ).fun
        for start in (np.full(game.n_profiles, 1 / game.n_profiles), found.agreement.play.dense(shape).ravel())
    )
    assert -np.log((x - d)[free]).sum() <= generic + 1e-6
    oracle = oracles.agreement(game.payoffs, list(d), "nash")
    assert x == pytest.approx([float(v) for v in oracle], abs=1e-5)


def test_simple_fractions_are_recognised() -> None:
    """Three players divide 1, the third at half the rate: the product is greatest at thirds of the simplex."""
    payoffs = np.zeros((3, 4, 1, 1), dtype=object)
    for i, top in enumerate((1, 1, F(1, 2))):
        payoffs[i, i] = top
    found = accord.solve(
        accord.Game.from_tensor(payoffs), fallback=accord.fallbacks.Point(payoffs=(F(0),) * 3), split="nash", side_payments=False
    )
    assert found.agreement.payoffs == (F(1, 3), F(1, 3), F(1, 6))
    assert all(c.residual == 0 for c in found.certificates)
