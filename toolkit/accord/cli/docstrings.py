"""What docstrings of components and of families say, for people who do not read code."""

from __future__ import annotations

import re
import textwrap

from accord.cli.tables import width

__all__ = ["explained", "filled"]

_ATTRIBUTES = re.compile(r"\n+Attributes:\n(?P<body>(?:[ ]+.*(?:\n|$)|\n)*)")
_ATTRIBUTE = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<text>.*(?:\n     +.*)*)", re.MULTILINE)


def explained(documentation: str) -> dict[str, str]:
    """Return what the section ``Attributes:`` of a docstring says about each of them."""
    section = _ATTRIBUTES.search(documentation)
    found = _ATTRIBUTE.finditer(section["body"]) if section else ()
    return {name: " ".join(match["text"].split()) for match in found for name in match["names"].split(", ")}


def filled(documentation: str) -> str:
    """Return a docstring without that section; its paragraphs are wrapped, and what is laid out by hand is left alone."""
    blocks = _ATTRIBUTES.sub("\n", documentation).strip().split("\n\n")
    return "\n\n".join(block if re.search(r"^\s", block, re.MULTILINE) else _wrapped(block) for block in blocks)


def _wrapped(block: str) -> str:
    return textwrap.fill(block, width(), break_long_words=False, break_on_hyphens=False)
