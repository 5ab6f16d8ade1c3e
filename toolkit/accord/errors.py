"""What can go wrong, and the exit code that each kind of trouble ends in."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar, TypeVar

from accord.terminal import harmless

__all__ = [
    "AccordError",
    "AccordWarning",
    "ComponentError",
    "ConfigurationError",
    "InputError",
    "PluginError",
    "SolverError",
    "TimeLimitError",
    "UnsuitableError",
    "at_work",
    "guarded",
    "nearest",
    "working_component",
]

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")
_AT_WORK: ContextVar[bool] = ContextVar("at_work", default=False)


class AccordError(Exception):
    """Any trouble that accord reports in one line instead of a traceback.

    Attributes:
        path: the way to what is wrong within a configuration, such as ``("selection", "tolerance")``; empty where nobody knows.
        others: what is wrong besides, where somebody has gone on looking.
        listing: the command that shows all of it.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, *args: object, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(*args)
        self.path = path
        self.others: tuple[AccordError, ...] = ()
        self.listing = ""

    def __str__(self) -> str:
        return harmless(" ".join(super().__str__().split()))


class AccordWarning(UserWarning):
    """Something that a user should know, although it is no error; the command line prints it in one line."""


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


@contextmanager
def at_work() -> Iterator[None]:
    """Let a component work inside a block: what it prints meanwhile is no result of ours."""
    token = _AT_WORK.set(True)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def working_component() -> bool:
    """Whether the code that asks runs inside a component."""
    return _AT_WORK.get()


def guarded(who: str, verb: Callable[[_Argument], _Result], argument: _Argument) -> _Result:
    """Call a component; what it raises by mistake is reported under its name.

    Raises:
        ComponentError: for anything that is neither accord's own nor a lack of memory nor an interrupt: ``sys.exit()``, too.
    """
    try:
        with at_work():
            return verb(argument)
    except (AccordError, MemoryError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        raise ComponentError(f"{who} failed: {type(error).__name__}: {error}") from error


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the closest of the `known` names, or an empty string.

    >>> nearest("chiken", ["chicken", "bos"])
    "; did you mean 'chicken'?"
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
