"""Batches of tasks: what travels to a worker, and what the worker does with it."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from accord.errors import AccordError, ConfigurationError, TimeLimitError
from accord.fallbacks import Correlated
from accord.game import Game
from accord.pipeline import Pipeline, run
from accord.roles import Disagreement
from accord.solution import Step
from accord.splits import Equal
from accord.sweeps.limits import Limits, within
from accord.sweeps.records import Outcome, Status
from accord.sweeps.solving import Assignment, failure, outcome_of
from accord.work import shared

__all__ = ["Batch", "Job", "LastWords", "home", "last_words", "packed", "work_off"]


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

    def pieces(self, most: int) -> list[Job]:
        """Return jobs with so many pipelines each, at most."""
        return [Job(self.game, self.todo[k : k + most]) for k in range(0, len(self.todo), most)]


@dataclass(frozen=True)
class Batch:
    """Jobs that travel together.

    Attributes:
        assignments: all pipelines of the sweep, as `packed` makes them.
        jobs: games, with the pipelines to apply to each.
        limits: of each task.
        home: the process that the batch comes from.
        diary: a file in which a worker says what it is doing.
    """

    assignments: bytes
    jobs: tuple[Job, ...]
    limits: Limits
    home: tuple[str, int]
    diary: str

    def __len__(self) -> int:
        return sum(map(len, self.jobs))


@dataclass(frozen=True)
class LastWords:
    """What a worker was doing when it died.

    Attributes:
        key: of the task.
        late: whether it was ended because the task took too long.
    """

    key: bytes
    late: bool


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
    with _diary(batch) as diary:
        for job in batch.jobs:
            memo: dict[str, Disagreement] = {}
            with shared():
                for number, key in job.todo:
                    if diary is not None:
                        diary.seek(0)
                        diary.write(key.hex() + "\n")
                        diary.flush()
                    found.append(_done(job.game, key, assignments[number], memo, batch.limits, diary))
    return found


def last_words(file: str) -> LastWords | None:
    """Return what a worker that has died was doing, if it could say so."""
    with contextlib.suppress(OSError, ValueError):
        key, _, end = Path(file).read_text(encoding="utf-8", errors="replace").partition("\n")
        return LastWords(bytes.fromhex(key), late=bool(end)) if key else None
    return None


@contextlib.contextmanager
def _diary(batch: Batch) -> Iterator[TextIO | None]:
    """Open the file in which a worker says what it is doing; there is none in the process of the sweep, nor on other machines."""
    if batch.home == home():
        yield None
        return
    faulthandler.disable()  # if the worker crashes, that is told in one line
    try:
        diary = Path(batch.diary).open("w", encoding="utf-8")  # noqa: SIM115 - closed below, whatever happens
    except OSError:
        yield None
        return
    with diary:
        yield diary


def _done(
    game: Game, key: bytes, assignment: Assignment, memo: dict[str, Disagreement], limits: Limits, diary: TextIO | None
) -> Outcome:
    try:
        with within(limits, diary):
            found = outcome_of(game, key, assignment, memo)
    except TimeLimitError as error:
        found = replace(failure(game, key, assignment, Status.TIME_LIMIT, str(error)), seconds=limits.seconds or 0.0)
    if found.status is Status.MEMORY_LIMIT and limits.megabytes is not None:
        return replace(found, reason=limits.large)
    return found


@lru_cache(maxsize=2)
def _unpacked(assignments: bytes) -> tuple[Assignment, ...]:
    unpacked: tuple[Assignment, ...] = pickle.loads(assignments)  # noqa: S301 - the sweep wrote it a moment ago
    _warm_up()
    return unpacked


@lru_cache(maxsize=1)
def _warm_up() -> None:
    """Let the libraries that every task needs be loaded before the first one: that counts for no task's limits."""
    game = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
    pipeline = Pipeline(Correlated(), Equal(), side_payments=False)
    with contextlib.suppress(AccordError):
        run(pipeline, game, lambda component: Step(component.name, {}, None, None, None))
