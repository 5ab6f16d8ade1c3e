"""Writes the list of the names of the package `accord`, with what each is."""

from __future__ import annotations

import inspect

from docstring_parts import attribute_docs

import accord
from accord import rationals

__all__ = ["meaning", "names_page"]

_ABOUT = """What `import accord` offers. These names are {doc}`stable </reference/compatibility>`;
{doc}`/reference/python` has the details.
"""


def names_page() -> str:
    """Return the page."""
    rows = [f"| `{name}` | {meaning(name)} |" for name in sorted(accord.__all__, key=str.lower)]
    return "\n".join(["# The names of the package\n", _ABOUT, "| name | what it is |\n|---|---|", *rows, ""])


def meaning(name: str) -> str:
    """Return the first sentence of what is said about a name; an empty text if nothing is."""
    said = attribute_docs(rationals).get(name)
    if said is None:
        thing = getattr(accord, name)
        said = _OTHERS.get(name) or " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())
    return said.replace("|", "\\|")


_OTHERS = {"hookimpl": "Marks a function as the implementation of a hook, by which a plugin registers components."}
"""What is documented where it was made, under another name."""
