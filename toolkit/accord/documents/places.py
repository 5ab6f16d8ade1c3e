"""Where everything in a TOML text stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Path", "Place", "places_of"]

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0, such as ``("games", 2, "seed")``."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_TEXT = re.compile(
    r""""{3}(?:[^\\]|\\.)*?"{3,5}(?!")|'{3}.*?'{3,5}(?!')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True)
class Place:
    """Where something stands in a text.

    Attributes:
        line: from 1.
        column: from 1, in characters.
    """

    line: int
    column: int


def places_of(text: str) -> dict[Path, Place]:
    """Find every key and every item of a text that is TOML: a table at its header, or where a key of it is mentioned first."""
    return _Scanner(text).places()


class _Scanner:
    """Finds keys and items in a text that is known to be TOML, so that nothing has to be checked.

    It goes through the text once, and keeps a stack of the lists and inline tables that are open.
    """

    def __init__(self, text: str) -> None:
        self._text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self._at = 0
        self._seen = (0, 1, 0)  # up to where lines are counted: offset, its line, the beginning of that line
        self._found: dict[Path, Place] = {}
        self._lengths: dict[Path, int] = {}  # of lists of tables

    def places(self) -> dict[Path, Place]:
        table: Path = ()
        while self._next():
            if self._next() == "[":
                table = self._header()
            else:
                self._value(self._assigned(table))
        return self._found

    def _next(self) -> str:
        """Return the next character that means something, or nothing at the end."""
        self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr] # it always matches
        return self._text[self._at : self._at + 1]

    def _here(self) -> Place:
        offset, line, start = self._seen
        line += self._text.count("\n", offset, self._at)
        start = max(start, self._text.rfind("\n", offset, self._at) + 1)
        self._seen = (self._at, line, start)
        return Place(line, self._at - start + 1)

    def _key(self) -> Iterator[tuple[str, Place]]:
        """Yield the parts of a dotted key, and where they stand."""
        while True:
            self._next()
            place = self._here()
            written = _KEY.match(self._text, self._at)[0]  # type: ignore[index] # a key stands here
            self._at += len(written)
            bare = written if written[0] not in "\"'" else written[1:-1]
            yield tomllib.loads(f"key = {written}")["key"] if "\\" in written and written[0] == '"' else bare, place
            if self._next() != ".":
                return
            self._at += 1

    def _header(self) -> Path:
        """Read ``[table]`` or ``[[list of tables]]``, and return the path of the table that begins."""
        where = self._here()
        several = self._text.startswith("[[", self._at)
        self._at += 1 + several
        parts = list(self._key())
        self._next()
        self._at += 1 + several
        path: Path = ()
        for part, _ in parts[:-1]:
            path = self._latest((*path, part))
            self._found.setdefault(path, where)
        path = (*path, parts[-1][0])
        if not several:
            self._found[path] = where
            return path
        self._found.setdefault(path, where)
        self._lengths[path] = self._lengths.get(path, 0) + 1
        path = self._latest(path)
        self._found[path] = where
        return path

    def _latest(self, path: Path) -> Path:
        """Return the path of the last table of a list of tables, and any other path as it is."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _assigned(self, table: Path) -> Path:
        """Read a key and the sign of equality, and return the path of what follows."""
        path = table
        for part, place in self._key():
            path = (*path, part)
            self._found.setdefault(path, place)
        self._at += 1
        return path

    def _value(self, path: Path) -> None:
        """Go past a value, and find what is inside of it."""
        open_: list[tuple[Path, int | None]] = []  # with the position of the next item of a list
        while True:
            sign = self._next()
            if sign in "[{":
                self._at += 1
                open_.append((path, 0 if sign == "[" else None))
            else:
                self._at = (_TEXT if sign in "\"'" else _PLAIN).match(self._text, self._at).end()  # type: ignore[union-attr]
            while open_:
                sign = self._next()
                self._at += sign in ",]}"
                if sign in "]}":
                    open_.pop()
                elif sign != ",":
                    break
            if not open_:
                return
            around, position = open_[-1]
            if position is None:
                path = self._assigned(around)
                continue
            path = (*around, position)
            self._found[path] = self._here()
            open_[-1] = (around, position + 1)
