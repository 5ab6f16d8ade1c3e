"""Solvers that enumerate: supports, vertices and complementary pivots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord.claims import Claim
from accord.game import Game
from accord.roles import Completeness, Findings, Needs
from accord_gambit.solvers.asking import (
    ANY,
    NASH,
    ROUNDED,
    SEVERAL,
    TWO,
    Arithmetic,
    Count,
    Positive,
    Seconds,
    ask,
    check_least,
    check_positive,
    is_exact,
)

__all__ = ["EnumMixed", "EnumPoly", "EnumPure", "Lcp", "Lp"]


@dataclass(frozen=True)
class EnumPure:
    """Find all equilibria in pure strategies, by looking at every profile; mixed ones are not looked for.

    Attributes:
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enumpure"
    needs: ClassVar[Needs] = ANY
    claims: ClassVar[frozenset[Claim]] = NASH

    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return all pure equilibria."""
        return ask(self, game, Completeness.PARTIAL, ("only equilibria in pure strategies are looked for",))


@dataclass(frozen=True)
class EnumMixed:
    """Find all extreme equilibria of a two-player game, by enumerating the vertices of the best-response polyhedra.

    Every equilibrium is a convex combination of extreme ones that are interchangeable. About ten actions each are feasible
    in exact arithmetic. Source: O. L. Mangasarian, "Equilibrium points of bimatrix games", SIAM Journal 12 (1964).

    Attributes:
        arithmetic: ``"exact"`` with rationals; ``"float"`` is faster and may lose equilibria of degenerate games.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enummixed"
    needs: ClassVar[Needs] = TWO
    claims: ClassVar[frozenset[Claim]] = NASH

    arithmetic: Arithmetic = "exact"
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the extreme equilibria."""
        exact = is_exact(self.arithmetic, self.name)
        completeness = Completeness.CLAIMED if exact else Completeness.UNKNOWN
        return ask(self, game, completeness, () if exact else (ROUNDED,), rational=exact)


@dataclass(frozen=True)
class Lcp:
    """Find equilibria of a two-player game by complementary pivoting: those that paths of Lemke's method reach.

    Finds at least one; others are reached by starting anew from those found, which need not lead to all of them.
    Source: C. E. Lemke and J. T. Howson, "Equilibrium points of bimatrix games", SIAM Journal 12 (1964).

    Attributes:
        stop_after: how many equilibria to find at most; all that can be reached by default.
        max_depth: how many times in a row to start anew at most; no limit by default.
        arithmetic: ``"exact"`` with rationals, or ``"float"``.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.lcp"
    needs: ClassVar[Needs] = TWO
    claims: ClassVar[frozenset[Claim]] = NASH

    stop_after: Count | None = None
    max_depth: Count | None = None
    arithmetic: Arithmetic = "exact"
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria that can be reached."""
        exact = is_exact(self.arithmetic, self.name)
        check_least(1, self, "stop_after", "max_depth")
        options = {"rational": exact, "stop_after": self.stop_after, "max_depth": self.max_depth}
        return ask(self, game, Completeness.PARTIAL, () if exact else (ROUNDED,), **options)


@dataclass(frozen=True)
class Lp:
    """Find one equilibrium of a two-player constant-sum game by linear programming.

    All equilibria of such a game give the same payoffs. Source: J. von Neumann, "Zur Theorie der Gesellschaftsspiele",
    Mathematische Annalen 100 (1928).

    Attributes:
        arithmetic: ``"exact"`` with rationals, or ``"float"``.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.lp"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2, constant_sum=True)
    claims: ClassVar[frozenset[Claim]] = NASH

    arithmetic: Arithmetic = "exact"
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return one pair of maximin strategies."""
        exact = is_exact(self.arithmetic, self.name)
        return ask(self, game, Completeness.PARTIAL, () if exact else (ROUNDED,), rational=exact)


@dataclass(frozen=True)
class EnumPoly:
    """Look on every support for the isolated equilibria, as roots of the polynomial system of indifference.

    Roots are bracketed numerically, and continua of equilibria have no isolated root to find; so although all supports are
    visited, whether all equilibria were found is unknown. Small games only.

    Attributes:
        stop_after: how many equilibria to find at most; all by default.
        maxregret: the greatest regret, as a share of the players' payoff ranges, at which to accept a root.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enumpoly"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    stop_after: Count | None = None
    maxregret: Positive = 1e-8
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria found, one support after another."""
        check_least(1, self, "stop_after")
        completeness = Completeness.UNKNOWN if self.stop_after is None else Completeness.PARTIAL
        options = {"stop_after": self.stop_after, "maxregret": check_positive(self, "maxregret")}
        return ask(self, game, completeness, (ROUNDED,), **options)
