"""Shapley, Banzhaf, tau and equal surplus: worked numbers, published games, axioms, and another library."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import coopgt.characteristic_function_properties as coopgt_properties
import coopgt.core
import coopgt.shapley_value
import numpy as np
import pytest
from coalition_games import bankruptcy, characteristic, gloves, of, voting
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle

import accord
from accord.coalitions.values import banzhaf, equal_surplus, individually_rational, shapley, tau
from accord.errors import UnsuitableError

F = Fraction
WORKED = of(3, {(0, 1): 60, (0, 2): 40, (1, 2): 20, (0, 1, 2): 100})
TWO = of(2, {(0,): 100, (1,): 200, (0, 1): 700})
OFFSETS = st.lists(st.fractions(-9, 9, max_denominator=7), min_size=4, max_size=4)


def test_worked_numbers():
    assert shapley(WORKED) == (F(130, 3), F(100, 3), F(70, 3))
    assert tau(WORKED) == (F(400, 9), F(100, 3), F(200, 9))
    assert banzhaf(WORKED) == (45, 35, 25)
    assert banzhaf(WORKED, normalised=True) == (F(300, 7), F(100, 3), F(500, 21))
    assert equal_surplus(WORKED) == (F(100, 3),) * 3
    for value in (shapley, tau, equal_surplus):
        assert value(TWO) == (300, 400)


def test_gloves():
    """The owner of the only right glove (Shapley 1959; Shapley and Shubik 1969)."""
    assert shapley(gloves(2, 1)) == (F(1, 6), F(1, 6), F(2, 3))
    assert tau(gloves(2, 1)) == (0, 0, 1)
    assert shapley(gloves(2, 2)) == (F(1, 2),) * 4


def test_airport():
    """Whoever needs a part of the runway shares its cost equally (Littlechild and Owen 1973)."""
    costs = (1, 4, 4, 9, 20)
    expected = [sum(F(costs[k] - (costs[k - 1] if k else 0), len(costs) - k) for k in range(i + 1)) for i in range(len(costs))]
    found = shapley(of(5, lambda s: -max(costs[i] for i in s)))
    assert [-x for x in found] == expected


def test_voting():
    """One vote can be as good as 49 others, and a member of a council can have none at all (Felsenthal and Machover 1998)."""
    assert shapley(voting(51, (50, 49, 1))) == (F(2, 3), F(1, 6), F(1, 6))
    assert banzhaf(voting(51, (50, 49, 1))) == (F(3, 4), F(1, 4), F(1, 4))
    council = voting(12, (4, 4, 4, 2, 2, 1))
    assert shapley(council) == (*(F(14, 60),) * 3, *(F(9, 60),) * 2, 0)
    assert banzhaf(council, normalised=True) == (*(F(5, 21),) * 3, *(F(3, 21),) * 2, 0)


@given(st.integers(1, 300), st.lists(st.integers(1, 200), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_tau_of_a_bankruptcy_is_the_adjusted_proportional_rule(estate, claims):
    """Curiel, Maschler and Tijs (1987): pay minimal rights, then in proportion to what is left of claims cut down to the rest."""
    estate = min(estate, sum(claims))
    rights = [max(0, estate - sum(claims) + c) for c in claims]
    rest = estate - sum(rights)
    left = [min(c - m, rest) for c, m in zip(claims, rights, strict=True)]
    expected = [m + (F(rest * x, sum(left)) if rest else 0) for m, x in zip(rights, left, strict=True)]
    assert list(tau(bankruptcy(estate, tuple(claims)))) == expected


@given(characteristic())
@settings(max_examples=60, deadline=None)
def test_values_are_those_of_brute_force_over_all_orders(drawn):
    n, v, game = drawn
    assert shapley(game) == oracle.shapley(n, v)
    assert banzhaf(game) == oracle.banzhaf(n, v)


@pytest.mark.parametrize("n", [5, 6])
def test_larger_values_are_those_of_brute_force(n):
    rng = np.random.default_rng(n)
    v = oracle.game(n, lambda s: int(rng.integers(-50, 50)) if s else 0)
    assert shapley(of(n, v)) == oracle.shapley(n, v)


@given(characteristic(), characteristic(), OFFSETS, st.fractions(-3, 3, max_denominator=4))
@settings(max_examples=60, deadline=None)
def test_axioms_of_the_shapley_value(drawn, other, offsets, scale):
    n, v, game = drawn
    value = shapley(game)
    assert sum(value) == game.total
    assert shapley(game.dual) == value
    shifted = of(n, lambda s: scale * v[s] + sum(offsets[i] for i in s))
    assert shapley(shifted) == tuple(scale * x + offsets[i] for i, x in enumerate(value))
    if other[0] == n:
        added = of(n, lambda s: v[s] + other[1][s])
        assert shapley(added) == tuple(a + b for a, b in zip(value, shapley(other[2]), strict=True))
    turned = of(n, lambda s: v[frozenset((i + 1) % n for i in s)])
    assert shapley(turned) == (*value[1:], value[0])


@given(characteristic(least=1, most=3), st.fractions(-3, 3, max_denominator=4))
@settings(max_examples=40, deadline=None)
def test_whoever_adds_nothing_but_itself_gets_just_that(drawn, own):
    n, v, _ = drawn
    larger = of(n + 1, lambda s: v[s - {n}] + own * (n in s))
    for value in (shapley, banzhaf):
        assert value(larger) == (*value(drawn[2]), own)


@given(characteristic(least=2))
@settings(max_examples=40, deadline=None)
def test_equals_get_equal_values(drawn):
    n, v, _ = drawn
    mirrored = of(n, lambda s: v[s] + v[frozenset({0: 1, 1: 0}.get(i, i) for i in s)])
    for value in (shapley, banzhaf, equal_surplus):
        found = value(mirrored)
        assert found[0] == found[1]


@given(characteristic())
@settings(max_examples=60, deadline=None)
def test_it_makes_no_difference_whether_a_coalition_and_the_others_first_share_their_surplus(drawn):
    """Shapley(f) = Shapley((W + f - f*) / 2), with f*(S) = f(N - S)."""
    n, v, game = drawn
    everybody = frozenset(range(n))
    topped = of(n, lambda s: (v[everybody] + v[s] - v[everybody - s]) / 2)
    assert shapley(topped) == shapley(game)
    weights = {k: F(factorial(k - 1) * factorial(n - k), factorial(n)) for k in range(1, n + 1)}
    paired = [sum(weights[len(s)] * (v[s] - v[everybody - s]) for s in v if i in s) for i in range(n)]
    assert shapley(game) == tuple(paired)


@given(characteristic(), OFFSETS, st.fractions(F(1, 4), 3, max_denominator=4))
@settings(max_examples=60, deadline=None)
def test_tau_is_a_compromise_between_hopes_and_rights(drawn, offsets, scale):
    n, v, game = drawn
    everybody = frozenset(range(n))
    hopes = [v[everybody] - v[everybody - {i}] for i in range(n)]
    rights = [max(v[s] - sum(hopes[j] for j in s - {i}) for s in v if i in s) for i in range(n)]
    balanced = all(m <= h for m, h in zip(rights, hopes, strict=True)) and sum(rights) <= v[everybody] <= sum(hopes)
    if not balanced:
        with pytest.raises(UnsuitableError, match="quasi-balanced"):
            tau(game)
        return
    found = tau(game)
    assert sum(found) == game.total
    assert all(m <= x <= h for m, x, h in zip(rights, found, hopes, strict=True))
    for i in range(1, n):
        assert (found[0] - rights[0]) * (hopes[i] - rights[i]) == (found[i] - rights[i]) * (hopes[0] - rights[0])
    shifted = of(n, lambda s: scale * v[s] + sum(offsets[i] for i in s))
    assert tau(shifted) == tuple(scale * x + offsets[i] for i, x in enumerate(found))


def test_rounding_errors_do_not_undo_a_tau_value():
    own = (0.1, 0.2, 0.3, 0.7)
    found = tau(of(4, lambda s: sum((own[i] for i in s), 0.0)))
    assert found == pytest.approx(own, abs=1e-12)
    assert all(isinstance(x, float) for x in found)


@pytest.mark.parametrize(
    "game",
    [
        of(2, {(0,): 1, (1,): -1, (0, 1): 0}),
        of(2, {(0,): 1, (1,): 1, (0, 1): 2}),
        of(2, {(0,): 1, (1,): -3, (0, 1): -2}),
    ],
)
def test_normalised_banzhaf_values_add_up(game):
    assert sum(banzhaf(game, normalised=True)) == game.total


def test_banzhaf_values_that_cannot_be_normalised_are_refused():
    opposite = of(3, {(0, 1): -9, (0, 2): -9, (1, 2): -9, (0, 1, 2): 1, (0,): 30, (1,): 30, (2,): 30})
    total = sum(banzhaf(opposite))
    assert total < 0 < opposite.total
    with pytest.raises(UnsuitableError, match="cannot be normalised; use the Shapley value"):
        banzhaf(opposite, normalised=True)
    with pytest.raises(UnsuitableError, match="add up to 0 and there is 1"):
        banzhaf(of(3, {(0,): 1, (1,): 1, (2,): 1, (0, 1, 2): 1}), normalised=True)
    assert banzhaf(of(3, {}), normalised=True) == (0, 0, 0)


def test_one_player_gets_everything():
    alone = of(1, {(0,): F(7, 3)})
    for value in (shapley, banzhaf, tau, equal_surplus):
        assert value(alone) == (F(7, 3),)


def test_extreme_and_equal_worths():
    game = of(3, {(0,): 1e-300, (0, 1): 1e295, (0, 1, 2): F(10) ** 295})
    assert sum(map(F, shapley(game))) == pytest.approx(F(10) ** 295, rel=1e-15)
    assert shapley(of(4, lambda s: 7 if s else 0)) == (F(7, 4),) * 4
    assert shapley(of(3, lambda s: 2**60 * len(s) ** 2)) == (3 * 2**60,) * 3


def test_the_repair_of_individual_rationality():
    assert individually_rational([F(3, 4), F(3, 4), F(1, 2)], [F(1), F(0), F(0)]) == (1, F(5, 8), F(3, 8))
    assert individually_rational([F(7, 8), F(7, 8), F(1, 4)], [F(1), F(0), F(0)]) == (1, F(13, 16), F(3, 16))
    assert individually_rational([F(1), F(2)], [F(0), F(2)]) == (1, 2)
    with pytest.raises(UnsuitableError, match="floors add up to 4 and there is 3"):
        individually_rational([F(1), F(2)], [F(2), F(2)])
    assert individually_rational([0.1, 0.2], [0.1 + 1e-17, 0.2 + 3e-17]) == pytest.approx((0.1, 0.2), abs=1e-15)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_repair_is_the_nearest_point(pairs):
    """The projection of x satisfies y = max(x - t, s) for one common t."""
    x, s = (list(map(F, column)) for column in zip(*pairs, strict=True))
    if sum(s) > sum(x):
        return
    y = individually_rational(x, s)
    assert sum(y) == sum(x)
    assert all(b >= floor for b, floor in zip(y, s, strict=True))
    steps = {a - b for a, b, floor in zip(x, y, s, strict=True) if b > floor}
    assert len(steps) <= 1
    if steps:
        (step,) = steps
        assert all(a - step <= floor for a, b, floor in zip(x, y, s, strict=True) if b == floor)


@pytest.mark.parametrize("seed", range(6))
def test_another_library_finds_the_same(seed):
    """CoopGT numbers players from 1 and names coalitions by sorted tuples."""
    rng = np.random.default_rng(seed)
    n = 3 + seed % 3
    mine = of(n, {s: int(len(s) ** 2 * (seed % 2) + rng.integers(0, 3 + 2 * seed)) for s in oracle.subsets(range(n))[1:]})
    theirs = {tuple(sorted(i + 1 for i in s)): float(mine[s]) for s in oracle.subsets(range(n))}
    assert [float(x) for x in shapley(mine)] == pytest.approx(coopgt.shapley_value.calculate(theirs).tolist(), abs=1e-12)
    lacking = {violation.property for violation in mine.violations()}
    assert ("superadditive" not in lacking) == coopgt_properties.is_superadditive(theirs)
    assert ("monotone" not in lacking) == coopgt_properties.is_monotone(theirs)
    assert ("convex" not in lacking) == coopgt.core.is_convex(theirs)


def test_the_class_is_public():
    assert accord.CharacteristicFunction is type(WORKED)
