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

from accord.testing import AxiomContract, ExecutorContract, ReaderContract, SelectionContract, SolverContract, WorthContract


class TestSmallSupports(SolverContract):
    component = SmallSupports(time_limit=20.0)


@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"the solver needs a licence: set {VARIABLE}")
class TestSaddlePoints(SolverContract):
    component = SaddlePoints()


class TestBestReplies(SolverContract):
    component = BestReplies(time_limit=0.2)
    examples = 5


class TestFullyMixed(SolverContract):
    component = FullyMixed()


class TestRelativeWelfare(SelectionContract):
    component = RelativeWelfare()


class TestLastWord(WorthContract):
    component = LastWord()


class TestOutcomesReader(ReaderContract):
    component = OutcomesReader()


class TestSpool(ExecutorContract):
    component = Spool(jobs=1)


class TestBiggerCake(AxiomContract):
    component = BiggerCake()
