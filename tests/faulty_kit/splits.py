"""Splits that share equally, but for one fault each; most show it on one game of the contract only."""

from __future__ import annotations

import ctypes
import random
import sys
import warnings
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from accord import Claim, Needs, Problem
from accord.errors import ConfigurationError, UnsuitableError

CALLS: list[int] = []
GAMES = ("chicken", "bos", "non-square", "dilemma", "all-lose")
"""The games of the contracts: the first is looked at once, the others again, under other names, and in another process."""
ONCE, TWICE, RENAMED, ELSEWHERE = GAMES[:4]


def even(problem: Problem, lead: Any = 0) -> tuple[Any, ...]:
    """Share equally, but give the first player more, at the expense of the last."""
    n = problem.game.n_players
    shares = [d + problem.surplus / n for d in problem.fallback]
    shares[0], shares[-1] = shares[0] + lead * problem.surplus, shares[-1] - lead * problem.surplus
    return tuple(shares)


@dataclass(frozen=True)
class Sound:
    """Share equally."""

    name: ClassVar[str] = "kit.sound"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})

    def agree(self, problem: Problem) -> Any:
        return even(problem)


@dataclass(frozen=True)
class Unregistered(Sound):
    """Share equally, without being registered."""


@dataclass(frozen=True)
class Unacceptable(Sound):
    """Share equally, under a name that the host does not accept."""

    name: ClassVar[str] = "kit.Not A Name"


@dataclass(frozen=True)
class Mumbling(Sound):
    """share it"""

    name: ClassVar[str] = "kit.mumbling"


@dataclass(frozen=True)
class Undocumented(Sound):
    """Share equally."""

    name: ClassVar[str] = "kit.undocumented"
    extra: float = 0.0


@dataclass(frozen=True)
class Misdocumented(Sound):
    """Share equally.

    Attributes:
        extra: this field is called otherwise.
    """

    name: ClassVar[str] = "kit.misdocumented"


@dataclass(frozen=True)
class Growing(Sound):
    """Share equally.

    Attributes:
        size: grows whenever it is set.
    """

    name: ClassVar[str] = "kit.growing"
    size: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", self.size + 1)


@dataclass(frozen=True)
class Unhashable(Sound):
    """Share equally."""

    name: ClassVar[str] = "kit.unhashable"

    def __hash__(self) -> int:
        raise TypeError("no hash")


@dataclass(frozen=True)
class Unguarded(Sound):
    """Share equally.

    Attributes:
        parts: has no guard.
    """

    name: ClassVar[str] = "kit.unguarded"
    parts: int = 1

    def __post_init__(self) -> None:
        _ = {1: "one", 2: "two"}[self.parts]


@dataclass(frozen=True)
class Guarded(Sound):
    """Share equally.

    Attributes:
        parts: has a guard.
    """

    name: ClassVar[str] = "kit.guarded"
    parts: int = 1

    def __post_init__(self) -> None:
        if self.parts not in (1, 2):
            raise ConfigurationError(f"split kit.guarded: parts is {self.parts}; 1 or 2 is accepted")


@dataclass(frozen=True)
class Crashing(Sound):
    """Crash on one game."""

    name: ClassVar[str] = "kit.crashing"

    def agree(self, problem: Problem) -> Any:
        return even(problem) if problem.game.title != ONCE else [1 / 0]


@dataclass(frozen=True)
class NotANumber(Sound):
    """Answer NaN to one game."""

    name: ClassVar[str] = "kit.not-a-number"

    def agree(self, problem: Problem) -> Any:
        return even(problem) if problem.game.title != ONCE else [float("nan")] * 2


@dataclass(frozen=True)
class Misshapen(Sound):
    """Answer three payoffs to one game of two players."""

    name: ClassVar[str] = "kit.misshapen"

    def agree(self, problem: Problem) -> Any:
        return even(problem) if problem.game.title != ONCE else [0.0] * 3


@dataclass(frozen=True)
class Lying(Sound):
    """Claim equal gains, and break that promise on one game."""

    name: ClassVar[str] = "kit.lying"
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.EFFICIENT, Claim.EQUAL_GAINS})

    def agree(self, problem: Problem) -> Any:
        return even(problem, Fraction(1, 4) if problem.game.title == ONCE else 0)


@dataclass(frozen=True)
class Moody(Sound):
    """Answer one game differently every time."""

    name: ClassVar[str] = "kit.moody"

    def agree(self, problem: Problem) -> Any:
        CALLS.append(0)
        return even(problem, Fraction(1, 3 + len(CALLS)) if problem.game.title == TWICE else 0)


@dataclass(frozen=True)
class Hashing(Sound):
    """Share one game by the hash of a text, which differs between processes."""

    name: ClassVar[str] = "kit.hashing"

    def agree(self, problem: Problem) -> Any:
        return even(problem, Fraction(hash(problem.game.title) % 10**6, 4 * 10**6) if problem.game.title == ELSEWHERE else 0)


@dataclass(frozen=True)
class Reading(Sound):
    """Go by what the players of one game are called."""

    name: ClassVar[str] = "kit.reading"

    def agree(self, problem: Problem) -> Any:
        return even(problem, Fraction(1, 4) if problem.game.players[0] == "p0" else 0)


@dataclass(frozen=True)
class Entitled(Sound):
    """Favour the first player in games without a title, such as those that are made up."""

    name: ClassVar[str] = "kit.entitled"

    def agree(self, problem: Problem) -> Any:
        return even(problem, 0 if problem.game.title else Fraction(1, 4))


@dataclass(frozen=True)
class Loud(Sound):
    """Print on one game."""

    name: ClassVar[str] = "kit.loud"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            print("hello")
        return even(problem)


@dataclass(frozen=True)
class Below(Sound):
    """Print on one game as compiled code does, into a buffer that Python does not know of."""

    name: ClassVar[str] = "kit.below"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            ctypes.CDLL(None).printf(b"hello from below")
        return even(problem)


@dataclass(frozen=True)
class Cautious(Sound):
    """Warn on one game."""

    name: ClassVar[str] = "kit.cautious"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            warnings.warn("careful", stacklevel=1)
        return even(problem)


@dataclass(frozen=True)
class Seeding(Sound):
    """Seed the global random numbers on one game."""

    name: ClassVar[str] = "kit.seeding"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            random.seed(1)
        return even(problem)


@dataclass(frozen=True)
class Deepening(Sound):
    """Let everybody recur deeper after one game."""

    name: ClassVar[str] = "kit.deepening"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            sys.setrecursionlimit(sys.getrecursionlimit() + 1)
        return even(problem)


@dataclass(frozen=True)
class Silencing(Sound):
    """Silence all warnings on one game, other people's as well."""

    name: ClassVar[str] = "kit.silencing"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            warnings.simplefilter("ignore")
        return even(problem)


@dataclass(frozen=True)
class Noting(Sound):
    """Keep notes about one game in a file."""

    name: ClassVar[str] = "kit.noting"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE and not list(Path.cwd().iterdir()):
            Path("notes.txt").write_text("a game", encoding="utf-8")
        return even(problem)


@dataclass(frozen=True)
class Meddling(Sound):
    """Write into the arrays of one game."""

    name: ClassVar[str] = "kit.meddling"

    def agree(self, problem: Problem) -> Any:
        if problem.game.title == ONCE:
            problem.game.payoffs.flags.writeable = True
        return even(problem)


@dataclass(frozen=True)
class Refusing(Sound):
    """Refuse everything."""

    name: ClassVar[str] = "kit.refusing"

    def agree(self, problem: Problem) -> Any:
        raise UnsuitableError("split kit.refusing is not in the mood")


@dataclass(frozen=True)
class Untitled(Sound):
    """Crash on games without a title, such as those that are made up."""

    name: ClassVar[str] = "kit.untitled"

    def agree(self, problem: Problem) -> Any:
        return even(problem) if problem.game.title else [1 / 0]


@dataclass(frozen=True)
class Favouring(Sound):
    """State symmetry, and favour the first player."""

    name: ClassVar[str] = "kit.favouring"
    satisfies: ClassVar[frozenset[str]] = frozenset({"symmetry"})

    def agree(self, problem: Problem) -> Any:
        return even(problem, Fraction(1, 4))


@dataclass(frozen=True)
class Unknowing(Sound):
    """State an axiom that nobody knows."""

    name: ClassVar[str] = "kit.unknowing"
    satisfies: ClassVar[frozenset[str]] = frozenset({"symetry"})


@dataclass(frozen=True)
class Wasting(Sound):
    """Forget half of the surplus where talks fail at everybody's least payoff."""

    name: ClassVar[str] = "kit.wasting"

    def agree(self, problem: Problem) -> Any:
        return problem.fallback if problem.fallback == problem.game.lowest else even(problem)


@dataclass(frozen=True)
class Rounding(Sound):
    """Favour the first player where the disagreement point is given in floats."""

    name: ClassVar[str] = "kit.rounding"

    def agree(self, problem: Problem) -> Any:
        return even(problem, 0 if problem.is_exact else 0.25)


@dataclass(frozen=True)
class Misstating(Sound):
    """State other shares than it gives."""

    name: ClassVar[str] = "kit.misstating"

    def agree(self, problem: Problem) -> Any:
        return even(problem)

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        return (Fraction(1), *[Fraction(0)] * (n_players - 1))
