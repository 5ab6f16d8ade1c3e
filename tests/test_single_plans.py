"""Optima that are proved to be the only ones: every other objective agrees with them on the optimal face."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coalition_games import games
from hypothesis import given, settings
from hypothesis import strategies as st

import accord
from accord.equilibria import Concept, Polytope
from accord.lp import Program, Rows, row

F = Fraction


def program(*rows, columns=2, free=()):
    return Program(columns, Rows.stack(list(rows)), free=free)


def most(total, *coefficients):
    """The row ``coefficients · x <= total``."""
    return row([(j, F(-c)) for j, c in enumerate(coefficients) if c], F(-total), equal=False)


def test_a_corner_is_unique_and_an_edge_is_not():
    triangle = program(most(1, 1, 1))
    assert triangle.maximise({0: 2, 1: 1}).unique
    assert not triangle.maximise({0: 1, 1: 1}).unique
    assert not triangle.maximise({}).unique


def test_an_edge_is_not_unique_however_many_rows_meet_at_its_end():
    pyramid = program(most(1, 1, 1), most(1, 1, 2), most(2, 2, 1))
    optimum = pyramid.maximise({0: 3, 1: 1})
    assert (optimum.at(0), optimum.at(1)) == (1, 0)
    edge = program(most(1, 1, 0), most(1, 0, 1), most(2, 1, 1))
    assert not edge.maximise({0: 1}).unique


def test_columns_that_no_row_mentions_do_not_count():
    assert program(most(1, 1, 1), columns=3, free=[2]).maximise({0: 2, 1: 1}).unique


def test_approximate_optima_are_never_called_unique(monkeypatch):
    monkeypatch.setattr("accord.lp.program._LARGEST_BASIS", 0)
    monkeypatch.setattr("accord.lp.simplex.LIMIT", 0)
    found = program(most(1, 1, 1)).maximise({0: 2, 1: 1})
    assert (found.exact, found.unique) == (False, False)


@given(games(players=2, most=3, span=4), st.lists(st.integers(-3, 3), min_size=2, max_size=2))
@settings(max_examples=60, deadline=None)
def test_payoffs_of_a_single_plan_are_those_of_the_whole_face(tables, weights):
    plans = Polytope.of(accord.Game.from_tensor(tables), Concept.CORRELATED)
    face = plans.maximisers([F(w) for w in weights])
    if face.settled is None:
        return
    assert sum(w * u for w, u in zip(weights, face.settled, strict=True)) == plans.support([F(w) for w in weights])
    for direction in ([1, 0], [-1, 0], [0, 1], [0, -1]) if face.face else ():
        reached = face.body.best(tuple(F(d) for d in direction), face.face)[0]
        assert reached == sum(d * u for d, u in zip(direction, face.settled, strict=True))
    assert face.point().play.payoffs(plans.game) == face.settled


@pytest.mark.parametrize("seed", range(4))
def test_the_play_of_a_single_plan_is_the_most_even_one(seed):
    """There is no other; the search for it, done all the same, must find it."""
    from accord.equilibria.plans import plan_for  # noqa: PLC0415

    game = accord.Game.from_tensor(np.random.default_rng(seed).integers(0, 100, (2, 4, 4)))
    plans = Polytope.of(game, Concept.CORRELATED)
    for weights in ((1, 1), (1, -1), (-1, -2)):
        face = plans.maximisers([F(w) for w in weights])
        assert face.settled is not None
        assert face.point().play == plan_for(plans.body, face.settled, None).play
