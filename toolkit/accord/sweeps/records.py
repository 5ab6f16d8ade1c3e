"""What a results store holds: games as a sweep came upon them, pipelines, and what became of each task."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from accord.rationals import Number, written

__all__ = ["Detail", "GameRecord", "Outcome", "PipelineRecord", "Status", "number", "numbers", "to_text"]


class Status(StrEnum):
    """What became of a task."""

    SOLVED = "solved"
    """There is an answer; whether its certificates hold is told by another column."""
    UNSUITABLE = "unsuitable"
    """The pipeline refuses the game."""
    FAILED = "failed"
    """A component, or a program that it uses, ended without an answer."""
    TIME_LIMIT = "time limit"
    """It took longer than a task may."""
    MEMORY_LIMIT = "memory limit"
    """It wanted more memory than a task may have."""
    WORKER_DIED = "worker died"
    """The process that worked on it, and on nothing else, died."""
    UNREADABLE = "unreadable"
    """There was no game in the file, or whatever it was to come from."""


class Detail(IntEnum):
    """How much of an answer is worked out and kept."""

    PAYOFFS = 0
    """The payoffs, without a play, and without certificates."""
    CERTIFIED = 1
    """The agreement with a play and transfers; every claim is re-checked."""
    FULL = 2
    """All that ``accord solve`` says, as JSON."""


@dataclass(frozen=True)
class GameRecord:
    """A game, and how a sweep came upon it; the same game may be met more than once.

    Attributes:
        digest: what stands for its payoffs and labels; for a game that could not be read, for where it was to come from.
        title: what it is called.
        source: a file, a URI, a bundled name, or empty.
        family: the generator that made it, or empty.
        seed: what decided about everything random in it.
        params: the generator's settings, as JSON.
        players: the players' labels.
        shape: the number of actions of each player.
    """

    digest: str
    title: str = ""
    source: str = ""
    family: str = ""
    seed: int | None = None
    params: str = ""
    players: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()

    @property
    def id(self) -> bytes:
        """What tells this encounter from others."""
        parts = [self.digest, self.title, self.source, self.family, self.seed, self.params]
        return hashlib.sha256(json.dumps(parts).encode()).digest()[:16]


@dataclass(frozen=True)
class PipelineRecord:
    """A pipeline with all its settings.

    Attributes:
        id: what stands for its components and their settings.
        label: what to call it.
        side_payments: whether money could change hands.
        stages: by stage its component's ``name`` and ``settings``, as JSON; null for a stage that there is none of.
        versions: of accord and of the plugins that its components come from.
    """

    id: str
    label: str
    side_payments: bool
    stages: str
    versions: str


@dataclass(frozen=True)
class Outcome:
    """What became of one task. Numbers are text: ``17/3`` and ``6`` are exact, ``5.25`` and ``6.0`` are floats.

    Attributes:
        key: what the task is known by: the game, the pipeline with all settings, and the versions.
        digest: the game's.
        pipeline: the pipeline's `PipelineRecord.id`.
        versions: of accord and of the plugins concerned.
        status: what became of it.
        reason: why there is no answer, or empty.
        detail: how much was worked out.
        disagreement, agreement, transfers: a JSON list with a number per player; None if there is none.
        surplus: what the agreement adds to the disagreement point's total.
        welfare: the total of the agreement.
        certified: whether all certificates hold; None if there is none.
        residual: the greatest of the certificates' residuals.
        warnings: what a user should know, a JSON list.
        solution: all that ``accord solve --format json`` says, if it was asked for.
        seconds: how long it took; no part of what must be reproducible.
    """

    key: bytes
    digest: str
    pipeline: str
    versions: str
    status: Status
    reason: str = ""
    detail: Detail = Detail.CERTIFIED
    disagreement: str | None = None
    agreement: str | None = None
    transfers: str | None = None
    surplus: str | None = None
    welfare: str | None = None
    certified: bool | None = None
    residual: float | None = None
    warnings: str = "[]"
    solution: str | None = None
    seconds: float = 0.0


def to_text(value: Number) -> str:
    """Write a number so that `number` reads the same one: fractions as such, unless nobody could read them, floats as floats.

    >>> to_text(Fraction(17, 3)), to_text(Fraction(6)), to_text(6.0)
    ('17/3', '6', '6.0')
    """
    return written(value) or repr(float(value) + 0.0)


def number(text: str) -> Number:
    """Read what `to_text` has written.

    >>> number("17/3"), number("6"), number("6.0")
    (Fraction(17, 3), Fraction(6, 1), 6.0)
    """
    return float(text) if set(text) & set(".en") else Fraction(text)


def numbers(text: str | None) -> tuple[Number, ...] | None:
    """Read a JSON list of numbers; None where there is none."""
    return None if text is None else tuple(map(number, json.loads(text)))
