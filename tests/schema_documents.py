"""Values that a JSON Schema accepts: drawn from the schema alone, without a look at what it was made of."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

_KNOWN = {
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "default",
    "description",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "pattern",
    "prefixItems",
    "properties",
    "required",
    "title",
    "type",
}
"""What this generator understands; a schema that says more must be filtered."""
_DEEPEST = 3
NUMBERS = ("1", "1/3", "-2", "+0.5", ".5", "3.", "0", "-0", " 7 ", "1e2", "1/0", "", "one", "1_0", "1/3e2", "-1/2", "0/3", "1e-3")
"""Text that patterns of numbers may fit."""


def accepted_by(schema: dict[str, Any], defs: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Return what a schema accepts; of components inside components inside components, names only."""
    if "$ref" in schema:
        found = defs[schema["$ref"].removeprefix("#/$defs/")]
        return st.deferred(lambda: accepted_by(found, defs, depth + 1))
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) if schema["enum"] else st.nothing()
    if "anyOf" in schema:
        options = schema["anyOf"][: 1 if depth > _DEEPEST else None]
        return st.one_of([accepted_by(option, defs, depth) for option in options])
    kind = schema.get("type")
    if kind == "object":
        return _tables(schema, defs, depth)
    if kind == "array":
        fixed = [accepted_by(item, defs, depth) for item in schema.get("prefixItems", [])]
        if fixed:
            return st.tuples(*fixed).map(list)
        return st.lists(accepted_by(schema["items"], defs, depth), min_size=schema.get("minItems", 0), max_size=3)
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        fitting = [text for text in NUMBERS if re.search(schema.get("pattern", ""), text)]
        return st.sampled_from(fitting) if "pattern" in schema else st.text(max_size=5)
    if kind in {"integer", "number"}:
        return _numbers(schema, whole=kind == "integer")
    return st.none() | st.integers() | st.text(max_size=3)  # a schema that accepts everything


def _numbers(schema: dict[str, Any], *, whole: bool) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")

    def holds(value: float) -> bool:
        return (above is None or value > above) and (below is None or value < below)

    low, high = (least if least is not None else above), (most if most is not None else below)
    integers = st.integers(None if low is None else -int(-low // 1), None if high is None else int(high // 1)).filter(holds)
    floats = st.floats(low, high, allow_nan=False, allow_infinity=False).filter(holds)
    return integers if whole else integers | floats


def _tables(schema: dict[str, Any], defs: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    values = {key: accepted_by(inside, defs, depth) for key, inside in schema.get("properties", {}).items()}
    if isinstance(schema.get("additionalProperties"), dict):
        return st.dictionaries(st.text(max_size=3), accepted_by(schema["additionalProperties"], defs, depth), max_size=3)
    needed = {key: values.pop(key) for key in schema.get("required", [])}
    return st.fixed_dictionaries(needed, optional=values)
