"""Going through the games of a sweep, and finding out which tasks are still to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accord.sweeps.batches import Job
from accord.sweeps.games import Found, unreadable
from accord.sweeps.plan import Plan
from accord.sweeps.records import Detail, GameRecord, Outcome, Status
from accord.sweeps.store import Store

__all__ = ["Scanner"]

_STRETCH = 100
"""After so many games with nothing to do, whoever asks for jobs gets a chance to look after other things."""
_KEPT = 500
"""How many records of games wait for results before they are written down by themselves."""


class Scanner:
    """Looks at one game after the other, and remembers what is under way.

    Attributes:
        done: how many tasks have an outcome.
        new: how many of these were found by this run.
        total: how many tasks there are, as far as that is known.

    Args:
        plan: the sweep.
        store: where outcomes are looked for, and written to.
        retry_failed: whether what the store knows to have failed is to be done again.
    """

    def __init__(self, plan: Plan, store: Store, *, retry_failed: bool) -> None:
        self._plan = plan
        self._store = store
        self._retry = retry_failed
        self._count = plan.count
        self._seen = 0
        self.done = 0
        self.new = 0
        self._games: list[GameRecord] = []
        self._wanted: list[tuple[GameRecord, bytes]] = []
        self._failures: list[Outcome] = []
        self._flying: set[bytes] = set()
        self._unreadable = store.unreadable()
        store.put(pipelines=plan.records)

    @property
    def total(self) -> int:
        """How many tasks there are, as far as that is known."""
        return max(self._seen, self._count or 0)

    def jobs(self) -> Iterator[Job | None]:
        """Yield what is to be done, a game at a time, and None now and then where there is nothing."""
        idle = 0
        for source in self._plan.games:
            for found in source.find(self._plan.registry):
                job = self._job(found)
                idle = 0 if job else idle + 1
                if job is not None:
                    yield job
                elif idle % _STRETCH == 0:
                    yield None

    def save(self, outcomes: Sequence[Outcome]) -> None:
        """Write outcomes down, with the records of games that wait for that."""
        if not outcomes and not self._failures and len(self._wanted) < _KEPT and self._flying:
            return
        failures, self._failures = self._failures, []
        if outcomes or failures or self._wanted:
            self._store.put([*outcomes, *failures], self._games, wanted=self._wanted)
        self._games, self._wanted = [], []
        self._flying.difference_update(outcome.key for outcome in outcomes)
        self.done += len(outcomes) + len(failures)
        self.new += len(outcomes) + len(failures)

    def _job(self, found: Found) -> Job | None:
        record = found.record
        keys = self._plan.keys(record.digest)
        self._seen += len(keys)
        self._games.append(record)
        self._wanted += [(record, key) for key in keys]
        if found.game is None:
            self._failures += [
                Outcome(key, record.digest, a.id, a.versions, Status.UNREADABLE, found.trouble, a.detail)
                for key, a in zip(keys, self._plan.assignments, strict=True)
            ]
            return None
        if self._unreadable and record.source and unreadable(record.source) in self._unreadable:
            self._store.forget(unreadable(record.source))
        known = self._store.known(keys)
        todo = tuple(
            (number, key)
            for number, key in enumerate(keys)
            if key not in self._flying and not self._is_done(known.get(key), self._plan.assignments[number].detail)
        )
        self._flying.update(key for _, key in todo)
        self.done += len(keys) - len(todo)
        return Job(found.game, todo) if todo else None

    def _is_done(self, known: tuple[Status, Detail] | None, wanted: Detail) -> bool:
        if known is None:
            return False
        status, detail = known
        if status is Status.SOLVED:
            return detail >= wanted
        return status is Status.UNSUITABLE or (detail <= wanted and not self._retry)  # less may succeed where more has failed
