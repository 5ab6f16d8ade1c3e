"""Components that a pipeline is made of: each solves, selects, falls back, values coalitions or splits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from accord.bargain import Problem
from accord.claims import Claim
from accord.equilibria import Equilibrium, EquilibriumSet
from accord.game import Game
from accord.rationals import Array, Number
from accord.roles.passed import Agreed, Disagreement, Findings, Needs

__all__ = ["Component", "EquilibriumFallback", "Fallback", "Selection", "Solver", "Split", "Worth"]


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
