"""Assembling a pipeline out of names, instances and settings."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accord.config.assignments import STAGES
from accord.config.building import build, fields_of, is_component, values_of
from accord.config.coercion import coerce
from accord.config.faults import Faults
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
    typed: bool = False,
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
        typed: whether values come from where they have types, such as a file: ``"3"`` is no number then.

    Raises:
        ConfigurationError: if anything is unknown, of the wrong type, out of range or does not fit together. It brings the others
            along if several things are wrong, and each has the `path` to what is wrong.
        PluginError: if a name belongs to a broken plugin.
    """
    from accord.pipeline import Pipeline  # noqa: PLC0415 - the pipeline brings the solvers of linear programmes with it

    tables = {stage: dict(table) for stage, table in (settings or {}).items()}
    for stage in tables:
        if stage not in STAGES:
            raise ConfigurationError(f"there is no stage {stage!r}{nearest(stage, STAGES)}; stages are {', '.join(STAGES)}")
    faults = Faults()
    builder = _Builder(registry, typed, tables, faults)
    last_resort = sharing = valued = None
    with faults.within():
        last_resort = builder.fallback(fallback, {"selection": selection, "solver": solver})
    with faults.within("fallback"):
        last_resort = _on_terms(last_resort, "fallback", side_payments)
    with faults.within("worth"):
        valued = builder.worth(worth, last_resort)
    with faults.within("split"):
        sharing = _on_terms(builder.split(split, worth is not None, side_payments), "split", side_payments)
    if time_limit is not None:
        with faults.within("time_limit"):
            last_resort, sharing, valued = (limited(each, time_limit) for each in (last_resort, sharing, valued))
    faults.report()
    return Pipeline(fallback=last_resort, split=sharing, side_payments=side_payments, worth=valued)


@dataclasses.dataclass(frozen=True)
class _Builder:
    """Builds the stages; the errors of stages inside the fallback are collected, since they may stand beside it."""

    registry: Registry
    typed: bool
    tables: Mapping[str, dict[str, Any]]
    faults: Faults

    def build(self, role: str, given: object, table: Mapping[str, Any], where: str) -> Any:
        return build(self.registry, role, given, table, where, typed=self.typed)

    def split(self, given: object, worths: bool, side_payments: bool) -> Any:
        """Build the split, by default one that divides worths if there are any."""
        dividing = [entry.name for entry in self.registry.of_role("split") if getattr(entry.component, "uses_worths", False)]
        by_default = "equal" if side_payments else "nash"
        if worths and "shapley" in dividing:
            by_default = "shapley"
        sharing = self.build("split", by_default if given is None else given, self.tables.get("split", {}), "split")
        if worths and not getattr(sharing, "uses_worths", False):
            raise ConfigurationError(
                f"split {sharing.name!r} does not use worths; those that do: {', '.join(dividing) or 'none is installed'}",
                path=("name",) if isinstance(given, Mapping) else (),
            )
        return sharing

    def worth(self, given: object, fallback: object) -> Any:
        """Build the worth, which plays games of coalitions by the pipeline's fallback unless it has one of its own."""
        table = self.tables.get("worth", {})
        if given is None:
            if table:
                raise ConfigurationError("worth has settings, but no worth is named")
            return None
        named = given.get("name") if isinstance(given, Mapping) else given
        path = ("name",) if isinstance(given, Mapping) else ()
        component = self._looked_up("worth", named, path) if isinstance(named, str) else None
        inside = {**table, **(given if isinstance(given, Mapping) else {})}
        if component is not None and fallback is not None and "fallback" in fields_of(component) and "fallback" not in inside:
            table = {**table, "fallback": fallback}
        return self.build("worth", given, table, "worth")

    def fallback(self, given: object, beside: Mapping[str, object]) -> Any:
        """Build the fallback with what goes into it."""
        given = "correlated" if given is None else given
        table = dict(self.tables.get("fallback", {}))
        named: tuple[str, ...] = ("fallback",)
        if isinstance(given, Mapping):
            table = {**{key: value for key, value in given.items() if key != "name"}, **table}
            given = given.get("name", "correlated")
            named = ("fallback", "name")
        component = None
        with self.faults.within(*named):
            component = self._looked_up("fallback", given, ()) if isinstance(given, str) else type(given)
        if component is None:
            for stage in _INNER:  # what stands beside an unknown fallback can be checked nevertheless
                if beside[stage] is not None:
                    with self.faults.within(stage):
                        self.build(stage, beside[stage], self.tables.get(stage, {}), stage)
            return None
        for stage in _INNER:
            path = (stage,) if beside[stage] is not None else ("fallback",) + (stage,) * (stage in table)
            with self.faults.within(*path):
                built = self._inner(stage, component, given, (beside[stage], table.pop(stage, None)))
                if built is not None:
                    table[stage] = built
        missing = [stage for stage in _INNER if stage not in table and _required(component, stage)]
        if missing:  # and it is known already why; the other settings can be checked nevertheless
            with self.faults.within("fallback"):
                inside = Faults()
                values_of(self.registry, component, table, "fallback", str(given), inside, typed=self.typed)
                inside.report()
            return None
        with self.faults.within("fallback"):
            return self.build("fallback", given, table, "fallback")
        return None

    def _inner(self, stage: str, component: type[Any], given: object, wishes: tuple[object, object]) -> Any:
        """Build what goes into the fallback; None if it takes no such thing, or has its own."""
        fields = fields_of(component) if dataclasses.is_dataclass(component) else {}
        name = str(getattr(component, "name", component.__name__))
        wanted, changes = _wanted(stage, *wishes), self.tables.get(stage, {})
        if stage not in fields:
            if wanted is not None or changes:
                takers = ", ".join(_takers(self.registry, stage)) or "none is installed"
                raise ConfigurationError(f"fallback {name!r} takes no {stage}; those that do: {takers}")
            return None
        if wanted is None:
            wanted = _default(self.registry, component, given, stage)
            if wanted is _MISSING:
                installed = ", ".join(self.registry.names(stage)) or "none"
                raise ConfigurationError(f"fallback {name!r} needs a {stage}; installed: {installed}")
        if wanted is not None:
            return self.build(stage, wanted, changes, stage)
        if changes:
            raise ConfigurationError(f"{stage} has settings, but no {stage} is named")
        return None

    def _looked_up(self, role: str, name: str, path: tuple[str, ...]) -> type[Any]:
        faults = Faults()
        with faults.within(*path):
            return self.registry.lookup(role, name).component
        faults.report()
        raise AssertionError(name)  # a name that is not found has been reported


def _required(component: type[Any], stage: str) -> bool:
    return dataclasses.is_dataclass(component) and any(
        field.name == stage and field.default is field.default_factory is dataclasses.MISSING
        for field in dataclasses.fields(component)
    )


def _wanted(stage: str, named: object, inside: object) -> object:
    if named is not None and inside is not None and named != inside:
        raise ConfigurationError(f"{stage} is given twice: {_called(named)}, and {_called(inside)} as a setting of the fallback")
    return inside if named is None else named


def _called(given: object) -> object:
    return repr(given["name"]) if isinstance(given, Mapping) and "name" in given else repr(given)


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


def _takers(registry: Registry, stage: str) -> list[str]:
    return [entry.name for entry in registry.of_role("fallback") if stage in fields_of(entry.component)]


def _on_terms(component: Any, where: str, side_payments: bool) -> Any:
    """Return the component with its field ``side_payments``, if it has one that is None, set to the terms of the pipeline.

    Raises:
        ConfigurationError: if the field was set and contradicts the terms.
    """
    field = "side_payments"
    if not is_component(component) or field not in fields_of(type(component)):
        return component
    own = getattr(component, field)
    if own is None:
        return dataclasses.replace(component, **{field: side_payments})
    if own != side_payments:
        with_, without = ("with", "without") if own else ("without", "with")
        raise ConfigurationError(
            f"{where}.{field} is {str(own).lower()}, for bargaining {with_} side payments; this is bargaining {without} them: "
            "leave the setting out",
            path=(field,),
        )
    return component


def limited(component: Any, seconds: float) -> Any:
    """Return the component with ``time_limit`` set wherever it, or a component inside it, has that field.

    Raises:
        ConfigurationError: if the limit is not a positive number of seconds.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not (math.isfinite(seconds) and seconds > 0):
        raise ConfigurationError(f"time limit is {seconds!r}; a positive number of seconds is accepted")
    if not is_component(component):
        return component
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
