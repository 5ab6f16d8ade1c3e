"""TOML documents whose every key, table and item knows the line it stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from accord.errors import InputError

__all__ = ["Document", "Path", "Place", "number", "read_document"]

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0, such as ``("games", 2, "seed")``."""

_AT = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$| \(at end of document\)$")
_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_TEXT = re.compile(
    r""""{3}(?:[^\\]|\\.)*?"{3,5}(?!")|'{3}.*?'{3,5}(?!')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'""",
    re.DOTALL,
)
_TOO_LONG = re.compile(r"[0-9_]{4301,}")
"""Decimal digits that Python does not convert to an integer."""
_LONGEST = 60
"""Characters of a line that an error quotes."""
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


@dataclass(frozen=True)
class Document:
    r"""What a TOML text says, and where it says it.

    >>> document = read_document("seed = 3\n[games]\nfiles = ['a.nfg',\n  'b.nfg']", "sweep.toml")
    >>> document.values["games"]["files"], document.line(("games", "files", 1)), document.at(("games",))
    (['a.nfg', 'b.nfg'], 4, 'sweep.toml:2')

    Attributes:
        text: the text.
        where: what to call it in errors, usually the name of a file.
        values: the values, as `tomllib` reads them.
    """

    text: str
    where: str
    values: dict[str, Any]

    @cached_property
    def places(self) -> dict[Path, Place]:
        """Where every key and every item stands: a table at its header, or where a key of it is mentioned first."""
        return _Scanner(self.text).places()

    def place(self, path: Path) -> Place | None:
        """Return where a key, a table or an item stands, or None if there is none."""
        return self.places.get(path)

    def line(self, path: Path) -> int | None:
        """Return the line of a key, a table or an item, from 1, or None if there is none."""
        place = self.place(path)
        return None if place is None else place.line

    def at(self, path: Path) -> str:
        """Return ``FILE:LINE`` for a key, a table or an item, or for the nearest thing around it that is there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return f"{self.where}:{self.places[path[:length]].line}"
        return self.where


def number(written: str) -> Decimal | str:
    """Read a number that is not whole as it is written; one with an exponent beyond all reason stays text.

    >>> number("0.1"), number("inf"), number("1e99999999999999999999")
    (Decimal('0.1'), Decimal('Infinity'), '1e99999999999999999999')
    """
    try:
        return Decimal(written)
    except InvalidOperation:
        return written


def read_document(text: str, where: str, parse_float: Callable[[str], Any] = number) -> Document:
    """Read a TOML text; lines are looked for only when somebody asks for them.

    Args:
        text: the text.
        where: what to call it in errors, usually the name of a file.
        parse_float: makes values of numbers that are not whole. By default they are decimals, until somebody knows which type
            they are to have: 0.1 is a tenth where it is a fraction.

    Raises:
        InputError: if it is no TOML, with the line.
    """
    try:
        return Document(text, where, tomllib.loads(text.removeprefix("\ufeff"), parse_float=parse_float))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _AT.search(message)
        if found is None:
            raise InputError(f"{where}: no TOML: {message}") from None
        line = int(found["line"] or _lines(text.rstrip()))
        column = f" (column {found['column']})" if found["column"] else ""
        said, written = message[: found.start()], text.split("\n")[line - 1].strip()
        shown = f" in {written if len(written) <= _LONGEST else written[:_LONGEST] + '...'!r}" if written else ""
        raise InputError(f"{where}:{line}: no TOML: {said[:1].lower()}{said[1:]}{shown}{column}") from None
    except RecursionError:
        raise InputError(f"{where}: values are nested too deeply") from None
    except ValueError:  # from int()
        found = _TOO_LONG.search(text)
        at = f":{_lines(text[: found.start()])}" if found else ""
        raise InputError(f"{where}{at}: a whole number is too long to be read") from None


def _lines(text: str) -> int:
    return text.count("\n") + 1


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
