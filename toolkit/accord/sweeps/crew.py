"""The workers of a sweep: an executor that is started again when its workers have died."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any

from accord.errors import AccordError, SolverError
from accord.roles import Executor as ExecutorComponent
from accord.work.processes import deaf_to_interrupts

__all__ = ["Crew"]

_LOST = (BrokenExecutor, CancelledError, ConnectionError, EOFError)
"""What futures raise whose worker is gone."""
_LOST_NAMES = frozenset(
    {"KilledWorker", "CommClosedError", "FutureCancelledError", "FuturesCancelledError", "ShutdownExecutorError"}
)
"""The same of distributed and of loky, which are not imported to find out."""
_MOST_FAILURES = 5
"""Times in a row that workers may die for no known reason before any of them has done anything."""


class Crew:
    """Workers, however often they have to be started.

    Args:
        component: supplies an executor.
    """

    def __init__(self, component: ExecutorComponent) -> None:
        self._component = component
        self._executor: Executor | None = None
        self._failures = 0
        self._width = 1
        self._given: dict[Future[Any], Executor] = {}

    @property
    def width(self) -> int:
        """How many batches can be worked on at a time, as far as the executor says so."""
        executor = self._started()
        widths = (getattr(executor, name, None) for name in ("max_workers", "_max_workers"))
        self._width = next((width for width in widths if isinstance(width, int) and width > 0), os.cpu_count() or 1)
        return self._width

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hand out a call; if the workers are gone, new ones are started first.

        Raises:
            SolverError: if workers die again and again before they have done anything.
        """
        executor = self._started()
        if getattr(executor, "immediate", False):  # it does the work itself, and must be interrupted
            return executor.submit(function, *arguments)
        with deaf_to_interrupts():  # workers that are started now inherit it
            try:
                future = executor.submit(function, *arguments)
            except (*_LOST, RuntimeError):  # it was found to be broken, or to be closed
                self.restart()
                executor = self._started()
                future = executor.submit(function, *arguments)
        self._given[future] = executor
        return future

    def _started(self) -> Executor:
        if self._executor is None:
            with deaf_to_interrupts():
                self._executor = self._component.executor()
        return self._executor

    def result(self, future: Future[Any]) -> Any:
        """Return what a call led to, or None if its worker is gone.

        Raises:
            AccordError: if the call raised one.
            SolverError: if the call could not be handed to a worker at all.
        """
        executor = self._given.pop(future, None)
        try:
            found = future.result()
        except AccordError:
            raise
        except Exception as error:
            said = " ".join(f"{type(error).__name__}: {error}".split())
            if not isinstance(error, _LOST) and type(error).__name__ not in _LOST_NAMES:
                raise SolverError(f"executor {self._component.name}: its workers cannot do these tasks: {said}") from error
            self._failures += 1
            if self._failures > _MOST_FAILURES * (2 * self._width + 1):
                raise SolverError(f"executor {self._component.name}: its workers die whatever they do: {said}") from error
            if isinstance(error, BrokenExecutor) and executor is self._executor:  # others may have been started since
                self.restart()
            return None
        self._failures = 0
        return found

    def excuse(self) -> None:
        """Forget that workers have died: it is known of which tasks, so that this cannot go on for ever."""
        self._failures = 0

    def restart(self) -> None:
        """Let go of the workers; the next call starts new ones."""
        self.stop()

    def stop(self, *, kindly: bool = False) -> None:
        """End the workers: at once, or when they have done what they have been given."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if kindly:
            executor.shutdown(wait=True)
        elif "kill_workers" in inspect.signature(executor.shutdown).parameters:  # loky's
            executor.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg] # as was just seen
        else:
            executor.shutdown(wait=True, cancel_futures=True)
