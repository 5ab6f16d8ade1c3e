"""SQLite files of our own: marked as what they are, safe to kill, and open to several processes at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path

from accord.errors import InputError

__all__ = ["database"]

_PATIENCE = 60.0
"""Seconds to wait for another process that writes to the same file."""
_HELP: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "another process keeps it locked",
    sqlite3.SQLITE_FULL: "what was written before is kept; make room, and run it again",
    sqlite3.SQLITE_READONLY: "the file and its folder have to be writable, or name another file",
}
"""What to do about some of SQLite's errors."""


@contextmanager
def database(
    where: str | PathLike[str], *, mark: int, layout: int = 0, tables: Sequence[str], what: str, new: bool = True
) -> Iterator[sqlite3.Connection]:
    """Open a file of our own, or make one; several processes may use it at a time.

    What was written in a transaction that ended is there after ``kill -9``; what was written in another one is not.

    Args:
        where: the file.
        mark: a number that says what kind of file this is, in SQLite's field for that.
        layout: the version of the tables; a file of another one is left alone.
        tables: statements that make the tables that are missing.
        what: what the file holds, for errors.
        new: whether to write to the file, and to make one where there is none.

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
        file = _connected(name, new)
        file.execute("BEGIN")  # another process may be making the file: its mark and its tables are seen together or not at all
        (found,), (version,) = (file.execute(f"PRAGMA {each}").fetchone() for each in ("application_id", "user_version"))
        present = [table for (table,) in file.execute("SELECT name FROM sqlite_master")]
        file.rollback()
        if found != mark and (present or not new):
            raise InputError(f"{name} is a database of something else; {advice}")
        if found == mark and version != layout:
            age = "a newer" if version > layout else "an older"
            raise InputError(
                f"{name} is of {age} accord, which keeps {what} otherwise; read it with that one, or name a new file"
            )
        if new:
            _prepare(file, mark, layout, tables)
        yield file
    except sqlite3.Error as error:
        said = _HELP.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, advice)  # the rest of the code says more than is needed
        raise InputError(f"{name} cannot hold {what}: {error}; {said}") from error
    finally:
        if file is not None:
            file.close()


def _connected(name: str, new: bool) -> sqlite3.Connection:
    """Open a file by its name: one that begins with ``file:`` is no address.

    What can only be read is read as it is if no run has it open: SQLite wants to write beside it otherwise.
    """
    path = Path(name) if name == ":memory:" else Path(name).absolute()
    where, address = str(path), False
    writable = all(os.access(each, os.W_OK) for each in (path, path.parent))
    if not (new or writable) and path.is_file() and not path.with_name(f"{path.name}-wal").exists():
        where, address = f"{path.as_uri()}?immutable=1", True
    # Whoever lets go of what holds the file last, the garbage collector in whatever thread, closes it.
    return sqlite3.connect(where, timeout=_PATIENCE, uri=address, check_same_thread=False)


def _prepare(file: sqlite3.Connection, mark: int, layout: int, tables: Sequence[str]) -> None:
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute(f"PRAGMA application_id = {mark}")
        file.execute(f"PRAGMA user_version = {layout}")
        for statement in tables:
            file.execute(statement)
