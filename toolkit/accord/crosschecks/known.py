"""The equilibria that are known of a game, the continua that they span, and what somebody claims to be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accord.crosschecks.writing import deviation_to_dict, profile_to_dict
from accord.equilibria.components import NashComponent
from accord.equilibria.nash import Deviation
from accord.game import Game
from accord.plan import Profile
from accord.rationals import Number, all_written

__all__ = ["Claimed", "Continuum", "Known", "Verdict"]


@dataclass(frozen=True)
class Known:
    """An equilibrium that somebody found: with two players an extreme one, unless it is only known approximately.

    Attributes:
        number: how to call it, from 1.
        profile: its probabilities; fractions where it is known exactly.
        payoffs: what the players get.
        deviation: what a player still gains by leaving it, where it is known approximately only.
        component: the number of the component that it belongs to; None if unknown.
        found_by: the solvers that found it.
        lacked_by: the solvers that answered and did not.
        claimed: whether it is among the claims that were to be checked.
    """

    number: int
    profile: Profile
    payoffs: tuple[Number, ...]
    deviation: Deviation | None
    component: int | None
    found_by: tuple[str, ...]
    lacked_by: tuple[str, ...]
    claimed: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is known exactly."""
        return self.deviation is None

    @property
    def agreement(self) -> str:
        """Who found it, in two words."""
        if not self.found_by:
            return "found by none"
        return "found by some" if self.lacked_by else "found by all"

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the equilibrium as JSON-able data."""
        return {
            "number": self.number,
            **profile_to_dict(self.profile),
            "payoffs": [float(u) + 0.0 for u in self.payoffs],
            "exact_payoffs": all_written(self.payoffs),
            "deviation": deviation_to_dict(game, self.deviation),
            "component": self.component,
            "agreement": self.agreement,
            "found_by": list(self.found_by),
            "lacked_by": list(self.lacked_by),
        }


@dataclass(frozen=True)
class Continuum:
    """A component of the set of equilibria that is more than a point.

    Attributes:
        number: the component's number.
        component: its extreme equilibria and its maximal Nash subsets.
        members: the numbers of its extreme equilibria.
        subsets: for each maximal Nash subset the numbers of the equilibria that span it.
        sampled_by: the solvers that found points in it that are not extreme.
    """

    number: int
    component: NashComponent
    members: tuple[int, ...]
    subsets: tuple[tuple[int, ...], ...]
    sampled_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the continuum as JSON-able data."""
        ranges = self.component.payoff_ranges
        return {
            "number": self.number,
            "dimension": self.component.dimension,
            "extreme": list(self.members),
            "subsets": [
                {
                    "equilibria": list(numbers),
                    "strategies": [[all_written(strategy) for strategy in side] for side in (subset.first, subset.second)],
                }
                for numbers, subset in zip(self.subsets, self.component.subsets, strict=True)
            ],
            "payoff_ranges": [[float(u) + 0.0 for u in pair] for pair in ranges],
            "exact_payoff_ranges": [all_written(pair) for pair in ranges],
            "sampled_by": list(self.sampled_by),
        }


class Verdict(StrEnum):
    """What somebody's claim to an equilibrium is worth."""

    EXACT = "exact"
    """Nobody gains anything by deviating."""
    ROUNDED = "rounded"
    """An exact equilibrium but for the rounding of its probabilities."""
    APPROXIMATE = "approximate"
    """No exact equilibrium is known nearby, but nobody gains more than a millionth of its payoff range."""
    REFUTED = "refuted"
    """Somebody gains, or it is no profile at all."""


@dataclass(frozen=True)
class Claimed:
    """Somebody's claim that a profile is an equilibrium.

    Attributes:
        line: where the claim stands in its file.
        profile: the probabilities as they are claimed.
        verdict: what the claim is worth.
        deviation: what a player gains by leaving the profile as it is claimed; None if nobody does, or it is no profile.
        reason: what is wrong with it, if it is refuted.
        equilibrium: the number of the equilibrium that it is, exactly or rounded; None if there is none.
        inside: the number of the continuum in which it lies, if it is not an extreme equilibrium.
        found_by: the solvers that found that equilibrium, or points of that continuum.
    """

    line: int
    profile: Profile
    verdict: Verdict
    deviation: Deviation | None
    reason: str
    equilibrium: int | None
    inside: int | None
    found_by: tuple[str, ...]

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the claim as JSON-able data."""
        return {
            "line": self.line,
            **profile_to_dict(self.profile),
            "verdict": str(self.verdict),
            "reason": self.reason or None,
            "deviation": deviation_to_dict(game, self.deviation),
            "equilibrium": self.equilibrium,
            "component": self.inside,
            "found_by": list(self.found_by),
        }
