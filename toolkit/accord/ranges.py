"""Ranges of settings: declared where a setting is, known to whoever checks, documents or edits it."""

from __future__ import annotations

import math
import types
import typing
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, get_args, get_origin

from accord.errors import ConfigurationError

__all__ = ["Range", "accepted", "check_settings", "range_of", "refusal", "unannotated"]

_LONGEST = 60
"""Characters of a value that an error quotes."""


@dataclass(frozen=True)
class Range:
    """Which numbers a setting accepts, written into its annotation: ``share: Annotated[float, Range(0, below=1)] = 0.5``.

    >>> Range(0, below=1).holds(1), Range(1, 3).holds(3), str(Range(0, below=1)), str(Range(above=0))
    (False, True, 'from 0 to below 1', 'above 0')

    Attributes:
        least: the least number that is accepted.
        most: the greatest one.
        above: every accepted number is greater than this.
        below: every accepted number is less than this.
        says: what is accepted, in words; by default they are made from the bounds.
    """

    least: float | Fraction | None = None
    most: float | Fraction | None = None
    above: float | Fraction | None = None
    below: float | Fraction | None = None
    says: str = ""

    def holds(self, value: Any) -> bool:
        """Whether a number lies within the range."""
        return (
            (not isinstance(value, float) or math.isfinite(value))
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def __str__(self) -> str:
        if self.says:
            return self.says
        start = f"from {self.least}" if self.least is not None else f"above {self.above}" if self.above is not None else ""
        end = f"{self.most}" if self.most is not None else f"below {self.below}" if self.below is not None else ""
        joined = "to " if start.startswith("from") else "and " if start and end.startswith("below") else "and up to "
        return f"{start} {joined}{end}" if start and end else start or (f"up to {end}" if self.most is not None else end)


def unannotated(annotation: Any) -> Any:
    """Return a type without its range.

    >>> unannotated(Annotated[int, Range(1)])
    <class 'int'>
    """
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def range_of(annotation: Any) -> Range | None:
    """Return the range of a number, or None if it has none; that of an optional number, too.

    >>> range_of(Annotated[int, Range(1)] | None), range_of(int)
    (Range(least=1, most=None, above=None, below=None, says=''), None)
    """
    if get_origin(annotation) is Annotated:
        return next((extra for extra in annotation.__metadata__ if isinstance(extra, Range)), None)
    if get_origin(annotation) in {typing.Union, types.UnionType}:
        return next(filter(None, map(range_of, get_args(annotation))), None)
    return None


def check_settings(component: Any, who: str) -> None:
    """Check the settings of a component against the ranges and choices that their annotations declare.

    Made for ``__post_init__``: whoever sets a component up in Python is told what a file would be told.

    Args:
        component: an instance of a frozen dataclass.
        who: its role and name, for the message.

    Raises:
        ConfigurationError: naming the setting, its value and what is accepted.
    """
    for setting, annotation in typing.get_type_hints(type(component), include_extras=True).items():
        if get_origin(annotation) is not typing.ClassVar:
            _check(getattr(component, setting), annotation, f"{who}: {setting}", (setting,))


def _check(value: Any, annotation: Any, where: str, path: tuple[str | int, ...]) -> None:
    origin, members = get_origin(annotation), get_args(annotation)
    if origin in {typing.Union, types.UnionType}:
        if value is not None and range_of(annotation) is not None:
            _check(value, next(member for member in members if range_of(member)), where, path)
    elif origin is tuple and len(members) == 2 and members[1] is Ellipsis:
        for k, item in enumerate(value if range_of(members[0]) and isinstance(value, (tuple, list)) else ()):
            _check(item, members[0], f"{where}[{k}]", (*path, k))
    elif origin is typing.Literal:
        if not any(value == member and type(value) is type(member) for member in members):
            raise refusal(value, where, "one of " + ", ".join(map(repr, members)), path)
    elif bounds := range_of(annotation):
        kinds = int if members[0] is int else (int, float, Fraction)
        if not isinstance(value, kinds) or isinstance(value, bool) or not bounds.holds(value):
            raise refusal(value, where, accepted(annotation, "a whole number" if members[0] is int else "a number"), path)


def accepted(annotation: Any, kind: str) -> str:
    """Say in words what a number with a range accepts.

    >>> accepted(Annotated[int, Range(1, 9)], "a whole number")
    'a whole number from 1 to 9'
    """
    bounds = range_of(annotation)
    return kind if bounds is None else bounds.says or f"{kind} {bounds}"


def refusal(value: object, where: str, wanted: str, path: tuple[str | int, ...] = ()) -> ConfigurationError:
    """Return the error for a value that a setting does not accept.

    Args:
        value: what it was set to.
        where: the setting.
        wanted: what would be accepted.
        path: the way to the setting within its component.
    """
    return ConfigurationError(f"{where} is {_shown(value)}; {wanted} is accepted", path=path)


def _shown(value: object) -> str:
    try:
        shown = _as_in_a_file(value)
    except (ValueError, RecursionError):  # integers of thousands of digits, lists of thousands of levels
        return "too long to be shown"
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."


def _as_in_a_file(value: object) -> str:
    """Write a value as it stands in a file, text as Python writes it; what cannot stand in one as Python does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else str(float(value))
    if isinstance(value, (Fraction, date, time)):  # datetime is a date
        return str(value)
    if type(value) is list:
        return f"[{', '.join(map(_as_in_a_file, value))}]"
    if type(value) is dict:
        return "{" + ", ".join(f"{_key(key)} = {_as_in_a_file(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _key(key: object) -> str:
    return key if isinstance(key, str) and key.isascii() and key.isidentifier() else repr(key)
