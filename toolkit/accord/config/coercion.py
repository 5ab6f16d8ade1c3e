"""Values of settings: what a field's annotation accepts, and how text is read as it."""

from __future__ import annotations

import math
import tomllib
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Rational
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from accord.config.faults import Faults
from accord.errors import ConfigurationError, InputError, nearest
from accord.ranges import accepted, range_of, refusal, unannotated
from accord.rationals import rational, written
from accord.roles import ROLES

__all__ = ["Nested", "coerce", "expected", "role_of"]

Nested = Callable[[str, object, str], object]
"""How a component inside a component is built: (role, value, where) to an instance."""

_PROTOCOLS = {protocol: role for role, (protocol, _) in ROLES.items()}
_UNIONS = (Union, types.UnionType)
_PLAIN = {
    bool: "true or false",
    int: "a whole number",
    float: "a finite number",
    Fraction: "a number such as 3, 0.5 or '17/3'",
    str: "text",
}


def role_of(annotation: Any) -> str | None:
    """Return the role of the components that a field holds, or None if it holds something else.

    >>> from accord.roles import Selection
    >>> role_of(Selection), role_of(Selection | None), role_of(int)
    ('selection', 'selection', None)
    """
    for member in get_args(annotation) if get_origin(annotation) in _UNIONS else (annotation,):
        if member in _PROTOCOLS:
            return _PROTOCOLS[member]
    return None


def expected(annotation: Any) -> str:
    """Say in words what a field with this annotation accepts."""
    if get_origin(annotation) is Annotated:
        plain = unannotated(annotation)
        return accepted(annotation, _PLAIN[int] if plain is int else "a number") if range_of(annotation) else expected(plain)
    origin, members = get_origin(annotation), get_args(annotation)
    if origin in _UNIONS:
        # Fraction | float is how roles write "a number": to a user it is one thing.
        kinds = [m for m in members if not (m is float and Fraction in members)]
        return " or ".join("none" if m is types.NoneType else expected(m) for m in kinds)
    if origin is Literal:
        return "one of " + ", ".join(repr(member) for member in members)
    if origin is tuple:
        if len(members) == 2 and members[1] is Ellipsis:
            return f"a list, each {expected(members[0])}"
        return f"a list of {len(members)}: " + ", ".join(expected(member) for member in members)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a table, each value {expected(members[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(repr(member.value) for member in annotation)
    if annotation in _PROTOCOLS:
        return f"the name of a {_PROTOCOLS[annotation]}"
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    return "anything" if annotation is Any else str(getattr(annotation, "__name__", annotation))


def coerce(value: object, annotation: Any, where: str, nested: Nested, *, typed: bool = False) -> object:
    """Turn a value from a file or a command line into what a field's annotation asks for.

    Text is read as the annotated type (``"1/3"``, ``"true"``, ``"1,2"``); text that begins with ``[`` or ``{`` is read as
    TOML. Everything else must have the right type already: no truth value passes as a number, no float as a whole number.

    Args:
        value: what was given.
        annotation: the field's type, resolved.
        where: the setting's name, for errors.
        nested: builds components inside components.
        typed: whether values come from where they have types, such as a file: text is text then, or a fraction.

    Raises:
        ConfigurationError: saying what would be accepted; its `path` leads into lists and tables.
    """
    plain = typed or not isinstance(value, str) or unannotated(annotation) is str
    return _Reading(nested, typed).convert(value if plain else _structure(str(value), where), annotation, where)


def _structure(text: str, where: str) -> object:
    if not text.lstrip().startswith(("[", "{")):
        return text
    try:
        return tomllib.loads(f"value = {text.strip()}", parse_float=Fraction)["value"]
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{where} is {text!r}, which is no TOML value: {error}") from None


@dataclass(frozen=True)
class _Reading:
    """How values are read: what builds components, and whether text is nothing but text."""

    nested: Nested
    typed: bool

    def convert(self, value: object, annotation: Any, where: str) -> object:
        origin, members = get_origin(annotation), get_args(annotation)
        if annotation is Any:
            return rational(value, where) if isinstance(value, Decimal) else value
        if origin is Annotated:
            return self._bounded(value, annotation, where)
        if origin in _UNIONS:
            return self._first_of(value, members, annotation, where)
        if origin is Literal:
            return _choice(value, {str(member): member for member in members}, annotation, where)
        if origin is tuple:
            return self._sequence(value, members, annotation, where)
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, Mapping):
            return self._table(value, members[1], where)
        if annotation in _PROTOCOLS:
            return self.nested(_PROTOCOLS[annotation], value, where)
        if isinstance(annotation, type) and isinstance(value, annotation) and not (annotation is int and isinstance(value, bool)):
            if (isinstance(value, float) and not math.isfinite(value)) or not _writable(value):
                raise _refusal(value, annotation, where)
            return value
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return _choice(value, {str(member.value): member for member in annotation}, annotation, where)
        if annotation in _PLAIN and not (self.typed and isinstance(value, str) and annotation not in {Fraction, str}):
            return _plain(value, annotation, where)
        raise _refusal(value, annotation, where)

    def _bounded(self, value: object, annotation: Any, where: str) -> object:
        bounds = range_of(annotation)
        try:
            found = self.convert(value, unannotated(annotation), where)
        except ConfigurationError:
            if bounds is None:
                raise
            raise _refusal(value, annotation, where) from None
        if bounds is not None and not bounds.holds(found):
            raise _refusal(value, annotation, where)
        return found

    def _first_of(self, value: object, members: tuple[Any, ...], annotation: Any, where: str) -> object:
        if types.NoneType in members and (value is None or value == "none"):
            return None
        kinds = [member for member in members if member is not types.NoneType]
        if len(kinds) == 1:
            return self.convert(value, kinds[0], where)
        for kind in sorted(kinds, key=lambda kind: kind is str):  # every text is a str: that reading comes last
            try:
                return self.convert(value, kind, where)
            except ConfigurationError:
                continue
        raise _refusal(value, annotation, where)

    def _sequence(self, value: object, members: tuple[Any, ...], annotation: Any, where: str) -> object:
        if isinstance(value, str) and not self.typed:
            value = [part.strip() for part in value.split(",")] if value.strip() else []
        if not isinstance(value, (list, tuple)):
            raise _refusal(value, annotation, where)
        kinds = [members[0]] * len(value) if len(members) == 2 and members[1] is Ellipsis else list(members)
        if len(kinds) != len(value):
            raise _refusal(value, annotation, where)
        faults, found = Faults(), []
        for k, (item, kind) in enumerate(zip(value, kinds, strict=True)):
            with faults.within(k):
                found.append(self.convert(item, kind, f"{where}[{k}]"))
        faults.report()
        return tuple(found)

    def _table(self, value: Mapping[str, object], kind: Any, where: str) -> object:
        faults, found = Faults(), {}
        for key, item in value.items():
            with faults.within(key):
                found[key] = self.convert(item, kind, f"{where}.{key}")
        faults.report()
        return found


def _choice(value: object, choices: Mapping[str, Any], annotation: Any, where: str) -> object:
    key = str(value) if isinstance(value, (str, int, float)) else ""
    if key in choices and (isinstance(value, str) or choices[key] == value):
        return choices[key]
    raise _refusal(value, annotation, where, nearest(key, choices) if isinstance(value, str) else "")


def _plain(value: object, annotation: type, where: str) -> object:
    stripped = value.strip() if isinstance(value, str) else None
    if annotation is bool and stripped is not None and stripped.lower() in {"true", "false"}:
        return stripped.lower() == "true"
    if annotation is int and stripped is not None:
        try:
            return int(stripped)
        except ValueError:
            raise _refusal(value, annotation, where) from None
    if annotation is Fraction or (annotation is float and isinstance(value, (str, Rational, Decimal))):
        try:
            exact = rational(value, where)
            if _writable(exact):
                return exact if annotation is Fraction else float(exact)
        except (InputError, OverflowError):
            raise _refusal(value, annotation, where) from None
    raise _refusal(value, annotation, where)


def _writable(value: object) -> bool:
    """Whether an exact number is one that can be written down again."""
    return not isinstance(value, (int, Fraction)) or written(Fraction(value)) is not None


def _refusal(value: object, annotation: Any, where: str, hint: str = "") -> ConfigurationError:
    error = refusal(value, where, expected(annotation))
    return ConfigurationError(f"{error}{hint}") if hint else error
