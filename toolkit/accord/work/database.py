"""SQLite files of our own: marked as what they are, safe to kill, and open to several processes at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path

from accord.errors import InputError

__all__ = ["database"]

_PATIENCE = 60.0
"""Seconds to wait for another process that writes to the same file."""


@contextmanager
def database(
    where: str | PathLike[str], *, mark: int, tables: Sequence[str], what: str, new: bool = True
) -> Iterator[sqlite3.Connection]:
    """Open a file of our own, or make one; several processes may use it at a time.

    What was written in a transaction that ended is there after ``kill -9``; what was written in another one is not.

    Args:
        where: the file.
        mark: a number that says what kind of file this is, in SQLite's field for that.
        tables: statements that make the tables that are missing.
        what: what the file holds, for errors.
        new: whether to make a file where there is none.

    Raises:
        InputError: if there is something else in the file, it is not there, or it cannot be used.
    """
    name = fspath(where)
    advice = f"name a {'new file, or one' if new else 'file'} that accord has written"
    if not Path(name).absolute().parent.is_dir():
        raise InputError(f"{name}: there is no folder {Path(name).parent}; the file of {what} is made in one that exists")
    if not new and not Path(name).exists():
        raise InputError(f"there is no file {name!r}; {advice}")
    file = None
    try:
        file = sqlite3.connect(name, timeout=_PATIENCE)
        file.execute("BEGIN")  # another process may be making the file: its mark and its tables are seen together or not at all
        (found,) = file.execute("PRAGMA application_id").fetchone()
        present = [table for (table,) in file.execute("SELECT name FROM sqlite_master")]
        file.rollback()
        if found != mark and (present or not new):
            raise InputError(f"{name} is a database of something else; {advice}")
        if new:
            _prepare(file, mark, tables)
        yield file
    except sqlite3.Error as error:
        raise InputError(f"{name} cannot hold {what}: {error}; {advice}") from error
    finally:
        if file is not None:
            file.close()


def _prepare(file: sqlite3.Connection, mark: int, tables: Sequence[str]) -> None:
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute(f"PRAGMA application_id = {mark}")
        for statement in tables:
            file.execute(statement)
