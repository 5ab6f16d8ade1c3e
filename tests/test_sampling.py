"""Shapley values estimated from random orders: efficient, reproducible, honest about their errors, and lazy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coalition_games import characteristic, of
from hypothesis import given, settings
from hypothesis import strategies as st

import accord
from accord.coalitions import sampling
from accord.coalitions.on_demand import WorthsOnDemand
from accord.coalitions.values import shapley
from accord.errors import ComponentError, ConfigurationError, InputError, UnsuitableError

SQUARES = {s: len(s) ** 2 + 5 * (0 in s) for s in map(frozenset, ([], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]))}


@given(characteristic(), st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_estimates_add_up_and_repeat(drawn, seed):
    n, v, game = drawn
    found = sampling.shapley(n, v.__getitem__, permutations=7, seed=seed)
    assert sum(found.payoffs) == pytest.approx(float(game.total), abs=1e-9)
    assert found == sampling.shapley(n, v.__getitem__, permutations=7, seed=seed) == sampling.estimate(game, 7, seed)
    assert found.coalitions <= min(2**n - 2, 7 * n) or n == 1


def test_an_estimate_is_the_mean_of_marginal_contributions_with_its_standard_error():
    """The draws are repeated here."""
    n, rounds, seed = 3, 12, 4
    found = sampling.shapley(n, SQUARES.__getitem__, permutations=rounds, seed=seed)
    rng = np.random.default_rng(seed)
    gains = np.zeros((rounds, n))
    for k in range(rounds):
        order = rng.permutation(n).tolist()
        for p, i in enumerate(order):
            gains[k, i] = SQUARES[frozenset(order[: p + 1])] - SQUARES[frozenset(order[:p])]
    assert found.payoffs == pytest.approx(gains.mean(axis=0), abs=1e-12)
    assert found.errors == pytest.approx(gains.std(axis=0, ddof=1) / rounds**0.5, abs=1e-12)


def test_the_true_value_is_within_a_few_standard_errors():
    rng = np.random.default_rng(0)
    game = of(6, lambda s: int(rng.integers(0, 50)))
    found = sampling.estimate(game, 2_000, 1)
    for x, estimate, error in zip(shapley(game), found.payoffs, found.errors, strict=True):
        assert abs(float(x) - estimate) < 4 * error
        assert 0 < error < 1


def test_nothing_is_uncertain_where_everybody_adds_the_same_in_every_order():
    found = sampling.shapley(5, lambda s: Fraction(len(s), 3), permutations=2)
    assert found.errors == (0.0,) * 5
    assert found.payoffs == (1 / 3,) * 5
    assert sampling.shapley(1, lambda _: 4, permutations=2) == sampling.Sampled((4.0,), (0.0,), 2, 0)


def test_every_coalition_is_asked_for_at_most_once_and_only_if_it_comes_up():
    asked = []

    def worth(coalition):
        asked.append(coalition)
        return len(coalition)

    found = sampling.shapley(30, worth, permutations=20, seed=1)
    assert len(asked) == len(set(asked)) == found.coalitions + 1 <= 20 * 29 + 1
    assert frozenset() not in asked


def test_errors_of_any_size():
    for scale in (1e-300, 1.0, 1e290):
        found = sampling.shapley(3, lambda s, scale=scale: SQUARES[s] * scale, permutations=9)
        usual = sampling.shapley(3, SQUARES.__getitem__, permutations=9)
        assert [e / scale for e in found.errors] == pytest.approx(usual.errors, rel=1e-9)


@pytest.mark.parametrize(
    ("build", "error", "said"),
    [
        pytest.param(lambda: sampling.shapley(0, len, permutations=5), ConfigurationError, "0 players", id="none"),
        pytest.param(lambda: sampling.shapley(2, len, permutations=1), ConfigurationError, "at least two", id="one"),
        pytest.param(lambda: sampling.shapley(2, len, permutations=3, seed=-1), ConfigurationError, "not negative", id="seed"),
        pytest.param(
            lambda: sampling.shapley(2, lambda _: None, permutations=3), InputError, "coalition (0, 1) is None", id="text"
        ),
        pytest.param(lambda: accord.splits.Shapley(samples=1), ConfigurationError, "not 1", id="split one"),
        pytest.param(lambda: accord.splits.Shapley(samples=-3), ConfigurationError, "samples is -3", id="split less"),
        pytest.param(lambda: accord.splits.Shapley(seed=-1), ConfigurationError, "seed is -1", id="split seed"),
        pytest.param(
            lambda: accord.splits.Shapley(exact_up_to=True), ConfigurationError, "exact_up_to is true;", id="split truth"
        ),
    ],
)
def test_bad_settings_are_refused(build, error, said):
    with pytest.raises(error) as refusal:
        build()
    assert said in str(refusal.value)


def test_worths_on_demand_know_what_was_asked():
    game = WorthsOnDemand(3, Fraction(9), lambda masks: {mask: Fraction(mask.bit_count()) for mask in masks})
    assert game.known == {0: 0, 7: 9}
    assert (game[1], game[0, 1], game.total) == (1, 2, 9)
    assert sorted(game.known) == [0, 2, 3, 7]
    with pytest.raises(UnsuitableError, match="only 3 of 7 worths are known"):
        game.violations()
    with pytest.raises(InputError, match="no player 3"):
        _ = game[3]
    assert shapley(game) == (3, 3, 3)
    assert len(game.known) == 8


@pytest.fixture
def game():
    return accord.Game.from_tensor(np.random.default_rng(3).integers(0, 20, (7, *[2] * 7)))


def test_a_solution_says_that_it_is_estimated_and_from_what(game):
    solution = accord.solve(game, worth="bloc", split={"name": "shapley", "samples": 4, "seed": 5})
    assert solution.certified
    assert "estimated from 4 random ones of 5,040 orders of arrival (seed 5), with standard errors" in solution.warnings[0]
    inside = len(solution.worths) - 1
    assert f"; {inside:,} of 126 coalitions were worked out" in solution.warnings[0]
    assert 6 <= inside <= 24
    assert solution.worth_violations is None
    assert all(isinstance(x, float) for x in solution.agreement.payoffs)
    again = accord.solve(game, worth="bloc", split={"name": "shapley", "samples": 4, "seed": 5})
    assert solution.to_dict() == again.to_dict()
    known = dict(accord.solve(game, worth="bloc").worths)
    assert all(known[coalition] == worth for coalition, worth in solution.worths)


def test_small_games_stay_exact_if_that_was_asked(game):
    exact = accord.solve(game, worth="alpha")
    asked = accord.solve(game, worth="alpha", split={"name": "shapley", "samples": 4, "exact_up_to": 7})
    assert asked.agreement.payoffs == exact.agreement.payoffs
    assert asked.warnings == exact.warnings
    estimated = accord.solve(game, worth="alpha", split={"name": "shapley", "samples": 4, "exact_up_to": 6})
    assert estimated.agreement.payoffs != exact.agreement.payoffs


def test_a_worth_that_fails_is_named(game):
    class Broken(accord.worths.Alpha):
        def worth(self, game, coalition):
            raise RuntimeError("no luck")

    with pytest.raises(ComponentError, match="worth alpha failed: RuntimeError: no luck"):
        accord.solve(game, worth=Broken(), split={"name": "shapley", "samples": 4})
