"""Limits of time and memory for one task, kept inside the worker that does it: gently if possible, by its end if not."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

from accord.errors import TimeLimitError
from accord.isolation import limited

__all__ = ["Limits", "within"]

_STANDARD_ERROR = 2


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


class _TimeIsUp(KeyboardInterrupt):
    """Raised in the middle of a task that has run for too long: an interrupt, which components must let pass."""


@dataclass
class _Bell:
    """Whether it has rung: somebody may have taken the exception for his own."""

    rung: bool = False


@contextlib.contextmanager
def within(limits: Limits, diary: TextIO | None) -> Iterator[None]:
    """Keep what is done inside to its limits.

    Code that lets Python run is stopped by an exception. If it does not return, the process is ended when the grace is over: by
    a thread that needs nothing of Python, for compiled code may keep Python from running at all.

    Args:
        limits: of time and memory.
        diary: an open file in which the end of the process is noted.

    Raises:
        TimeLimitError: if the time is over.
        MemoryError: if the memory is used up.
    """
    memory = None if limits.megabytes is None else int(limits.megabytes * 1e6)
    with contextlib.nullcontext() if limits.seconds is None else _timed(limits, limits.seconds, diary), limited(memory):
        yield


@contextlib.contextmanager
def _timed(limits: Limits, seconds: float, diary: TextIO | None) -> Iterator[None]:
    bell = _Bell()
    main = threading.current_thread() is threading.main_thread()
    faulthandler.dump_traceback_later(seconds + limits.grace, exit=True, file=diary or _STANDARD_ERROR)
    try:
        with _alarm(seconds, bell) if main else _nudge(seconds, bell):
            yield
    except BaseException as error:
        if bell.rung:
            raise TimeLimitError(limits.late) from error
        raise
    finally:
        faulthandler.cancel_dump_traceback_later()
    if bell.rung:
        raise TimeLimitError(limits.late)


@contextlib.contextmanager
def _alarm(seconds: float, bell: _Bell) -> Iterator[None]:
    """Raise in the main thread, even where it waits for something outside Python."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        bell.rung = True
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _nudge(seconds: float, bell: _Bell) -> Iterator[None]:
    """Raise in another thread as soon as it runs Python code."""
    thread, lock = threading.get_ident(), threading.Lock()
    over = False

    def ring() -> None:
        with lock:
            if not over:
                bell.rung = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TimeIsUp))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            over = True
        if bell.rung:  # the exception may not have arrived yet, and must not do so later
            with contextlib.suppress(_TimeIsUp):
                for _ in range(10_000):
                    pass
