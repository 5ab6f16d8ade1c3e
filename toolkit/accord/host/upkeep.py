"""What everybody shares is put back after the import of a plugin, so that the others find it as they would without that."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from accord.host.surroundings import blanket_filters, floating_point, folder

__all__ = ["put_back"]


@contextmanager
def put_back() -> Iterator[list[str]]:
    """Put back what a block changes that everybody shares, and list that.

    It is what a module has no reason to change by being imported: the working directory, standard error, how warnings of all
    kinds are treated, how numpy treats floating-point errors, and what is on the path of modules; entries may be added to that.
    """
    before = [(what, look(), back) for what, look, back in _SHARED]
    changed: list[str] = []
    try:
        yield changed
    finally:
        for (what, was, back), (_, look, _) in zip(before, _SHARED, strict=True):
            if was is not None and _differs(what, was, look()):
                changed.append(what)
                with suppress(OSError):
                    back(was)


_PATH = "the path of modules"


def _differs(what: str, was: Any, now: Any) -> bool:
    return not set(was) <= set(now) if what == _PATH else bool(was != now)


def _unfiltered(was: list[Any]) -> None:
    """Drop the filters about all warnings that are new."""
    new = [entry for entry in blanket_filters() if entry not in was]
    filters: Any = warnings.filters
    filters[:] = [entry for entry in filters if entry not in new]
    with warnings.catch_warnings():  # at its end Python notices that the filters have changed
        pass


def _refloat(was: dict[str, Any]) -> None:
    sys.modules["numpy"].seterr(**was)


def _repath(was: list[str]) -> None:
    sys.path[:] = [*was, *(entry for entry in sys.path if entry not in was)]


def _restream(was: Any) -> None:
    sys.stderr = was


_SHARED: tuple[tuple[str, Callable[[], Any], Callable[[Any], None]], ...] = (
    ("the working directory", folder, os.chdir),
    ("standard error", lambda: sys.stderr, _restream),
    ("how all warnings are treated", blanket_filters, _unfiltered),
    ("how numpy treats floating-point errors", floating_point, _refloat),
    (_PATH, lambda: list(sys.path), _repath),
)
