"""Docstrings of components and of families, as they are printed."""

from __future__ import annotations

import re
import textwrap

from accord.cli.tables import width
from accord.docstrings import unexplained

__all__ = ["filled"]


def filled(documentation: str) -> str:
    """Return a docstring without its attributes; its paragraphs are wrapped, and what is laid out by hand is left alone."""
    blocks = unexplained(documentation).split("\n\n")
    return "\n\n".join(block if re.search(r"^\s", block, re.MULTILINE) else _wrapped(block) for block in blocks)


def _wrapped(block: str) -> str:
    return textwrap.fill(block, width(), break_long_words=False, break_on_hyphens=False)
