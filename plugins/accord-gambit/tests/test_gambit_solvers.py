"""Gambit's solvers: every exact profile has regret zero, and nothing about the numbers or the shape of a game throws them off."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest

from accord.errors import ConfigurationError, SolverError, TimeLimitError, UnsuitableError
from accord.game import Game
from accord.roles import Completeness, Solver
from accord_gambit import solvers
from accord_gambit.plugin import accord_register_solvers

ALL = accord_register_solvers()
EXACT = {"gambit.enumpure", "gambit.enummixed", "gambit.lcp", "gambit.lp"}


def regret(game: Game, profile: Sequence[Sequence[Any]]) -> Fraction:
    """The greatest gain from a deviation, as a share of the player's payoff range, summed over all cells by hand."""
    exact = [[Fraction(p) for p in strategy] for strategy in profile]
    assert [len(strategy) for strategy in exact] == list(game.shape)
    assert all(p >= 0 for strategy in exact for p in strategy)
    assert all(abs(sum(strategy) - 1) < Fraction(1, 10**6) for strategy in exact)
    worst = Fraction(0)
    for i, width in enumerate(high - low or Fraction(1) for high, low in zip(game.highest, game.lowest, strict=True)):
        against = [Fraction(0)] * game.shape[i]
        for cell, actions in enumerate(product(*map(range, game.shape))):
            weight = prod((exact[j][a] for j, a in enumerate(actions) if j != i), start=Fraction(1))
            against[actions[i]] += weight * game.exact(cell)[i]
        mean = sum((p * u for p, u in zip(exact[i], against, strict=True)), Fraction(0))
        worst = max(worst, (max(against) - mean) / width)
    return worst


def profiles(solver: Solver, game: Game) -> list[list[list[Any]]]:
    return [[list(strategy) for strategy in profile] for profile in solver.equilibria(game).profiles]


def profiles_or_nothing(solver: Solver, game: Game) -> list[list[list[Any]]]:
    try:
        return profiles(solver, game)
    except SolverError:
        return []


def bos(scale: Any = 1, offset: Any = 0) -> Game:
    table = [[[3, 0], [0, 2]], [[2, 0], [0, 3]]]
    return Game.from_arrays(*[[[Fraction(scale) * u + Fraction(offset) for u in row] for row in rows] for rows in table])


PENNIES = Game.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
THREE = Game.from_tensor(np.random.default_rng(7).integers(0, 20, (3, 2, 2, 2)))
ROW = Game.from_arrays([[0, 1, 2]], [[2, 1, 2]])
COLUMN = Game.from_arrays([[0], [1], [1]], [[5], [5], [5]])
ZERO = Game.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])
ONE_CELL = Game.from_arrays([[7]], [["1/3"]])
ONE_PLAYER = Game.from_arrays([0, 2, 2])
GAMES = {
    "bos": bos(),
    "pennies": PENNIES,
    "three": THREE,
    "row": ROW,
    "column": COLUMN,
    "zero": ZERO,
    "cell": ONE_CELL,
    "single": ONE_PLAYER,
}


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
@pytest.mark.parametrize("component", ALL, ids=lambda c: c.name)
def test_every_profile_is_an_equilibrium_or_the_game_is_refused(component: type[Any], game: Game) -> None:
    solver = component(time_limit=20)
    if solver.needs.objection(game):
        with pytest.raises(UnsuitableError, match=rf"^{solver.name} "):
            solver.equilibria(game)
        return
    if solver.name == "gambit.ipa" and game in (ZERO, ONE_CELL):
        found = profiles_or_nothing(solver, game)  # pygambit 16 fails where nobody can change anything
    else:
        found = profiles(solver, game)
    bound = Fraction(0) if solver.name in EXACT else Fraction(1, 10**5)
    assert all(regret(game, profile) <= bound for profile in found)
    if solver.name in EXACT and game is not PENNIES:
        assert found
    if solver.name in EXACT:
        assert all(isinstance(p, Fraction) for profile in found for strategy in profile for p in strategy)


@pytest.mark.parametrize(
    ("scale", "offset"),
    [
        (1, 0),
        (10**30, 0),
        (Fraction(1, 10**30), 10**9),
        (Fraction(2**31, 3), Fraction(-1, 7)),
        (Fraction(10**18 + 9, 10**17 + 3), Fraction(1, 999_999_937)),
        (2**31 - 1, 0),
    ],
)
@pytest.mark.parametrize("component", [solvers.EnumMixed, solvers.Lcp])
def test_the_scale_of_the_payoffs_does_not_matter(component: type[Any], scale: Any, offset: Any) -> None:
    found = profiles(component(time_limit=20), bos(scale, offset))
    one, none, mixed = Fraction(1), Fraction(0), (Fraction(3, 5), Fraction(2, 5))
    assert sorted(found) == sorted([[[one, none], [one, none]], [[none, one], [none, one]], [list(mixed), list(mixed[::-1])]])


def test_payoffs_without_a_common_scale_are_solved_exactly() -> None:
    draw = np.random.default_rng(3)
    tables = [
        [[Fraction(int(n), int(d)) for n, d in zip(*draw.integers(1, 2**62, (2, 3)), strict=True)] for _ in range(3)]
        for _ in range(2)
    ]
    game = Game.from_arrays(*tables)
    found = profiles(solvers.EnumMixed(time_limit=20), game)
    assert found
    assert all(regret(game, profile) == 0 for profile in found)


def test_the_enumeration_is_complete_on_a_coordination_game() -> None:
    findings = solvers.EnumMixed(time_limit=20).equilibria(Game.from_arrays(np.eye(4, dtype=int), np.eye(4, dtype=int)))
    assert len(findings.profiles) == 2**4 - 1
    assert findings.completeness is Completeness.CLAIMED


def test_extreme_equilibria_of_a_degenerate_game_are_all_there() -> None:
    assert len(profiles(solvers.EnumMixed(time_limit=20), ZERO)) == 4
    assert len(profiles(solvers.EnumPure(time_limit=20), ZERO)) == 4


def test_labels_and_titles_do_not_travel() -> None:
    plain = bos()
    odd = Game.from_arrays(*plain.numerators, players=['"', "ü} {"], actions=[["\\", "1 2"], ["NFG", "\t\n."]], title='"{')
    assert profiles(solvers.EnumMixed(time_limit=20), odd) == profiles(solvers.EnumMixed(time_limit=20), plain)


def test_an_asymmetric_three_player_game_keeps_its_axes() -> None:
    tensor = np.random.default_rng(11).integers(0, 9, (3, 2, 3, 4))
    game = Game.from_tensor(tensor)
    by_hand = [
        actions
        for actions in product(range(2), range(3), range(4))
        if all(
            tensor[(i, *actions)] == tensor[(i, *[slice(None) if j == i else a for j, a in enumerate(actions)])].max()
            for i in range(3)
        )
    ]
    found = profiles(solvers.EnumPure(time_limit=20), game)
    assert sorted(tuple(strategy.index(1) for strategy in profile) for profile in found) == sorted(by_hand)


def test_floats_when_asked() -> None:
    for solver in (solvers.EnumMixed("float", 20), solvers.Lcp(arithmetic="float", time_limit=20)):
        findings = solver.equilibria(bos())
        assert len(findings.profiles) == 3
        assert all(isinstance(p, float) for profile in findings.profiles for strategy in profile for p in strategy)
        assert findings.completeness is not Completeness.CLAIMED
    assert isinstance(profiles(solvers.Lp("float", 20), PENNIES)[0][0][0], float)
    assert profiles(solvers.Lp(time_limit=20), PENNIES) == [[[Fraction(1, 2)] * 2] * 2]


def test_constant_sum_is_kept_by_the_scaling() -> None:
    game = Game.from_arrays([[5, 1], [2, 8]], [[-2, 2], [1, -5]])
    assert profiles(solvers.Lp(time_limit=20), game) == [[[Fraction(3, 5), Fraction(2, 5)], [Fraction(7, 10), Fraction(3, 10)]]]


def test_stopping_early() -> None:
    assert len(profiles(solvers.Lcp(stop_after=1, time_limit=20), bos())) == 1
    findings = solvers.EnumPoly(stop_after=1, time_limit=20).equilibria(bos())
    assert (len(findings.profiles), findings.completeness) == (1, Completeness.PARTIAL)


def test_the_time_limit_ends_a_long_computation() -> None:
    large = Game.from_tensor(np.random.default_rng(5).integers(0, 1000, (2, 14, 14)))
    with pytest.raises(TimeLimitError, match=r"^gambit\.enummixed did not finish within 0\.5 s"):
        solvers.EnumMixed(time_limit=0.5).equilibria(large)
    assert len(profiles(solvers.EnumPure(time_limit=20), bos())) == 2


def test_the_same_seed_gives_the_same_answer() -> None:
    first, again = (profiles(solvers.Liap(starts=3, seed=4, time_limit=20), THREE) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    "solver",
    [
        solvers.EnumPure(time_limit=0),
        solvers.EnumMixed(arithmetic="decimal"),  # type: ignore[arg-type]
        solvers.Lcp(stop_after=0),
        solvers.Lcp(max_depth=0),
        solvers.Simpdiv(maxregret=0),
        solvers.Simpdiv(refine=1),
        solvers.Gnm(end_lambda=1),
        solvers.Gnm(steps=0),
        solvers.Logit(max_accel=1),
        solvers.Logit(maxregret=float("nan")),
        solvers.EnumPoly(stop_after=0),
        solvers.Liap(starts=0),
    ],
    ids=repr,
)
def test_settings_out_of_range_are_refused(solver: Solver) -> None:
    with pytest.raises(ConfigurationError, match=solver.name):
        solver.equilibria(bos())
