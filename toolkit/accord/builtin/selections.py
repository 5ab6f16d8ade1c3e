"""Selections that look at payoffs only: they pick the same payoffs from every set with the same payoff vectors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, ClassVar

from accord.claims import Claim
from accord.equilibria import Equilibrium, EquilibriumSet
from accord.equilibria.landmarks import Reference, best_for, fair, losses, reference_point
from accord.ranges import Range, check_settings
from accord.roles import Needs

__all__ = [
    "PAYOFFS_ALONE",
    "Centroid",
    "Egalitarian",
    "KalaiSmorodinsky",
    "MaxWelfare",
    "Midpoint",
    "MinWelfare",
    "NashProduct",
    "RandomDictator",
]

_NO_CLAIMS: frozenset[Claim] = frozenset()
PAYOFFS_ALONE = frozenset(
    {"symmetry", "shift-invariance", "scale-covariance", "redundant-actions", "cloned-actions", "dominated-actions"}
)
"""The axioms that selections satisfy which look at nothing but the payoffs of the equilibria.

A mediator can draw one of two clones, or a mixture, as well as recommend it, and never recommends a strictly dominated action:
none of these changes what payoffs there are. Security levels do notice dominated actions.
"""


@dataclass(frozen=True)
class MaxWelfare:
    """Prefer the equilibrium of greatest total payoff.

    ``max sum_i U_i``; ties go to the leximin of ``-(b_i - U_i) / h_i``, with b the ideal point and ``h_i = b_i - r_i`` relative
    to the reference point r. This is the utilitarian rule of correlated-Q learning (Greenwald and Hall 2003) with ties
    resolved.

    Attributes:
        reference: where losses are measured from in ties.
    """

    name: ClassVar[str] = "max-welfare"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    reference: Reference = "pmm"

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this selection satisfy."""
        return PAYOFFS_ALONE - {"dominated-actions"} if self.reference == "security" else PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium of greatest total payoff."""
        best = equilibria.maximisers([Fraction(1)] * equilibria.game.n_players)
        if not best.settled:
            best = best.leximin(*losses(equilibria, self.reference))
        return best.point()


@dataclass(frozen=True)
class MinWelfare:
    """Prefer the equilibrium of least total payoff: what a pessimist expects.

    ``min sum_i U_i``; ties go to the leximin of ``(U_i - m_i) / (b_i - m_i)``, with m the nadir and b the ideal point.
    """

    name: ClassVar[str] = "min-welfare"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium of least total payoff."""
        worst = equilibria.maximisers([Fraction(-1)] * equilibria.game.n_players)
        return fair(worst).point()


@dataclass(frozen=True)
class Egalitarian:
    """Prefer the equilibrium whose least gain over the reference point is greatest.

    The leximin of ``U_i - r_i``, in the payoffs' own units: it is not invariant under rescaling a player's payoffs.

    Attributes:
        reference: the point r that gains are measured from.
    """

    name: ClassVar[str] = "egalitarian"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    reference: Reference = "pmm"

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this selection satisfy."""
        return PAYOFFS_ALONE - {"dominated-actions"} if self.reference == "security" else PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium with the leximin gains."""
        n = equilibria.game.n_players
        return equilibria.leximin(reference_point(equilibria, self.reference), [Fraction(1)] * n).point()


@dataclass(frozen=True)
class KalaiSmorodinsky:
    """Prefer the equilibrium that gives everybody the same share of what it could have, as far as possible.

    The leximin of ``1 - (b_i - U_i) / h_i``, with b the ideal point and ``h_i = b_i - r_i`` relative to the reference point r:
    the lexicographic form of Kalai and Smorodinsky (1975), needed because the payoff set is not comprehensive (Imai 1983).

    Attributes:
        reference: the point r that shares are measured from.
    """

    name: ClassVar[str] = "kalai-smorodinsky"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    reference: Reference = "pmm"

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this selection satisfy."""
        return PAYOFFS_ALONE - {"dominated-actions"} if self.reference == "security" else PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium with the leximin shares."""
        return equilibria.leximin(*losses(equilibria, self.reference)).point()


@dataclass(frozen=True)
class NashProduct:
    """Prefer the equilibrium with the greatest product of gains over the reference point (Nash 1950).

    ``max prod_i (U_i - r_i)`` over the equilibria that give everybody at least the reference point r; left out of the product
    is who cannot get more than that. Exact for two players, and for more where the solution is rational and found; elsewhere to
    about ten digits, with a warning. Of a finite list it is the best; where somebody gains nothing whichever is chosen, the
    leximin of the gains decides, each in units of the most that the player could gain.

    Attributes:
        reference: the point r that gains are measured from.
    """

    name: ClassVar[str] = "nash-product"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    reference: Reference = "pmm"

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this selection satisfy."""
        return PAYOFFS_ALONE - {"dominated-actions"} if self.reference == "security" else PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the equilibrium with the greatest product of gains."""
        face = equilibria.greatest_product(reference_point(equilibria, self.reference))
        chosen, approximate = face.point(), any(isinstance(v, float) for v in face.settled or ())
        if not approximate or len(chosen.payoffs) == 2:
            return chosen
        warning = "the greatest product of gains was found numerically; the payoffs are correct to about ten digits"
        return replace(chosen, payoffs=tuple(map(float, chosen.payoffs)), warnings=(*chosen.warnings, warning))


@dataclass(frozen=True)
class RandomDictator:
    """Let a fair lottery name a player, who then chooses the equilibrium.

    The mean of the dictator points; dictator j maximises ``U_j``, then the others' total, then the leximin of their shares.
    """

    name: ClassVar[str] = "random-dictator"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the lottery over the dictator points."""
        n = equilibria.game.n_players
        return equilibria.average([best_for(equilibria, [Fraction(int(i == j)) for i in range(n)], j) for j in range(n)])


@dataclass(frozen=True)
class Midpoint:
    """Take the middle between the equilibria that would serve each player best after an equal split of the surplus.

    The mean over players j of the equilibrium of greatest ``U_j - mean(U)``, ties as for dictator points. With two players and
    side payments its advantage ``U_1 - U_2`` is the midpoint of all advantages that equilibria allow.
    """

    name: ClassVar[str] = "midpoint"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    satisfies: ClassVar[frozenset[str]] = PAYOFFS_ALONE

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return the lottery over the players' most advantageous equilibria."""
        n = equilibria.game.n_players
        advantage = [[Fraction(n - 1) if i == j else Fraction(-1) for i in range(n)] for j in range(n)]
        return equilibria.average([best_for(equilibria, advantage[j], j) for j in range(n)])


@dataclass(frozen=True)
class Centroid:
    """Take the centre of gravity of what the players can get in equilibrium: what somebody expects who knows no more than that.

    The centroid of the payoff set, within its own dimension: of a point, a segment, an area, a volume. Of a finite list it is
    that of the convex hull, a public lottery. It is no efficient point in general, and rewards threats that cost nothing.

    Attributes:
        tolerance: how far the payoff set may reach beyond the corners that are followed, as a share of its ranges; 0, for all
            corners, gives the exact centroid. Three and more players can have too many of them.
    """

    name: ClassVar[str] = "centroid"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    tolerance: Annotated[float, Range(0, below=1)] = 0.0

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this selection satisfy, unless the centroid is only estimated."""
        return frozenset() if self.tolerance else PAYOFFS_ALONE

    def __post_init__(self) -> None:
        check_settings(self, "selection centroid")

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Return an equilibrium at the centroid."""
        return equilibria.centroid(Fraction(self.tolerance))
