"""Components that load well and then misbehave while they are at work, each in the way that its setting `how` names."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import accord
from accord.plan import JointPlan

NAN = float("nan")


class Escape(BaseException):
    """What no `except Exception` catches."""


def common(how, game):
    """Do what goes wrong in every role alike."""
    if how == "raises":
        raise KeyError("no such\nthing")
    if how == "exits":
        sys.exit("enough of this")
    if how == "escapes":
        raise Escape("beyond Exception")
    if how == "recursion":
        common(how, game)
    if how == "prints":
        print("this is no result")
        sys.stdout.write("neither is this\n")
        print("nor this", file=sys.__stdout__ if sys.stdout is sys.__stdout__ else sys.stdout, flush=True)
    if how == "mutates":
        game.payoffs[:] = 7
    if how == "rewrites":
        game.numerators[0][...] = 7
    if how == "reassigns":
        game.numerators = ()
    if how == "changes-folder":
        os.chdir("/nowhere/at/all")


@dataclass(frozen=True)
class Split:
    """Misbehave as a split."""

    name: ClassVar[str] = "misbehaving.split"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset({accord.Claim.EFFICIENT, accord.Claim.INDIVIDUALLY_RATIONAL})
    how: str = "prints"

    def agree(self, problem):
        common(self.how, problem.game)
        good = [d + problem.surplus / len(problem.fallback) for d in problem.fallback]
        answers = {
            "nan": [NAN, 5.0],
            "infinite": [float("inf"), 0.0],
            "short": good[:1],
            "long": [*good, 0],
            "nothing": None,
            "text": "12",
            "complex": [1j, 2],
            "digits": ("6", "6"),
            "nested": [[5.0], [5.0]],
            "wasteful": list(problem.fallback),
            "greedy": [10 * x for x in good],
            "unfair": [good[0] - 3, good[1] + 3],
        }
        return answers.get(self.how, good)


@dataclass(frozen=True)
class Selection:
    """Misbehave as a selection."""

    name: ClassVar[str] = "misbehaving.selection"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "prints"

    def select(self, equilibria):
        common(self.how, equilibria.game)
        good = equilibria.maximisers([1] * equilibria.game.n_players).point()
        answers = {
            "nan": accord.Equilibrium((NAN, 5.0), good.play),
            "short": accord.Equilibrium(good.payoffs[:1], good.play),
            "nothing": None,
            "text": accord.Equilibrium(("a", "b"), good.play),
            "no-play": accord.Equilibrium(good.payoffs, None),
            "elsewhere": accord.Equilibrium(good.payoffs, JointPlan((99,), (Fraction(1),))),
            "half-a-play": accord.Equilibrium(
                good.payoffs, JointPlan(good.play.cells, tuple(p / 2 for p in good.play.probabilities))
            ),
            "no-equilibrium": accord.Equilibrium((Fraction(0), Fraction(0)), JointPlan((0,), (Fraction(1),))),
            "boasts": accord.Equilibrium(tuple(u + 1 for u in good.payoffs), good.play),
        }
        return answers.get(self.how, good)


@dataclass(frozen=True)
class Fallback:
    """Misbehave as a fallback."""

    name: ClassVar[str] = "misbehaving.fallback"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset({accord.Claim.CORRELATED})
    how: str = "prints"

    def fall_back(self, game):
        common(self.how, game)
        play = JointPlan((1,), (Fraction(1),))
        good = play.payoffs(game)
        answers = {
            "nan": accord.Disagreement((NAN, 5.0)),
            "short": accord.Disagreement(good[:1], play),
            "nothing": None,
            "text": accord.Disagreement(("a", "b")),
            "negative-play": accord.Disagreement(good, JointPlan((0, 1), (Fraction(-1), Fraction(2)))),
            "no-range": accord.Disagreement(good, play, payoff_range=((0, 1, 2), (3,))),
            "nan-range": accord.Disagreement(good, play, payoff_range=((NAN, 1), (0, 1))),
            "outside-its-range": accord.Disagreement(good, play, payoff_range=((100, 101), (100, 101))),
            "no-equilibrium": accord.Disagreement((Fraction(0), Fraction(0)), JointPlan((0,), (Fraction(1),))),
            "boasts": accord.Disagreement(tuple(u - 1 for u in good), play),
            "promises": accord.Disagreement((Fraction(99), Fraction(99))),
        }
        return answers.get(self.how, accord.Disagreement(good, play))


@dataclass(frozen=True)
class Worth:
    """Misbehave as a worth."""

    name: ClassVar[str] = "misbehaving.worth"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "prints"

    def worth(self, game, coalition):
        common(self.how, game)
        answers = {"nan": NAN, "infinite": float("inf"), "nothing": None, "text": "two", "complex": 1j, "list": [1, 2]}
        return answers.get(self.how, 1)


@dataclass(frozen=True)
class Solver:
    """Misbehave as a solver."""

    name: ClassVar[str] = "misbehaving.solver"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "prints"

    def equilibria(self, game):
        common(self.how, game)
        one, none = [1, 0], [0, 1]
        answers = {
            "nan": accord.Findings([[[NAN, 1], one]]),
            "short": accord.Findings([[one]]),
            "long": accord.Findings([[[1, 0, 0], one]]),
            "nothing": None,
            "text": accord.Findings("all of them"),
            "no-equilibrium": accord.Findings([[one, one]]),
            "negative": accord.Findings([[[2, -1], one]]),
            "half": accord.Findings([[[0.5, 0], one]]),
        }
        return answers.get(self.how, accord.Findings([[one, none], [none, one]]))


@dataclass(frozen=True)
class Reader:
    """Misbehave as a reader, as the file says."""

    name: ClassVar[str] = "misbehaving.reader"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ("misbehaving",)

    def read(self, source):
        game = accord.read("chicken")
        common(source.partition(":")[2], game)
        return {"misbehaving:nothing": None, "misbehaving:text": "chicken"}.get(source, game)


@dataclass(frozen=True)
class Axiom:
    """Misbehave as an axiom."""

    name: ClassVar[str] = "misbehaving.axiom"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "prints"

    def examine(self, game, solve):
        common(self.how, game)
        if self.how == "nothing":
            return None
        if self.how == "text":
            return ["what must hold"]
        if self.how == "short":
            return [accord.Demand("it is short", (1,), (1, 2))]
        if self.how == "nan":
            return [accord.Demand("it is a number", (NAN,), (1,))]
        return [accord.Demand("it is the same", solve(game), solve(game))]


@dataclass(frozen=True)
class Executor:
    """Misbehave as an executor."""

    name: ClassVar[str] = "misbehaving.executor"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    how: str = "prints"

    def executor(self):
        common(self.how, None)
        return None if self.how == "nothing" else ThreadPoolExecutor(1)


@accord.hookimpl
def accord_register_splits():
    return [Split]


@accord.hookimpl
def accord_register_selections():
    return [Selection]


@accord.hookimpl
def accord_register_fallbacks():
    return [Fallback]


@accord.hookimpl
def accord_register_worths():
    return [Worth]


@accord.hookimpl
def accord_register_solvers():
    return [Solver]


@accord.hookimpl
def accord_register_readers():
    return [Reader]


@accord.hookimpl
def accord_register_axioms():
    return [Axiom]


@accord.hookimpl
def accord_register_executors():
    return [Executor]
