"""Components back into plain values: for results, listings and files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from accord.config.building import is_component
from accord.host import Registry
from accord.solution import Step

__all__ = ["describe", "plain", "settings_of"]


def settings_of(component: object) -> dict[str, Any]:
    """Return a component's fields as values that JSON can hold.

    Fractions become whole numbers or floats where these are exact, otherwise text such as ``"1/3"``; components inside it
    become ``{"name": …, "settings": {…}}``.
    """
    return _fields(component, _table)


def plain(value: object) -> Any:
    """Return one value as JSON can hold it, as `settings_of` does for all fields."""
    return _value(value, _table)


def _table(component: object) -> dict[str, Any]:
    return {"name": _name(component), "settings": settings_of(component)}


def describe(registry: Registry, component: object) -> Step:
    """Return which component this is, with which settings and from where; components inside it become steps as well."""
    origin = registry.origin(component)
    return Step(
        name=_name(component),
        settings=_fields(component, lambda inner: describe(registry, inner)),
        plugin=origin.plugin if origin else None,
        distribution=origin.distribution if origin else None,
        version=origin.version if origin else None,
    )


def _name(component: object) -> str:
    return str(getattr(component, "name", type(component).__name__))


def _fields(component: Any, inner: Callable[[object], Any]) -> dict[str, Any]:
    return {field.name: _value(getattr(component, field.name), inner) for field in dataclasses.fields(component)}


def _value(value: Any, inner: Callable[[object], Any]) -> Any:
    if is_component(value):
        return inner(value)
    if isinstance(value, Enum):
        return _value(value.value, inner)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, (np.ndarray, np.generic)):
        return _value(value.tolist(), inner)
    if isinstance(value, Mapping):
        return {str(key): _value(item, inner) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(item, inner) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_value(item, inner) for item in value), key=repr)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, inner)
    return str(value)


def _number(value: Fraction) -> int | float | str:
    if value.denominator == 1:
        return value.numerator
    try:
        near = float(value)
    except OverflowError:
        return str(value)
    return near if Fraction(*near.as_integer_ratio()) == value else str(value)
