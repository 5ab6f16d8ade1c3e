"""Building one component from its name and its settings."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Mapping
from typing import Any

from accord.config.coercion import coerce, expected
from accord.config.faults import Faults
from accord.errors import AccordError, ComponentError, ConfigurationError, nearest
from accord.host import Registry
from accord.ranges import refusal
from accord.roles import ROLES

__all__ = ["build", "fields_of", "is_component", "values_of"]


def build(registry: Registry, role: str, given: object, settings: Mapping[str, Any], where: str, *, typed: bool = False) -> Any:
    """Build a component.

    Args:
        registry: where names are looked up.
        role: the role that is asked for.
        given: a component's name, a table ``{"name": …, setting: …}``, or an instance (which `settings` then change).
        settings: values of its fields, as text or as typed values.
        where: how to call the component in errors, such as ``"fallback"``.
        typed: whether values come from where they have types, such as a file: ``"3"`` is no number then.

    Returns:
        A frozen dataclass with the role's method.

    Raises:
        ConfigurationError: if the component or a setting is unknown, of the wrong type, missing or out of range. It brings the
            others along if several are wrong, and each has the `path` to what is wrong within the component.
        PluginError: if the name belongs to a broken plugin.
        ComponentError: if the component's constructor fails in another way.
    """
    if isinstance(given, Mapping):
        table = {**given, **settings}
        called = given.get("name")
        if not isinstance(called, str):
            path = ("name",) if "name" in given else ()
            raise ConfigurationError(f"{where} is a table without a name; {{name = …, setting = …}} is accepted", path=path)
        del table["name"]
        faults = Faults()
        with faults.within("name"):
            registry.lookup(role, called)
        faults.report()
        return build(registry, role, called, table, where, typed=typed)
    if isinstance(given, str):
        component, faults = registry.lookup(role, given).component, Faults()
        values = values_of(registry, component, settings, where, given, faults, typed=typed)
        _check_complete(component, settings, where, given, faults)
        faults.report()
        return _made(component, values, where, given)
    if typed and not is_component(given):
        raise refusal(given, where, f"the name of a {role}, or a table with its name and settings,")
    _check_instance(role, given, where)
    if not settings:
        return given
    name = getattr(given, "name", type(given).__name__)
    unchanged = {field: getattr(given, field) for field in fields_of(type(given))}
    faults = Faults()
    values = values_of(registry, type(given), settings, where, name, faults, present=unchanged, typed=typed)
    faults.report()
    return _made(type(given), {**unchanged, **values}, where, name)


def fields_of(component: type[Any]) -> dict[str, Any]:
    """Return the settings of a component class: each field's name and resolved annotation, with its range."""
    hints = typing.get_type_hints(component, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(component) if field.init}


def is_component(value: object) -> bool:
    """Whether a value is an instance of a component, of whatever role."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type) and isinstance(getattr(type(value), "name", None), str)


def values_of(
    registry: Registry,
    component: type[Any],
    settings: Mapping[str, Any],
    where: str,
    name: str,
    faults: Faults,
    *,
    present: Mapping[str, Any] | None = None,
    typed: bool = False,
) -> dict[str, object]:
    """Return the values of settings as the fields of a component hold them, as far as they are accepted.

    Args:
        registry: where names are looked up.
        component: the class.
        settings: values of its fields, as text or as typed values.
        where: how to call the component in errors.
        name: the component's name.
        faults: collects what is wrong with the others.
        present: the values that are changed, instead of the defaults.
        typed: as for `build`.
    """
    fields = fields_of(component)
    inner = dict(_defaults(component)) | dict(present or {})
    values: dict[str, object] = {}
    for setting, value in settings.items():

        def nested(role: str, given: object, at: str, instead: object = inner.get(setting)) -> object:
            # A table without a name changes the component that is there already.
            if isinstance(given, Mapping) and "name" not in given and is_component(instead):
                return build(registry, role, instead, given, at, typed=typed)
            return build(registry, role, given, {}, at, typed=typed)

        with faults.within(setting):
            if setting not in fields:
                known = ", ".join(fields) or "none"
                raise ConfigurationError(
                    f"{where} {name!r} has no setting {setting!r}{nearest(setting, fields)}; its settings: {known}"
                )
            values[setting] = coerce(value, fields[setting], f"{where}.{setting}", nested, typed=typed)
    return values


def _defaults(component: type[Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in dataclasses.fields(component):
        if field.default is not dataclasses.MISSING:
            found[field.name] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory()
    return found


def _check_complete(component: type[Any], given: Mapping[str, object], where: str, name: str, faults: Faults) -> None:
    fields = fields_of(component)
    unknown = [setting for setting in given if setting not in fields]
    for missing in [field for field in fields if field not in given and field not in _defaults(component)]:
        if any(nearest(setting, [missing]) for setting in unknown):
            continue  # it is misspelt, which has been reported
        with faults.within():
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
        raise ConfigurationError(f"{where} {name!r}: {error}", path=_blamed(values, str(error))) from error
    except Exception as error:
        raise ComponentError(f"{where} {name!r} failed while it was set up ({type(error).__name__}: {error})") from error


def _blamed(values: Mapping[str, object], message: str) -> tuple[str, ...]:
    """Return the one setting that the message of a constructor speaks of, if it speaks of one."""
    named = [setting for setting in values if re.search(rf"\b{re.escape(setting)}\b", message)]
    return (named[0],) if len(named) == 1 else ()
