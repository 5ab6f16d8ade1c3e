"""The result of a pipeline, with its certificates and its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accord.claims import Certificate
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number
from accord.roles import Disagreement

__all__ = ["Agreement", "Solution", "Step"]


@dataclass(frozen=True)
class Step:
    """Which component did one step, with which settings, and where it comes from.

    Attributes:
        name: the component's name.
        settings: its fields; nested components are steps themselves.
        plugin: the entry point that registered it, or ``accord``.
        distribution, version: the distribution that it was installed by; None for a component passed in by hand.
    """

    name: str
    settings: Mapping[str, Any]
    plugin: str | None
    distribution: str | None
    version: str | None


@dataclass(frozen=True)
class Agreement:
    """What the players agree on.

    Attributes:
        payoffs: what each player ends up with.
        play: the agreed joint plan.
        play_payoffs: what the play alone gives each player.
        transfers: what each player then receives (negative: pays); they add up to zero.
    """

    payoffs: tuple[Number, ...]
    play: JointPlan
    play_payoffs: tuple[Number, ...]
    transfers: tuple[Number, ...]


@dataclass(frozen=True)
class Solution:
    """A disagreement point, an agreement and the proof that each is what it claims to be."""

    game: Game
    side_payments: bool
    steps: Mapping[str, Step | None]
    disagreement: Disagreement
    agreement: Agreement
    surplus: Number
    certificates: tuple[Certificate, ...]
    warnings: tuple[str, ...] = ()
    worths: tuple[tuple[tuple[str, ...], Number], ...] | None = None

    @property
    def certified(self) -> bool:
        """Whether every certificate holds."""
        return all(certificate.holds for certificate in self.certificates)
