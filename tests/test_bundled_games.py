"""The bundled games against an independent transcription of their tables and rules."""

import re
from fractions import Fraction
from itertools import product

import pytest

from accord.builtin.readers import BundledReader, bundled_game, bundled_names
from accord.errors import InputError

TWO_PLAYERS = {
    "chicken": ("(0,0) (7,2) ; (2,7) (6,6)", 12),
    "chicken_locked": ("(0,0) (7,2)", 9),
    "chicken_asym": ("(0,0) (7,2) ; (2,5) (6,4)", 10),
    "aumann_chicken": ("(5,1) (0,0) ; (4,4) (1,5)", 8),
    "hot_dog": ("(100,50) (200,40) ; (80,100) (40,20)", 240),
    "bos": ("(2,1) (0,0) ; (0,0) (1,2)", 3),
    "bos_asym": ("(4,1) (0,0) ; (0,0) (1,2)", 5),
    "pd": ("(10,10) (0,12) ; (12,0) (4,4)", 20),
    "stag_hunt": ("(4,4) (0,3) ; (3,0) (3,3)", 8),
    "matching_pennies": ("(1,-1) (-1,1) ; (-1,1) (1,-1)", 0),
    "shapley3x3": ("(0,0) (1,0) (0,1) ; (0,1) (0,0) (1,0) ; (1,0) (0,1) (0,0)", 1),
    "rps_tie_penalty": ("(-1/2,-1/2) (-1,1) (1,-1) ; (1,-1) (-1/2,-1/2) (-1,1) ; (-1,1) (1,-1) (-1/2,-1/2)", 0),
    "cruciatus_free": ("(0,0) ; (0,-1000)", 0),
    "cruciatus_cost1": ("(0,0) ; (-1,-1000)", 0),
    "cruciatus_gain1": ("(0,0) ; (1,-1000)", 0),
    "conditional_threat": ("(0,1) (1,0) ; (-1,-1000) (1,0)", 1),
    "bananas": ("(2,0) (4,0)", 4),
    "bananas_cost": ("(2,0) (4,-1)", 3),
    "dictator_pref": ("(1,1) (0,0)", 2),
}


def public_good(benefits):
    return lambda profile: [Fraction(b) * sum(profile) - a for b, a in zip(benefits.split(), profile, strict=True)]


def majority(profile):
    named = [((1, 2), (0, 2), (0, 1))[i][a] for i, a in enumerate(profile)]
    return [Fraction(int(named[named[i]] == i), 2) for i in range(3)]


def el_farol(profile):
    return [a * (1 if sum(profile) <= 2 else -1) for a in profile]


VIOLATION = ["110", "100", "101", "100", "000", "100", "010", "011"]

THREE_PLAYERS = {
    "majority3": ((2, 2, 2), majority, 1),
    "public_good3": ((2, 2, 2), public_good("2/3 2/3 2/3"), 3),
    "public_good3_asym": ((2, 2, 2), public_good("4/5 1/2 2/5"), Fraction(21, 10)),
    "el_farol3": ((2, 2, 2), el_farol, 2),
    "threat3_free": ((2, 1, 1), lambda p: [0, -1000 * p[0], 0], 0),
    "threat3_cost1": ((2, 1, 1), lambda p: [-p[0], -1000 * p[0], 0], 0),
    "ir_violation3": ((2, 2, 2), lambda p: list(map(int, VIOLATION[4 * p[0] + 2 * p[1] + p[2]])), 2),
}


def greatest_total(game):
    numerators, denominator = game.welfare
    return Fraction(int(numerators.max()), denominator)


@pytest.mark.parametrize("name", TWO_PLAYERS)
def test_two_player_payoffs(name):
    written, welfare = TWO_PLAYERS[name]
    rows = [[tuple(map(Fraction, cell.split(","))) for cell in re.findall(r"\((.*?)\)", row)] for row in written.split(";")]
    game = bundled_game(name).game
    assert game.shape == (len(rows), len(rows[0]))
    assert [game.exact(cell) for cell in range(game.n_profiles)] == [cell for row in rows for cell in row]
    assert greatest_total(game) == welfare


@pytest.mark.parametrize("name", THREE_PLAYERS)
def test_three_player_payoffs(name):
    shape, rule, welfare = THREE_PLAYERS[name]
    game = bundled_game(name).game
    assert game.shape == shape
    expected = [tuple(map(Fraction, rule(profile))) for profile in product(*map(range, shape))]
    assert [game.exact(cell) for cell in range(game.n_profiles)] == expected
    assert greatest_total(game) == welfare


def test_every_bundled_game_is_checked_here_and_says_where_it_comes_from():
    assert set(bundled_names()) == set(TWO_PLAYERS) | set(THREE_PLAYERS)
    for name in bundled_names():
        bundled = bundled_game(name)
        assert bundled.title
        assert bundled.source
        assert bundled.shape == bundled.game.shape
        assert (
            all(label != str(k + 1) for labels in bundled.game.actions for k, label in enumerate(labels))
            or name == "ir_violation3"
        )


def test_labels_belong_to_the_payoffs():
    chicken, hot_dog = bundled_game("chicken").game, bundled_game("hot_dog").game
    assert {chicken.profile(c): chicken.exact(c) for c in range(4)}["Dare", "Swerve"] == (7, 2)
    assert {hot_dog.profile(c): hot_dog.exact(c) for c in range(4)}["airport", "beach"] == (80, 100)
    aumann = bundled_game("aumann_chicken").game
    assert {aumann.profile(c): aumann.exact(c) for c in range(4)}["Swerve", "Swerve"] == (4, 4)


def test_the_reader_takes_the_name_with_and_without_its_scheme():
    assert BundledReader().read("bundled:chicken") == BundledReader().read("chicken")
    with pytest.raises(InputError, match="did you mean 'chicken'"):
        BundledReader().read("chiken")
    with pytest.raises(InputError, match="no bundled game"):
        BundledReader().read("../games/chicken")
