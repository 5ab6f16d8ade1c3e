"""Driving a sweep: what is missing is handed to workers in batches, and what comes back is written down at once."""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from accord.sweeps.batches import Batch, Job, LastWords, home, last_words, packed, work_off
from accord.sweeps.crew import Crew
from accord.sweeps.plan import Plan
from accord.sweeps.records import Outcome, Status
from accord.sweeps.scanning import Scanner
from accord.sweeps.solving import failure
from accord.sweeps.store import Store
from accord.work import Progress

__all__ = ["drive"]

_SECONDS = 0.5
"""How long a batch should take: long beside what sending it costs, short beside what is lost if its worker dies."""
_MOST_TASKS = 2_000
_MOST_PAYOFFS = 2_000_000
"""Payoffs in one batch, unless a single game has more."""
_PIECES = 8
"""Into how many pieces a batch is cut whose worker has died."""
_DEATHS = 2
"""How many workers a task must have taken down, alone, before it is said that it does."""
_POLL = 0.2


def drive(plan: Plan, store: Store, *, retry_failed: bool = False, progress: Progress | None = None) -> int:
    """Do all tasks of a sweep that the store does not know, and return how many that were.

    Args:
        plan: the sweep.
        store: where results are looked for, and written to.
        retry_failed: whether to do again what the store knows to have failed.
        progress: is told how far the work is.

    Raises:
        AccordError: if the sweep cannot go on.
        KeyboardInterrupt: if it was interrupted; what had come back by then is in the store.
    """
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        scanner = Scanner(plan, store, retry_failed=retry_failed)
        driver = _Driver(plan, scanner, Path(folder), progress)
        try:
            driver.run()
        except KeyboardInterrupt:
            with suppress(KeyboardInterrupt):  # whoever is impatient is told the same
                driver.harvest()
            raise KeyboardInterrupt(f"{scanner.done} of {scanner.total} tasks are done") from None
        except BaseException:
            driver.harvest()
            raise
        return scanner.new


@dataclass
class _Flight:
    """A batch on its way, and how many workers it has taken down already."""

    batch: Batch
    deaths: int
    begun: float


class _Driver:
    def __init__(self, plan: Plan, scanner: Scanner, folder: Path, progress: Progress | None) -> None:
        self._plan = plan
        self._scanner = scanner
        self._folder = folder
        self._progress = progress
        self._assignments = packed(plan.assignments)
        self._crew = Crew(plan.executor)
        self._flying: dict[Future[Any], _Flight] = {}
        self._again: deque[tuple[tuple[Job, ...], int]] = deque()
        self._rest: deque[Job] = deque()
        self._unsaved: list[Outcome] = []
        self._batches = 0
        self._pace: float | None = None

    def run(self) -> None:
        """Do everything."""
        found = self._scanner.jobs()
        more = True
        while more or self._flying or self._again or self._rest:
            more = self._fill(found)
            self._land(_POLL if self._flying else 0.0)
            self._save()
        self._save()
        self._crew.stop(kindly=True)

    def harvest(self) -> None:
        """Save what has come back by now, and end the workers."""
        for future in [future for future in self._flying if future.done() and not future.cancelled()]:
            if future.exception() is None:
                self._unsaved += future.result()
        try:
            self._save()
        finally:
            self._flying.clear()
            self._crew.stop()

    def _fill(self, found: Iterator[Job | None]) -> bool:
        """Send batches as long as workers have too little to do; return whether there may be more to send."""
        while not self._flying or len(self._flying) < self._room:  # no worker is started for nothing
            if self._again:
                jobs, deaths = self._again.popleft()
                self._send(jobs, deaths)
                continue
            batch = self._gathered(found)
            if batch is None:
                return False
            if not batch:  # a long stretch of games that are done already
                return True
            self._send(tuple(batch))
            if next(iter(self._flying)).done():
                return True
        return True

    @property
    def _room(self) -> int:
        """How many batches are to be under way: each worker has one, and one that waits, unless something is to be found out."""
        width = self._crew.width
        return width if self._again else 2 * width + 1

    def _gathered(self, found: Iterator[Job | None]) -> list[Job] | None:
        """Return the next jobs that make a batch, or None if there are no more."""
        wanted = 1 if self._pace is None else min(_MOST_TASKS, max(1, round(_SECONDS / self._pace)))
        jobs: list[Job] = []
        tasks = payoffs = 0
        while True:
            if not self._rest:
                more = list(islice(found, 1))
                if not more:
                    return jobs or None
                if more[0] is None:
                    return jobs
                self._rest += more[0].pieces(wanted)  # many slow pipelines on one game are not one batch
            job = self._rest.popleft()
            jobs.append(job)
            tasks += len(job)
            payoffs += job.game.n_players * job.game.n_profiles
            if tasks >= wanted or payoffs >= _MOST_PAYOFFS:
                return jobs

    def _send(self, jobs: tuple[Job, ...], deaths: int = 0) -> Future[Any]:
        self._batches += 1
        diary = str(self._folder / str(self._batches))
        batch = Batch(self._assignments, jobs, self._plan.limits, home(), diary)
        future = self._crew.submit(work_off, batch)
        self._flying[future] = _Flight(batch, deaths, time.monotonic())
        return future

    def _land(self, patience: float) -> None:
        """Take in what has come back; if workers have died, wait for what is still under way, and find out what it was."""
        done, _ = wait(self._flying, timeout=patience, return_when=FIRST_COMPLETED)
        lost = [flight for future in done if (flight := self._landed(future)) is not None]
        if not lost:
            return
        while self._flying:
            done, _ = wait(self._flying, return_when=FIRST_COMPLETED)
            lost += [flight for future in done if (flight := self._landed(future)) is not None]
            self._save()
        self._recover(lost)

    def _landed(self, future: Future[Any]) -> _Flight | None:
        """Take in what a batch led to; return it if its worker died."""
        outcomes: Sequence[Outcome] | None = self._crew.result(future)
        flight = self._flying.pop(future)
        if outcomes is None:
            return flight
        Path(flight.batch.diary).unlink(missing_ok=True)
        self._unsaved += outcomes
        if len(outcomes) < len(flight.batch):
            done = {outcome.key for outcome in outcomes}
            self._rest.extendleft(reversed([left for job in flight.batch.jobs if (left := job.without(done))]))
        spent = sum(outcome.seconds for outcome in outcomes) / max(1, len(outcomes))
        self._pace = max(spent, 1e-6) if self._pace is None else 0.7 * self._pace + 0.3 * max(spent, 1e-6)
        return None

    def _recover(self, lost: Sequence[_Flight]) -> None:
        """Do again what was lost, and find out whether a task was to blame.

        Where workers could say what they were doing, these tasks are done once more by themselves. Where they could not, all that
        was lost is done again in small pieces, and task by task if that goes wrong as well.
        """
        words = [last_words(flight.batch.diary) for flight in lost]
        if any(words):
            self._crew.excuse()
        suspects: list[Job] = []
        for flight, last in zip(lost, words, strict=True):
            jobs = list(flight.batch.jobs)
            if last is not None:
                jobs, blamed = self._parted(jobs, last)
                suspects += blamed
            if any(words):
                self._again += [(tuple(jobs), flight.deaths)] if jobs else []
            elif flight.deaths == 0:
                size = -(-len(jobs) // _PIECES)
                self._again += [(tuple(jobs[k : k + size]), 1) for k in range(0, len(jobs), size)]
            else:
                suspects += [single for job in jobs for single in job.pieces(1)]
        for suspect in suspects:
            self._alone(suspect)

    def _parted(self, jobs: Sequence[Job], last: LastWords) -> tuple[list[Job], list[Job]]:
        """Return jobs without the task that a worker died of, perhaps, and this task unless it is known that it took too long."""
        left: list[Job] = []
        suspects: list[Job] = []
        for job in jobs:
            others = job.without({last.key})
            left += [others] if others else []
            for number, key in [each for each in job.todo if each[1] == last.key]:
                if last.late:
                    self._fail(job, number, key, Status.TIME_LIMIT, self._plan.limits.late)
                else:
                    suspects.append(Job(job.game, ((number, key),)))
        return left, suspects

    def _alone(self, job: Job) -> None:
        """Do one task while nothing else is done, so that it is known what a worker died of."""
        ((number, key),) = job.todo
        limit = self._plan.limits.seconds
        for _ in range(_DEATHS):
            future = self._send((job,), 1)
            wait([future])
            flight = self._landed(future)
            self._save()
            if flight is None:
                return
            last = last_words(flight.batch.diary)
            if last is not None:
                self._crew.excuse()
            far = last is None and limit is not None and time.monotonic() - flight.begun > limit  # it was on another machine
            if far or (last is not None and last.late):
                self._fail(job, number, key, Status.TIME_LIMIT, self._plan.limits.late)
                return
        memory = self._plan.limits.megabytes
        allowed = f"; it was allowed {memory:g} MB of memory" if memory is not None else ""
        self._fail(job, number, key, Status.WORKER_DIED, f"the process that worked on it died{allowed}")

    def _fail(self, job: Job, number: int, key: bytes, status: Status, reason: str) -> None:
        self._unsaved.append(failure(job.game, key, self._plan.assignments[number], status, reason))

    def _save(self) -> None:
        saved = len(self._unsaved)
        self._scanner.save(self._unsaved)
        del self._unsaved[:saved]
        if self._progress is not None and self._scanner.done:
            self._progress("tasks", self._scanner.done, self._scanner.total)
