"""Fallbacks that misbehave in the games that are marked for it, for tests of what keeps a sweep going."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

import accord

MARK = 99
"""The first payoff of the games in which things go wrong."""


@dataclass(frozen=True)
class Stubborn:
    """Nobody gets anything, and marked games are trouble.

    Attributes:
        how: what happens in these.
        pause: seconds that every game takes.
    """

    name: ClassVar[str] = "tests.stubborn"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "raise"
    pause: float = 0.0

    def fall_back(self, game: accord.Game) -> accord.Disagreement:
        time.sleep(self.pause)
        if game.payoffs.flat[0] == MARK:
            _misbehave(self.how)
        return accord.Disagreement(payoffs=game.lowest)


def _misbehave(how: str) -> None:
    if how == "raise":
        raise ZeroDivisionError("by zero")
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "loop":
        while True:
            pass
    if how == "sleep":
        time.sleep(3600)
    if how == "compiled":  # keeps Python's lock, and looks at no signal
        sum(range(10**13))
    if how == "pattern":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if how == "die":
        os._exit(3)
    if how == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "memory":
        np.ones(10**9)


def games(count: int, marked: int | None = None) -> list[accord.Game]:
    """Return some games, one of them marked."""
    rng = np.random.default_rng(count)
    tables = rng.integers(0, 50, (count, 2, 2, 2))
    if marked is not None:
        tables[marked, 0, 0, 0] = MARK
    return [accord.Game.from_tensor(table, title=f"game {k}") for k, table in enumerate(tables)]
