"""Tables of a sweep file: every value is checked as it is taken, and every complaint names the file, the line and the key."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, nan
from pathlib import Path as File
from typing import Any

from accord.config.faults import Faults, all_of, together
from accord.documents import BEFORE_TABLES, Document, Path
from accord.errors import AccordError, ConfigurationError, nearest
from accord.ranges import refusal

__all__ = ["KEYS", "Table", "files_like"]

KEYS = ("store", "detail", "exact", "games", "pipelines", "grid", "executor", "limits")
"""What a sweep file may hold."""


@dataclass(frozen=True)
class Table:
    """A table of a document.

    Attributes:
        document: the document.
        path: the way to the table.
        values: what is in it.
    """

    document: Document
    path: Path
    values: Mapping[str, Any]

    def error(self, key: str | None, message: str) -> ConfigurationError:
        """Return an error about a key of the table, or about the table."""
        path = self.path if key is None else (*self.path, key)
        return ConfigurationError(f"{self.document.at(path)}: {message}", path=path)

    def placed(self, error: AccordError, *keys: str | int) -> AccordError:
        """Return an error that somebody has found in a value, with the place of that; so for all that come with it."""
        path = (*self.path, *keys)
        return together(type(fault)(f"{self.document.at(path)}: {fault}", path=path) for fault in all_of(error))

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not known."""
        known, faults = tuple(known), Faults()
        for key in self.values:
            if key not in known:
                with faults.within():
                    astray = BEFORE_TABLES if self.path and key in KEYS else ""
                    raise self.error(key, f"there is no key {key!r}{nearest(key, known)}; keys are {', '.join(known)}{astray}")
        faults.report()

    def refused(self, key: str, accepted: str) -> ConfigurationError:
        """Return the error that a value is not what is accepted."""
        return self.error(key, str(refusal(self.values[key], key, accepted)))

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables of a list of tables; a single table is a list of one."""
        given = self.values.get(key, [])
        if isinstance(given, dict):
            yield Table(self.document, (*self.path, key), given)
            return
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            raise self.refused(key, f"a table [[{key}]]")
        for k, item in enumerate(given):
            yield Table(self.document, (*self.path, key, k), item)

    def table(self, key: str) -> Table | None:
        """Return a table, if it is there."""
        if key not in self.values:
            return None
        given = self.values[key]
        if not isinstance(given, dict):
            raise self.refused(key, f"a table [{key}]")
        return Table(self.document, (*self.path, key), given)

    def texts(self, key: str, what: str) -> list[str]:
        """Return a list of texts; a single text is a list of one."""
        given = self.values.get(key, [])
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list) or not all(isinstance(item, str) and item for item in listed):
            raise self.refused(key, f"{what}, or a list of these,")
        if key in self.values and not listed:
            raise self.refused(key, f"{what}, or a list of at least one,")
        return list(listed)

    def text(self, key: str, default: str | None, what: str, choices: Sequence[str] = ()) -> str | None:
        """Return a text, one of some choices if these are given."""
        given = self.values.get(key, default)
        if given is None:
            return None
        if not isinstance(given, str) or not given or (choices and given not in choices):
            hint = nearest(str(given), choices)
            raise self.error(key, f"{refusal(given, key, what)}{hint}")
        return given

    def truth(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        given = self.values.get(key, default)
        if not isinstance(given, bool):
            raise self.refused(key, "true or false")
        return given

    def whole(self, key: str, default: int | None, least: int, most: int) -> int | None:
        """Return a whole number within bounds."""
        given = self.values.get(key, default)
        if given is not None and (isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most):
            raise self.refused(key, f"a whole number from {least} to {most}")
        return given

    def positive(self, key: str, what: str) -> float | None:
        """Return a positive number, if there is one."""
        given = self.values.get(key)
        if given is None:
            return None
        try:
            found = float(given) if isinstance(given, int | float | Decimal) and not isinstance(given, bool) else nan
        except OverflowError:
            found = nan
        if not (isfinite(found) and found > 0):
            raise self.refused(key, what)
        return found


def files_like(pattern: str, folder: File) -> list[File]:
    """Return the files that a pattern stands for, sorted by name; ``**`` stands for folders within folders."""
    found = glob.glob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207 - a pattern may be absolute
    return sorted(file for name in found if (file := folder / name).is_file())
