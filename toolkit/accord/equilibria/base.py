"""One interface to every set of equilibria, so that a selection never learns how the set is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accord.claims import Claim
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = ["Equilibrium", "EquilibriumSet"]


@dataclass(frozen=True)
class Equilibrium:
    """One point of an equilibrium set.

    Attributes:
        payoffs: each player's expected payoff.
        play: a joint plan that yields them.
        claims: what the play is promised to be.
        warnings: what a user should know, one sentence each.
    """

    payoffs: tuple[Number, ...]
    play: JointPlan
    claims: frozenset[Claim] = frozenset()
    warnings: tuple[str, ...] = ()


class EquilibriumSet(Protocol):
    """A set of equilibria as something one can optimise over.

    The set is immutable: narrowing it returns another set. All payoffs are in the game's own units.
    """

    @property
    def game(self) -> Game:
        """The game whose equilibria these are."""
        ...

    @property
    def lowest(self) -> tuple[Number, ...]:
        """Each player's least payoff over the whole set, before any narrowing: the nadir."""
        ...

    @property
    def highest(self) -> tuple[Number, ...]:
        """Each player's greatest payoff over the whole set, before any narrowing: the ideal point."""
        ...

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...] | None:
        """Both together, or None where the set is too large for its least payoffs."""
        ...

    @property
    def settled(self) -> tuple[Number, ...] | None:
        """The payoffs, if only one payoff vector is left; None if not."""
        ...

    @property
    def unique(self) -> bool | None:
        """Whether all equilibria of the set give the same payoffs; None if that is not known."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know about the set, one sentence each."""
        ...

    def maximisers(self, weights: Sequence[Number]) -> EquilibriumSet:
        """Keep the equilibria of greatest ``sum_i weights[i] * U_i``."""
        ...

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> EquilibriumSet:
        """Keep the equilibria whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest.

        Players whose scale is None are left out of the vector; their payoff must be the same all over the set.
        """
        ...

    def point(self) -> Equilibrium:
        """Return the one equilibrium payoff that is left; several left in a finite list are averaged."""
        ...

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return an equilibrium that gives each player its average payoff over the points of some faces of the set."""
        ...
