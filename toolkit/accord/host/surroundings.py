"""What belongs to the whole process, so that plugins and components must leave it as it is."""

from __future__ import annotations

import decimal
import locale
import os
import pickle
import random
import signal
import sys
import warnings
from typing import Any

__all__ = ["blanket_filters", "floating_point", "folder", "surroundings"]


def surroundings() -> dict[str, Any]:
    """Return what everybody shares as it is now, under names that messages can use; values can be compared."""
    drawing = sys.modules.get("numpy.random")
    context = decimal.getcontext()
    return {
        "the state of the module random": random.getstate(),
        "the state of numpy.random": None if drawing is None else pickle.dumps(drawing.get_state(legacy=False)),
        "how numpy treats floating-point errors": floating_point(),
        "the context of the module decimal": (context.prec, context.rounding, context.Emin, context.Emax, dict(context.traps)),
        "the working directory": folder(),
        "the environment variables": dict(os.environ),
        "the path of modules": list(sys.path),
        "how all warnings are treated": blanket_filters(),
        "the recursion limit": sys.getrecursionlimit(),
        "the locale": locale.setlocale(locale.LC_ALL),
        "what is done at signals": {number: signal.getsignal(number) for number in signal.valid_signals()},
    }


def folder() -> str | None:
    """Return the working directory; None if it is gone."""
    try:
        return os.getcwd()  # noqa: PTH109 - as text, which can be put back
    except OSError:
        return None


def blanket_filters() -> list[Any]:
    """Return the filters that are about all warnings there are; libraries have their own about some."""
    return [entry for entry in warnings.filters if entry[1] is None and entry[2] is Warning and entry[3] is None]


def floating_point() -> dict[str, Any] | None:
    """Return how numpy treats floating-point errors; None if it is not there."""
    numpy = sys.modules.get("numpy")
    return None if numpy is None else dict(numpy.geterr())
