"""The eight roles: what a component of each does. This and `hookspecs` are all that a plugin author must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor as FuturesExecutor
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np

from accord.bargain import Problem
from accord.claims import Admitted, Claim
from accord.equilibria import Equilibrium, EquilibriumSet
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Array, Number, Vector

__all__ = [
    "Agreed",
    "Axiom",
    "Completeness",
    "Component",
    "Demand",
    "Disagreement",
    "EquilibriumFallback",
    "Executor",
    "Fallback",
    "Findings",
    "Needs",
    "Reader",
    "Selection",
    "Solver",
    "Solving",
    "Split",
    "Uncertainty",
    "Worth",
]


@dataclass(frozen=True)
class Needs:
    """Which games, and which terms of agreement, a component accepts.

    Attributes:
        min_players, max_players: how many players the game may have (no upper limit by default).
        max_profiles: how many action profiles the game may have (no limit by default).
        constant_sum: whether the players' payoffs must add up to the same total in every profile.
        side_payments: True if money must be transferable, False if it must not be, None if either will do.
    """

    min_players: int = 1
    max_players: int | None = None
    max_profiles: int | None = None
    constant_sum: bool = False
    side_payments: bool | None = None

    def objection(self, game: Game, side_payments: bool | None = None) -> str | None:
        """Say why the game (or the terms, where given) is refused, or return None if it is accepted."""
        if game.n_players < self.min_players:
            return f"needs at least {self.min_players} players; the game has {game.n_players}"
        if self.max_players is not None and game.n_players > self.max_players:
            return f"accepts at most {self.max_players} player(s); the game has {game.n_players}"
        if self.max_profiles is not None and game.n_profiles > self.max_profiles:
            return f"accepts at most {self.max_profiles} action profiles; the game has {game.n_profiles}"
        if self.constant_sum and np.unique(game.welfare[0]).size > 1:
            return "needs a constant-sum game; in this one the total payoff differs between profiles"
        if self.side_payments is not None and side_payments is not None and side_payments != self.side_payments:
            return "needs side payments" if self.side_payments else "is defined without side payments only"
        return None


class Completeness(StrEnum):
    """How much of the set of Nash equilibria a list of them is."""

    PROVED = "proved"
    """Checked by the host to be all (extreme) equilibria."""
    CLAIMED = "claimed"
    """The solver's method finds all (extreme) equilibria and it says that it finished."""
    PARTIAL = "partial"
    """The method looks for some equilibria only, or stopped early."""
    UNKNOWN = "unknown"
    """The method may lose equilibria without noticing."""


@dataclass(frozen=True)
class Findings:
    """What a solver found; the host verifies every profile before anything else sees it.

    Attributes:
        profiles: mixed-strategy profiles, for each player a sequence with a probability (fraction or float) per action.
        completeness: what the solver's method says about the list.
        notes: what a user should know, one sentence each.
    """

    profiles: Sequence[Sequence[Sequence[Number] | Array]]
    completeness: Completeness = Completeness.UNKNOWN
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Uncertainty:
    """How well a disagreement point is known, where it comes from data or from a random process.

    Attributes:
        draws: disagreement points that might be the true one, equally likely.
        level: the share of them that reported intervals cover, between 0 and 1.
        source: where they come from, such as ``"posterior"`` or ``"seeds"``.
    """

    draws: tuple[tuple[Number, ...], ...]
    level: float
    source: str


@dataclass(frozen=True)
class Disagreement:
    """How the game is played if talks fail.

    Attributes:
        payoffs: the disagreement point, one payoff per player.
        play: the joint plan that yields it, or None where the fallback is payoffs only.
        unique: whether every admissible equilibrium gives these payoffs; None if unknown or meaningless.
        payoff_range: each player's least and greatest payoff over all admissible equilibria, or None.
        claims: what the play is promised to be, beyond the fallback's own claims.
        warnings: what a user should know, one sentence each.
        admitted: what the play was selected from, by its definition; None where that is no equilibrium polytope.
        uncertainty: how well the payoffs are known; None where they follow from the game.
    """

    payoffs: tuple[Number, ...]
    play: JointPlan | None = None
    unique: bool | None = None
    payoff_range: tuple[tuple[Number, Number], ...] | None = None
    claims: frozenset[Claim] = frozenset()
    warnings: tuple[str, ...] = ()
    admitted: Admitted | None = None
    uncertainty: Uncertainty | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", Vector(self.payoffs))
        if self.payoff_range is not None:
            object.__setattr__(self, "payoff_range", tuple(Vector(bounds) for bounds in self.payoff_range))


@dataclass(frozen=True)
class Agreed:
    """What a split may return where the payoffs alone do not say everything.

    Attributes:
        payoffs: the agreed payoffs, one per player.
        warnings: what a user should know, one sentence each.
        powers: the players' bargaining powers, for `Claim.NASH_PRODUCT`; all the same if None.
    """

    payoffs: Array | Sequence[Number]
    warnings: tuple[str, ...] = ()
    powers: tuple[Number, ...] | None = None


@dataclass(frozen=True)
class Demand:
    """What an axiom asks for in one place: the host compares, exactly where all numbers are fractions.

    Attributes:
        says: what must hold, one sentence about this game.
        found: numbers that must be equal to the required ones.
        required: what they must be equal to.
        at_least: whether they may be greater as well.
        slack: how far they may miss the required ones; for what holds in a limit only.
        changed: the other game that was solved to find out, or None.
    """

    says: str
    found: tuple[Number, ...]
    required: tuple[Number, ...]
    at_least: bool = False
    slack: Fraction = Fraction(0)
    changed: Game | None = None


class Solving(Protocol):
    """The rule that an axiom examines."""

    @property
    def side_payments(self) -> bool:
        """Whether money can change hands."""
        ...

    def __call__(self, game: Game, /) -> tuple[Number, ...]:
        """Return the agreed payoffs, one per player."""
        ...


class Component(Protocol):
    """What all roles share: a frozen dataclass with a name, its limits and its promises.

    A fallback, selection or split may state which axioms it satisfies by an attribute ``satisfies``, a frozenset of names.
    """

    name: ClassVar[str]
    needs: ClassVar[Needs]
    claims: ClassVar[frozenset[Claim]]


@runtime_checkable
class Solver(Component, Protocol):
    """Finds Nash equilibria of a game (an *equilibrium backend*)."""

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria found, with what the method says about completeness."""
        ...


@runtime_checkable
class Selection(Component, Protocol):
    """Picks one equilibrium out of a set, be it a finite list or a polytope."""

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the chosen equilibrium; payoffs must depend on the set alone, not on how it is stored."""
        ...


@runtime_checkable
class Fallback(Component, Protocol):
    """Says how the game is played if talks fail, hence the disagreement point."""

    def fall_back(self, game: Game) -> Disagreement:
        """Return the disagreement point of the game."""
        ...


@runtime_checkable
class EquilibriumFallback(Protocol):
    """A fallback that separates what is admissible from what is selected, so that one set can serve many selections."""

    selection: Selection

    def admits(self, game: Game) -> EquilibriumSet:
        """Return all equilibria that the concept admits."""
        ...


@runtime_checkable
class Worth(Component, Protocol):
    """Says what a coalition earns by itself.

    A worth that can share work between coalitions may have a method ``worths(game) -> CharacteristicFunction`` as well, which is
    asked instead. A worth with a field ``fallback`` is given the pipeline's own unless it is set.
    """

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of a coalition of player numbers: not of none, and not of all, who earn the greatest total payoff."""
        ...


@runtime_checkable
class Split(Component, Protocol):
    """Shares out the gains over the disagreement point.

    A split whose agreements with side payments are ``d + s * surplus`` for constant shares s may say so by a method
    ``shares(n_players) -> tuple[Fraction, ...] | None``; the range of agreements over all equilibria can be computed then. A
    split that divides the worths of coalitions, ``problem.worths``, says so by ``uses_worths: ClassVar[bool] = True``; one that
    looks at few of them may say so by a method ``looks_at_few(n_players) -> bool``, and they are worked out on demand then.
    """

    def agree(self, problem: Problem) -> Array | Sequence[Number] | Agreed:
        """Return the agreed payoffs, one per player; an `Agreed` says more about them."""
        ...


@runtime_checkable
class Reader(Component, Protocol):
    """Turns a file or a URI into a game.

    A reader behind which there is a library of games may have a method ``games() -> Sequence[Game]`` as well, which returns
    those that are small enough to be solved thousands of times: audits try them.

    Attributes:
        suffixes: file name endings that this reader takes, with the dot.
        schemes: URI schemes that it takes, without the colon.
    """

    suffixes: ClassVar[tuple[str, ...]]
    schemes: ClassVar[tuple[str, ...]]

    def read(self, source: str) -> Game:
        """Return the game in a file or behind a URI; raise `InputError` naming the source, and the line where there is one."""
        ...


@runtime_checkable
class Executor(Component, Protocol):
    """Supplies the workers of a sweep."""

    def executor(self) -> FuturesExecutor:
        """Return an executor in the sense of `concurrent.futures`."""
        ...


@runtime_checkable
class Axiom(Component, Protocol):
    """Says what a good rule does: an audit looks for games in which a rule does not.

    An axiom about games of a special kind may have a method ``adapt(game) -> Game`` as well, which turns any game that
    it accepts into one of these.
    """

    def examine(self, game: Game, solve: Solving) -> Iterable[Demand]:
        """Yield what must hold in this game, and in games made from it; nothing if the axiom is not about this game."""
        ...


ROLES: dict[str, tuple[type[Any], str]] = {
    "solver": (Solver, "equilibria"),
    "selection": (Selection, "select"),
    "fallback": (Fallback, "fall_back"),
    "worth": (Worth, "worth"),
    "split": (Split, "agree"),
    "reader": (Reader, "read"),
    "executor": (Executor, "executor"),
    "axiom": (Axiom, "examine"),
}
"""Each role's protocol and verb."""
