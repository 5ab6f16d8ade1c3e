"""Pipeline files that might be: valid ones out of what is installed, and what becomes of them by one or two slips."""

import copy
import types
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from accord.config.building import fields_of
from accord.config.coercion import role_of
from accord.config.documenting import documented_settings
from accord.config.writing import written
from accord.host import load_registry
from accord.ranges import range_of, unannotated

REGISTRY = load_registry()
STAGES = ("fallback", "selection", "solver", "worth", "split")
WORDS = st.sampled_from(
    ["equal", "correlated", "nash", "pure", "none", "", "nadir", "1/3", "-1", "1e99", "no\nsuch\tthing", "é☃\u2028"]
)
SCALARS = st.one_of(st.integers(), st.booleans(), st.floats(), st.text(max_size=5), WORDS)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
"""Values that nobody asked for."""


def values(annotation: Any, depth: int = 0) -> st.SearchStrategy:
    """Return values that a type accepts, as far as its annotation tells."""
    origin, members = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return within(range_of(annotation), unannotated(annotation))
    if origin in {Union, types.UnionType}:
        kinds = [st.just("none") if kind is types.NoneType else values(kind, depth) for kind in members]
        return st.one_of(kinds)
    if origin is Literal:
        return st.sampled_from(members)
    if origin is tuple:
        return st.lists(values(members[0], depth), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from([member.value for member in annotation])
    if role_of(annotation):
        return tables(role_of(annotation), depth + 1)
    plain = {
        bool: st.booleans(),
        int: st.integers(-3, 40),
        float: st.floats(0, 10),
        Fraction: st.one_of(st.integers(-3, 9), st.floats(-3, 3), st.just("17/3")),
        str: st.sampled_from(["breakdowns.csv", "x"]),
    }
    return plain.get(annotation, SCALARS)


def within(bounds, kind) -> st.SearchStrategy:
    least = bounds.least if bounds.least is not None else bounds.above
    most = bounds.most if bounds.most is not None else bounds.below
    low, high = (0 if least is None else int(least)), (50 if most is None else int(min(most, 50)))
    if kind is int:
        return st.integers(low, max(low, high)).filter(bounds.holds)
    return st.floats(low, max(low, high)).filter(bounds.holds)


@st.composite
def tables(draw, role: str, depth: int = 0) -> Any:
    """Draw a component of a role: its name, or a table with some settings."""
    entry = draw(st.sampled_from(REGISTRY.of_role(role)))
    settings = documented_settings(entry.component)
    required = [setting.name for setting in settings if setting.required]
    if depth > 2 or (not required and draw(st.booleans())):
        return entry.name
    fields = fields_of(entry.component)
    choice = [setting.name for setting in settings if not setting.required]
    optional = draw(st.lists(st.sampled_from(choice), unique=True, max_size=3)) if choice else []
    return {"name": entry.name, **{name: draw(values(fields[name], depth)) for name in (*required, *optional)}}


@st.composite
def documents(draw) -> dict[str, Any]:
    """Draw a pipeline file whose parts are valid, and fit each other more often than not."""
    found = {stage: draw(tables(stage)) for stage in draw(st.lists(st.sampled_from(STAGES), unique=True))}
    dividing = [e.name for e in REGISTRY.of_role("split") if getattr(e.component, "uses_worths", False)]
    if "worth" in found and draw(st.integers(0, 3)):
        found["split"] = draw(st.sampled_from(dividing))
    if "worth" not in found and draw(st.integers(0, 3)):
        found.pop("split", None) if _name(found.get("split")) in dividing else None
    if draw(st.booleans()):
        found["side_payments"] = draw(st.booleans())
    if draw(st.integers(0, 4)) == 0:
        found["time_limit"] = draw(st.integers(1, 100) | st.floats(0.5, 9))
    if draw(st.integers(0, 4)) == 0:
        found["title"] = draw(st.text(max_size=8))
    if draw(st.integers(0, 4)) == 0:
        found["accord"] = draw(st.sampled_from([">=0.1", ">=0.1,<0.2", "<0.1", "one"]))
    return found


def _name(component: Any) -> Any:
    return component.get("name") if isinstance(component, dict) else component


@st.composite
def slips(draw, originals=documents()) -> dict[str, Any]:  # noqa: B008 - strategies are immutable
    """Draw a pipeline file with one to three slips: something renamed, dropped, replaced or added."""
    found = copy.deepcopy(draw(originals))
    for _ in range(draw(st.integers(1, 3))):
        table = found
        inner = [value for value in found.values() if isinstance(value, dict)]
        if inner and draw(st.booleans()):
            table = draw(st.sampled_from(inner))
        keys = sorted(table)
        kind = draw(st.sampled_from(["rename", "drop", "replace", "replace", "add"])) if keys else "add"
        if kind == "add":
            table[draw(st.sampled_from([*STAGES, "side_payments", "time_limit", "name", "seed"]) | st.text(max_size=6))] = draw(
                JUNK
            )
        else:
            key = draw(st.sampled_from(keys))
            if kind == "rename":
                table[key + draw(st.sampled_from(["s", "_", " ", "é"]))] = table.pop(key)
            elif kind == "drop":
                del table[key]
            else:
                table[key] = draw(JUNK)
    return found


def text_of(document: dict[str, Any]) -> str:
    """Write a document as TOML, one key a line."""
    return "\n".join(f"{written({key: value})[2:-2]}" for key, value in document.items()) + "\n"
