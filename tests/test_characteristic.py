"""Characteristic functions: what is accepted, what is refused, and which properties they lack."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from coalition_games import characteristic, gloves, of, voting
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle

import accord
from accord.coalitions.masks import disjoint, mask_of, members, sizes
from accord.errors import InputError, UnsuitableError

C = accord.CharacteristicFunction


def worst(n, v):
    """By how much each property fails at most, from its definition over all coalitions."""
    every = oracle.subsets(range(n))
    alone = sum(v[frozenset([i])] for i in range(n))
    return {
        "superadditive": max(v[s] + v[t] - v[s | t] for s, t in itertools.product(every, every) if not s & t),
        "convex": max(v[s] + v[t] - v[s | t] - v[s & t] for s, t in itertools.product(every, every)),
        "monotone": max(v[s] - v[t] for s, t in itertools.product(every, every) if s <= t),
        "individually-rational": alone - v[frozenset(range(n))],
    }


@given(characteristic())
@settings(max_examples=60, deadline=None)
def test_properties_fail_exactly_where_their_definitions_do(drawn):
    n, v, game = drawn
    found = {violation.property: violation for violation in game.violations()}
    facts = worst(n, v)
    assert set(found) - {"essential"} == {name for name, short in facts.items() if short > 0}
    assert ("essential" in found) == (facts["individually-rational"] >= 0)
    for name in ("superadditive", "convex", "monotone"):
        if name not in found:
            continue
        first, second = found[name].coalitions
        short = {
            "superadditive": lambda s, t: v[s] + v[t] - v[s | t] if not s & t else None,
            "convex": lambda s, t: v[s] + v[t] - v[s | t] - v[s & t],
            "monotone": lambda s, t: v[s] - v[t] if s < t else None,
        }[name](first, second)
        assert found[name].amount == short > 0
    if "superadditive" in found:
        assert found["superadditive"].amount == facts["superadditive"]


@given(characteristic(), st.lists(st.fractions(-3, 3, max_denominator=5), min_size=4, max_size=4))
@settings(max_examples=30, deadline=None)
def test_offsets_change_no_cooperative_property(drawn, offsets):
    n, v, game = drawn
    shifted = of(n, lambda s: v[s] + sum(offsets[i] for i in s))
    kept = {"superadditive", "convex", "individually-rational", "essential"}
    assert {(x.property, x.amount) for x in game.violations() if x.property in kept} == {
        (x.property, x.amount) for x in shifted.violations() if x.property in kept
    }


def test_rounding_errors_are_no_violations():
    own = (0.1, 0.2, 0.3)
    game = of(3, lambda s: sum((own[i] for i in s), 0.0))
    assert not game.exact
    assert [(x.property, x.amount) for x in game.violations()] == [("essential", 0.0)]
    exact = of(3, lambda s: sum((Fraction(own[i]) for i in s), Fraction(0)))
    assert [(x.property, x.amount) for x in exact.violations()] == [("essential", 0)]


def test_known_games_lack_what_they_lack():
    assert {x.property for x in gloves(2, 1).violations()} == {"convex"}
    assert {x.property for x in voting(2, (1, 1, 1)).violations()} == {"convex"}
    assert {x.property for x in voting(1, (1, 1)).violations()} == {
        "superadditive",
        "convex",
        "individually-rational",
        "essential",
    }
    assert of(1, {(0,): 5}).violations()[0].property == "essential"
    assert of(2, {(0,): -1, (0, 1): 3, (1,): 1}).violations()[0].property == "monotone"


def test_many_players_are_checked_quickly_and_too_many_only_where_it_is_quick():
    n = 14
    rng = np.random.default_rng(0)
    first = C(n, (0, *map(int, rng.integers(0, 100, 2**n - 1)))).violations()[0]
    assert first.property == "superadditive"
    assert not first.coalitions[0] & first.coalitions[1]
    convex = of(17, lambda s: len(s) ** 2)
    assert convex.violations() == ()
    with pytest.raises(UnsuitableError, match=r"17 players form 64,439,010 pairs .* up to 16 players"):
        of(17, lambda s: -(len(s) ** 2)).violations()


def test_violations_as_data():
    (found,) = gloves(2, 1).violations()
    data = found.to_dict(["Ann", "Bob", "Cid"])
    assert data["property"] == "convex"
    assert data["exact"] == str(found.amount)
    assert sorted(map(len, data["coalitions"])) == [2, 2]


def test_worths_by_coalition():
    game = of(3, {(0, 1): "1/3", (2,): 0.5, (1, 2): 7, range(3): np.int64(9)})
    assert game[1, 0] == Fraction(1, 3)
    assert game[2] == game[(2,)] == Fraction(1, 2)
    assert game[frozenset()] == game[(0,)] == 0
    assert game.total == 9
    assert not game.exact
    assert of(2, {(0,): 1}).exact


def test_the_dual_gives_what_the_others_leave():
    game = of(3, {(0, 1): 60, (0, 2): 40, (1, 2): 20, (0, 1, 2): 100})
    assert [game.dual[s] for s in ((0,), (1,), (2,), (0, 1))] == [80, 60, 40, 100]
    assert game.dual.dual == game


def test_subgames_renumber_the_players():
    game = of(3, {(0, 1): 60, (0, 2): 40, (2,): 5, (0, 1, 2): 100})
    assert game.subgame([2, 0]).worths == (0, 5, 0, 40)
    with pytest.raises(InputError, match="belongs to it once"):
        game.subgame([1, 1])
    with pytest.raises(InputError, match="no player 3"):
        game.subgame([3])


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: C(2, (0, 1, 2)), "3 worths; 2 players form 4 coalitions"),
        (lambda: C(2, (1, 1, 2, 3)), "empty coalition is worth 1"),
        (lambda: C(0, (0,)), "0 players"),
        (lambda: C(21, (0,)), "21 players; a characteristic function has 1 to 20"),
        (lambda: C(True, (0, 1)), "True players"),
        (lambda: C(1, (0, float("nan"))), "worth of coalition (0,) is nan"),
        (lambda: C(1, (0, float("inf"))), "worth of coalition (0,) is inf"),
        (lambda: C(1, (0, "much")), "worth of coalition (0,) is 'much'"),
        (lambda: C(1, (0, None)), "worth of coalition (0,) is None"),
        (lambda: of(2, {(0, 2): 1}), "no player 2"),
        (lambda: of(2, {(-1,): 1}), "no player -1"),
        (lambda: of(2, {"ab": 1}), "no player 'a'"),
        (lambda: of(2, {(0, 1): 1, (1, 0): 2}), "coalition (0, 1) is given twice"),
        (lambda: of(2, {(): 1}), "empty coalition is worth 1"),
        (lambda: of(2, lambda _: float("nan")), "is nan"),
        (lambda: of(2, {})[2], "no player 2"),
        (lambda: of(2, {})[-1], "no player -1"),
        (lambda: of(2, {})[True,], "no player True"),
        (lambda: of(2.0, {}), "2.0 players"),
    ],
    ids=map(str, range(19)),
)
def test_bad_worths_are_refused_in_one_line(build, said):
    with pytest.raises(InputError) as refusal:
        build()
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_mapping_may_use_numbers_for_single_players():
    assert of(2, {0: 3, (0, 1): 4}).worths == (0, 3, 0, 4)


def test_coalitions_as_numbers():
    assert [members(m) for m in range(5)] == [(), (0,), (1,), (0, 1), (2,)]
    assert mask_of([2, 0]) == mask_of(range(0, 3, 2)) == 5
    assert sizes(3).tolist() == [m.bit_count() for m in range(8)]
    for mask in range(1, 16):
        expected = [t for t in range(1, 16) if not t & mask and (t & -t) > (mask & -mask)]
        assert sorted(disjoint(mask, 4).tolist()) == expected
