"""Selections that look at the play: how probability is spread over the action profiles, not only what it pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord.claims import Claim
from accord.equilibria import Equilibrium, EquilibriumSet
from accord.roles import Needs

__all__ = ["AnalyticCenter", "MaxEntropy", "MaxGini"]

_NO_CLAIMS: frozenset[Claim] = frozenset()
_SATISFIED = frozenset({"symmetry", "shift-invariance", "scale-covariance", "dominated-actions"})
"""The axioms that all of them satisfy: clones, which spread the play, are noticed."""


@dataclass(frozen=True)
class MaxEntropy:
    """Expect the play that assumes least beyond its being an equilibrium: the one of greatest entropy.

    ``max -sum_a mu(a) log mu(a)`` (Ortiz, Schapire and Kakade 2007), equivalently the least Kullback-Leibler divergence from
    uniform play. The play is unique, and does not change if a player's payoffs are shifted or rescaled. It is found in floating
    point, to about twelve digits, unless the uniform distribution or the only equilibrium is the answer. Out of a finite list the
    equilibrium of greatest entropy is taken, several by a public lottery.

    A copy of an action draws probability to it: set the fallback's `merge_equivalent` where that is not wanted. Threats that cost
    nothing count, and the payoffs need not be efficient.
    """

    name: ClassVar[str] = "max-entropy"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = _SATISFIED

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium of greatest entropy."""
        return equilibria.most("entropy")


@dataclass(frozen=True)
class MaxGini:
    """Expect the most even play: the one of greatest Gini index.

    ``max 1 - sum_a mu(a)^2`` (Marris, Muller, Lanctot, Tuyls and Graepel 2021), equivalently the least Euclidean distance from
    uniform play. The play is unique, a fraction in games of moderate size, and does not change if a player's payoffs are shifted
    or rescaled. Out of a finite list the equilibrium of greatest Gini index is taken, several by a public lottery.

    A copy of an action draws probability to it: set the fallback's `merge_equivalent` where that is not wanted. Threats that cost
    nothing count, and the payoffs need not be efficient.
    """

    name: ClassVar[str] = "max-gini"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = _SATISFIED

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium with the greatest Gini index."""
        return equilibria.most("gini")


@dataclass(frozen=True)
class AnalyticCenter:
    """Expect the play in the middle of all equilibria: the analytic center of their polytope.

    ``max sum_a log mu(a) + sum_k log slack_k(mu)``, over all action profiles a and incentive constraints k: one for every player,
    recommendation and alternative (for coarse correlated equilibria one for every player and alternative). Profiles that no
    equilibrium uses, and constraints that hold with equality in all of them, are left out first; constraints that follow from
    others count (Sonnevend 1986). The play is unique, and does not change if a player's payoffs are shifted or rescaled. It is
    found in floating point, to about twelve digits, unless the uniform distribution or the only equilibrium is the answer.

    A finite list of equilibria has no center. Copies of an action, further alternatives, and threats that cost nothing count; the
    payoffs need not be efficient. Where the polytope has full dimension the center is no Nash equilibrium, for these lie on the
    boundary (Nau, Gomez Canovas and Hansen 2004).
    """

    name: ClassVar[str] = "analytic-center"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = _SATISFIED

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the analytic center."""
        return equilibria.most("analytic")
