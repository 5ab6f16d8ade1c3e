"""What docstrings of components and of families say, for people who do not read code."""

from __future__ import annotations

import re
import textwrap

from accord.cli.tables import width
from accord.docstrings import explained, unexplained

__all__ = ["explained", "filled"]


def filled(documentation: str) -> str:
    """Return a docstring without its settings; its paragraphs are wrapped, and what is laid out by hand is left alone."""
    blocks = unexplained(documentation).split("\n\n")
    return "\n\n".join(block if re.search(r"^\s", block, re.MULTILINE) else _wrapped(block) for block in blocks)


def _wrapped(block: str) -> str:
    return textwrap.fill(block, width(), break_long_words=False, break_on_hyphens=False)
