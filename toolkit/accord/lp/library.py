"""The library HiGHS, loaded when something is solved, without the words by which it introduces itself."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

__all__ = ["highs"]

_ONE_AT_A_TIME = threading.Lock()


def highs() -> Any:
    """Return the module ``highspy``.

    Since version 1.16 the first run in a process prints who made the library, whatever its options say; standard output
    belongs to results, so a model without anything in it is run first, and unheard.
    """
    with _ONE_AT_A_TIME:
        return _introduced()


@cache
def _introduced() -> Any:
    import highspy  # noqa: PLC0415 (loaded only when something is solved)

    with _unheard():
        first = highspy.Highs()  # type: ignore[no-untyped-call] # the library's constructor has no types
        first.setOptionValue("output_flag", False)
        first.run()
    return highspy


@contextmanager
def _unheard() -> Iterator[None]:
    """Let what compiled code prints go nowhere."""
    _flush()
    try:
        kept = os.dup(1)
    except OSError:  # it is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        _flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    """Write out what the C library has not written yet."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).fflush(None)
