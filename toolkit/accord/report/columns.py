"""Tables of aligned columns, in as many columns of a terminal as there are or as are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

__all__ = ["columns", "folded", "table"]

_GAP = "  "
_LONGEST = 30
"""Columns of a terminal that the longest names of solvers take: longer words, such as fractions, are cut where need be."""


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align columns; the first row is the head."""
    return _ruled([_lines([[cell] for cell in row], _widest(rows)) for row in rows])


def folded(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Align columns, with the text of cells over several lines where a row would be wider than that.

    The widest columns are folded first. Long words are cut only where there is no other way, and others never are, so that a
    table with many columns may still be wider.
    """
    widths = _widest(rows)
    words = [max(columns(word) for row in rows for word in row[k].split() or [""]) for k in range(len(widths))]
    for least in (words, [min(w, _LONGEST) for w in words]):
        while sum(widths) + len(_GAP) * (len(widths) - 1) > width:
            wide = [k for k, w in enumerate(widths) if w > least[k]]
            if not wide:
                break
            widths[max(wide, key=lambda k: widths[k])] -= 1
    return _ruled([_lines([list(_pieces(cell, w)) for cell, w in zip(row, widths, strict=True)], widths) for row in rows])


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return sum(map(_column, text))


def _column(letter: str) -> int:
    return 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1


def _widest(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(columns, column)) for column in zip(*rows, strict=True)]


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Return the lines of a row, whose cells are lists of lines."""
    return [
        _GAP.join(piece + " " * (width - columns(piece)) for piece, width in zip(pieces, widths, strict=True)).rstrip()
        for pieces in zip_longest(*cells, fillvalue="")
    ]


def _ruled(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [line for row in rows for line in row]
    return [*rows[0], "─" * max(map(columns, lines)), *lines[len(rows[0]) :]]


def _pieces(cell: str, width: int) -> Iterator[str]:
    """Yield the lines of a cell."""
    if columns(cell) <= width:
        yield cell
        return
    line = ""
    for word in cell.split():
        rest = word
        if line and columns(line) + 1 + columns(rest) <= width:
            line = f"{line} {rest}"
            continue
        if line:
            yield line
        while columns(rest) > width:
            part, rest = _cut(rest, width)
            yield part
        line = rest
    yield line


def _cut(word: str, width: int) -> tuple[str, str]:
    """Divide a word after as many letters as there is room for, and one at least."""
    used, end = 0, 0
    while end < len(word) and (used + _column(word[end]) <= width or end == 0):
        used += _column(word[end])
        end += 1
    return word[:end], word[end:]
