"""The nucleolus and the prenucleolus by Kohlberg's criterion and by brute force; the core with a witness either way."""

from __future__ import annotations

from fractions import Fraction

import coopgt.core
import numpy as np
import pytest
from coalition_games import bankruptcy, by_size, characteristic, gloves, of, voting
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle

from accord.coalitions.core import core
from accord.coalitions.nucleolus import nucleolus
from accord.errors import UnsuitableError

F = Fraction
OFFSETS = st.lists(st.fractions(-9, 9, max_denominator=7), min_size=4, max_size=4)


def prenucleolus(game):
    return nucleolus(game, imputations=False)


@pytest.mark.parametrize(
    ("game", "expected"),
    [
        pytest.param(by_size(0, 0, 0, 60, 40, 20, 100, n=3), (50, 30, 20), id="worked"),
        pytest.param(of(2, {(0,): 100, (1,): 200, (0, 1): 700}), (300, 400), id="two"),
        pytest.param(bankruptcy(100, (100, 200, 300)), (F(100, 3),) * 3, id="talmud 100"),
        pytest.param(bankruptcy(200, (100, 200, 300)), (50, 75, 75), id="talmud 200"),
        pytest.param(bankruptcy(300, (100, 200, 300)), (50, 100, 150), id="talmud 300"),
        pytest.param(gloves(2, 1), (0, 0, 1), id="gloves"),
        pytest.param(voting(2, (1, 1, 1)), (F(1, 3),) * 3, id="majority"),
        pytest.param(voting(51, (50, 49, 1)), (1, 0, 0), id="veto"),
        pytest.param(
            by_size(0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21, n=4), (F(7, 2), F(9, 2), F(11, 2), F(15, 2)), id="four"
        ),
        pytest.param(by_size(68, 102, 0, 170, 710, 762, 992, n=3), (149, 192, 651), id="production"),
        pytest.param(of(1, {(0,): 5}), (5,), id="one"),
    ],
)
def test_published_nucleoli(game, expected):
    """The estates are those of the Talmud as read by Aumann and Maschler (1985)."""
    assert nucleolus(game) == expected
    assert prenucleolus(game) == expected


@given(st.lists(st.integers(1, 60), min_size=2, max_size=4), st.integers(1, 200))
@settings(max_examples=30, deadline=None)
def test_the_nucleolus_of_a_bankruptcy_is_the_talmuds_rule(claims, estate):
    """Constrained equal awards of half the claims, or equal losses of the other halves (Aumann and Maschler 1985)."""
    estate = min(estate, sum(claims))
    halves = [F(c, 2) for c in claims]

    def equal_awards(amount):
        order, given_out, got = sorted(range(len(claims)), key=lambda i: halves[i]), F(0), [F(0)] * len(claims)
        for k, i in enumerate(order):
            got[i] = min(halves[i], (amount - given_out) / (len(claims) - k))
            given_out += got[i]
        return got

    if 2 * estate <= sum(claims):
        expected = equal_awards(F(estate))
    else:
        expected = [c - x for c, x in zip(claims, equal_awards(F(sum(claims) - estate)), strict=True)]
    assert list(nucleolus(bankruptcy(estate, tuple(claims)))) == expected


@given(characteristic())
@settings(max_examples=50, deadline=None)
def test_the_prenucleolus_meets_kohlbergs_criterion(drawn):
    n, v, game = drawn
    assert oracle.meets_kohlberg(n, v, prenucleolus(game))


@given(characteristic(least=2))
@settings(max_examples=50, deadline=None)
def test_the_nucleolus_meets_kohlbergs_criterion(drawn):
    n, v, game = drawn
    own = [v[frozenset([i])] for i in range(n)]
    if sum(own) > game.total:
        with pytest.raises(UnsuitableError, match="no imputation, hence no nucleolus; the prenucleolus exists"):
            nucleolus(game)
        return
    found = nucleolus(game)
    assert all(x >= floor for x, floor in zip(found, own, strict=True))
    assert oracle.meets_kohlberg(n, v, found, imputations=True)


def test_kohlbergs_criterion_refuses_other_payoffs():
    v = oracle.game(3, lambda s: {0: 0, 1: 0, 2: 60, 3: 100}[len(s)])
    assert oracle.meets_kohlberg(3, v, (F(100, 3),) * 3)
    assert not oracle.meets_kohlberg(3, v, (F(34), F(33), F(33)))
    assert not oracle.meets_kohlberg(3, v, (F(33), F(33), F(33)))


@pytest.mark.parametrize("imputations", [False, True])
@pytest.mark.parametrize(("n", "seed"), [(3, 0), (3, 1), (4, 2), (4, 3)])
def test_brute_force_finds_the_same(n, seed, imputations):
    rng = np.random.default_rng(seed)
    v = oracle.game(n, lambda s: (len(s) > 1) * int(rng.integers(0, 30)) + 40 * (len(s) == n))
    found = nucleolus(of(n, v), imputations=imputations)
    assert [float(x) for x in found] == pytest.approx(oracle.prenucleolus(n, v, imputations=imputations), abs=1e-5)


def test_nucleolus_and_prenucleolus_differ_where_somebody_would_get_less_than_its_own_worth():
    game = of(3, {(0, 1): 10, (0, 1, 2): 4})
    assert nucleolus(game) == (2, 2, 0)
    assert prenucleolus(game) == (F(7, 2), F(7, 2), -3)


@given(characteristic(), OFFSETS, st.fractions(F(1, 4), 3, max_denominator=4))
@settings(max_examples=40, deadline=None)
def test_the_prenucleolus_moves_with_offsets_scale_and_names(drawn, offsets, scale):
    n, v, game = drawn
    found = prenucleolus(game)
    shifted = of(n, lambda s: scale * v[s] + sum(offsets[i] for i in s))
    assert prenucleolus(shifted) == tuple(scale * x + offsets[i] for i, x in enumerate(found))
    turned = of(n, lambda s: v[frozenset((i + 1) % n for i in s)])
    assert prenucleolus(turned) == (*found[1:], found[0])


@given(characteristic())
@settings(max_examples=50, deadline=None)
def test_the_core_has_a_point_or_a_family_that_blocks_it(drawn):
    n, v, game = drawn
    found = core(game)
    assert found.is_empty == (found.point is None) == (found.blocking is not None)
    if found.point is not None:
        assert sum(found.point) == game.total
        assert max(oracle.excesses(n, v, found.point).values(), default=0) <= 0
        assert found.excess <= 0
        if n > 1:
            assert max(oracle.excesses(n, v, prenucleolus(game)).values()) <= 0
    else:
        assert all(weight > 0 for _, weight in found.blocking)
        assert [sum(weight for s, weight in found.blocking if i in s) for i in range(n)] == [1] * n
        assert sum(weight * v[s] for s, weight in found.blocking) == game.total + found.excess > game.total
    if n > 1:
        assert float(found.excess) == pytest.approx(oracle.least_total(n, v) - float(game.total), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_another_library_agrees_on_the_core(seed):
    rng = np.random.default_rng(seed)
    game = of(3, {s: int(rng.integers(0, 20 * len(s))) for s in oracle.subsets(range(3))[1:]})
    theirs = {tuple(sorted(i + 1 for i in s)): float(game[s]) for s in oracle.subsets(range(3))}
    found = core(game)
    assert found.is_empty == (coopgt.core.find_core_point(theirs) is None)
    if found.point is not None:
        exact = {s: game[[i - 1 for i in s]] for s in theirs}
        assert coopgt.core.is_in_core(exact, found.point)


def test_classic_cores():
    assert core(gloves(2, 1)).point == (0, 0, 1)
    majority = core(voting(2, (1, 1, 1)))
    assert (majority.excess, {weight for _, weight in majority.blocking}) == (F(1, 2), {F(1, 2)})
    assert core(of(2, {(0,): 1, (1,): 2, (0, 1): 2})).blocking == ((frozenset([0]), 1), (frozenset([1]), 1))
    assert core(of(1, {(0,): -3})).point == (-3,)
    assert core(of(2, {})).point == (0, 0)


def test_offsets_and_scales_spoil_nothing():
    base = {(0, 1): 60, (0, 2): 40, (1, 2): 20, (0, 1, 2): 100}
    offsets = (10**30, -(10**28), 3)
    large = of(3, lambda s: base.get(tuple(sorted(s)), 0) + sum(offsets[i] for i in s))
    assert nucleolus(large) == (50 + 10**30, 30 - 10**28, 23)
    assert core(large).excess == core(of(3, base)).excess == -40
    tiny = of(3, {s: F(w, 10**300) for s, w in base.items()})
    assert nucleolus(tiny) == (F(50, 10**300), F(30, 10**300), F(20, 10**300))


def test_floats_in_floats_out():
    rough = of(3, {(0, 1): 0.6, (0, 2): 0.4, (1, 2): 0.2, (0, 1, 2): 1.0})
    found = nucleolus(rough)
    assert all(isinstance(x, float) for x in found)
    assert found == pytest.approx((0.5, 0.3, 0.2), abs=1e-12)
    own = (0.1, 0.2, 0.3)
    additive = of(3, lambda s: sum((own[i] for i in s), 0.0))
    assert nucleolus(additive) == pytest.approx(own, abs=1e-12)
    assert core(additive).point == pytest.approx(own, abs=1e-12)


def test_ten_players_are_quick():
    rng = np.random.default_rng(1)
    game = of(10, lambda s: int(rng.integers(0, 100)))
    assert sum(prenucleolus(game)) == game.total
