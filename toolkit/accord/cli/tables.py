"""Plain text tables and paragraphs that fit a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

__all__ = ["paragraph", "table", "width"]

_GAP = 2
_NARROWEST = 12
"""A last column narrower than this is wrapped as if it had this many characters."""


def width() -> int:
    """Return how many columns to fill: those of the terminal, within 80 and 100."""
    return min(100, max(80, shutil.get_terminal_size().columns))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows in columns under a head; the last column is wrapped.

    >>> print(table(["name", "what"], [["chicken", "two drivers"]]))
    name     what
    -------  -----------
    chicken  two drivers
    """
    sizes = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    indent = sum(sizes[:-1]) + _GAP * (len(sizes) - 1)
    sizes[-1] = min(sizes[-1], max(_NARROWEST, width() - indent))
    rule = ["-" * size for size in sizes]
    lines: list[str] = []
    for row in (head, rule, *rows):
        wrapped = textwrap.wrap(row[-1], sizes[-1], break_on_hyphens=False) or [""]
        fixed = (cell.ljust(size) for cell, size in zip(row[:-1], sizes[:-1], strict=True))
        lines.append((" " * _GAP).join([*fixed, wrapped[0]]))
        lines += [" " * indent + more for more in wrapped[1:]]
    return "\n".join(line.rstrip() for line in lines)


def paragraph(label: str, text: str, indent: int = 16) -> str:
    """Return ``label`` and a wrapped text that hangs beside it, or below it if the label is long."""
    lines = textwrap.wrap(text, width() - indent, break_long_words=False, break_on_hyphens=False)
    start = f"{label:<{indent}}" if len(label) < indent else f"{label}\n" + " " * indent
    return start + ("\n" + " " * indent).join(lines)
