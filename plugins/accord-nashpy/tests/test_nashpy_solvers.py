"""Nashpy's solvers: what they find is an equilibrium of the exact game, and what they break on is answered honestly."""

import math
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import entry_points

import numpy as np
import pytest

from accord.builtin.readers import bundled_game
from accord.errors import ConfigurationError, SolverError, TimeLimitError
from accord.game import Game
from accord.roles import Completeness, Solver
from accord_nashpy import worker
from accord_nashpy.solvers import LemkeHowson, SupportEnumeration, VertexEnumeration

SOLVERS = [SupportEnumeration(), VertexEnumeration(), LemkeHowson()]
BOS = ([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def ids(solver):
    return solver.name.removeprefix("nashpy.")


def regret(game, profile):
    """Return the most that a player gains by a deviation, in units of the player's payoff range; computed with fractions."""
    x, y = ([Fraction(p) / sum(map(Fraction, strategy)) for p in strategy] for strategy in profile)
    worst = Fraction(0)
    for i in (0, 1):
        table = [[game.exact(a * len(y) + b)[i] for b in range(len(y))] for a in range(len(x))]
        rows = [sum(q * u for q, u in zip(y, row, strict=True)) for row in table]
        columns = [sum(p * row[b] for p, row in zip(x, table, strict=True)) for b in range(len(y))]
        mean = sum(p * u for p, u in zip(x, rows, strict=True))
        span = game.highest[i] - game.lowest[i]
        worst = max(worst, (max(rows if i == 0 else columns) - mean) / (span or 1))
    return worst


def supports(findings):
    return sorted(tuple(tuple(k for k, p in enumerate(s) if p > 1e-9) for s in profile) for profile in findings.profiles)


@pytest.mark.parametrize("solver", SOLVERS, ids=ids)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chicken", [((0,), (1,)), ((0, 1), (0, 1)), ((1,), (0,))]),
        ("bos", [((0,), (0,)), ((0, 1), (0, 1)), ((1,), (1,))]),
        ("pd", [((1,), (1,))]),
        ("matching_pennies", [((0, 1), (0, 1))]),
        ("shapley3x3", [((0, 1, 2), (0, 1, 2))]),
        ("rps_tie_penalty", [((0, 1, 2), (0, 1, 2))]),
    ],
)
def test_known_equilibria(solver, name, expected):
    game = bundled_game(name).game
    findings = solver.equilibria(game)
    found = supports(findings)
    # a Lemke-Howson path cannot reach the mixed equilibrium of a coordination game
    assert found == expected or (isinstance(solver, LemkeHowson) and set(found) == {s for s in expected if len(s[0]) == 1})
    assert max(regret(game, profile) for profile in findings.profiles) < 1e-12
    assert findings.completeness is (Completeness.PARTIAL if isinstance(solver, LemkeHowson) else Completeness.UNKNOWN)
    assert findings.notes == ()


def scaled(factor, offset):
    return Game.from_arrays(*([[Fraction(u) * factor + offset for u in row] for row in matrix] for matrix in BOS))


@pytest.mark.parametrize("solver", SOLVERS, ids=ids)
@pytest.mark.parametrize(
    ("factor", "offset"),
    [(Fraction(1, 10**9), 0), (1, 10**9), (10**12, -(10**12)), (Fraction(1, 3), 10**30), (10**40, Fraction(1, 7)), (1, 2**53)],
)
def test_neither_scale_nor_offset_matter(solver, factor, offset):
    plain, game = scaled(1, 0), scaled(factor, offset)
    assert [np.array(p[0]).tolist() for p in solver.equilibria(game).profiles] == [
        np.array(p[0]).tolist() for p in solver.equilibria(plain).profiles
    ]
    assert all(regret(game, profile) < 1e-12 for profile in solver.equilibria(game).profiles)


@pytest.mark.parametrize("solver", SOLVERS, ids=ids)
@pytest.mark.parametrize("seed", range(6))
def test_random_games(solver, seed):
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 5)), int(rng.integers(2, 5)))
    game = Game.from_arrays(rng.random(shape), rng.random(shape))
    profiles = solver.equilibria(game).profiles
    assert all(regret(game, profile) < 1e-9 for profile in profiles)
    assert all(math.isclose(sum(strategy), 1) and min(strategy) >= 0 for profile in profiles for strategy in profile)
    assert len(supports(solver.equilibria(game))) == len(profiles)


@pytest.mark.parametrize("solver", SOLVERS, ids=ids)
def test_a_player_without_a_choice(solver):
    wide = solver.equilibria(Game.from_arrays([[1, 2, 3]], [["1/3", "1/3", 0]]))
    assert wide.profiles == [[[1], [1, 0, 0]], [[1], [0, 1, 0]]]
    tall = solver.equilibria(bundled_game("cruciatus_cost1").game)
    assert tall.profiles == [[[1, 0], [1]]]
    single = solver.equilibria(Game.from_arrays([[5]], [[-5]]))
    assert single.profiles == [[[1], [1]]]
    for findings in (wide, tall, single):
        assert findings.completeness is Completeness.CLAIMED
        assert len(findings.notes) == 1


@pytest.mark.parametrize("solver", SOLVERS, ids=ids)
def test_constant_payoffs(solver):
    for game in (Game.from_arrays(np.zeros((2, 3)), np.zeros((2, 3))), Game.from_arrays(np.full((2, 2), 7), [[1, 0], [0, 1]])):
        findings = solver.equilibria(game)
        assert findings.profiles
        assert all(regret(game, profile) < 1e-12 for profile in findings.profiles)


def test_a_lost_equilibrium_is_not_called_degeneracy():
    rng = np.random.RandomState(3)  # the generator with which the loss was first seen
    game = Game.from_arrays(rng.randint(0, 1001, (4, 4)), rng.randint(0, 1001, (4, 4)))
    findings = SupportEnumeration().equilibria(game)
    assert findings.completeness is Completeness.UNKNOWN
    assert findings.notes == ()


def test_time_limits():
    rng = np.random.default_rng(0)
    game = Game.from_arrays(rng.random((9, 9)), rng.random((9, 9)))
    for solver in (SupportEnumeration(time_limit=0.2), VertexEnumeration(time_limit=0.2)):
        with pytest.raises(TimeLimitError, match=solver.name):
            solver.equilibria(game)
    with pytest.raises(ConfigurationError, match="time limit"):
        VertexEnumeration(time_limit=-1).equilibria(game)


def endless():
    """Return a game on which some Lemke-Howson paths of nashpy cycle, and some end."""
    rng = np.random.RandomState(1)
    return Game.from_arrays(rng.randint(0, 101, (12, 12)), rng.randint(0, 101, (12, 12)))


def test_paths_that_do_not_end_are_reported():
    solver = LemkeHowson(time_limit=8.0)
    findings = solver.equilibria(endless())
    assert findings.profiles
    assert all(regret(endless(), profile) < 1e-9 for profile in findings.profiles)
    (note,) = [note for note in findings.notes if note.startswith("Lemke-Howson did not end in time for the label(s) ")]
    late = int(note.split()[-1].rstrip("."))
    with pytest.raises(TimeLimitError, match=r"did not finish within 0.3 s"):
        LemkeHowson(initial_dropped_label=late, time_limit=0.3).equilibria(endless())


def test_one_label():
    chicken = bundled_game("chicken").game
    assert supports(LemkeHowson(initial_dropped_label=0).equilibria(chicken)) == [((0,), (1,))]
    assert supports(LemkeHowson(initial_dropped_label=1).equilibria(chicken)) == [((1,), (0,))]
    for label in (-1, 4):
        with pytest.raises(ConfigurationError, match="labels 0 to 3"):
            LemkeHowson(initial_dropped_label=label).equilibria(chicken)


def test_what_is_no_profile_is_dropped_and_repetitions_merged():
    good = (np.array([0.5, 0.5]), np.array([1.0, -1e-17]))
    bad = [(np.array([np.nan, 1]), np.array([1.0])), (np.array([1.5, -0.5]), np.array([1.0])), (np.array([0.2]), np.array([1.0]))]
    assert worker._collect([good, *bad, good]) == {"profiles": [[[0.5, 0.5], [1.0, 0.0]]], "broken": 3}


def test_a_failure_inside_nashpy_is_one_line(monkeypatch):
    monkeypatch.setattr(Game, "normalised", np.full((2, 2, 2), np.nan))
    with pytest.raises(SolverError, match=r"nashpy.vertex-enumeration failed") as caught:
        VertexEnumeration().equilibria(Game.from_arrays(*BOS))
    assert "QH" not in str(caught.value)


def test_every_solver_accepts_two_players_only():
    for solver in SOLVERS:
        assert isinstance(solver, Solver)
        assert solver.needs.objection(bundled_game("majority3").game)
        assert solver.needs.objection(bundled_game("pd").game) is None


def test_the_entry_point_is_light():
    (entry,) = [entry for entry in entry_points(group="accord") if entry.name == "nashpy"]
    assert entry.value == "accord_nashpy.plugin"
    code = (
        "import sys, accord_nashpy.plugin as p; assert len(p.accord_register_solvers()) == 3;"
        "sys.exit(', '.join({'nashpy', 'scipy', 'networkx'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
