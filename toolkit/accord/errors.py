"""What can go wrong, and the exit code that each kind of trouble ends in."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import ClassVar, TypeVar

__all__ = [
    "AccordError",
    "ComponentError",
    "ConfigurationError",
    "InputError",
    "PluginError",
    "SolverError",
    "TimeLimitError",
    "UnsuitableError",
    "guarded",
    "nearest",
]

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


class AccordError(Exception):
    """Any trouble that accord reports in one line instead of a traceback."""

    exit_code: ClassVar[int] = 2

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class InputError(AccordError):
    """A game, or the file that should hold one, is not what it has to be."""


class ConfigurationError(AccordError):
    """A component or a setting is unknown, of the wrong type or out of range."""


class UnsuitableError(AccordError):
    """A component's `needs` are not met by this game, or the game is beyond what can be solved reliably."""


class SolverError(AccordError):
    """A solver ended without an answer."""

    exit_code: ClassVar[int] = 3


class TimeLimitError(SolverError):
    """A solver ran past its time limit and was stopped."""


class ComponentError(AccordError):
    """A component broke its role's contract: it raised, or returned something of the wrong shape."""

    exit_code: ClassVar[int] = 3


class PluginError(AccordError):
    """A pipeline names a component of a plugin that could not be loaded."""


def guarded(who: str, verb: Callable[[_Argument], _Result], argument: _Argument) -> _Result:
    """Call a component; what it raises by mistake is reported under its name.

    Raises:
        ComponentError: for any error that is neither accord's own nor a lack of memory.
    """
    try:
        return verb(argument)
    except (AccordError, MemoryError):
        raise
    except Exception as error:
        raise ComponentError(f"{who} failed: {type(error).__name__}: {error}") from error


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the closest of the `known` names, or an empty string.

    >>> nearest("chiken", ["chicken", "bos"])
    "; did you mean 'chicken'?"
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
