"""Fallbacks that are no equilibrium: optimal threats, security levels, and a point given by hand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.claims import Claim
from accord.coalitions.threats import threatened
from accord.equilibria.guarantees import optimal_threats, security_level
from accord.errors import ConfigurationError, UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number
from accord.roles import Disagreement, Needs

__all__ = ["MinimaxThreat", "Point", "Security"]

_CONTINUOUS = frozenset(
    {
        "symmetry",
        "shift-invariance",
        "scale-covariance",
        "action-monotonicity",
        "redundant-actions",
        "cloned-actions",
        "individual-rationality",
        "constant-sum-value",
        "additivity",
        "continuity",
    }
)
"""The axioms that values of zero-sum games satisfy: they are continuous, add up, and never fall when their owner can do more."""


@dataclass(frozen=True)
class MinimaxThreat:
    """Fall back to the threats that serve everybody best against the others: the disagreement point of the CoCo value.

    Two players play optimally in the zero-sum game ``u_1 - u_2``; with side payments and an equal split the agreement is the CoCo
    value (Kalai and Kalai 2013). Of several optimal threats, which all lead to that agreement, each player uses the one that
    leaves the greatest total payoff against the other's most even optimal threat; of several such, the most even one.

    With more players every coalition S threatens the others with the lead ``d(S)`` that it can force over them. The disagreement
    payoffs are ``(1/n) sum_j s_j + sum over S with i, S != N, of (s-1)! (n-s)! / n! d(S)``, with ``s_j`` the security levels, and
    an equal split leads to the value of Kohlberg and Neyman (2021). These are payoffs only: no single play stands behind them.
    """

    name: ClassVar[str] = "minimax-threat"
    needs: ClassVar[Needs] = Needs(min_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.MINIMAX_THREATS})
    satisfies: ClassVar[frozenset[str]] = _CONTINUOUS | {"payoff-dominance", "balanced-threats", "null-player"}

    def fall_back(self, game: Game) -> Disagreement:
        """Return the payoffs of the optimal threats."""
        if game.n_players == 2:
            play = JointPlan.independent(optimal_threats(game, [Fraction(1), Fraction(1)]))
            return Disagreement(play.payoffs(game), play)
        return Disagreement(threatened(game))


@dataclass(frozen=True)
class Security:
    """Fall back to what each player can guarantee itself, whatever the others do.

    ``s_i = max over mixed strategies x of min over a_-i of u_i(x, a_-i)``. These payoffs need not be attainable together.
    """

    name: ClassVar[str] = "security"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.SECURITY})
    satisfies: ClassVar[frozenset[str]] = _CONTINUOUS

    def fall_back(self, game: Game) -> Disagreement:
        """Return the security levels."""
        return Disagreement(tuple(security_level(game, i) for i in range(game.n_players)), unique=True)


@dataclass(frozen=True)
class Point:
    """Fall back to payoffs given by hand.

    Attributes:
        payoffs: one payoff per player.
    """

    name: ClassVar[str] = "point"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    payoffs: tuple[Number, ...]

    def __post_init__(self) -> None:
        if not self.payoffs:
            raise ConfigurationError("fallback point needs payoffs, one per player, such as payoffs=1,2", path=("payoffs",))

    def fall_back(self, game: Game) -> Disagreement:
        """Return the given payoffs."""
        if len(self.payoffs) != game.n_players:
            raise UnsuitableError(f"fallback point has {len(self.payoffs)} payoff(s); the game has {game.n_players} player(s)")
        return Disagreement(tuple(Fraction(p) for p in self.payoffs), unique=True)
