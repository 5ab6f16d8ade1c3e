"""What became of each solver: what it found, what it lacks, and what it says that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from accord.crosschecks.writing import deviation_to_dict
from accord.equilibria.nash import Deviation
from accord.game import Game
from accord.roles import Completeness
from accord.solution import Step

__all__ = ["Lack", "Outcome", "Refuted", "Row"]


class Outcome(StrEnum):
    """What became of a solver."""

    ANSWERED = "answered"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    """Its process died."""
    FAILED = "failed"
    """It raised, ran out of memory, or returned something that is no list of profiles."""
    NOT_APPLICABLE = "not applicable"
    """It refuses the game."""


@dataclass(frozen=True)
class Refuted:
    """A profile that was returned and is no equilibrium.

    Attributes:
        profile: the probabilities as they came.
        reason: what is wrong with it.
        deviation: who gains most by leaving it; None if it is no profile at all.
    """

    profile: tuple[tuple[float, ...], ...]
    reason: str
    deviation: Deviation | None

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return it as JSON-able data."""
        finite = [[p if abs(p) < float("inf") else str(p) for p in strategy] for strategy in self.profile]
        return {"profile": finite, "reason": self.reason, "deviation": deviation_to_dict(game, self.deviation)}


@dataclass(frozen=True)
class Lack:
    """An equilibrium, or a whole continuum, that a solver has not found.

    Attributes:
        number: the equilibrium's number, or 0 for what the theory says must be there.
        excuse: why that is no alarm; empty if it is one.
    """

    number: int
    excuse: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-able data."""
        return {"equilibrium": self.number or None, "excused": bool(self.excuse), "excuse": self.excuse or None}


@dataclass(frozen=True)
class Row:
    """One solver on one game.

    Attributes:
        name: what to call it here.
        step: which component it is, with its settings; None where it could not be set up.
        outcome: what became of it.
        reason: why it did not answer.
        completeness: what it says about its list.
        notes: what it says besides.
        found: numbers of the equilibria that it found.
        inside: numbers of the continua of which it found points that are not extreme.
        lacks: what it has not found.
        refuted: what it returned and is no equilibrium.
        contradictions: why its list cannot be complete although it says so, one sentence each.
        trace: where its code failed, for its authors; not part of any report.
    """

    name: str
    step: Step | None
    outcome: Outcome
    reason: str = ""
    completeness: Completeness | None = None
    notes: tuple[str, ...] = ()
    found: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()
    lacks: tuple[Lack, ...] = ()
    refuted: tuple[Refuted, ...] = ()
    contradictions: tuple[str, ...] = ()
    trace: str = field(default="", repr=False, compare=False)

    @property
    def answered(self) -> bool:
        """Whether there is an answer to check."""
        return self.outcome is Outcome.ANSWERED

    @property
    def agrees(self) -> bool:
        """Whether it found everything that is known, and nothing else."""
        return self.answered and not (self.lacks or self.refuted or self.contradictions)

    @property
    def contradicted(self) -> bool:
        """Whether something that it says is proved wrong."""
        return bool(self.refuted or self.contradictions)

    @property
    def status(self) -> str:
        """What to say of it in a word or two."""
        if not self.answered:
            return str(self.outcome)
        if self.refuted:
            return "refuted"
        if self.contradictions:
            return "incomplete"
        return "agrees" if self.agrees else f"found {len(self.found)} of {len(self.found) + len(self.lacks)}"

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the row as JSON-able data."""
        return {
            "solver": self.name,
            "component": None if self.step is None else self.step.to_dict(),
            "outcome": str(self.outcome),
            "status": self.status,
            "reason": self.reason or None,
            "completeness": None if self.completeness is None else str(self.completeness),
            "notes": list(self.notes),
            "found": list(self.found),
            "inside": list(self.inside),
            "lacks": [lack.to_dict() for lack in self.lacks],
            "refuted": [profile.to_dict(game) for profile in self.refuted],
            "contradictions": list(self.contradictions),
        }
