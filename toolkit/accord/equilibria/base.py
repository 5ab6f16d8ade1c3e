"""One interface to every set of equilibria, so that a selection never learns how the set is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from accord.claims import Admitted, Claim
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = ["Equilibrium", "EquilibriumSet", "Measure"]

Measure = Literal["entropy", "gini", "analytic"]
"""What makes a play central: ``-sum mu log mu``, ``1 - sum mu^2``, or the distance from all constraints at once."""


@dataclass(frozen=True)
class Equilibrium:
    """One point of an equilibrium set.

    Attributes:
        payoffs: each player's expected payoff.
        play: a joint plan that yields them.
        claims: what the play is promised to be.
        warnings: what a user should know, one sentence each.
        admitted: what it was selected from, by its definition, where that is not the whole set's.
    """

    payoffs: tuple[Number, ...]
    play: JointPlan
    claims: frozenset[Claim] = frozenset()
    warnings: tuple[str, ...] = ()
    admitted: Admitted | None = None


class EquilibriumSet(Protocol):
    """A set of equilibria as something one can optimise over.

    The set is immutable and not empty: narrowing it returns another set. All payoffs are in the game's own units, one number per
    player, ``U_i = sum_a mu(a) u_i(a)`` for an equilibrium mu: fractions where they are proved, floats in larger games.
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

    @property
    def complete(self) -> bool:
        """Whether the set is proved to hold all that its concept admits: lists that a solver found may not."""
        ...

    @property
    def points(self) -> tuple[tuple[Number, ...], ...] | None:
        """The payoff vectors of the whole set, if it is a finite list; None if it is convex."""
        ...

    def support(self, weights: Sequence[Number]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i``: the set's support function, by which a convex set is known.

        Args:
            weights: the direction, one number per player, of any sign; ``(1, 0)`` asks for player 0's greatest payoff,
                ``(-1, 0)`` for minus its least.
        """
        ...

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return the payoffs of some equilibrium of greatest ``sum_i weights[i] * U_i``; which one is left open."""
        ...

    @property
    def admitted(self) -> Admitted | None:
        """The set by its definition, for whoever checks what was selected from it; None for lists."""
        ...

    def above(self, floors: Sequence[Number]) -> EquilibriumSet:
        """Return, as a set of its own, the equilibria that give each player at least its floor.

        It is the part of the whole set, before any narrowing; out of a finite list, public lotteries are admitted. Its lowest and
        highest payoffs are its own.

        Raises:
            UnsuitableError: if there are none.
        """
        ...

    def maximisers(self, weights: Sequence[Number]) -> EquilibriumSet:
        """Keep the equilibria of greatest ``sum_i weights[i] * U_i``: a face of the set, which can be narrowed further."""
        ...

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> EquilibriumSet:
        """Keep the equilibria whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest.

        Players whose scale is None are left out of the vector; their payoff must be the same all over the set.
        """
        ...

    def greatest_product(self, base: Sequence[Number | None]) -> EquilibriumSet:
        """Keep the equilibria of greatest ``prod_i (U_i - base[i])`` among those that give every player at least its base.

        Left out of the product are players whose base is None, who may get anything, and those who cannot get more than their
        base. In a finite list where somebody gains nothing whatever is chosen, the leximin of the gains decides, each in units of
        the most that the player could gain.

        Raises:
            UnsuitableError: if nothing gives everybody at least its base.
        """
        ...

    def point(self) -> Equilibrium:
        """Return the one equilibrium payoff that is left; several left in a finite list are averaged."""
        ...

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return an equilibrium that gives each player its average payoff over the points of some faces of the set."""
        ...

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return an equilibrium with these payoffs, which the whole set must attain; out of a list, a public lottery."""
        ...

    def most(self, measure: Measure) -> Equilibrium:
        """Return the equilibrium of the whole set, before any narrowing, whose play is best by a measure.

        Of several that are equally good in a finite list, the different payoffs are drawn with equal probability.

        Raises:
            UnsuitableError: if the set is too large, or has no such equilibrium, or it is not found to a sufficient precision.
        """
        ...

    def centroid(self, tolerance: Number = Fraction(0)) -> Equilibrium:
        """Return the centre of gravity of the payoffs, within the dimension of the set; of a finite list, of its convex hull.

        Args:
            tolerance: how far the set may reach beyond the corners that are followed, as a share of its ranges.

        Raises:
            UnsuitableError: if the set has too many corners, or is too large for the players' least payoffs.
        """
        ...
