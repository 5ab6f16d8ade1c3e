"""Merging players into blocks: exact sums, product actions, distinct labels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coalition_games import games
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle

import accord
from accord.errors import InputError


def game_of(shape=(2, 3, 2), seed=0, **labels):
    return accord.Game.from_tensor(np.random.default_rng(seed).integers(-9, 9, (len(shape), *shape)), **labels)


def payoffs(game):
    return np.array([game.exact(cell) for cell in range(game.n_profiles)], dtype=object).T.reshape(game.n_players, *game.shape)


@given(games(players=3, most=3), st.permutations(range(3)), st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_blocks_get_their_members_payoffs_in_every_profile(tables, order, first, second):
    cuts = sorted({min(first, 3), min(second, 3), 3})
    blocks = [block for a, b in zip([0, *cuts], cuts, strict=False) if (block := order[a:b])]
    merged = accord.Game.from_tensor(tables).merge(blocks)
    expected = oracle.merge(tables, blocks)
    assert merged.shape == expected.shape[1:]
    assert (payoffs(merged) == expected).all()


def test_merging_adds_up_exactly():
    third = Fraction(1, 3)
    game = accord.Game.from_arrays([[third, 1e-300]], [[0.1, 1e295]], title="sums")
    merged = game.merge([[0, 1]])
    assert merged.exact(0) == (third + Fraction(0.1),)
    assert merged.exact(1) == (Fraction(1e-300) + Fraction(1e295),)
    assert merged.title == "sums"


def test_labels_tell_who_does_what():
    game = accord.read("ir_violation3")
    merged = game.merge([[2, 0], [1]])
    assert merged.players == (f"{game.players[2]} + {game.players[0]}", game.players[1])
    assert merged.actions[0] == tuple(f"{c} / {a}" for c in game.actions[2] for a in game.actions[0])
    assert merged.actions[1] == game.actions[1]


def test_labels_stay_distinct_where_joining_would_confuse_them():
    game = accord.Game.from_tensor(
        np.zeros((4, 2, 2, 1, 1)), players=["a", "b", "a + b", "c"], actions=[["x", "x / y"], ["y / z", "z"], ["p"], ["q"]]
    )
    merged = game.merge([["a", "b"], ["a + b"], ["c"]])
    assert len(set(merged.players)) == 3
    assert len(set(merged.actions[0])) == 4


def test_merging_in_steps_is_merging_at_once():
    game = game_of((2, 3, 2, 2))
    at_once = game.merge([[0, 3, 1], [2]])
    in_steps = game.merge([[0, 3], [1], [2]]).merge([[0, 1], [2]])
    assert in_steps == at_once
    assert in_steps.digest == at_once.digest


def test_one_block_for_everybody_and_for_nobody():
    game = game_of()
    assert game.merge([[0], [1], [2]]) == game
    alone = game.merge([[0, 1, 2]])
    welfare, denominator = game.welfare
    assert [u for (u,) in map(alone.exact, range(alone.n_profiles))] == [Fraction(int(w), denominator) for w in welfare.flat]


def test_the_order_of_blocks_and_members_only_relabels():
    game = game_of()
    swapped = game.merge([[1], [2, 0]])
    expected = game.merge([[0, 2], [1]])
    for i in range(2):
        for j in range(3):
            for k in range(2):
                assert swapped.exact(int(np.ravel_multi_index((j, 2 * k + i), swapped.shape)))[::-1] == expected.exact(
                    int(np.ravel_multi_index((2 * i + k, j), expected.shape))
                )


def test_players_may_be_named():
    game = game_of(players=["Ann", "Bob", "Cid"])
    assert game.merge([["Ann", 2], ["Bob"]]) == game.merge([[0, "Cid"], [1]])


def test_integers_beyond_64_bits_are_added_exactly():
    large = 2**61 - 1
    game = accord.Game.from_arrays([[large, 0]], [[large, 1]])
    assert game.merge([[0, 1]]).exact(0) == (2 * large,)


@pytest.mark.parametrize(
    ("partition", "said"),
    [
        ([[0, 1]], "no partition of the 3 players"),
        ([[0, 1], [1, 2]], "no partition of the 3 players"),
        ([[0, 1], [2], []], "no partition of the 3 players"),
        ([[0, 1], [3]], "there is no player 3"),
        ([[0, 1], [-1]], "there is no player -1"),
        ([[0, 1], ["Zoe"]], "there is no player 'Zoe'"),
        ([[0, 1], [True]], "there is no player True"),
        ([0, 1, 2], "a list of blocks"),
        ("012", "a list of blocks"),
        (["01", "2"], "a list of blocks"),
        ([], "no partition of the 3 players"),
    ],
)
def test_bad_partitions_are_refused_in_one_line(partition, said):
    with pytest.raises(InputError) as refusal:
        game_of().merge(partition)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
