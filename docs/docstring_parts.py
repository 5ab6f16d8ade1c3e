"""Takes docstrings apart, for the pages of the reference that are written from the code."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Docstring", "attribute_docs"]

_BULLET = re.compile(r"^- ``(?P<name>\w+)(?P<rest>[^`]*)``(?P<text>.*(?:\n  .*)*)", re.MULTILINE)
_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns):\n((?:[ ]+.*\n?|\n)*)", re.MULTILINE)
_ENTRY = re.compile(r"^    (?P<names>[\w., ]+): (?P<text>.*(?:\n     +.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Docstring:
    """A docstring in parts.

    Attributes:
        text: what it says, without the parts below.
        options: what a component may have in addition: name, signature or type, text.
        sections: by heading (``Args``, ``Raises``, ``Attributes``), the names with their texts.
    """

    text: str
    options: tuple[tuple[str, str, str], ...] = ()
    sections: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, thing: object) -> Docstring:
        """Take the docstring of a class or a function apart."""
        whole = inspect.getdoc(thing) or ""
        sections = {
            found[1]: {entry["names"]: " ".join(entry["text"].split()) for entry in _ENTRY.finditer(found[2])}
            for found in _SECTION.finditer(whole)
        }
        plain = _SECTION.sub("", whole)
        options = tuple(
            (found["name"], found["name"] + found["rest"], " ".join(found["text"].lstrip(":").split()))
            for found in _BULLET.finditer(plain)
        )
        text = _BULLET.sub("", re.sub(r"\s+(?:(?!\n\n)[^.:])*:\n\n(?=- ``)", "\n\n", plain))
        return cls(re.sub(r"\n{3,}", "\n\n", text).strip(), options, sections)


def attribute_docs(module: Any) -> dict[str, str]:
    """Return what the strings below constants say: by their names, or ``Class.MEMBER`` in an enumeration."""
    found = {}
    for owner in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(owner, (ast.ClassDef, ast.Module)):
            prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
            for member, text in zip(owner.body, owner.body[1:], strict=False):
                if isinstance(member, ast.Assign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                    found[f"{prefix}{ast.unparse(member.targets[0])}"] = " ".join(str(text.value.value).split())
    return found
