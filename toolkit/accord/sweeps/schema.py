"""The JSON Schema of sweep files, made from what is installed: editors complete and check with it."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

from accord.builtin.readers import bundled_names
from accord.config.schema import DIALECT, definitions, pipeline_parts
from accord.docstrings import explained
from accord.generators import FAMILIES, LARGEST_SEED, Family
from accord.generators.parameters import Parameter
from accord.host import Registry
from accord.source import libraries
from accord.sweeps.records import Detail

__all__ = ["sweep_schema"]

_STAGES = ("fallback", "selection", "solver", "worth", "split")


def sweep_schema(registry: Registry) -> dict[str, Any]:
    """Return the schema of sweep files; whether files are there, and whether components fit together, is left to accord.

    Args:
        registry: where components and readers come from.
    """
    positive = {"type": "number", "exclusiveMinimum": 0}
    called = {"type": "string", "minLength": 1, "description": "what to call the pipeline"}
    return {
        "$schema": DIALECT,
        "title": "Sweep of accord",
        "description": "Many games, many pipelines, and the store that the results go into.",
        "type": "object",
        "properties": {
            "store": {
                "type": "string",
                "minLength": 1,
                "description": "the file for the results; beside the sweep file by default",
            },
            "detail": {
                "enum": [detail.name.lower() for detail in Detail],
                "default": "certified",
                "description": "how much is worked out about every game",
            },
            "exact": {"type": "boolean", "default": False, "description": "prove all that can be proved"},
            "games": _some({"$ref": "#/$defs/games"}),
            "pipelines": _some({"anyOf": [{"$ref": "#/$defs/pipeline-files"}, {"$ref": "#/$defs/pipeline"}]}),
            "grid": _some({"$ref": "#/$defs/grid"}),
            "executor": {"$ref": "#/$defs/executor"},
            "limits": {
                "type": "object",
                "properties": {
                    "seconds": {**positive, "description": "the most that a task may take"},
                    "megabytes": {**positive, "description": "the most memory that a task may take"},
                },
                "additionalProperties": False,
            },
        },
        "required": ["games"],
        "anyOf": [{"required": ["pipelines"]}, {"required": ["grid"]}],
        "additionalProperties": False,
        "$defs": {
            "games": _games(registry),
            "pipeline-files": {
                "type": "object",
                "properties": {
                    "file": {**_texts(), "description": "pipeline files, or patterns such as pipelines/*.toml"},
                    "name": called,
                },
                "required": ["file"],
                "additionalProperties": False,
            },
            "pipeline": pipeline_parts(registry, {"name": called}),
            "grid": _grid(),
            **definitions(registry, ("executor",)),
        },
    }


def _some(table: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a table or a list of tables."""
    return {"anyOf": [table, {"type": "array", "items": table, "minItems": 1}]}


def _texts(item: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of a text or a list of texts."""
    text = item or {"type": "string", "minLength": 1}
    return {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]}


def _grid() -> dict[str, Any]:
    """Return the schema of a grid: for every stage a component, or a list of what to combine."""
    stages = {}
    for stage in _STAGES:
        one = {"anyOf": [{"const": "none"}, {"$ref": f"#/$defs/{'stage.' if stage == 'fallback' else ''}{stage}"}]}
        stages[stage] = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
    truth = {"type": "boolean"}
    terms = {"anyOf": [truth, {"type": "array", "items": truth, "minItems": 1}]}
    return {"type": "object", "properties": {**stages, "side_payments": terms}, "additionalProperties": False}


def _games(registry: Registry) -> dict[str, Any]:
    """Return the schema of a table of games."""
    named = {"anyOf": [{"enum": list(bundled_names())}, {"type": "string", "pattern": ":"}]}
    schemes = libraries(registry)
    library = {"enum": [*schemes, *(f"{scheme}:" for scheme in schemes)]}
    kinds = {
        "files": {**_texts(), "description": "files, folders and patterns such as games/*.nfg"},
        "names": {**_texts(named), "description": "bundled names and URIs"},
        "library": {**_texts(library), "description": "all small games of a library"},
    }
    tables = [{"type": "object", "properties": {k: s}, "required": [k], "additionalProperties": False} for k, s in kinds.items()]
    return {"anyOf": [*tables, *(_family(kind) for kind in FAMILIES.values())]}


def _family(kind: type[Family]) -> dict[str, Any]:
    """Return the schema of a table of games of one family."""
    seed = {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED}
    documentation = inspect.getdoc(kind) or ""
    meanings = explained(documentation)
    fixed, varied, required = {}, {}, []
    for field in dataclasses.fields(kind):
        parameter = Parameter.of(field)
        about, accepted = f"{meanings.get(field.name, '').rstrip('.')}; {parameter}".removeprefix("; "), parameter.schema()
        fixed[field.name] = {**accepted, "description": about}
        varied[field.name] = {"type": "array", "items": accepted, "minItems": 1, "description": about}
        if field.default is field.default_factory is dataclasses.MISSING:
            required.append(field.name)
    inside = {"type": "object", "additionalProperties": False}
    places = ("parameters", "grid")
    needed = [
        {"anyOf": [{"required": [place], "properties": {place: {"required": [name]}}} for place in places]} for name in required
    ]
    return {
        "title": f"family {kind.name}",
        "type": "object",
        "properties": {
            "family": {"const": kind.name, "description": documentation.partition("\n")[0]},
            "count": {"type": "integer", "minimum": 1, "maximum": 10**9, "description": "how many games, from the first seed"},
            "first_seed": {**seed, "default": 0},
            "seeds": {"type": "array", "items": seed, "minItems": 1, "description": "one game for every seed"},
            "parameters": {**inside, "properties": fixed},
            "grid": {**inside, "properties": varied, "description": "every combination of these values"},
        },
        "required": ["family"],
        "not": {"required": ["seeds"], "anyOf": [{"required": ["count"]}, {"required": ["first_seed"]}]},
        "additionalProperties": False,
        **({"allOf": needed} if needed else {}),
    }
