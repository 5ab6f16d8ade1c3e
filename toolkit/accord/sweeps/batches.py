"""Batches of tasks: what travels to a worker, and what the worker does with it."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from accord.errors import ConfigurationError, TimeLimitError
from accord.game import Game
from accord.roles import Disagreement
from accord.sweeps.limits import Limits, within
from accord.sweeps.records import Outcome, Status
from accord.sweeps.solving import Assignment, failure, outcome_of
from accord.work import shared

__all__ = ["Batch", "Job", "home", "last_words", "packed", "work_off"]


@dataclass(frozen=True)
class Job:
    """A game, and the pipelines to apply to it.

    Attributes:
        game: the game.
        todo: for each pipeline its number among the assignments, and the key of the outcome.
    """

    game: Game
    todo: tuple[tuple[int, bytes], ...]

    def __len__(self) -> int:
        return len(self.todo)

    def split(self) -> list[Job]:
        """Return a job per pipeline."""
        return [Job(self.game, (each,)) for each in self.todo]


@dataclass(frozen=True)
class Batch:
    """Jobs that travel together.

    Attributes:
        assignments: all pipelines of the sweep, as `packed` makes them.
        jobs: games, with the pipelines to apply to each.
        limits: of each task.
        home: the process that the batch comes from.
        words: a file in which a worker says which task it ends itself for.
    """

    assignments: bytes
    jobs: tuple[Job, ...]
    limits: Limits
    home: tuple[str, int]
    words: str

    def __len__(self) -> int:
        return sum(map(len, self.jobs))


def packed(assignments: Sequence[Assignment]) -> bytes:
    """Write assignments down for workers, with components of the caller's own script if there are any."""
    try:
        import cloudpickle  # noqa: PLC0415 - comes with loky and with distributed
    except ImportError:
        return pickle.dumps(tuple(assignments))
    written: bytes = cloudpickle.dumps(tuple(assignments))
    return written


def home() -> tuple[str, int]:
    """Return what tells this process from others, on this machine and elsewhere."""
    return socket.gethostname(), os.getpid()


def work_off(batch: Batch) -> list[Outcome]:
    """Do all tasks of a batch.

    Raises:
        ConfigurationError: if there are limits, and no process to which they could be applied.
    """
    if batch.limits != Limits() and batch.home == home():
        raise ConfigurationError(
            "limits of time and memory need workers that can be ended, in processes of their own; use the executor processes"
        )
    assignments = _unpacked(batch.assignments)
    found: list[Outcome] = []
    for job in batch.jobs:
        memo: dict[str, Disagreement] = {}
        with shared():
            for number, key in job.todo:
                farewell = partial(_say, batch.words, key)
                found.append(_done(job.game, key, assignments[number], memo, batch.limits, farewell))
    return found


def last_words(file: str) -> bytes | None:
    """Return the key of the task for which a worker has ended itself, if it could say so."""
    with contextlib.suppress(OSError, ValueError):
        return bytes.fromhex(json.loads(Path(file).read_text(encoding="ascii")))
    return None


def _done(
    game: Game, key: bytes, assignment: Assignment, memo: dict[str, Disagreement], limits: Limits, farewell: Any
) -> Outcome:
    try:
        with within(limits, farewell):
            found = outcome_of(game, key, assignment, memo)
    except TimeLimitError as error:
        found = replace(failure(game, key, assignment, Status.TIME_LIMIT, str(error)), seconds=limits.seconds or 0.0)
    if found.status is Status.MEMORY_LIMIT and limits.megabytes is not None:
        return replace(found, reason=limits.large)
    return found


def _say(file: str, key: bytes) -> None:
    with contextlib.suppress(OSError):  # the worker may be on another machine
        Path(file).write_text(json.dumps(key.hex()), encoding="ascii")


@lru_cache(maxsize=2)
def _unpacked(assignments: bytes) -> tuple[Assignment, ...]:
    unpacked: tuple[Assignment, ...] = pickle.loads(assignments)  # noqa: S301 - the sweep wrote it a moment ago
    return unpacked
