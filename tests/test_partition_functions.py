"""Partition functions: every reading from its definition, Myerson's value from its axioms."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle

import accord
from accord.coalitions.partition_function import bell, partitions
from accord.coalitions.values import shapley
from accord.errors import ConfigurationError, InputError

F = Fraction
P = accord.PartitionFunction


def drawn(n, seed):
    """Return a random partition function as a dictionary and as accord's own."""
    rng = np.random.default_rng(seed)
    w = {
        (s, p): F(int(rng.integers(-60, 60)), int(rng.integers(1, 4)))
        for p in oracle.partitions(range(n))
        for s in sorted(p, key=sorted)
    }
    return w, P.of(n, lambda s, p: w[s, frozenset(p)])


@pytest.mark.parametrize("n", range(1, 7))
def test_every_partition_occurs_once(n):
    found = [frozenset(frozenset(i for i in range(n) if block >> i & 1) for block in p) for p in partitions((1 << n) - 1)]
    assert len(found) == len(set(found)) == bell(n)
    assert set(found) == set(oracle.partitions(range(n)))


@pytest.mark.parametrize(("n", "seed"), [(1, 0), (2, 1), (3, 2), (4, 3), (4, 4)])
def test_readings_are_what_they_say(n, seed):
    w, function = drawn(n, seed)
    everybody = frozenset(range(n))
    around = {s: [w[s, p] for p in oracle.partitions(range(n)) if s in p] for s in oracle.subsets(range(n))[1:]}
    alone = {s: w[s, frozenset({s, *(frozenset([i]) for i in everybody - s)})] for s in around}
    for s, options in around.items():
        assert function.read("optimistic")[s] == max(options)
        assert function.read("pessimistic")[s] == min(options)
        assert function.read("externality-free")[s] == alone[s]
        assert function.read("mpw")[s] == oracle.average(n, w, s)
    assert function.read("mpw").total == w[everybody, frozenset({everybody})]


def test_three_players_average_over_two_surroundings():
    w, function = drawn(3, 7)
    one, two, rest = frozenset([0]), frozenset([1]), frozenset([2])
    apart, teamed = w[one, frozenset({one, two, rest})], w[one, frozenset({one, two | rest})]
    assert function.read("mpw")[0] == (apart + teamed) / 2
    assert function.read("mpw")[0, 1] == w[one | two, frozenset({one | two, rest})]


@pytest.mark.parametrize(("n", "seed"), [(1, 0), (2, 1), (3, 2), (3, 3), (4, 4), (4, 5)])
def test_myersons_value_is_the_one_that_his_axioms_leave(n, seed):
    w, function = drawn(n, seed)
    embedded, coefficients = oracle.myerson_coefficients(n)
    expected = coefficients @ np.array([float(w[k]) for k in embedded])
    assert [float(x) for x in function.myerson()] == pytest.approx(expected.tolist(), abs=1e-9)


@given(st.integers(1, 4), st.data())
@settings(max_examples=30, deadline=None)
def test_without_externalities_every_reading_is_the_characteristic_function(n, data):
    worths = data.draw(st.lists(st.integers(-9, 9), min_size=2**n - 1, max_size=2**n - 1))
    v = dict(zip(oracle.subsets(range(n)), [0, *worths], strict=True))
    function, game = P.of(n, lambda s, _: v[s]), accord.CharacteristicFunction.of(n, v)
    for reading in ("mpw", "externality-free", "optimistic", "pessimistic"):
        assert function.read(reading) == game
    assert function.myerson() == shapley(game)


@pytest.mark.parametrize(("n", "seed"), [(2, 1), (3, 2), (4, 3), (5, 4)])
def test_myersons_value_is_efficient_symmetric_and_additive(n, seed):
    w, function = drawn(n, seed)
    other, second = drawn(n, seed + 10)
    everybody = frozenset(range(n))
    value = function.myerson()
    assert sum(value) == w[everybody, frozenset({everybody})]
    turn = {i: (i + 1) % n for i in range(n)}
    turned = P.of(n, lambda s, p: w[frozenset(map(turn.get, s)), frozenset(frozenset(map(turn.get, b)) for b in p)])
    assert turned.myerson() == (*value[1:], value[0])
    added = P.of(n, lambda s, p: w[s, frozenset(p)] + other[s, frozenset(p)])
    assert added.myerson() == tuple(a + b for a, b in zip(value, second.myerson(), strict=True))


@pytest.mark.parametrize(
    ("build", "said"),
    [
        pytest.param(lambda: P(2, {}), "no worth for coalition (0, 1) in [(0, 1)]", id="missing"),
        pytest.param(lambda: P.of(2, lambda s, p: float("nan")), "worth of coalition (0, 1) in [(0, 1)] is nan", id="nan"),
        pytest.param(lambda: P.of(2, lambda s, p: "much"), "is 'much'", id="text"),
        pytest.param(lambda: P.of(11, lambda s, p: 0), "11 players; a partition function has 1 to 10", id="many"),
        pytest.param(lambda: P.of(0, lambda s, p: 0), "0 players", id="none"),
    ],
)
def test_bad_partition_functions_are_refused(build, said):
    with pytest.raises(InputError) as refusal:
        build()
    assert said in str(refusal.value)


def test_unknown_readings_are_refused():
    with pytest.raises(ConfigurationError, match="reading is 'median'; accepted: mpw, externality-free, optimistic, pessimistic"):
        drawn(2, 0)[1].read("median")


def test_approximate_worths_stay_floats():
    function = P.of(3, lambda s, p: 0.1 * len(s) / len(p))
    assert all(isinstance(x, float) for x in function.myerson())
    assert sum(function.myerson()) == pytest.approx(0.3)
