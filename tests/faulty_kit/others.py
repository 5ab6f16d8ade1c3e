"""Solvers, selections, fallbacks, worths and axioms with one fault each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from accord import Claim, Completeness, Demand, Disagreement, Findings, Game, Needs
from accord.builtin.fallbacks import Correlated
from accord.builtin.solvers import Pure
from accord.coalitions import CharacteristicFunction
from accord.equilibria import Equilibrium, EquilibriumSet, FiniteSet
from accord.errors import UnsuitableError
from accord.roles import Selection
from accord.selections import MaxWelfare
from faulty_kit.splits import ELSEWHERE, ONCE, RENAMED, TWICE

ANY: Needs = Needs()
NOTHING: frozenset[Claim] = frozenset()
CALLS: list[Any] = []


# Solvers


@dataclass(frozen=True)
class Guessing:
    """Find pure equilibria, and call a profile of one game an equilibrium that is none."""

    name: ClassVar[str] = "kit.guessing"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def equilibria(self, game: Game) -> Findings:
        found = list(Pure().equilibria(game).profiles)
        return Findings([*found, self.extra(game)] if game.title == ONCE else found)

    def extra(self, game: Game) -> Any:
        return [[Fraction(int(k == 0)) for k in range(m)] for m in game.shape]


@dataclass(frozen=True)
class Undefined(Guessing):
    """Find pure equilibria, and one of NaN."""

    name: ClassVar[str] = "kit.undefined"

    def extra(self, game: Game) -> Any:
        return [[float("nan")] * m for m in game.shape]


@dataclass(frozen=True)
class Malformed(Guessing):
    """Find pure equilibria, and one with too few probabilities."""

    name: ClassVar[str] = "kit.malformed"

    def extra(self, game: Game) -> Any:
        return [[1.0] for _ in game.shape]


@dataclass(frozen=True)
class Boasting:
    """Find pure equilibria, and claim that there are no others in games with a title."""

    name: ClassVar[str] = "kit.boasting"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def equilibria(self, game: Game) -> Findings:
        return Findings(Pure().equilibria(game).profiles, Completeness.CLAIMED if game.title else Completeness.PARTIAL)


@dataclass(frozen=True)
class Slow:
    """Find pure equilibria, and take its time for large games.

    Attributes:
        time_limit: is not kept.
    """

    name: ClassVar[str] = "kit.slow"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING
    time_limit: float = 1.0

    def equilibria(self, game: Game) -> Findings:
        if game.n_profiles > 100:
            time.sleep(1.2)
        return Pure().equilibria(game)


# Selections


@dataclass(frozen=True)
class FirstFirst:
    """Pick what is best for the player who is listed first."""

    name: ClassVar[str] = "kit.first-first"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        n = equilibria.game.n_players
        best = equilibria.maximisers([Fraction(int(i == 0)) for i in range(n)])
        return best.maximisers([Fraction(1)] * n).point()


@dataclass(frozen=True)
class Prying:
    """Look at how a polytope is stored."""

    name: ClassVar[str] = "kit.prying"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        body: Any = getattr(equilibria, "body", None)
        sign = -1 if body is not None and body.floors is not None else 1
        face = equilibria.maximisers([Fraction(sign)] * equilibria.game.n_players)
        return face.leximin(equilibria.lowest, [Fraction(1)] * equilibria.game.n_players).point()


@dataclass(frozen=True)
class HeadOfTheList:
    """Pick whatever comes first in a list."""

    name: ClassVar[str] = "kit.head-of-the-list"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        return equilibria.members[0] if isinstance(equilibria, FiniteSet) else MaxWelfare().select(equilibria)


# Fallbacks


@dataclass(frozen=True)
class TwoFaced:
    """Admit correlated equilibria, and fall back to everybody's least payoff.

    Attributes:
        selection: which equilibrium, in theory.
    """

    name: ClassVar[str] = "kit.two-faced"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING
    selection: Selection = MaxWelfare()  # noqa: RUF009 - it is frozen

    def admits(self, game: Game) -> EquilibriumSet:
        return Correlated().admits(game)

    def fall_back(self, game: Game) -> Disagreement:
        return Disagreement(game.lowest)


@dataclass(frozen=True)
class SureOfItself:
    """Fall back to the least payoffs, and call them unique although they have a range."""

    name: ClassVar[str] = "kit.sure-of-itself"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def fall_back(self, game: Game) -> Disagreement:
        return Disagreement(game.lowest, unique=True, payoff_range=tuple(zip(game.lowest, game.highest, strict=True)))


# Worths


@dataclass(frozen=True)
class Forgetful:
    """Value the first player by which coalition was asked about before."""

    name: ClassVar[str] = "kit.forgetful"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def worth(self, game: Game, coalition: frozenset[int]) -> Fraction:
        before = CALLS[-1] if CALLS else None
        CALLS.append((game.digest, coalition))
        return Fraction(int(coalition == {0} and before == (game.digest, frozenset({1}))))


@dataclass(frozen=True)
class Torn:
    """Value all coalitions at once otherwise than one by one."""

    name: ClassVar[str] = "kit.torn"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def worth(self, game: Game, coalition: frozenset[int]) -> Fraction:
        return Fraction(len(coalition))

    def worths(self, game: Game) -> CharacteristicFunction:
        welfare, denominator = game.welfare
        whole = frozenset(range(game.n_players))
        total = Fraction(int(welfare.max()), denominator)
        return CharacteristicFunction.of(game.n_players, lambda c: total if c == whole else Fraction(0))


@dataclass(frozen=True)
class Unread:
    """Value coalitions by their size, or not at all.

    Attributes:
        reading: how.
    """

    name: ClassVar[str] = "kit.unread"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = NOTHING
    readings: ClassVar[tuple[str, ...]] = ("size", "never")
    reading: str = "size"

    def worth(self, game: Game, coalition: frozenset[int]) -> Fraction:
        if self.reading == "never":
            raise UnsuitableError("worth kit.unread: this reading is never defined")
        return Fraction(len(coalition))


# Axioms


@dataclass(frozen=True)
class Fair:
    """Nobody gets less than its least payoff."""

    name: ClassVar[str] = "kit.fair"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NOTHING

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        yield Demand("nobody gets less than its least payoff", tuple(solve(game)), game.lowest, at_least=True)


@dataclass(frozen=True)
class Lopsided(Fair):
    """Compare more numbers than are required, in one game."""

    name: ClassVar[str] = "kit.lopsided"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        yield Demand("it is lopsided", tuple(solve(game)), game.lowest[1:] if game.title == ONCE else game.lowest, at_least=True)


@dataclass(frozen=True)
class Wavering(Fair):
    """Demand something else each time, in one game."""

    name: ClassVar[str] = "kit.wavering"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        CALLS.append(0)
        says = f"demand {len(CALLS)}" if game.title == TWICE else "the same demand"
        yield Demand(says, tuple(solve(game)), game.lowest, at_least=True)


@dataclass(frozen=True)
class Scrambled(Fair):
    """Demand something that depends on the hash of a text, in one game."""

    name: ClassVar[str] = "kit.scrambled"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        says = f"demand {hash('a text')}" if game.title == ELSEWHERE else "the same demand"
        yield Demand(says, tuple(solve(game)), game.lowest, at_least=True)


@dataclass(frozen=True)
class Spoilt(Fair):
    """Crash where the players of one game do not get the same."""

    name: ClassVar[str] = "kit.spoilt"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        found = tuple(solve(game))
        if game.title == RENAMED and len(set(found)) > 1:
            raise ZeroDivisionError
        yield Demand("nobody gets less than its least payoff", found, game.lowest, at_least=True)


@dataclass(frozen=True)
class Misadapted(Fair):
    """Adapt games to some that it does not accept."""

    name: ClassVar[str] = "kit.misadapted"
    needs: ClassVar[Needs] = Needs(max_profiles=12)

    def adapt(self, game: Game) -> Game:
        return game if game.title != ONCE else Game.from_tensor(np.zeros((2, 7, 7), dtype=int))


@dataclass(frozen=True)
class Silent(Fair):
    """Demand nothing."""

    name: ClassVar[str] = "kit.silent"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        yield from ()


@dataclass(frozen=True)
class Trivial(Fair):
    """Demand that 1 is 1."""

    name: ClassVar[str] = "kit.trivial"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        solve(game)
        yield Demand("1 is 1", (Fraction(1),), (Fraction(1),))


@dataclass(frozen=True)
class Chatty(Fair):
    """Print in one game."""

    name: ClassVar[str] = "kit.chatty"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        if game.title == ONCE:
            print("hello")
        yield from Fair().examine(game, solve)


@dataclass(frozen=True)
class Anonymous(Fair):
    """Crash in games without a title, such as those that are made up."""

    name: ClassVar[str] = "kit.anonymous"

    def examine(self, game: Game, solve: Any) -> Iterator[Demand]:
        if not game.title:
            raise ZeroDivisionError
        yield from Fair().examine(game, solve)
