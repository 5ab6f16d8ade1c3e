"""Building one component from its name and its settings."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any

from accord.config.coercion import coerce, expected
from accord.errors import AccordError, ComponentError, ConfigurationError, nearest
from accord.host import Registry
from accord.roles import ROLES

__all__ = ["build", "fields_of", "is_component"]


def build(registry: Registry, role: str, given: object, settings: Mapping[str, Any], where: str) -> Any:
    """Build a component.

    Args:
        registry: where names are looked up.
        role: the role that is asked for.
        given: a component's name, a table ``{"name": …, setting: …}``, or an instance (which `settings` then change).
        settings: values of its fields, as text or as typed values.
        where: how to call the component in errors, such as ``"fallback"``.

    Returns:
        A frozen dataclass with the role's method.

    Raises:
        ConfigurationError: if the component or a setting is unknown, of the wrong type, missing or out of range.
        PluginError: if the name belongs to a broken plugin.
        ComponentError: if the component's constructor fails in another way.
    """
    if isinstance(given, Mapping):
        table = dict(given)
        name = table.pop("name", None)
        if not isinstance(name, str):
            raise ConfigurationError(f"{where} is a table without a name; {{name = …, setting = …}} is accepted")
        return build(registry, role, name, {**table, **settings}, where)
    if isinstance(given, str):
        component = registry.lookup(role, given).component
        values = _values(registry, component, settings, where, given)
        _check_complete(component, values, where, given)
        return _made(component, values, where, given)
    _check_instance(role, given, where)
    if not settings:
        return given
    name = getattr(given, "name", type(given).__name__)
    unchanged = {field: getattr(given, field) for field in fields_of(type(given))}
    values = _values(registry, type(given), settings, where, name, present=unchanged)
    return _made(type(given), {**unchanged, **values}, where, name)


def fields_of(component: type[Any]) -> dict[str, Any]:
    """Return the settings of a component class: each field's name and resolved annotation, with its range."""
    hints = typing.get_type_hints(component, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(component) if field.init}


def is_component(value: object) -> bool:
    """Whether a value is an instance of a component, of whatever role."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type) and isinstance(getattr(type(value), "name", None), str)


def _values(
    registry: Registry,
    component: type[Any],
    settings: Mapping[str, Any],
    where: str,
    name: str,
    *,
    present: Mapping[str, Any] | None = None,
) -> dict[str, object]:
    fields = fields_of(component)
    inner = dict(_defaults(component)) | dict(present or {})
    values: dict[str, object] = {}
    for setting, value in settings.items():
        if setting not in fields:
            known = ", ".join(fields) or "none"
            raise ConfigurationError(
                f"{where} {name!r} has no setting {setting!r}{nearest(setting, fields)}; its settings: {known}"
            )

        def nested(role: str, given: object, at: str, instead: object = inner.get(setting)) -> object:
            # A table without a name changes the component that is there already.
            if isinstance(given, Mapping) and "name" not in given and is_component(instead):
                return build(registry, role, instead, given, at)
            return build(registry, role, given, {}, at)

        values[setting] = coerce(value, fields[setting], f"{where}.{setting}", nested)
    return values


def _defaults(component: type[Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in dataclasses.fields(component):
        if field.default is not dataclasses.MISSING:
            found[field.name] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory()
    return found


def _check_complete(component: type[Any], values: Mapping[str, object], where: str, name: str) -> None:
    fields = fields_of(component)
    for missing in [field for field in fields if field not in values and field not in _defaults(component)]:
        raise ConfigurationError(f"{where} {name!r} needs the setting {missing!r}; {expected(fields[missing])} is accepted")


def _check_instance(role: str, given: object, where: str) -> None:
    protocol, verb = ROLES[role]
    if isinstance(given, type):
        raise ConfigurationError(
            f"{where} is the class {given.__name__}; the name of a {role} or an instance, {given.__name__}(…), is accepted"
        )
    if not is_component(given) or not isinstance(given, protocol):
        raise ConfigurationError(
            f"{where} is {given!r}; the name of a {role} or a frozen dataclass with the method `{verb}` is accepted"
        )


def _made(component: type[Any], values: Mapping[str, object], where: str, name: str) -> Any:
    try:
        return component(**values)
    except AccordError:
        raise
    except (ValueError, TypeError) as error:
        raise ConfigurationError(f"{where} {name!r}: {error}") from error
    except Exception as error:
        raise ComponentError(f"{where} {name!r} failed while it was set up ({type(error).__name__}: {error})") from error
