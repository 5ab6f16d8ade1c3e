"""What an answer depends on, in words: equal words mean equal answers."""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from contextlib import suppress
from os import PathLike
from pathlib import Path

import numpy as np

from accord.game import Game

__all__ = ["identity"]


def identity(value: object) -> str:
    """Return words that differ between games, components and settings that may lead to different answers.

    A game stands for its payoffs and labels, a component for its class and all its settings, and a setting that names a file for
    what is in the file as well.
    """
    if isinstance(value, Game):
        return value.digest
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        settings = (f"{field.name}={identity(getattr(value, field.name))}" for field in dataclasses.fields(value))
        return f"{kind.__module__}.{kind.__qualname__}({', '.join(settings)})"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(identity, value))}]"
    if isinstance(value, str | PathLike):
        with suppress(OSError, ValueError):
            return f"{value!r} {hashlib.sha256(Path(value).read_bytes()).hexdigest()}"
    with np.printoptions(threshold=sys.maxsize, floatmode="unique"):
        return repr(value)
