"""The brute-force oracles reproduce the published answers, and their exact and floating-point halves agree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from oracles import (
    Body,
    FiniteSet,
    agreement,
    coco,
    dictators,
    extreme_equilibria,
    hull,
    pareto_chain,
    polygon,
    pure_equilibria,
    references,
    security,
    select,
    vertices,
)
from oracles.linear import InfeasibleError
from oracles.nash import expected
from reference_tables import CURSED, DISAGREEMENT, GAMES, SPLIT, WITHOUT_MONEY, cursed, payoffs

SELECTIONS = (
    "max-welfare",
    "min-welfare",
    "egalitarian",
    "kalai-smorodinsky",
    "nash-product",
    "random-dictator",
    "centroid",
)


def equal_split(game: Any, d: tuple[Any, ...]) -> tuple[Any, ...]:
    surplus = max(game.sum(axis=0).flat) - sum(d)
    return tuple(x + Fraction(1, len(d)) * surplus for x in d)


def selected(game: Any, rule: str, kind: str = "correlated") -> tuple[Any, ...]:
    body = hull(game, kind)
    return select(body, rule, references(body, security(game))["pmm"])


@pytest.mark.parametrize("name", GAMES)
def test_games(name: str) -> None:
    game, facts = payoffs(name), GAMES[name]
    assert max(game.sum(axis=0).flat) == facts["W"][0][0]
    assert security(game) == facts["security"][0]
    assert {expected(game, pair) for pair in extreme_equilibria(game)} == set(facts["nash"])
    body = hull(game, "correlated")
    assert set(polygon(body)) == set(facts["correlated"])
    assert (-body.best([-1, 1]), body.best([1, -1])) == facts["advantage"][0]


@pytest.mark.parametrize("rule", SELECTIONS)
@pytest.mark.parametrize("name", GAMES)
def test_disagreement_points(name: str, rule: str) -> None:
    chosen = selected(payoffs(name), rule)
    assert chosen == DISAGREEMENT[name][rule]
    assert equal_split(payoffs(name), chosen) == SPLIT[name][rule]


@pytest.mark.parametrize("name", GAMES)
def test_other_fallbacks(name: str) -> None:
    game = payoffs(name)
    coarse = selected(game, "max-welfare", "coarse-correlated")
    assert coarse == DISAGREEMENT[name]["coarse-correlated"]
    assert equal_split(game, coarse) == SPLIT[name]["coarse-correlated"]
    assert coco(game) == SPLIT[name]["minimax-threat"]
    assert equal_split(game, security(game)) == SPLIT[name]["security"]
    assert equal_split(game, selected(game, "midpoint")) == SPLIT[name]["midpoint"]


@pytest.mark.parametrize("rule", ["nash", "kalai-smorodinsky", "egalitarian", "equal-loss"])
@pytest.mark.parametrize("name", WITHOUT_MONEY)
def test_agreements_without_money(name: str, rule: str) -> None:
    assert agreement(payoffs(name), DISAGREEMENT[name]["max-welfare"], rule) == WITHOUT_MONEY[name][rule]


def test_one_polygon_with_known_solutions() -> None:
    game = np.array([[[0, 0, 5, 12]], [[0, 6, 5, 0]]], dtype=object) * Fraction(1)
    found = {rule: agreement(game, (0, 0), rule) for rule in ("nash", "kalai-smorodinsky", "egalitarian")}
    assert found == {
        "nash": (6, Fraction(30, 7)),
        "kalai-smorodinsky": (Fraction(120, 17), Fraction(60, 17)),
        "egalitarian": (5, 5),
    }
    assert pareto_chain(game, (Fraction(1), Fraction(1))) == [(1, Fraction(29, 5)), (5, 5), (Fraction(53, 5), 1)]


def test_a_corner_can_be_dominated_by_a_lottery_alone() -> None:
    game = np.array([[[-1, 10, 0]], [[10, -1, 0]]], dtype=object) * Fraction(1)
    assert pareto_chain(game, (-1, -1)) == [(-1, 10), (10, -1)]
    assert agreement(game, (0, 0), "nash") == (Fraction(9, 2), Fraction(9, 2))


def test_the_corners_of_the_chicken_polytope() -> None:
    parts = [(0, 1, 0, 0), (0, 0, 1, 0), ("1/9", "2/9", "2/9", "4/9"), (0, "1/4", "1/4", "1/2"), ("1/5", "2/5", "2/5", 0)]
    assert vertices(payoffs("chicken")) == {tuple(map(Fraction, p)) for p in parts}


@pytest.mark.parametrize("name", ["aumann_chicken", "bos", "stag_hunt", "conditional_threat", "bananas"])
def test_corners_and_support_functions_agree(name: str) -> None:
    game = payoffs(name)
    corners = [[sum(m * u for m, u in zip(mu, game[i].flat, strict=True)) for i in (0, 1)] for mu in vertices(game)]
    body = hull(game, "correlated")
    for weights in [(1, 0), (0, 1), (1, 1), (-1, -1), (2, -3)]:
        assert body.best(weights) == max(weights[0] * c[0] + weights[1] * c[1] for c in corners)


@pytest.mark.parametrize("cost", ["none", "1", "0"])
def test_the_reference_point_decides(cost: str) -> None:
    game = payoffs("chicken_asym") if cost == "none" else cursed(int(cost))
    body = hull(game, "correlated")
    points = references(body, security(game))
    for key, row in CURSED.items():
        reference, _, at = key.partition(", ")
        if at == cost:
            assert {rule: equal_split(game, select(body, rule, points[reference]))[:1] for rule in row} == row, key


def random_game(seed: int, shape: tuple[int, ...], high: int = 6) -> Any:
    rng = np.random.default_rng(seed)
    return rng.integers(0, high, (len(shape), *shape)).astype(object) * Fraction(1)


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 2)])
@pytest.mark.parametrize("seed", range(2))
def test_exact_and_float_halves_agree(shape: tuple[int, ...], seed: int) -> None:
    game = random_game(seed, shape)
    for kind in ("correlated", "coarse-correlated"):
        body, rounded = hull(game, kind), hull(game.astype(float), kind)
        reference = references(body, security(game))["pmm"]
        planar = {"nash-product", "centroid"} if len(shape) > 2 else set()  # looked for on a polygon
        for rule in sorted({*SELECTIONS, "midpoint"} - planar):
            exact = [float(v) for v in select(body, rule, reference)]
            assert exact == pytest.approx(select(rounded, rule, [float(v) for v in reference]), abs=1e-6), (kind, rule)


@pytest.mark.parametrize("seed", range(5))
def test_equilibria_are_nested(seed: int) -> None:
    game = random_game(seed, (3, 3))
    correlated, coarse = hull(game, "correlated"), hull(game, "coarse-correlated")
    nash = [expected(game, pair) for pair in extreme_equilibria(game)]
    assert nash
    for weights in [(1, 0), (0, 1), (1, 1), (-1, -1)]:
        most = max(weights[0] * p[0] + weights[1] * p[1] for p in nash)
        assert most <= correlated.best(weights) <= coarse.best(weights)
    for a, b in pure_equilibria(game):
        assert any(x[a] == 1 and y[b] == 1 for x, y in extreme_equilibria(game))


def test_all_extreme_equilibria_of_degenerate_games() -> None:
    coordination = np.array([np.eye(3), np.eye(3)]).astype(int).astype(object)
    assert len(extreme_equilibria(coordination)) == 7
    flat = np.zeros((2, 2, 2), dtype=int).astype(object)
    assert len(extreme_equilibria(flat)) == 4


def test_rules_on_a_list() -> None:
    points = FiniteSet(((Fraction(2), Fraction(7)), (Fraction(14, 3), Fraction(14, 3)), (Fraction(7), Fraction(2))))
    assert dictators(points) == [(7, 2), (2, 7)]
    assert references(points, (2, 2))["pmm"] == [2, 2]
    assert select(points, "max-welfare", [2, 2]) == (Fraction(14, 3), Fraction(14, 3))
    assert select(points, "min-welfare", [2, 2]) == (Fraction(9, 2), Fraction(9, 2))


def test_three_players_without_money_by_two_routes() -> None:
    game = random_game(3, (2, 2, 2), high=9)
    fallback = security(game)
    for rule in ("egalitarian", "kalai-smorodinsky"):
        exact = agreement(game, fallback, rule)
        assert [float(v) for v in exact] == pytest.approx(
            agreement(game.astype(float), [float(v) for v in fallback], rule), abs=1e-6
        )
    x = np.array(agreement(game, fallback, "nash"))
    gains = x - np.array(fallback, dtype=float)
    slopes = [sum((float(game[i][p]) - x[i]) / gains[i] for i in range(3)) for p in np.ndindex(2, 2, 2)]
    assert max(slopes) == pytest.approx(0, abs=1e-5)


def test_infeasible_conditions_are_noticed() -> None:
    body = hull(payoffs("pd"), "all").above([1, 0], Fraction(11)).above([0, 1], Fraction(11))
    for narrowed in (body, Body(body.payoffs.astype(float), body.at_least, body.kept)):
        with pytest.raises(InfeasibleError):
            narrowed.best([1, 1])
