"""Nashpy's solvers keep the contract of solvers."""

from __future__ import annotations

from accord.testing import SolverContract, shared
from accord_nashpy.solvers import LemkeHowson, SupportEnumeration, VertexEnumeration

GAMES = shared(
    *("no-choice", "one-row", "one-column", "one-player", "constant", "chicken", "pennies", "rock-paper-scissors", "non-square"),
    *("duplicate-actions", "continuum", "degenerate", "coordination", "thirds", "huge", "tiny", "beyond-2^31", "beyond-2^53"),
    *("own-units", "three-players"),
)


class TestSupportEnumeration(SolverContract):
    component = SupportEnumeration(time_limit=20.0)
    games = GAMES
    examples = 4


class TestVertexEnumeration(SolverContract):
    component = VertexEnumeration(time_limit=20.0)
    games = GAMES
    examples = 4


class TestLemkeHowson(SolverContract):
    component = LemkeHowson(time_limit=5.0)
    games = GAMES
    examples = 4
