"""Rational threats: the published numbers, Nash's definition, a turning normal, degenerate games, and what certifies them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_tables import payoffs

import accord
from accord.claims import Claim, Evidence, check
from accord.errors import UnsuitableError
from accord.plan import JointPlan

F = Fraction
THREATS = accord.fallbacks.RationalThreats()
PUBLISHED = {
    "chicken": (6, 6),
    "aumann_chicken": (4, 4),
    "hot_dog": (140, 70),
    "bos": (F(3, 2), F(3, 2)),
    "bos_asym": (F(7, 2), F(7, 6)),
    "pd": (10, 10),
    "stag_hunt": (4, 4),
    "cruciatus_free": (0, 0),
    "cruciatus_gain1": (1, -1000),
    "bananas": (4, 0),
}
SKEWED = accord.Game.from_arrays([[2, 0], [12, 4]], [[18, 12], [0, 4]])
"""The skewed Prisoners' Dilemma of LessWrong's "What should superrational players do in asymmetric games?"."""
CROOKED = (  # the weights at the corner (5, 3) are irrational
    [[-2, 0, 5, -1], [-5, 1, 3, 3], [2, -3, 0, 0], [3, -4, -4, 0]],
    [[-5, 3, 0, 5], [-3, 0, 4, -2], [-3, 1, 1, -1], [4, -4, 2, 0]],
)


def solved(game: accord.Game) -> Any:
    solution = accord.solve(game, fallback="rational-threats", split="nash", side_payments=False)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def certified(game: accord.Game, play: JointPlan) -> Any:
    (certificate,) = check([Claim.RATIONAL_THREATS], Evidence(game, False, play.payoffs(game), play))
    return certificate


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_agreements_are_exact(name: str) -> None:
    solution = solved(accord.read(name))
    assert solution.agreement.payoffs == PUBLISHED[name]
    assert all(c.residual == 0 and isinstance(c.residual, Fraction) for c in solution.certificates)


def test_the_skewed_dilemma() -> None:
    solution = solved(SKEWED)
    assert solution.agreement.payoffs == (F(62, 9), F(46, 5))
    assert solution.disagreement.payoffs == (4, 4)
    assert all(c.residual == 0 and isinstance(c.residual, Fraction) for c in solution.certificates)


def test_threats_of_the_worked_examples() -> None:
    assert solved(accord.read("hot_dog")).disagreement.payoffs == (100, 50)
    assert solved(accord.read("chicken")).disagreement.play == JointPlan((0,), (F(1),))


def small(shape: tuple[int, int], seed: int, bound: int) -> Any:
    numbers = np.random.default_rng([seed, bound, *shape]).integers(-bound, bound + 1, (2, *shape))
    return np.array([F(int(v)) for v in numbers.flat], dtype=object).reshape(2, *shape)


CASES = [(shape, seed, bound) for shape in [(2, 2), (2, 3), (3, 3)] for seed in range(4) for bound in (1, 9)]


@pytest.mark.parametrize(("shape", "seed", "bound"), CASES)
def test_a_turning_normal_stops_at_the_same_agreement(shape: tuple[int, int], seed: int, bound: int) -> None:
    table = small(shape, seed, bound)
    agreed = solved(accord.Game.from_tensor(table)).agreement.payoffs
    assert np.array(agreed) == pytest.approx(oracles.rational_threats(table), abs=1e-5)


@pytest.mark.parametrize(("shape", "seed", "bound"), CASES)
def test_no_other_threat_leads_to_a_better_agreement(shape: tuple[int, int], seed: int, bound: int) -> None:
    """Nash's definition: each threat is a best answer when the Nash solution follows."""
    table = small(shape, seed, bound)
    solution = solved(accord.Game.from_tensor(table))
    if solution.disagreement.play.is_exact:
        plan = np.zeros(shape, dtype=object) + F(0)
        plan.flat[list(solution.disagreement.play.cells)] = solution.disagreement.play.probabilities
        threats = [plan.sum(axis=1), plan.sum(axis=0)]
        for player, count in enumerate(shape):
            for action in range(count):
                for share in (F(1), F(1, 7)):
                    other = [*threats]
                    pure = np.array([F(int(k == action)) for k in range(count)], dtype=object)
                    other[player] = share * pure + (1 - share) * threats[player]
                    point = [other[0] @ u @ other[1] for u in table]
                    assert oracles.agreement(table, point, "nash")[player] <= solution.agreement.payoffs[player]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_ties_everywhere(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    numbers = st.lists(st.integers(-1, 1), min_size=rows * columns, max_size=rows * columns)
    tables = [np.array(data.draw(numbers)).reshape(rows, columns) for _ in range(2)]
    game = accord.Game.from_arrays(*tables)
    found = THREATS.fall_back(game)
    residual = certified(game, found.play).residual
    assert (residual == 0) if found.play.is_exact else residual < 1e-9
    turned = THREATS.fall_back(accord.Game.from_arrays(tables[1].T, tables[0].T))
    assert turned.payoffs[::-1] == pytest.approx(found.payoffs, abs=1e-9)
    if not found.warnings and not turned.warnings:
        assert turned.payoffs[::-1] == found.payoffs
        # Other units and origins of the payoffs, and other orders of the actions, change nothing else.
        moved = accord.Game.from_arrays(tables[0][::-1] * 3 + 5, tables[1][::-1] * F(1, 7))
        assert THREATS.fall_back(moved).payoffs == (found.payoffs[0] * 3 + 5, found.payoffs[1] / 7)


def test_irrational_weights_are_approximate_and_end_at_the_corner() -> None:
    solution = solved(accord.Game.from_arrays(*CROOKED))
    assert any("irrational" in warning for warning in solution.warnings)
    assert not any(isinstance(v, Fraction) for v in solution.disagreement.payoffs)
    assert tuple(solution.agreement.payoffs) == (3, 4)
    assert np.array(oracles.rational_threats(CROOKED)) == pytest.approx([3, 4], abs=1e-9)


def test_weights_that_only_long_fractions_hit() -> None:
    """Payoffs that are floats with a pure pair of threats at a corner: the weights have large denominators and are exact."""
    game = accord.Game.from_arrays([[-0.8, 1.7], [-0.3, 1.6]], [[-0.4, -0.7], [0.2, 1.0]])
    found = THREATS.fall_back(game)
    assert found.play is not None
    assert found.play.is_exact
    assert certified(game, found.play).residual == 0


def test_where_several_weights_do_the_threats_yield_the_agreement() -> None:
    game = accord.read("dictator_pref")
    assert THREATS.fall_back(game).payoffs == solved(game).agreement.payoffs == (1, 1)


@pytest.mark.parametrize(("name", "fallback"), [("bananas", (4, 0)), ("cruciatus_free", (0, 0))])
def test_a_player_that_cannot_gain_is_not_threatened(name: str, fallback: tuple[int, int]) -> None:
    """One player's greatest payoff is sure: the other's weight is 0."""
    assert THREATS.fall_back(accord.read(name)).payoffs == fallback


def test_equal_units_make_it_the_cooperative_competitive_solution() -> None:
    """All outcomes on one line of slope -1, and one below it: what is agreed is what side payments would give."""
    table = np.array([[[8, 0], [1, 5]], [[0, 8], [1, 3]]])
    assert tuple(solved(accord.Game.from_tensor(table)).agreement.payoffs) == oracles.coco(table.astype(object))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([[7]], [[-3]]),
        ([[1, 1], [1, 1]], [[2, 2], [2, 2]]),
        ([[1, 1], [1, 1]], [[2, 3], [5, 4]]),
        (np.array([[0, 7], [2, 6]]) * 1e-300, np.array([[0, 2], [7, 6]]) * 1e295),
        ([["1/999999999999999989", "7"], ["2", "6"]], [["0", "2"], ["7", "6/1000000000000000003"]]),
        ([[1e-300, 1e295], [0, 3]], [[1, -1e290], [1e-300, 5]]),
        ([[0, 2], [1, 0]], [[0, -2], [-1, 0]]),
    ],
    ids=["1x1", "constant", "one constant", "scales", "long fractions", "mixed scales", "zero-sum"],
)
def test_degenerate_games(first: Any, second: Any) -> None:
    solution = solved(accord.Game.from_arrays(first, second))
    assert all(x >= d for x, d in zip(solution.agreement.payoffs, solution.disagreement.payoffs, strict=True))


def test_a_larger_game_is_certified() -> None:
    table = np.random.default_rng(1).integers(0, 100, (2, 40, 40))
    assert np.array(solved(accord.Game.from_tensor(table)).agreement.payoffs) == pytest.approx(
        oracles.rational_threats(table), rel=1e-5
    )


def test_refusals() -> None:
    with pytest.raises(UnsuitableError, match="rational-threats is defined without side payments only"):
        accord.solve(accord.read("chicken"), fallback="rational-threats")
    with pytest.raises(UnsuitableError, match="rational-threats accepts at most 2 player"):
        accord.solve(accord.read("majority3"), fallback="rational-threats", side_payments=False)
    with pytest.raises(UnsuitableError, match="rational-threats needs at least 2 players"):
        accord.solve(accord.Game.from_arrays([1, 2]), fallback="rational-threats", side_payments=False)


def test_other_plays_are_no_rational_threats() -> None:
    game = accord.Game.from_tensor(payoffs("bos"))
    right = THREATS.fall_back(game).play
    assert right is not None
    assert certified(game, right).residual == 0
    rounded = JointPlan(right.cells, tuple(float(p) for p in right.probabilities))
    assert certified(game, rounded).holds
    for cells, chances in [((0,), (F(1),)), ((3,), (F(1),)), ((0, 3), (F(1, 2), F(1, 2)))]:
        assert not certified(game, JointPlan(cells, chances)).holds
    hot_dog = accord.read("hot_dog")
    assert not certified(hot_dog, JointPlan((3,), (F(1),))).holds
    evidence = Evidence(game, False, (F(0), F(0)))
    assert "no threats" in check([Claim.RATIONAL_THREATS], evidence)[0].detail
    three = accord.read("majority3")
    play = JointPlan((0,), (F(1),))
    evidence = replace(evidence, game=three, disagreement=play.payoffs(three), play=play)
    assert not check([Claim.RATIONAL_THREATS], evidence)[0].holds


def test_threats_optimal_for_the_wrong_weights_are_told() -> None:
    """The threats of the game with money are not those without where the frontier's slope is not -1."""
    game = accord.Game.from_arrays([[-7, -13], [-6, 0]], [[-23, -2], [-12, -7]])
    with_money = accord.fallbacks.MinimaxThreat().fall_back(game).play
    without = THREATS.fall_back(game).play
    assert with_money is not None
    assert without is not None
    assert certified(game, without).residual == 0
    assert not certified(game, with_money).holds
