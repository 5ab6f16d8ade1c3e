"""The game itself: exact payoffs however they were written, the float view, the digest and what is derived from them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import accord
from accord.errors import InputError
from accord.game import Game

FLOATS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
RATIONALS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**9)


def cells(game):
    return [game.exact(cell) for cell in range(game.n_profiles)]


def test_a_game_is_the_same_however_its_payoffs_are_written():
    written = [
        [[0, 7], [2, 6]],
        [[0.0, 7.0], [2.0, 6.0]],
        [["0", "7"], ["2", "12/2"]],
        [[Fraction(0), Decimal(7)], [np.int32(2), np.float32(6)]],
        np.array([[0, 7], [2, 6]], dtype=np.uint8),
    ]
    games = [Game.from_arrays(a, np.array([[0, 2], [7, 6]])) for a in written]
    assert len({game.digest for game in games}) == 1
    assert all(game == games[0] and hash(game) == hash(games[0]) for game in games)


def test_labels_count_for_the_digest_and_titles_do_not():
    plain = Game.from_arrays([[1]], [[2]])
    assert plain == Game.from_arrays([[1]], [[2]], title="named")
    assert plain != Game.from_arrays([[1]], [[2]], players=["a", "b"])
    assert plain != Game.from_arrays([[1]], [[3]])


def test_digests_tell_rationals_apart_that_round_to_the_same_float():
    third = Game.from_arrays([[Fraction(1, 3)]], [[0]])
    rounded = Game.from_arrays([[1 / 3]], [[0]])
    assert third.payoffs[0, 0, 0] == rounded.payoffs[0, 0, 0]
    assert third != rounded


@given(st.lists(FLOATS, min_size=4, max_size=4))
def test_floats_come_back_unchanged(values):
    table = np.array(values).reshape(2, 2)
    game = Game.from_arrays(table, -table)
    assert np.array_equal(game.payoffs[0], table)
    assert [exact[0] for exact in cells(game)] == [Fraction(v) for v in values]


@given(st.lists(RATIONALS, min_size=4, max_size=4), st.lists(RATIONALS, min_size=2, max_size=2))
def test_payoffs_weights_and_views_are_exact(values, weights):
    a, b = [values[:2], values[2:]], [values[2:], values[:2]]
    game = Game.from_arrays(a, b)
    total, denominator = game.weighted(weights)
    for cell, (first, second) in enumerate(cells(game)):
        assert Fraction(int(total.flat[cell]), denominator) == weights[0] * first + weights[1] * second
        assert game.payoffs[0].flat[cell] == float(first)
    assert game.lowest[0] == min(values)
    assert game.highest[1] == max(values)
    span = max(values) - min(values)
    expected = [float((v - min(values)) / span) if span else 0.0 for v in values]
    assert game.normalised[0].ravel().tolist() == expected


def test_normalised_payoffs_survive_a_huge_common_offset():
    game = Game.from_arrays([[10**30, 10**30 + 1]], [[0, 0]])
    assert game.normalised.tolist() == [[[0.0, 1.0]], [[0.0, 0.0]]]


def test_a_restricted_game_keeps_the_labels_of_what_it_keeps():
    game = accord.read("shapley3x3").restrict([[0, 2], [1]])
    assert game.shape == (2, 1)
    assert game.exact(1) == (0, 1)
    assert game.actions[1] == accord.read("shapley3x3").actions[1][1:2]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), True, 1j, None, "x", "1/0", Decimal("NaN"), 10**400, Decimal("1e5000")]
)
def test_what_is_no_payoff_is_refused(value):
    with pytest.raises(InputError):
        Game.from_arrays([[value, 1]], [[1, 1]])


def test_numpy_reads_results_as_floats():
    solution = accord.solve(accord.read("chicken"))
    assert np.allclose(solution.agreement.payoffs, [6, 6])
    assert np.asarray(solution.disagreement.payoff_range).tolist() == [[2.0, 7.0], [2.0, 7.0]]
    assert solution.disagreement.payoffs == (Fraction(21, 4), Fraction(21, 4))
