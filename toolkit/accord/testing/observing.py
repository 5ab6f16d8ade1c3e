"""Calling a component while watching what else it does."""

from __future__ import annotations

import ctypes
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any

import numpy.random  # noqa: F401 - so that its state is there to be looked at
from numpy.typing import NDArray

from accord.game import Game
from accord.host.surroundings import surroundings

__all__ = ["Run", "observed", "standard_output"]


@dataclass(frozen=True)
class Run:
    """What came of calling a component.

    Attributes:
        answer: what it returned.
        error: what it raised instead.
        printed: what went to standard output, from Python or below it.
        warned: the Python warnings that it caused.
        disturbed: what it changed that is not its own.
    """

    answer: Any
    error: Exception | None
    printed: str
    warned: tuple[str, ...]
    disturbed: tuple[str, ...]


def observed(call: Callable[[Game], Any], game: Game) -> Run:
    """Call something with a game and watch; a game that it changes is changed back, for the sake of whoever is tried next."""
    copies = [view.copy() for view in _views(game)]
    answer, error = None, None
    with standard_output() as printed, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        before = _surroundings(game)
        try:
            answer = call(game)
        except Exception as raised:  # noqa: BLE001 - whatever it raises is what came of it
            error = raised
        after = _surroundings(game)
    warned = tuple(f"{w.category.__name__}: {w.message}" for w in caught)
    disturbed = tuple(what for what, state in before.items() if state != after[what])
    for view, copy in zip(_views(game), copies, strict=True) if disturbed else ():
        with suppress(ValueError):  # it cannot be written, so that it was not
            view.flags.writeable = True
            view[...] = copy
        view.flags.writeable = False
    return Run(answer, error, printed(), warned, disturbed)


def _views(game: Game) -> tuple[NDArray[Any], ...]:
    """Return the arrays that a game hands out."""
    return (*game.numerators, game.payoffs, game.normalised)


def _surroundings(game: Game) -> dict[str, Any]:
    """Return what a component must leave as it is."""
    views = _views(game)
    return {
        "the game": (
            [view.tobytes() for view in views if view.dtype != object],
            [v.tolist() for v in views if v.dtype == object],
        ),
        "the game's arrays, which are read-only": [view.flags.writeable for view in views],
        **surroundings(),
    }


@contextmanager
def standard_output() -> Iterator[Callable[[], str]]:
    """Catch what is printed, by Python and by compiled code."""
    text = io.StringIO()
    with tempfile.TemporaryFile() as file:
        _flush()
        kept = os.dup(1)
        os.dup2(file.fileno(), 1)
        try:
            with redirect_stdout(text):
                yield lambda: text.getvalue() + below
        finally:
            _flush()
            os.dup2(kept, 1)
            os.close(kept)
            file.seek(0)
            below = file.read().decode(errors="replace")


def _flush() -> None:
    """Write out what Python and the C library have not written yet."""
    for stream in (sys.stdout, sys.__stdout__):
        if stream is not None and not stream.closed:
            stream.flush()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).fflush(None)
