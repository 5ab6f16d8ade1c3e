"""The contract of each component: all that an author has to write."""

import os

import pytest
from accord_cookbook.bigger_cake import BiggerCake
from accord_cookbook.command_line import SmallSupports
from accord_cookbook.floating import FullyMixed
from accord_cookbook.hanging import BestReplies
from accord_cookbook.last_word import LastWord
from accord_cookbook.licensed import VARIABLE, SaddlePoints
from accord_cookbook.outcomes import OutcomesReader
from accord_cookbook.relative_welfare import RelativeWelfare
from accord_cookbook.spool import Spool

from accord import Game
from accord.testing import AxiomContract, ExecutorContract, ReaderContract, SelectionContract, SolverContract, WorthContract
from accord.testing.games import shared

GAMES = shared("one-row", "chicken", "pennies", "continuum", "huge", "three-players")
"""A plugin leaves this out and is tried on all of them; there are many recipes, and they are tested often."""


class TestSmallSupports(SolverContract):
    component = SmallSupports(time_limit=20.0)
    games, examples = GAMES, 5


@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"the solver needs a licence: set {VARIABLE}")
class TestSaddlePoints(SolverContract):
    component = SaddlePoints()
    games, examples = [*GAMES, Game.from_arrays([[3, 1], [4, 2]], [[-3, -1], [-4, -2]], title="saddle")], 5


class TestBestReplies(SolverContract):
    component = BestReplies(time_limit=0.2)
    games, examples = GAMES, 5


class TestFullyMixed(SolverContract):
    component = FullyMixed()
    games, examples = GAMES, 5


class TestRelativeWelfare(SelectionContract):
    component = RelativeWelfare()
    games, examples = GAMES, 5


class TestLastWord(WorthContract):
    component = LastWord()
    games, examples = GAMES, 5


class TestOutcomesReader(ReaderContract):
    component = OutcomesReader()
    garbage = ("player Row: Up Down\nUp = 1\n", "player Row Up\n", "player Row: Up Up\nUp = 1\n", "player Row: Up\nUp = 1e9\n")

    def sample(self, folder):
        file = folder / "half.outcomes"
        file.write_text("player Row: Up Down\nplayer Column: Left  # alone\nUp Left = 1/3 2\nDown Left = 0 -1.5\n")
        return str(file)

    def expected(self):
        return Game.from_arrays([["1/3"], [0]], [[2], ["-1.5"]], players=["Row", "Column"], actions=[["Up", "Down"], ["Left"]])


class TestSpool(ExecutorContract):
    component = Spool(jobs=1)


class TestBiggerCake(AxiomContract):
    component = BiggerCake()
