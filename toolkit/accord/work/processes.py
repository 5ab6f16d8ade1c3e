"""Pieces of work in several processes."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from accord.errors import AccordError, ComponentError, ConfigurationError, SolverError
from accord.work.answers import Answer, Piece

__all__ = ["attend", "deaf_to_interrupts", "side_by_side"]

_ROUNDS = 16
"""Into how many portions each process's share is cut, so that none waits long for the others and much is kept early."""
_MOST_IN_ONE = 32
_WATCH = 0.5
"""Seconds between two looks of a worker whether its parent is still there."""


def side_by_side(do: Callable[[Piece], Answer], pieces: Sequence[Piece], jobs: int) -> Iterator[tuple[Piece, Answer]]:
    """Yield each piece with its answer, as they come, from several processes.

    The processes are fresh interpreters that do not run the caller's script; they live on for the next call, and are killed if
    this one is interrupted.

    Raises:
        ConfigurationError: if the library that starts processes is not installed.
        SolverError: if a process dies.
        Exception: whatever a piece raises.
    """
    try:
        import cloudpickle  # noqa: PLC0415 - comes with loky
        from loky import get_reusable_executor  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise ConfigurationError("more than one job needs the library loky: pip install 'accord[parallel]'") from None

    size = min(_MOST_IN_ONE, max(1, len(pieces) // (jobs * _ROUNDS)))
    portions = [tuple(pieces[k : k + size]) for k in range(0, len(pieces), size)]
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        path = Path(folder) / "work"
        path.write_bytes(cloudpickle.dumps(do))
        with deaf_to_interrupts():
            crew = get_reusable_executor(max_workers=jobs, initializer=attend, initargs=(os.getpid(),))
            futures = [crew.submit(_portion, str(path), portion) for portion in portions]
        try:
            for future in as_completed(futures):
                done, error = future.result()
                yield from done
                if error is not None:
                    raise error
        except BrokenProcessPool as error:
            raise SolverError("a worker process died before it had answered; its memory may have run out") from error
        finally:
            if not all(future.done() for future in futures):
                crew.shutdown(wait=True, kill_workers=True)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started inside inherit that interrupts are for the parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def attend(parent: int) -> None:
    """Be a worker: leave results and interrupts to the parent, and end when it ends, however that happens."""
    with suppress(OSError):  # what components print must not end up among the results
        os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlived, args=(parent,), daemon=True).start()


def _outlived(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)


@lru_cache(maxsize=1)
def _loaded(path: str) -> Any:
    return pickle.loads(Path(path).read_bytes())  # noqa: S301 - the parent process wrote it a moment ago


def _portion(path: str, pieces: tuple[Piece, ...]) -> tuple[list[tuple[Piece, Answer]], Exception | None]:
    """Do some pieces; stop at the first that fails and return its error as well."""
    done = []
    for piece in pieces:
        try:
            done.append((piece, _loaded(path)(piece)))
        except Exception as error:  # noqa: BLE001 - the parent raises it
            return done, _portable(error)
    return done, None


def _portable(error: Exception) -> Exception:
    """Return an error that survives the way to another process."""
    error = error.with_traceback(None)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, a moment ago
    except Exception:  # noqa: BLE001 - whatever its class does
        if not isinstance(error, AccordError):
            return ComponentError(f"{type(error).__name__}: {error}")
        kind: type[Exception] = next(base for base in type(error).__mro__ if base.__module__ == AccordError.__module__)
        return kind(str(error))
    return error
