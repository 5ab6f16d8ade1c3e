"""Values of settings: what a field's annotation accepts, and how text is read as it."""

from __future__ import annotations

import math
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from numbers import Rational
from typing import Any, Literal, Union

from accord.errors import ConfigurationError, InputError, nearest
from accord.rationals import rational
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
    for member in typing.get_args(annotation) if typing.get_origin(annotation) in _UNIONS else (annotation,):
        if member in _PROTOCOLS:
            return _PROTOCOLS[member]
    return None


def expected(annotation: Any) -> str:
    """Say in words what a field with this annotation accepts."""
    origin, members = typing.get_origin(annotation), typing.get_args(annotation)
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


def coerce(value: object, annotation: Any, where: str, nested: Nested) -> object:
    """Turn a value from a file or a command line into what a field's annotation asks for.

    Text is read as the annotated type (``"1/3"``, ``"true"``, ``"1,2"``); text that begins with ``[`` or ``{`` is read as
    TOML. Everything else must have the right type already: no truth value passes as a number, no float as a whole number.

    Args:
        value: what was given.
        annotation: the field's type, resolved.
        where: the setting's name, for errors.
        nested: builds components inside components.

    Raises:
        ConfigurationError: saying what would be accepted.
    """
    structured = not isinstance(value, str) or annotation is str
    return _convert(value if structured else _structure(str(value), where), annotation, where, nested)


def _structure(text: str, where: str) -> object:
    if not text.lstrip().startswith(("[", "{")):
        return text
    try:
        return tomllib.loads(f"value = {text.strip()}", parse_float=Fraction)["value"]
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{where} is {text!r}, which is no TOML value: {error}") from None


def _convert(value: object, annotation: Any, where: str, nested: Nested) -> object:
    origin, members = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is Any:
        return value
    if origin in _UNIONS:
        return _first_of(value, members, annotation, where, nested)
    if origin is Literal:
        return _choice(value, {str(member): member for member in members}, annotation, where)
    if origin is tuple:
        return _sequence(value, members, annotation, where, nested)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, Mapping):
        return {key: _convert(item, members[1], f"{where}.{key}", nested) for key, item in value.items()}
    if annotation in _PROTOCOLS:
        return nested(_PROTOCOLS[annotation], value, where)
    if isinstance(annotation, type) and isinstance(value, annotation) and not (annotation is int and isinstance(value, bool)):
        if isinstance(value, float) and not math.isfinite(value):
            raise _refusal(value, annotation, where)
        return value
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _choice(value, {str(member.value): member for member in annotation}, annotation, where)
    if annotation in _PLAIN:
        return _plain(value, annotation, where)
    raise _refusal(value, annotation, where)


def _first_of(value: object, members: tuple[Any, ...], annotation: Any, where: str, nested: Nested) -> object:
    if types.NoneType in members and (value is None or value == "none"):
        return None
    kinds = [member for member in members if member is not types.NoneType]
    if len(kinds) == 1:
        return _convert(value, kinds[0], where, nested)
    for kind in sorted(kinds, key=lambda kind: kind is str):  # every text is a str: that reading comes last
        try:
            return _convert(value, kind, where, nested)
        except ConfigurationError:
            continue
    raise _refusal(value, annotation, where)


def _choice(value: object, choices: Mapping[str, Any], annotation: Any, where: str) -> object:
    key = str(value)
    if key in choices and (isinstance(value, str) or choices[key] == value):
        return choices[key]
    raise _refusal(value, annotation, where, nearest(key, choices) if isinstance(value, str) else "")


def _sequence(value: object, members: tuple[Any, ...], annotation: Any, where: str, nested: Nested) -> object:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")] if value.strip() else []
    if not isinstance(value, (list, tuple)):
        raise _refusal(value, annotation, where)
    kinds = [members[0]] * len(value) if len(members) == 2 and members[1] is Ellipsis else list(members)
    if len(kinds) != len(value):
        raise _refusal(value, annotation, where)
    return tuple(_convert(item, kind, f"{where}[{k}]", nested) for k, (item, kind) in enumerate(zip(value, kinds, strict=True)))


def _plain(value: object, annotation: type, where: str) -> object:
    written = value.strip() if isinstance(value, str) else None
    if annotation is bool and written is not None and written.lower() in {"true", "false"}:
        return written.lower() == "true"
    if annotation is int and written is not None:
        try:
            return int(written)
        except ValueError:
            raise _refusal(value, annotation, where) from None
    if annotation is Fraction or (annotation is float and isinstance(value, (str, Rational))):
        try:
            exact = rational(value, where)
            return exact if annotation is Fraction else float(exact)
        except (InputError, OverflowError):
            raise _refusal(value, annotation, where) from None
    raise _refusal(value, annotation, where)


def _refusal(value: object, annotation: Any, where: str, hint: str = "") -> ConfigurationError:
    shown = str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, Fraction) else repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return ConfigurationError(f"{where} is {shown}; {expected(annotation)} is accepted{hint}")
