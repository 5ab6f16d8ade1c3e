"""Assembling a pipeline out of names, instances and settings."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accord.config.assignments import STAGES
from accord.config.building import build, fields_of, is_component
from accord.config.coercion import coerce
from accord.errors import ConfigurationError, nearest
from accord.host import Registry

if TYPE_CHECKING:
    from accord.pipeline import Pipeline

__all__ = ["assemble", "limited"]

_INNER = ("selection", "solver")
"""The stages that live inside the fallback."""
_MISSING = object()


def assemble(
    registry: Registry,
    *,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worth: object = None,
    split: object = None,
    side_payments: bool = True,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    time_limit: float | None = None,
) -> Pipeline:
    """Put a pipeline together; every stage is a component's name, a table or an instance.

    Args:
        registry: where names are looked up.
        fallback: ``correlated`` by default.
        selection: goes into the fallback, if it chooses among equilibria.
        solver: goes into the fallback, if it needs one.
        worth: what a coalition earns by itself, for splits that divide that; it gets the fallback unless it has one.
        split: by default ``equal`` with side payments and ``nash`` without, ``shapley`` with worths.
        side_payments: whether money can change hands; goes into the field ``side_payments`` of every component that has one, too.
        settings: by stage, the values of fields, as text or as typed values.
        time_limit: seconds; goes into the field ``time_limit`` of every component that has one, nested ones too.

    Raises:
        ConfigurationError: if anything is unknown, of the wrong type, out of range or does not fit together.
        PluginError: if a name belongs to a broken plugin.
    """
    from accord.pipeline import Pipeline  # noqa: PLC0415 - the pipeline brings the solvers of linear programmes with it

    tables = {stage: dict(table) for stage, table in (settings or {}).items()}
    for stage in tables:
        if stage not in STAGES:
            raise ConfigurationError(f"there is no stage {stage!r}{nearest(stage, STAGES)}; stages are {', '.join(STAGES)}")
    last_resort = _fallback(registry, fallback, {"selection": selection, "solver": solver}, tables)
    last_resort = _on_terms(last_resort, "fallback", side_payments)
    valued = _worth(registry, worth, tables.get("worth", {}), last_resort)
    sharing = _on_terms(_split(registry, split, tables.get("split", {}), valued, side_payments), "split", side_payments)
    if time_limit is not None:
        last_resort, sharing = limited(last_resort, time_limit), limited(sharing, time_limit)
        valued = None if valued is None else limited(valued, time_limit)
    return Pipeline(fallback=last_resort, split=sharing, side_payments=side_payments, worth=valued)


def _split(registry: Registry, given: object, table: Mapping[str, Any], worth: object, side_payments: bool) -> Any:
    """Build the split, by default one that divides worths if there are any."""
    dividing = [entry.name for entry in registry.of_role("split") if getattr(entry.component, "uses_worths", False)]
    by_default = "equal" if side_payments else "nash"
    if worth is not None and "shapley" in dividing:
        by_default = "shapley"
    sharing = build(registry, "split", by_default if given is None else given, table, "split")
    if worth is not None and not getattr(sharing, "uses_worths", False):
        raise ConfigurationError(
            f"split {sharing.name!r} does not use worths; those that do: {', '.join(dividing) or 'none is installed'}"
        )
    return sharing


def _worth(registry: Registry, given: object, table: dict[str, Any], fallback: object) -> Any:
    """Build the worth, which plays games of coalitions by the pipeline's fallback unless it has one of its own."""
    if given is None:
        if table:
            raise ConfigurationError("worth has settings, but no worth is named")
        return None
    named = given.get("name") if isinstance(given, Mapping) else given
    component = registry.lookup("worth", named).component if isinstance(named, str) else None
    inside = {**table, **(given if isinstance(given, Mapping) else {})}
    if component is not None and "fallback" in fields_of(component) and "fallback" not in inside:
        table = {**table, "fallback": fallback}
    return build(registry, "worth", given, table, "worth")


def _fallback(registry: Registry, given: object, inner: Mapping[str, object], tables: Mapping[str, dict[str, Any]]) -> Any:
    given = "correlated" if given is None else given
    table = dict(tables.get("fallback", {}))
    if isinstance(given, Mapping):
        table = {**{key: value for key, value in given.items() if key != "name"}, **table}
        given = given.get("name", "correlated")
    component = registry.lookup("fallback", given).component if isinstance(given, str) else type(given)
    name = str(getattr(component, "name", component.__name__))
    fields = fields_of(component) if dataclasses.is_dataclass(component) else {}
    for stage in _INNER:
        wanted = _wanted(stage, inner[stage], table.pop(stage, None))
        changes = tables.get(stage, {})
        if stage not in fields:
            if wanted is not None or changes:
                raise ConfigurationError(f"fallback {name!r} takes no {stage}; those that do: {_takers(registry, stage)}")
            continue
        if wanted is None:
            wanted = _default(registry, component, given, stage)
            if wanted is _MISSING:
                installed = ", ".join(registry.names(stage)) or "none"
                raise ConfigurationError(f"fallback {name!r} needs a {stage}; installed: {installed}")
        if wanted is not None:
            table[stage] = build(registry, stage, wanted, changes, stage)
        elif changes:
            raise ConfigurationError(f"{stage} has settings, but no {stage} is named")
    return build(registry, "fallback", given, table, "fallback")


def _wanted(stage: str, named: object, inside: object) -> object:
    if named is not None and inside is not None and named != inside:
        raise ConfigurationError(f"{stage} is given twice: {named!r}, and {inside!r} as a setting of the fallback")
    return inside if named is None else named


def _default(registry: Registry, component: type[Any], given: object, stage: str) -> object:
    """Return the component that the fallback uses if nobody names one."""
    if not isinstance(given, str):
        return getattr(given, stage)
    field = next(field for field in dataclasses.fields(component) if field.name == stage)
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    if field.default is not dataclasses.MISSING:
        return field.default
    return "max-welfare" if stage == "selection" and "max-welfare" in registry.names(stage) else _MISSING


def _takers(registry: Registry, stage: str) -> str:
    takers = [entry.name for entry in registry.of_role("fallback") if stage in fields_of(entry.component)]
    return ", ".join(takers) or "none is installed"


def _on_terms(component: Any, where: str, side_payments: bool) -> Any:
    """Return the component with its field ``side_payments``, if it has one that is None, set to the terms of the pipeline.

    Raises:
        ConfigurationError: if the field was set and contradicts the terms.
    """
    field = "side_payments"
    if field not in fields_of(type(component)):
        return component
    own = getattr(component, field)
    if own is None:
        return dataclasses.replace(component, **{field: side_payments})
    if own != side_payments:
        with_, without = ("with", "without") if own else ("without", "with")
        raise ConfigurationError(
            f"{where}.{field} is {str(own).lower()}, for bargaining {with_} side payments; this is bargaining {without} them: "
            "leave the setting out"
        )
    return component


def limited(component: Any, seconds: float) -> Any:
    """Return the component with ``time_limit`` set wherever it, or a component inside it, has that field.

    Raises:
        ConfigurationError: if the limit is not a positive number of seconds.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not (math.isfinite(seconds) and seconds > 0):
        raise ConfigurationError(f"time limit is {seconds!r}; a positive number of seconds is accepted")
    changes: dict[str, object] = {}
    for field, annotation in fields_of(type(component)).items():
        value = getattr(component, field)
        if field == "time_limit":
            changes[field] = coerce(str(seconds), annotation, "time limit", lambda _role, value, _where: value)
        elif is_component(value):
            changes[field] = limited(value, seconds)
        elif isinstance(value, tuple) and any(map(is_component, value)):
            changes[field] = tuple(limited(item, seconds) if is_component(item) else item for item in value)
    return dataclasses.replace(component, **changes) if changes else component
