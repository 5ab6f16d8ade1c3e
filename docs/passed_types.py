"""Lists what the verbs of components take and return, with all attributes and methods, from the signatures and docstrings."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
import sys
import typing
from collections.abc import Iterator
from typing import Any

from docstring_parts import Docstring, attribute_docs

import accord
from accord.roles import ROLES

__all__ = ["members", "passed", "types_of"]

_ABOUT = "{doc}`/reference/authors` explains the terms, and {doc}`/reference/python` has all of this with arguments and types."
_EXAMPLES = re.compile(r"^>>> .*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)


def passed(role: str) -> list[str]:
    """Return the parts of the page of a role that describe what its verb takes and returns."""
    parts = [_ABOUT]
    for thing in types_of(role):
        rows = ["| `{}` | {} |".format(shown, said.replace("|", "\\|")) for _, shown, said in members(thing)]
        text = _EXAMPLES.sub("", Docstring.of(thing).text).strip()
        parts += [f"### `{thing.__name__}`", text, "\n".join(["| member | what it is |", "|---|---|", *rows])]
    return parts if len(parts) > 1 else ["Nothing that accord defines: plain Python objects, as above."]


def types_of(role: str) -> list[Any]:
    """Return the classes of accord that a role's verb takes and returns, and those of the attributes of what it returns."""
    protocol, verb = ROLES[role]
    hints = typing.get_type_hints(getattr(protocol, verb))
    returned = list(_classes(hints["return"]))
    named = [thing for hint in hints.values() for thing in _classes(hint)]
    inner = [
        thing
        for each in returned
        if dataclasses.is_dataclass(each) and each is not accord.Game
        for name, hint in typing.get_type_hints(each).items()
        if name in each.__dataclass_fields__
        for thing in _classes(hint)
    ]
    # Claims have a section of their own on every page, and what has no name in the package is nothing that authors make.
    return [thing for thing in dict.fromkeys([*named, *inner]) if thing is not accord.Claim and thing.__name__ in accord.__all__]


def _classes(hint: Any) -> Iterator[Any]:
    """Yield the classes of accord in an annotation."""
    if inspect.isclass(hint) and hint.__module__.startswith("accord"):
        yield hint
    for part in typing.get_args(hint):
        yield from _classes(part)


def members(thing: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the public members of a class: the name, how it is used, and what it is."""
    for names, said in Docstring.of(thing).sections.get("Attributes", {}).items():
        for name in names.split(", "):
            yield name, name, said
    if issubclass(thing, enum.Enum):
        said_of = attribute_docs(sys.modules[thing.__module__])
        for member in thing:
            shown = f"{thing.__name__}.{member.name}"
            yield member.name, shown, said_of[shown]
    for name, member in vars(thing).items():
        function = getattr(member, "__func__", None) or getattr(member, "fget", None) or getattr(member, "func", None) or member
        if inspect.isfunction(function) and (not name.startswith("_") or name == "__call__"):
            first = " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())
            called = isinstance(member, (classmethod, staticmethod)) or function is member
            yield name, name + (_arguments(function) if called else ""), first


def _arguments(function: Any) -> str:
    names = []
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        names.append(star + name)
    return f"({', '.join(names)})"
