"""The contract of the role `executor`."""

from __future__ import annotations

import base64
import operator
import os
import pickle
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Executor as FuturesExecutor
from concurrent.futures import TimeoutError as LateError
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from accord import isolation
from accord.api import read, solve
from accord.errors import InputError
from accord.roles import Executor
from accord.testing.base import Contract
from accord.testing.observing import standard_output
from accord.testing.versions import introduced

__all__ = ["ExecutorContract"]

_TASKS = 24
_PATIENCE = 120.0
"""Seconds that anything may take: starting the workers of a cluster takes a while."""
_MISSING = "./no-such-game.nfg"


class ExecutorContract(Contract):
    """Inherit this, set ``component``, and every promise of an executor is put to the test.

    ::

        class TestGrid(ExecutorContract):
            component = Grid(queue="short")

    Beside the tests that all components share:

    - ``test_results_come_back``: many tasks are done, and the results of `map` come in the order of what they are about.
    - ``test_errors_travel``: what a task raises is raised again, of the same kind and with the same words, accord's own included.
    - ``test_workers_know_accord``: a worker reads and solves a game as this process does.
    - ``test_prints_nothing``: starting, working and ending write nothing to standard output.
    - ``test_shutdown_leaves_no_workers``: the processes that did the tasks are gone after `shutdown`.
    - ``test_dead_workers_are_errors``: a task that kills its worker ends in an exception, not in waiting for ever. It is tried in
      a process of its own; an executor that works in the calling process has no workers that could die.

    Attributes:
        farewell: seconds that workers may take to end after a shutdown that waits for them.
    """

    component: ClassVar[Executor]
    role: ClassVar[str] = "executor"
    farewell: ClassVar[float] = 20.0

    @contextmanager
    def _open(self) -> Iterator[FuturesExecutor]:
        """Start an executor, and end it afterwards."""
        crew = self.component.executor()
        assert isinstance(crew, FuturesExecutor), f"executor() returned {crew!r}; a concurrent.futures.Executor is expected"
        with crew:
            yield crew

    @introduced("0.1")
    def test_results_come_back(self) -> None:
        """Tasks are done, whether submitted one by one or mapped, and `map` keeps their order."""
        with self._open() as crew:
            futures = [crew.submit(pow, k, 2) for k in range(_TASKS)]
            squares = [future.result(timeout=_PATIENCE) for future in futures]
            mapped = list(crew.map(pow, range(_TASKS), [3] * _TASKS, timeout=_PATIENCE))
        assert squares == [k**2 for k in range(_TASKS)], f"submitted squares come back as {squares}"
        assert mapped == [k**3 for k in range(_TASKS)], f"mapped cubes come back as {mapped}"

    @introduced("0.1")
    def test_errors_travel(self) -> None:
        """What a task raises comes back as it was raised, and the next task is done all the same."""
        with self._open() as crew:
            errors = [crew.submit(*task).exception(timeout=_PATIENCE) for task in ((operator.truediv, 1, 0), (read, _MISSING))]
            after = crew.submit(pow, 2, 5).result(timeout=_PATIENCE)
        assert isinstance(errors[0], ZeroDivisionError), f"a division by zero comes back as {errors[0]!r}"
        assert isinstance(errors[1], InputError), f"an InputError comes back as {errors[1]!r}"
        assert _MISSING in str(errors[1]), f"an InputError comes back with other words: {errors[1]}"
        assert after == 32, f"after a task that failed, 2 ** 5 is {after!r}"

    @introduced("0.1")
    def test_workers_know_accord(self) -> None:
        """A worker reads the same game, and solves it with the same result."""
        game = read("chicken")
        with self._open() as crew:
            there = crew.submit(read, "chicken").result(timeout=_PATIENCE)
            solved = crew.submit(solve, game).result(timeout=_PATIENCE)
        assert there == game, "a worker reads another game than this process does"
        assert solved.to_dict() == solve(game).to_dict(), "a worker solves the game differently"

    @introduced("0.1")
    def test_prints_nothing(self) -> None:
        """Nothing goes to standard output, which belongs to the results."""
        with standard_output() as printed, self._open() as crew:
            crew.submit(pow, 2, 5).result(timeout=_PATIENCE)
        assert not printed(), f"it prints {printed()[:200]!r}"

    @introduced("0.1")
    def test_shutdown_leaves_no_workers(self) -> None:
        """After `shutdown` the processes that did the tasks are gone."""
        with self._open() as crew:
            places = set(crew.map(_place, range(_TASKS), timeout=_PATIENCE))
        assert places, "the executor did none of its tasks"
        workers = {pid for host, pid in places if host == socket.gethostname()} - {os.getpid()}
        deadline = time.monotonic() + self.farewell
        while any(map(_lives, workers)) and time.monotonic() < deadline:
            time.sleep(0.05)
        left = sorted(filter(_lives, workers))
        assert not left, f"after shutdown its worker process(es) {left} still run"

    @introduced("0.1")
    def test_dead_workers_are_errors(self) -> None:
        """A task that kills its worker ends in an exception within two minutes."""
        payload = {"pickled": base64.b64encode(pickle.dumps(self.component)).decode()}
        found = isolation.call(f"{__name__}:kill_a_worker", payload, time_limit=2 * _PATIENCE, what="the executor's caller")[
            "found"
        ]
        if found == "here":
            return self.inapplicable("its tasks are done in the calling process")
        assert found.startswith("raised"), f"a task that kills its worker {found}; an exception is needed"
        return None


def kill_a_worker(payload: dict[str, Any]) -> dict[str, str]:
    """Let a worker die, in a process that may hang or die with it; say what came of it."""
    component: Executor = pickle.loads(base64.b64decode(payload["pickled"]))  # noqa: S301 - sent by the test above
    crew = component.executor()
    try:
        if crew.submit(os.getpid).result(timeout=_PATIENCE) == os.getpid():
            return {"found": "here"}
        crew.submit(os._exit, 3).result(timeout=_PATIENCE)
    except LateError:
        return {"found": "is waited for in vain"}
    except Exception as error:  # noqa: BLE001 - whatever it is, somebody learns that it failed
        return {"found": f"raised {type(error).__name__}"}
    finally:
        crew.shutdown(wait=False)
    return {"found": "returned as if nothing had happened"}


def _place(_: int) -> tuple[str, int]:
    """Say on which machine, and in which process, a task is done."""
    return socket.gethostname(), os.getpid()


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()
