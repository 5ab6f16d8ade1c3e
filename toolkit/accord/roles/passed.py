"""What passes between components and the host, beside games and payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from accord.claims import Admitted, Claim
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Array, Number, Vector

__all__ = ["Agreed", "Completeness", "Demand", "Disagreement", "Findings", "Needs", "Uncertainty"]


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
