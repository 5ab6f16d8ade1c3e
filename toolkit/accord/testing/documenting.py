"""A component's docstring is its documentation: it says what is computed, and what every setting means."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any, ClassVar

from accord.errors import nearest
from accord.testing.versions import introduced

__all__ = ["Documented"]

_LONGEST = 200
"""Characters of a first sentence that still fits into a listing."""
_ATTRIBUTE = re.compile(r"    (?P<names>\w+(?:, \w+)*): ?(?P<text>.*)")


class Documented:
    """What a component's docstring says."""

    component: ClassVar[Any]

    @introduced("0.1")
    def test_docstring_says_what_it_computes(self) -> None:
        """The class has a docstring of its own that begins with a sentence for the listing of components."""
        kind = type(self.component)
        text = kind.__dict__.get("__doc__") or ""
        assert text.strip(), f"{kind.__name__} has no docstring of its own; one that says what it computes is needed"
        assert not text.startswith(f"{kind.__name__}("), f"{kind.__name__} has no docstring but the one that dataclass() wrote"
        first = inspect.cleandoc(text).partition("\n\n")[0].replace("\n", " ")
        assert first[-1] in ".:", f"the docstring begins {first!r}; a sentence that ends in a full stop is needed"
        start = first.split(". ")[0]
        assert len(start) <= _LONGEST, f"the first sentence has {len(start)} characters; at most {_LONGEST} fit into a listing"

    @introduced("0.1")
    def test_every_setting_is_documented(self) -> None:
        """The section ``Attributes:`` explains every field, and nothing else."""
        kind = type(self.component)
        fields, explained = [field.name for field in dataclasses.fields(kind)], _explained(kind)
        silent = [name for name in fields if not explained.get(name)]
        assert not silent, f"the docstring's section `Attributes:` says nothing about {', '.join(silent)}"
        for name in explained:
            assert name in fields, f"the docstring explains {name!r}, which is no field{nearest(name, fields)}"


def _explained(kind: type[Any]) -> dict[str, str]:
    """Return what the section ``Attributes:`` of a class says about each name."""
    _, found, section = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    texts: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines() if found else ():
        if line.strip() and not line.startswith(" "):
            break
        start = _ATTRIBUTE.match(line)
        if start:
            names = start["names"].split(", ")
        for name in names:
            texts[name] = " ".join([texts.get(name, ""), start["text"] if start else line]).strip()
    return texts
