"""The entry point: what this distribution registers. It imports nothing heavy."""

from __future__ import annotations

from accord import Axiom, Executor, Reader, Selection, Solver, Worth, hookimpl
from accord_cookbook.bigger_cake import BiggerCake
from accord_cookbook.command_line import SmallSupports
from accord_cookbook.floating import FullyMixed
from accord_cookbook.hanging import BestReplies
from accord_cookbook.last_word import LastWord
from accord_cookbook.licensed import SaddlePoints
from accord_cookbook.outcomes import OutcomesReader
from accord_cookbook.relative_welfare import RelativeWelfare
from accord_cookbook.spool import Spool


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Return the solvers."""
    return [SmallSupports, SaddlePoints, BestReplies, FullyMixed]


@hookimpl
def accord_register_selections() -> list[type[Selection]]:
    """Return the selection."""
    return [RelativeWelfare]


@hookimpl
def accord_register_worths() -> list[type[Worth]]:
    """Return the worth."""
    return [LastWord]


@hookimpl
def accord_register_readers() -> list[type[Reader]]:
    """Return the reader."""
    return [OutcomesReader]


@hookimpl
def accord_register_executors() -> list[type[Executor]]:
    """Return the executor."""
    return [Spool]


@hookimpl
def accord_register_axioms() -> list[type[Axiom]]:
    """Return the axiom."""
    return [BiggerCake]
