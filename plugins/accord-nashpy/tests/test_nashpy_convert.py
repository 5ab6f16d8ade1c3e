"""Conversions from and to `nashpy.Game`."""

from fractions import Fraction

import nashpy
import numpy as np
import pytest

from accord.builtin.readers import bundled_game
from accord.errors import InputError, UnsuitableError
from accord.game import Game
from accord_nashpy import from_nashpy, to_nashpy


def test_there_and_back():
    chicken = bundled_game("chicken").game
    theirs = to_nashpy(chicken)
    assert isinstance(theirs, nashpy.Game)
    assert np.array_equal(theirs.payoff_matrices[0], [[0, 7], [2, 6]])
    assert from_nashpy(theirs, players=chicken.players, actions=chicken.actions, title=chicken.title) == chicken
    theirs.payoff_matrices[0][0, 0] = 9
    assert chicken.exact(0) == (0, 0)


def test_zero_sum_and_integers():
    game = from_nashpy(nashpy.Game(np.array([[1, -1], [-1, 1]])))
    assert game == Game.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert from_nashpy(nashpy.Game([[0.1]], [[2]])).exact(0) == (Fraction(*(0.1).as_integer_ratio()), 2)


def test_what_is_refused():
    with pytest.raises(UnsuitableError, match="two players"):
        to_nashpy(bundled_game("majority3").game)
    with pytest.raises(InputError, match="two payoff matrices"):
        from_nashpy(object())
    with pytest.raises(InputError, match="finite"):
        from_nashpy(nashpy.Game([[np.nan]], [[1]]))
    with pytest.raises(InputError):
        from_nashpy(nashpy.Game(np.array([[True]]), np.array([[1]])))
