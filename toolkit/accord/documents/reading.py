"""TOML documents whose every key, table and item knows the line it stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from accord.documents.places import Path, Place, places_of
from accord.errors import InputError

__all__ = ["BEFORE_TABLES", "Document", "number", "read_document"]

_AT = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$| \(at end of document\)$")
_TOO_LONG = re.compile(r"[0-9_]{4301,}")
"""Decimal digits that Python does not convert to an integer."""
BEFORE_TABLES = "; a key of the whole file stands before its first table"
"""What to add where a key was found in a table that stands above it, and is none of that table."""
_LONGEST = 60
"""Characters of a line that an error quotes."""


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
        return places_of(self.text)

    def place(self, path: Path) -> Place | None:
        """Return where a key, a table or an item stands, or None if there is none."""
        return self.places.get(path)

    def line(self, path: Path) -> int | None:
        """Return the line of a key, a table or an item, from 1, or None if there is none."""
        place = self.place(path)
        return None if place is None else place.line

    def around(self, path: Path) -> int | None:
        """Return the line of a key, a table or an item, or of the nearest thing around it that is there; None if nothing is."""
        return next((self.places[path[:length]].line for length in range(len(path), 0, -1) if path[:length] in self.places), None)

    def at(self, path: Path) -> str:
        """Return ``FILE:LINE`` for a key, a table or an item, or for the nearest thing around it that is there."""
        line = self.around(path)
        return self.where if line is None else f"{self.where}:{line}"


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
