"""Batches of tasks: what travels to a worker, and what the worker does with it."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import socket
import time
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
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
from accord.work import Known, shared

__all__ = ["Batch", "Job", "LastWords", "home", "last_words", "packed", "work_off"]

_MOST_SECONDS = 1.0
"""After so long a worker hands in what it has done of a batch: what is not handed in is lost with it."""


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

    def without(self, done: Container[bytes]) -> Job:
        """Return what is left to do of it; there may be nothing."""
        return Job(self.game, tuple(each for each in self.todo if each[1] not in done))


@dataclass(frozen=True)
class Batch:
    """Jobs that travel together.

    Attributes:
        assignments: all pipelines of the sweep, as `packed` makes them.
        jobs: games, with the pipelines to apply to each.
        limits: of each task.
        home: the process that the batch comes from.
        diary: a file in which a worker says what it is doing, in a folder of the sweep's own.
    """

    assignments: bytes
    jobs: tuple[Job, ...]
    limits: Limits
    home: tuple[str, int]
    diary: str

    @property
    def sweep(self) -> str:
        """What tells the sweep that the batch belongs to from others."""
        return str(Path(self.diary).parent)

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
    """Do the tasks of a batch, one at least; if they take longer than was thought, the rest is left for another time.

    Raises:
        ConfigurationError: if there are limits, and no process to which they could be applied.
    """
    if batch.limits != Limits() and batch.home == home():
        raise ConfigurationError(
            "limits of time and memory need workers that can be ended, in processes of their own; use the executor processes"
        )
    assignments, here = _unpacked(batch.assignments), batch.home == home()
    found: list[Outcome] = []
    end = time.monotonic() + _MOST_SECONDS
    with _diary(batch) as diary:
        for job in batch.jobs:
            common = _in_common(batch.sweep, job.game.digest)
            with shared(common.work):
                for number, key in job.todo:
                    if diary is not None:
                        diary.seek(0)
                        diary.write(key.hex() + "\n")
                        diary.flush()
                    try:
                        found.append(_done(job.game, key, assignments[number], common.points, batch.limits, diary))
                    except KeyboardInterrupt:  # the user's is for the process of the sweep alone
                        if here:
                            raise
                        found.append(failure(job.game, key, assignments[number], Status.FAILED, "it raised KeyboardInterrupt"))
                    if time.monotonic() > end:
                        return found
    return found


def last_words(file: str) -> LastWords | None:
    """Return what a worker that has died was doing, if it could say so."""
    with contextlib.suppress(OSError, ValueError):
        key, _, end = Path(file).read_text(encoding="utf-8", errors="replace").partition("\n")
        return LastWords(bytes.fromhex(key), late=bool(end)) if key else None
    return None


@dataclass
class _Common:
    """What the pipelines of a sweep have found out about one game.

    Attributes:
        points: by what they depend on, disagreement points.
        work: pieces of work.
    """

    points: dict[str, Disagreement] = field(default_factory=dict)
    work: Known = field(default_factory=dict)


@lru_cache(maxsize=1)
def _in_common(sweep: str, digest: str) -> _Common:  # noqa: ARG001 - the key
    """Return what is known about the game: pipelines that take long are in several batches, and share it all the same."""
    return _Common()


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
