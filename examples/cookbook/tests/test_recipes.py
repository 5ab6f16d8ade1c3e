"""What each recipe is about, beyond the contract of its role."""

import os
import time
from concurrent.futures import BrokenExecutor
from fractions import Fraction

import numpy as np
import pytest
from accord_cookbook.bigger_cake import BiggerCake
from accord_cookbook.command_line import SmallSupports
from accord_cookbook.floating import FullyMixed
from accord_cookbook.hanging import BestReplies
from accord_cookbook.last_word import LastWord
from accord_cookbook.licensed import VARIABLE, SaddlePoints
from accord_cookbook.outcomes import parse
from accord_cookbook.relative_welfare import RelativeWelfare
from accord_cookbook.spool import Spool

import accord
from accord import Game
from accord.errors import ConfigurationError, InputError, SolverError, TimeLimitError, UnsuitableError

CHICKEN = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
PENNIES = Game.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
CARDS = """
player Row: Up Down  # the first
player Column: Left Right
Up Left = 1 1/3
Up Right = 0 0
Down Left = 0 0
Down Right = 2.5 -4
"""


def test_the_program_answers_in_fractions():
    odd = Game.from_arrays([["1/3", 0], [0, "2/7"]], [[2, 0], [0, "1e12"]])
    profiles = SmallSupports().equilibria(odd).profiles
    assert [[Fraction(0), Fraction(1)], [Fraction(0), Fraction(1)]] in profiles
    mixed = next(profile for profile in profiles if 0 < profile[0][0] < 1)
    assert mixed == [[Fraction(10**12, 10**12 + 2), Fraction(2, 10**12 + 2)], [Fraction(6, 13), Fraction(7, 13)]]


@pytest.mark.parametrize(
    ("command", "error", "says"),
    [
        (("no-such-program",), SolverError, "'no-such-program' cannot be run"),
        (("false",), SolverError, "exit code 1: it does not say why"),
        (("sh", "-c", "echo out of luck >&2; exit 4"), SolverError, "exit code 4: out of luck"),
        (("echo", "NE,1"), SolverError, "printed 'NE,1'; NE and 4 fractions are expected"),
        (("echo", "NE,1,0,half,1,0"), SolverError, "NE and 4 fractions"),
        (("echo", "NE,1,0,1/0,1"), SolverError, "NE and 4 fractions"),
        (("echo", "NE,1,0,1e999999999,1"), SolverError, "NE and 4 fractions"),
        (("printf", r"\377"), SolverError, "no text"),
        (("yes",), SolverError, "yes printed more than 10 MB"),
        (("sh", "-c", "yes >&2 & wait"), SolverError, "sh printed more than 10 MB"),
        (("sh", "-c", "printf '\\377' >&2; exit 5"), SolverError, "exit code 5: \ufffd"),
        (("sh", "-c", "sleep 30 & sleep 30"), TimeLimitError, "did not finish within 0.3 s"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else None,
)
def test_whatever_a_program_does_wrong_is_one_line(command, error, says):
    start, limit = time.monotonic(), 0.3 if error is TimeLimitError else 60.0
    with pytest.raises(error) as caught:
        SmallSupports(command=command, time_limit=limit).equilibria(CHICKEN)
    assert says in str(caught.value)
    assert str(caught.value).startswith("cookbook.small-supports")
    assert time.monotonic() - start < 10


def test_nobody_waits_for_what_a_program_leaves_behind():
    """It holds the output open, as a helper that was started in the background does."""
    solver = SmallSupports(command=("sh", "-c", "setsid sleep 20 & echo NE,0,1,1,0"), time_limit=15.0)
    assert solver.equilibria(CHICKEN).profiles == [[[0, 1], [1, 0]]]


@pytest.mark.parametrize("command", [(), ("small\0supports",)])
def test_a_command_that_cannot_be_one_is_refused(command):
    with pytest.raises(ConfigurationError, match="a program and its arguments are needed"):
        SmallSupports(command=command)


def test_the_program_refuses_what_is_no_game():
    with pytest.raises(SolverError, match="no game of two players"):
        SmallSupports(command=("sh", "-c", "echo nonsense | small-supports")).equilibria(CHICKEN)


def test_a_licence_is_asked_for_when_the_solver_runs(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(ConfigurationError, match=f"needs a licence; set the environment variable {VARIABLE}"):
        SaddlePoints().equilibria(PENNIES)
    monkeypatch.setenv(VARIABLE, "123456")
    with pytest.raises(ConfigurationError) as caught:
        SaddlePoints().equilibria(PENNIES)
    assert "needs a licence that is valid" in str(caught.value)
    assert "123456" not in str(caught.value)
    monkeypatch.setenv(VARIABLE, "121")
    saddle = Game.from_arrays([[3, 1], [4, 2]], [[-3, -1], [-4, -2]])
    assert SaddlePoints().equilibria(saddle).profiles == [[[0, 1], [0, 1]]]


def test_doctor_knows_what_is_missing(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert SaddlePoints.missing() == f"a licence; set the environment variable {VARIABLE} to your key"
    assert SmallSupports.missing() is None
    monkeypatch.setenv("PATH", "/nowhere")
    assert SmallSupports.missing() == "the program small-supports, which is not in PATH"


def test_replies_that_run_in_circles_are_stopped():
    assert BestReplies().equilibria(CHICKEN).profiles == [[[0, 1], [1, 0]]]
    start = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"cookbook.best-replies did not finish within 0.3 s"):
        BestReplies(time_limit=0.3).equilibria(PENNIES)
    assert time.monotonic() - start < 10
    assert BestReplies().equilibria(CHICKEN).profiles == [[[0, 1], [1, 0]]]


def test_floats_become_fractions_and_units_do_not_matter():
    for unit in (Fraction(1), Fraction(1, 10**12), Fraction(10**12)):
        game = Game.from_arrays(*([[x * unit for x in row] for row in table] for table in ([[0, 7], [2, 6]], [[0, 2], [7, 6]])))
        solved = accord.solve(game, fallback="nash", solver=FullyMixed())
        assert solved.disagreement.payoffs == (Fraction(14, 3) * unit,) * 2
        assert solved.certified
    assert FullyMixed().equilibria(Game.from_arrays([[1, 1], [1, 1]], [[1, 1], [1, 1]])).profiles == []
    assert FullyMixed().equilibria(Game.from_arrays([[1, 1]], [[1, 0]])).notes


def test_relative_welfare_does_not_depend_on_units():
    """In Chicken the payoff set is symmetric, so the best relative total is the best total; scaling a player changes nothing."""
    chosen = accord.solve(CHICKEN, selection=RelativeWelfare()).disagreement.payoffs
    assert chosen == (Fraction(21, 4), Fraction(21, 4))
    scaled = Game.from_arrays([[0, 70], [20, 60]], [[0, 2], [7, 6]])
    assert accord.solve(scaled, selection=RelativeWelfare()).disagreement.payoffs == (Fraction(105, 2), Fraction(21, 4))
    constant = Game.from_arrays([[1, 1], [1, 1]], [[0, 2], [7, 6]])
    assert accord.solve(constant, selection=RelativeWelfare()).certified


def test_shared_work_gives_the_same_worths():
    game = Game.from_arrays(
        [[[3, -1], [0, 2]], [[5, 1], [-2, 4]]], [[[1, 1], [2, 0]], [[0, 3], [4, -1]]], [[[2, 0], [1, 1]], [[3, 3], [0, 2]]]
    )
    worth = LastWord()
    together = worth.worths(game)
    for number in range(1, 7):
        coalition = frozenset(i for i in range(3) if number >> i & 1)
        assert together[coalition] == worth.worth(game, coalition)
    # player 0 moves last: for each pair of the others' actions the better of its two, and they choose the worst such pair
    assert together[0,] == min(max(3, 5), max(-1, 1), max(0, -2), max(2, 4))
    crowd = Game.from_tensor(np.zeros((13, *(1,) * 13), dtype=int))
    with pytest.raises(UnsuitableError, match="at most 12 players"):
        worth.worths(crowd)


def test_outcomes_are_read_exactly(tmp_path):
    file = tmp_path / "cards.outcomes"
    file.write_text(CARDS, encoding="utf-8")
    game = accord.read(file)
    assert (game.players, game.actions, game.title) == (("Row", "Column"), (("Up", "Down"), ("Left", "Right")), "cards")
    assert [game.exact(cell) for cell in range(4)] == [(1, Fraction(1, 3)), (0, 0), (0, 0), (Fraction(5, 2), -4)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Up Right = 0 0", "Up Rihgt = 0 0", "f:5: Column has no action Rihgt; did you mean 'Right'?; accepted: Left, Right"),
        ("Up Right = 0 0", "Up Right = 0", "f:5: 2 action(s) and 1 payoff(s)"),
        ("Up Right = 0 0", "Up Right 0 0", "f:5: 4 action(s) and 0 payoff(s)"),
        ("Up Right = 0 0", "Up Right = 0 nan", "f:5: the payoff is 'nan'; a number such as 3, -1.5 or 17/3 is accepted"),
        ("Up Right = 0 0", "Up Right = 0 1e999999", "f:5: the payoff is '1e999999'"),
        ("Up Right = 0 0", "Up Left = 0 0", "f:5: f:4 has this outcome already"),
        ("Up Right = 0 0\n", "", "f: the outcome 'Up Right' is missing; 3 of 4 are there"),
        ("player Column:", "player Row:", "f:3: there is a player Row already"),
        ("player Column: Left Right", "player Column Left Right", "f:3: 'player Column Left Right' is no player"),
        ("Left Right\n", "Left Left\n", "f:3: the action Left cannot be told apart"),
        (CARDS, "", "f: a line such as 'player Row: Up Down' is needed first"),
        (CARDS, "Up = 1", "f:1: a line such as 'player Row: Up Down' is needed first"),
    ],
    ids=lambda text: text.strip()[:24] or "empty",
)
def test_errors_say_in_which_line_and_what_would_do(old, new, says):
    assert CARDS.count(old) == 1
    with pytest.raises(InputError) as caught:
        parse(CARDS.replace(old, new), "f")
    assert says in str(caught.value)


def test_the_queue_answers_and_survives_what_tasks_raise(tmp_path):
    with Spool(folder=str(tmp_path)).executor() as executor:
        assert list(executor.map(pow, [2, 3, 4], [5, 6, 7])) == [32, 729, 16384]
        assert isinstance(executor.submit(divmod, 1, 0).exception(), ZeroDivisionError)
        with pytest.raises((AttributeError, TypeError), match="pickle"):
            executor.submit(lambda: 1)
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_can_be_spread_over_the_queue(tmp_path):
    spread = accord.sweep([CHICKEN, PENNIES], [{}], executor=Spool(folder=str(tmp_path)))
    alone = accord.sweep([CHICKEN, PENNIES], [{}], executor="serial")
    numbers = ("digest", "pipeline", "agreement_1_exact", "agreement_2_exact", "disagreement_1_exact")
    assert [[row[name] for name in numbers] for row in spread] == [[row[name] for name in numbers] for row in alone]
    assert [row["agreement_1_exact"] for row in spread] == ["6", "0"]
    assert list(tmp_path.iterdir()) == []


def test_a_dead_worker_breaks_the_queue_instead_of_leaving_everybody_waiting(tmp_path):
    with Spool(folder=str(tmp_path)).executor() as executor:
        lost = executor.submit(os._exit, 3)
        with pytest.raises(BrokenExecutor, match="exit code 3"):
            lost.result(timeout=60)
    with pytest.raises(ConfigurationError, match="there is no room in"):
        Spool(folder=str(tmp_path / "nowhere")).executor()


def test_a_bigger_cake_can_harm_somebody():
    """The rule that splits equally from the best correlated equilibrium violates the axiom, and the game found proves it."""
    (row,) = accord.audit_desiderata(axioms=[BiggerCake()], budget=60).rows
    found = row.counterexample
    assert found is not None
    poorer, richer = (accord.solve(game).agreement.payoffs for game in (found.game, found.demand.changed))
    assert min(after - before for before, after in zip(poorer, richer, strict=True)) < 0
    fixed = accord.fallbacks.Point(payoffs=(-100, -100))
    (row,) = accord.audit_desiderata(axioms=[BiggerCake()], fallback=fixed, players=2, budget=20).rows
    assert (row.tried, row.counterexample) == (20, None)
