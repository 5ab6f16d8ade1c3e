"""What docstrings say about the settings of components: the section ``Attributes:``, and what is left without it."""

from __future__ import annotations

import re

__all__ = ["explained", "unexplained"]

_ATTRIBUTES = re.compile(r"\n+Attributes:\n(?P<body>(?:[ ]+.*(?:\n|$)|\n)*)")
_ATTRIBUTE = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<text>.*(?:\n     +.*)*)", re.MULTILINE)


def explained(documentation: str) -> dict[str, str]:
    """Return what the section ``Attributes:`` of a docstring says about each of them."""
    section = _ATTRIBUTES.search(documentation)
    found = _ATTRIBUTE.finditer(section["body"]) if section else ()
    return {name: " ".join(match["text"].split()) for match in found for name in match["names"].split(", ")}


def unexplained(documentation: str) -> str:
    """Return a docstring without that section."""
    return _ATTRIBUTES.sub("\n", documentation).strip()
