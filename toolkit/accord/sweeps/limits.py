"""Limits of time and memory for one task, kept inside the worker that does it: gently if possible, by its end if not."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType

from accord.errors import TimeLimitError
from accord.isolation import limited

__all__ = ["LIMIT_STATUS", "Limits", "within"]

LIMIT_STATUS = 86
"""The exit status of a worker that ended itself because a task would not."""


@dataclass(frozen=True)
class Limits:
    """What one task may take.

    Attributes:
        seconds: of wall-clock time; no limit if None.
        megabytes: of memory, on top of what the worker holds when the task begins; no limit if None.
    """

    seconds: float | None = None
    megabytes: float | None = None

    @property
    def grace(self) -> float:
        """Seconds for code that was told to stop, before its worker is ended: much for those that may take long anyway."""
        return min(5.0, max(0.5, (self.seconds or 0.0) / 4))

    @property
    def late(self) -> str:
        """What to say about a task that took too long."""
        return f"it was not done within {self.seconds:g} s"

    @property
    def large(self) -> str:
        """What to say about a task that wanted too much memory."""
        return f"it wanted more than {self.megabytes:g} MB of memory"


class _TimeIsUp(BaseException):
    """Raised in the middle of a task that has run for too long."""


@contextlib.contextmanager
def within(limits: Limits, farewell: Callable[[], None]) -> Iterator[None]:
    """Keep what is done inside to its limits.

    Code that lets Python run is stopped by an exception; a worker whose code does not return is ended when the grace is over.

    Args:
        limits: of time and memory.
        farewell: called before the worker ends.

    Raises:
        TimeLimitError: if the time is over.
        MemoryError: if the memory is used up.
    """
    memory = None if limits.megabytes is None else int(limits.megabytes * 1e6)
    with contextlib.nullcontext() if limits.seconds is None else _timed(limits, limits.seconds, farewell), limited(memory):
        yield


@contextlib.contextmanager
def _timed(limits: Limits, seconds: float, farewell: Callable[[], None]) -> Iterator[None]:
    over = threading.Event()

    def end() -> None:
        if not over.wait(seconds + limits.grace):
            farewell()
            os._exit(LIMIT_STATUS)

    main = threading.current_thread() is threading.main_thread()
    watch = threading.Thread(target=end, daemon=True)
    watch.start()
    try:
        with _alarm(seconds) if main else _nudge(seconds):
            yield
    except _TimeIsUp:
        raise TimeLimitError(limits.late) from None
    finally:
        over.set()


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise in the main thread, even where it waits for something outside Python."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _nudge(seconds: float) -> Iterator[None]:
    """Raise in another thread as soon as it runs Python code."""
    thread, lock = threading.get_ident(), threading.Lock()
    state = {"over": False, "rung": False}

    def ring() -> None:
        with lock:
            if not state["over"]:
                state["rung"] = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TimeIsUp))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            state["over"] = True
        if state["rung"]:  # it may not have arrived yet, and must not do so later
            with contextlib.suppress(_TimeIsUp):
                for _ in range(10_000):
                    pass
