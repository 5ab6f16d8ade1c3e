"""JSON Schemas of the files that accord reads, made from what is installed: editors complete and check with them."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from accord.config.coercion import role_of
from accord.config.documenting import Setting, documentation, documented_settings, summary
from accord.docstrings import unexplained
from accord.host import Registration, Registry
from accord.ranges import range_of, unannotated

__all__ = ["DIALECT", "NUMBER", "definitions", "game_schema", "pipeline_parts", "pipeline_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_INNER = ("selection", "solver")
"""What may stand beside the fallback that needs it."""
_NESTED = ("fallback", "selection", "solver", "worth", "split")
_DIGITS = r"\d+(_\d+)*"
_POWER = r"([eE][-+]?(0_?)*(\d_?){0,3}\d)?"
_OVER = rf"[ ]*/[ ]*(?![0_]+\s*$){_DIGITS}"
_UNSIGNED = rf"({_DIGITS}{_OVER}|({_DIGITS}([.]({_DIGITS})?)?|[.]{_DIGITS}){_POWER})"
_NOTHING = rf"-([0_]+{_OVER}|[0_.]+{_POWER})"
"""Minus nought, which is not negative."""
_FRACTION = {
    "type": "string",
    "pattern": rf"^\s*[-+]?{_UNSIGNED}\s*$",
    "description": "a number as text, such as '17/3'",
}
_FROM_0 = {**_FRACTION, "pattern": rf"^\s*([+]?{_UNSIGNED}|{_NOTHING})\s*$"}
NUMBER = {"anyOf": [{"type": "number"}, _FRACTION]}
"""An exact number: 0.1 is a tenth, and there are fractions."""
_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    Fraction: NUMBER,
}


def pipeline_schema(registry: Registry) -> dict[str, Any]:
    """Return the schema of pipeline files, with every component that is installed and its settings.

    Args:
        registry: where the components come from.
    """
    return {
        "$schema": DIALECT,
        "title": "Pipeline of accord",
        "description": "How a game is played if talks fail, and how the gains of an agreement are shared.",
        **pipeline_parts(
            registry,
            {
                "title": {"type": "string", "description": "what to call the pipeline"},
                "description": {"type": "string", "description": "what the pipeline is good for"},
                "accord": {"type": "string", "description": "the versions of accord that the file is for, such as '>=0.1,<0.2'"},
            },
        ),
        "$defs": definitions(registry),
    }


def pipeline_parts(registry: Registry, further: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a table that holds a pipeline; it refers to `definitions`.

    Args:
        registry: where the components come from.
        further: what else may stand in the table.
    """
    stages = {stage: {"$ref": f"#/$defs/{'stage.' if stage == 'fallback' else ''}{stage}"} for stage in _NESTED}
    terms = {"type": "boolean", "default": True, "description": "whether payoff can be transferred one to one"}
    limit = {
        "type": "number",
        "exclusiveMinimum": 0,
        "exclusiveMaximum": 1e300,
        "description": "seconds, for every component that can run long",
    }
    return {
        "type": "object",
        "properties": {**stages, "side_payments": terms, "time_limit": limit, **further},
        "additionalProperties": False,
        "allOf": list(_fitting(registry)),
    }


def _fitting(registry: Registry) -> Iterable[dict[str, Any]]:
    """Yield what must hold between stages."""
    fallbacks = registry.of_role("fallback")
    for stage in _INNER:
        takers = [entry.name for entry in fallbacks if any(s.name == stage for s in documented_settings(entry.component))]
        needed = [] if "correlated" in takers else ["fallback"]
        yield {"if": {"required": [stage]}, "then": {"required": needed, "properties": {"fallback": _named(takers)}}}
        inside = {"type": "object", "required": [stage]}
        yield {"not": {"required": [stage, "fallback"], "properties": {"fallback": inside}}}
    needing = [
        entry.name for entry in fallbacks if any(s.name == "solver" and s.required for s in documented_settings(entry.component))
    ]
    without = {"anyOf": [{"type": "string"}, {"type": "object", "not": {"required": ["solver"]}}]}
    yield {
        "if": {"required": ["fallback"], "properties": {"fallback": {"allOf": [_named(needing), without]}}},
        "then": {"required": ["solver"]},
    }
    dividing = [entry.name for entry in registry.of_role("split") if getattr(entry.component, "uses_worths", False)]
    needed = [] if "shapley" in dividing else ["split"]
    yield {"if": {"required": ["worth"]}, "then": {"required": needed, "properties": {"split": _named(dividing)}}}
    yield {"if": {"required": ["split"], "properties": {"split": _named(dividing)}}, "then": {"required": ["worth"]}}


def _named(names: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a stage that is one of these, by name or as a table."""
    return {
        "anyOf": [{"enum": list(names)}, {"type": "object", "required": ["name"], "properties": {"name": {"enum": list(names)}}}]
    }


def definitions(registry: Registry, further: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of every component, and for every role that of its name or its table.

    Args:
        registry: where the components come from.
        further: roles beyond those that pipelines are made of.
    """
    found: dict[str, Any] = {}
    for role in (*_NESTED, *further):
        entries = registry.of_role(role)
        found |= {f"{role}.{entry.name}": _component(entry) for entry in entries}
        found[role] = _choice(role, entries, "")
    fallbacks = registry.of_role("fallback")
    found |= {f"stage.fallback.{entry.name}": _component(entry, without=_INNER) for entry in fallbacks}
    found["stage.fallback"] = _choice("fallback", fallbacks, "stage.", without=_INNER)
    return found


def _choice(role: str, entries: Sequence[Registration], prefix: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of a component of a role; the name alone will do for those that need no settings."""
    plain = [e.name for e in entries if not any(s.required and s.name not in without for s in documented_settings(e.component))]
    tables = [{"$ref": f"#/$defs/{prefix}{role}.{entry.name}"} for entry in entries]
    return {"description": f"the name of a {role}, or a table with its name and settings", "anyOf": [{"enum": plain}, *tables]}


def _component(entry: Registration, without: tuple[str, ...] = ()) -> dict[str, Any]:
    settings = documented_settings(entry.component)
    named = {"const": entry.name, "description": summary(entry.component)}
    return {
        "title": f"{entry.role} {entry.name}",
        "description": unexplained(documentation(entry.component)),
        "type": "object",
        "properties": {"name": named, **{setting.name: _setting(setting) for setting in settings}},
        "required": ["name", *(s.name for s in settings if s.required and s.name not in without)],
        "additionalProperties": False,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    about = f"{setting.documentation.rstrip('.')}; {setting.accepts}" if setting.documentation else setting.accepts
    default = {} if setting.required else {"default": _flat(setting.default)}
    return {**_type(setting.annotation), "description": about, **default}


def _flat(default: Any) -> Any:
    """Return a default as a file would have it."""
    if default is None:
        return "none"
    if isinstance(default, dict) and set(default) == {"name", "settings"}:
        inner = {key: value for key, value in default["settings"].items() if value is not None}
        return {"name": default["name"], **{key: _flat(value) for key, value in inner.items()}}
    return default


def _type(annotation: Any) -> dict[str, Any]:
    """Return the schema of a type; what cannot be said in a schema is left to accord."""
    origin, members = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bounded(annotation)
    if origin in {Union, types.UnionType}:
        kinds = [m for m in members if not (m is float and Fraction in members)]
        options = [{"const": "none"} if kind is types.NoneType else _type(kind) for kind in kinds]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if origin is Literal:
        return {"enum": list(members)}
    if origin is tuple and len(members) == 2 and members[1] is Ellipsis:
        return {"type": "array", "items": _type(members[0])}
    if origin is tuple:
        fixed = [_type(member) for member in members]
        return {"type": "array", "prefixItems": fixed, "minItems": len(fixed), "maxItems": len(fixed)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _type(members[1])}
    role = role_of(annotation)
    if role is not None:
        return {"$ref": f"#/$defs/{role}"} if role in _NESTED else {}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation]}
    return dict(_PLAIN.get(annotation, {}))


def _bounded(annotation: Any) -> dict[str, Any]:
    bounds, kind = range_of(annotation), _type(unannotated(annotation))
    if bounds is None:
        return kind
    keys = {"minimum": bounds.least, "maximum": bounds.most, "exclusiveMinimum": bounds.above, "exclusiveMaximum": bounds.below}
    limits = {key: _bound(bound) for key, bound in keys.items() if bound is not None}
    if kind == NUMBER:
        signed = all(bound is None or bound < 0 for bound in (bounds.least, bounds.above))
        return {"anyOf": [{"type": "number", **limits}, _FRACTION if signed else _FROM_0]}
    return {**kind, **limits}


def _bound(bound: Any) -> int | float:
    return bound if isinstance(bound, (int, float)) else float(bound)


def game_schema() -> dict[str, Any]:
    """Return the schema of game files in TOML and JSON; that lists are not ragged, and labels fit, is left to accord."""
    labels = {"type": "array", "items": {"type": "string"}}
    nested = {"$ref": "#/$defs/payoffs"}
    return {
        "$schema": DIALECT,
        "title": "Game of accord",
        "description": "A finite game in strategic form: payoffs[a1]…[an] = [u1, …, un], or an array per player.",
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "what to call the game"},
            "source": {"type": "string", "description": "where it comes from"},
            "players": {**labels, "description": "the players' names"},
            "actions": {"type": "array", "items": labels, "description": "for each player the names of its actions"},
            "payoffs": {**nested, "description": "for each action profile a list with a payoff for each player"},
            "payoff_arrays": {**nested, "description": "for each player an array with a payoff for each action profile"},
        },
        "additionalProperties": False,
        "oneOf": [{"required": ["payoffs"]}, {"required": ["payoff_arrays"]}],
        "$defs": {"payoffs": {"type": "array", "minItems": 1, "items": {"anyOf": [*NUMBER["anyOf"], nested]}}},
    }
