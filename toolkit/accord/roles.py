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

    A profile ``(p_1, …, p_n)`` gives player i the action k with probability ``p_i[k]``, in the order of ``game.actions[i]``: not
    negative, adding up to 1. It is a Nash equilibrium (Nash 1951) if no player gains by another action while the others draw from
    theirs. Fractions are checked exactly. Floats may miss by rounding: probabilities by 1e-6, and nobody may gain more than 1e-6
    of its payoff range; with two players the host looks for the exact equilibrium on the same supports.

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

    All payoffs are in the game's own units. A play is promised to be a probability distribution that yields the payoffs, and a
    range to hold them: the host checks both whether or not anybody claims it.

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
        powers: the players' bargaining powers w, one per player and not negative, for `Claim.NASH_PRODUCT`: the exponents in
            ``prod_i (x_i - d_i) ** w_i`` (Kalai 1977); all the same if None.
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

    Its fields are its settings, and their annotations are enforced: ``bool``, ``int``, ``float``, ``fractions.Fraction``,
    ``str``, ``Literal``, an enumeration, a tuple or mapping of these, another role's protocol (a component inside a component),
    any of them ``| None``. Numbers can have a range, ``Annotated[float, accord.Range(0, below=1)]``, which
    `accord.check_settings` checks where somebody sets the component up in Python: call it in ``__post_init__``, which is also the
    place for what types cannot express, and raise a `ConfigurationError` there. Its docstring is its documentation: a first line,
    the formula with its source, and a section ``Attributes:`` for the settings.

    A component of any role may also have:

    - ``time_limit: float``, a field: seconds. The option ``--time-limit`` sets it.
    - ``missing() -> str | None``, a static or class method: what it needs besides Python packages and does not find on this
      machine, such as a program or a licence. ``accord plugins doctor`` asks it.

    Attributes:
        name: lower-case words joined by hyphens; a plugin's begin with its entry point's name and a dot.
        needs: which games and terms it accepts; the host refuses the others with the reason.
        claims: what it promises about every answer; the host re-checks each promise on every run.
    """

    name: ClassVar[str]
    needs: ClassVar[Needs]
    claims: ClassVar[frozenset[Claim]]


@runtime_checkable
class Solver(Component, Protocol):
    """Finds Nash equilibria of a game (an *equilibrium backend*).

    It need not verify anything, but it must not guess: only `Completeness.CLAIMED` says that the list has every (extreme)
    equilibrium. The host checks each profile in rational arithmetic, rejects what is no equilibrium, sorts, and drops duplicates.
    """

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria found, with what the method says about completeness.

        Args:
            game: a game that ``needs`` accepts.

        Raises:
            UnsuitableError: if the method is not made for this game.
            SolverError: if it ends without an answer; `TimeLimitError` if its time is up.
        """
        ...


@runtime_checkable
class Selection(Component, Protocol):
    """Picks one equilibrium out of a set, be it a finite list or a polytope.

    It learns about the set through `EquilibriumSet` only: greatest weighted sums, faces, ranges, points. Ties must be broken by a
    rule that does not depend on how the set is stored or in which order players and actions come.

    A selection may also have:

    - ``satisfies: frozenset[str]``, a class variable, or a property if it depends on the settings: the names of the axioms that
      hold where it selects within the fallback ``correlated`` and the split is ``equal``, with side payments and no worths. An
      audit that refutes one reports a broken promise.
    """

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the chosen equilibrium; payoffs must depend on the set alone, not on how it is stored.

        Args:
            equilibria: all that the fallback admits; never empty.

        Raises:
            UnsuitableError: if the set is of a kind that the rule is not defined for.
        """
        ...


@runtime_checkable
class Fallback(Component, Protocol):
    """Says how the game is played if talks fail, hence the disagreement point.

    A fallback may also have:

    - ``solver: Solver``, a field: it is given what ``--solver`` names. What that returns has not been verified yet;
      ``accord.fallbacks.Nash(solver=self.solver).admits(game)`` has.
    - ``selection: Selection``, a field: it is given what ``--selection`` names, ``max-welfare`` if nobody names one and the field
      has no default.
    - ``admits(game: Game) -> EquilibriumSet``, together with the field ``selection``: all equilibria out of which it selects. The
      host asks for these instead, once for many selections, and computes the ranges of payoffs and agreements.
    - ``side_payments: bool | None = None``, a field: it is given the terms of the pipeline.
    - ``satisfies: frozenset[str]``, a class variable, or a property if it depends on the settings: the names of the axioms that
      hold where it goes on with the split ``equal``, side payments and no worths. An audit that refutes one reports a broken
      promise.
    """

    def fall_back(self, game: Game) -> Disagreement:
        """Return the disagreement point of the game.

        Args:
            game: a game that ``needs`` accepts.

        Raises:
            UnsuitableError: if the game has no such point.
        """
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

    The host itself knows ``v(no players) = 0`` and ``v(all players)``, the greatest total payoff of any outcome.

    A worth may also have:

    - ``worths(game: Game) -> CharacteristicFunction``: the worths of all coalitions at once. It is asked instead, unless the
      split looks at few coalitions only.
    - ``fallback: Fallback``, a field: it is given the pipeline's own fallback unless the user sets it.
    - ``readings: tuple[str, ...]``, a class variable, together with a field ``reading``: the values of that field, each of which
      gives a row of its own in ``accord coalitions``.
    """

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of a coalition of player numbers: not of none, and not of all, who earn the greatest total payoff.

        Args:
            game: a game that ``needs`` accepts.
            coalition: player numbers from 0, at least one and not all.

        Raises:
            UnsuitableError: if there is no such worth, or it would take too long.
        """
        ...


@runtime_checkable
class Split(Component, Protocol):
    """Shares out the gains over the disagreement point.

    With side payments the host plays for the greatest total payoff and finds the transfers that lead to the agreed payoffs, which
    have to add up to that total. Without, they have to be the expected payoffs of some lottery over outcomes, and it finds one.

    A split may also have:

    - ``shares(n_players: int) -> tuple[Fraction, ...] | None``: the constant shares s of a rule whose agreements with side
      payments are ``d + s * surplus``, adding up to 1; None if its settings make it none. The range of agreements over all
      equilibria is computed from them.
    - ``uses_worths: bool``, a class variable: True for a split that divides the worths of coalitions, ``problem.worths``, which
      is None for all others.
    - ``looks_at_few(n_players: int) -> bool``: whether a split that divides worths looks at few coalitions of so many players;
      they are worked out on demand then.
    - ``side_payments: bool | None = None``, a field: it is given the terms of the pipeline.
    - ``satisfies: frozenset[str]``, a class variable, or a property if it depends on the settings: the names of the axioms that
      hold in all pipelines that end in this split, for any number of players. An audit that refutes one reports a broken promise.
    """

    def agree(self, problem: Problem) -> Array | Sequence[Number] | Agreed:
        """Return the agreed payoffs, one per player; an `Agreed` says more about them.

        Args:
            problem: the game, the disagreement point, which somebody can reach or better, and whether money can change hands.

        Raises:
            UnsuitableError: if the rule is not defined for this problem.
        """
        ...


@runtime_checkable
class Reader(Component, Protocol):
    """Turns a file or a URI into a game.

    It is built without settings, so every field has a default.

    A reader may also have:

    - ``games() -> Sequence[Game]``: the games of the library behind its scheme that are small enough to be solved thousands of
      times. Audits try them (``--library SCHEME``).

    Attributes:
        suffixes: file name endings that this reader takes, lower-case and with the dot; two installed readers must not share one.
        schemes: URI schemes that it takes, lower-case and without the colon; as above.
    """

    suffixes: ClassVar[tuple[str, ...]]
    schemes: ClassVar[tuple[str, ...]]

    def read(self, source: str) -> Game:
        """Return the game in a file or behind a URI; raise `InputError` naming the source, and the line where there is one.

        Args:
            source: the path as the user gave it, or the URI with its scheme in lower case.

        Raises:
            InputError: if it is no such file, or no game: ``file:line: what is wrong; what would be accepted``. Whatever the
                operating system raises about a file, and bytes that are no UTF-8, become such an error by themselves.
        """
        ...


@runtime_checkable
class Executor(Component, Protocol):
    """Supplies the workers of a sweep.

    A sweep hands out functions and arguments that can be pickled. If a worker dies, the futures concerned raise
    `concurrent.futures.BrokenExecutor`: the sweep then asks for another executor and repeats what was lost.

    An executor may also have:

    - ``jobs: int``, a field: how many workers. The option ``--jobs`` sets it.
    """

    def executor(self) -> FuturesExecutor:
        """Return an executor in the sense of `concurrent.futures`, whose workers can import accord and the plugins that are used.

        It may say by an attribute ``max_workers`` how many tasks it works on at a time, so that none of them waits.

        Raises:
            ConfigurationError: if a library that it needs is missing, or nobody answers where its workers should be.
        """
        ...


@runtime_checkable
class Axiom(Component, Protocol):
    """Says what a good rule does: an audit looks for games in which a rule does not.

    It never judges: it states what must hold, and the host compares. It must yield the same whenever it is given the same game.

    An axiom may also have:

    - ``adapt(game: Game) -> Game``: a game of the special kind that the axiom is about, made from any game that ``needs``
      accepts. The search for counterexamples uses it.
    """

    def examine(self, game: Game, solve: Solving) -> Iterable[Demand]:
        """Yield what must hold in this game, and in games made from it; nothing if the axiom is not about this game.

        Args:
            game: a game that ``needs`` accepts.
            solve: the rule: ``solve(game)`` returns the agreed payoffs, ``solve.side_payments`` says whether money can move.

        Raises:
            UnsuitableError: if the axiom says nothing about games of this kind. What ``solve`` raises, let through: the rule has
                no answer then, and the audit says so.
        """
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
