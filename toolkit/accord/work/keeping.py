"""A file of finished work: each answer is safe as soon as it is there, whatever happens to the process."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath

from accord.errors import InputError
from accord.work.answers import Answer, Piece, from_text, to_text
from accord.work.database import database

__all__ = ["Kept", "kept_in"]

_MARK = 0x0ACC02D
"""SQLite's field for what kind of file a database is."""
_ANSWERS = "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID"


class Kept:
    """Answers by content: the work that they belong to (its function, game and settings), the piece, and the versions at work.

    Args:
        file: an open database.
        where: its name, for errors.
        versions: of everything that may change an answer.
    """

    def __init__(self, file: sqlite3.Connection, where: str, versions: str) -> None:
        self._file = file
        self._where = where
        self._versions = versions

    def find(self, work: str, pieces: Iterable[Piece]) -> dict[Piece, Answer]:
        """Return the answers that are there.

        Raises:
            InputError: if the file is damaged.
        """
        found = {}
        for piece in pieces:
            row = self._file.execute("SELECT answer FROM answers WHERE key = ?", (self._key(work, piece),)).fetchone()
            if row is not None:
                try:
                    found[piece] = from_text(row[0])
                except ValueError as error:
                    raise InputError(f"{self._where} is damaged ({error}); remove it and start afresh") from None
        return found

    def put(self, work: str, piece: Piece, answer: Answer) -> None:
        """Write an answer down, for good."""
        with self._file:
            self._file.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (self._key(work, piece), to_text(answer)))

    def _key(self, work: str, piece: Piece) -> bytes:
        return hashlib.sha256("\0".join([self._versions, work, *map(str, piece)]).encode()).digest()


@contextmanager
def kept_in(where: str | PathLike[str], versions: str) -> Iterator[Kept]:
    """Open a file of finished work, or make one; several processes may use it at a time.

    Args:
        where: the file.
        versions: of everything that may change an answer; answers of other versions are not found.

    Raises:
        InputError: if there is something else in the file, or it cannot be written.
    """
    with database(where, mark=_MARK, tables=[_ANSWERS], what="finished work") as file:
        yield Kept(file, fspath(where), versions)
