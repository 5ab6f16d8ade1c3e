"""Results as files for other programs: CSV, JSON Lines and Parquet, a row at a time."""

from __future__ import annotations

import json
import math
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any

from accord.errors import ConfigurationError, InputError
from accord.sweeps.columns import Condition, kind, rows_of, shown
from accord.sweeps.mixtures import Mixtures
from accord.sweeps.store import Store

__all__ = ["FORMS", "arrow_schema", "export", "form_of", "lines"]

FORMS = ("csv", "jsonl", "parquet")
_BATCH = 5000
"""Rows of a group in Parquet: so many are in memory at a time."""
_STALE = 3600.0
"""Seconds after which an unfinished file is one that nobody will finish."""
_QUOTED = frozenset(',"\r\n')

Row = dict[str, object]


def form_of(file: Path, said: str | None = None) -> str:
    """Return the form that a file is to have: what was said, or what its ending tells.

    Raises:
        ConfigurationError: if neither tells, or they contradict each other.
    """
    ending = file.suffix.lower().removeprefix(".")
    told = {"ndjson": "jsonl", "pq": "parquet"}.get(ending, ending)
    if said is None and told not in FORMS:
        raise ConfigurationError(f"{file}: the ending tells no format; .csv, .jsonl, .parquet or --format is accepted")
    if said is not None and told in FORMS and told != said:
        raise ConfigurationError(f"{file}: the ending and --format {said} contradict each other; change one of them")
    return said or told


def export(
    store: Store,
    file: Path,
    form: str,
    *,
    conditions: Sequence[Condition] = (),
    solutions: bool = False,
    force: bool = False,
    told: Callable[[str], None] | None = None,
) -> int:
    """Write the wide table of a store into a file, all or nothing; another run may write to the store meanwhile.

    Args:
        store: the store.
        file: the file.
        form: ``csv``, ``jsonl`` or ``parquet``.
        conditions: what rows must say.
        solutions: add the column ``solution``.
        force: write over a file that is there.
        told: is told what is in the table under one name although it is not the same.

    Returns:
        How many rows were written.

    Raises:
        InputError: if the file is there already, is the store itself, or cannot be written.
        ConfigurationError: if a condition is about a column that there is not, or pyarrow is needed and not installed.
    """
    if file.exists() and store.where != ":memory:" and file.samefile(store.where):
        raise InputError(f"{file} is the store itself; name another file")
    if file.is_dir() or (file.exists() and not force):
        raise InputError(f"{file} is there already; " + ("name a file" if file.is_dir() else "--force writes over it"))
    write = _parquet() if form == "parquet" else _text(form)
    with _replaced(file) as new:
        while True:
            columns, rows = rows_of(store, conditions, solutions=solutions)
            mixtures = Mixtures()
            count = write(new, mixtures.watched(rows), columns)
            if rows_of(store, solutions=solutions)[0] == columns:  # no game with more players came meanwhile
                break
    if told is not None:
        for note in mixtures.notes():
            told(note)
    return count


def lines(rows: Iterable[Row], columns: Sequence[str], form: str) -> Iterator[str]:
    """Yield the lines of a table as text.

    In CSV an empty cell means that there is no value, and an empty text stands between quotation marks. In JSON Lines numbers
    that are not finite, of which JSON knows none, are null.

    Args:
        rows: the rows.
        columns: the names of the columns.
        form: ``csv`` or ``jsonl``.
    """
    if form == "csv":
        yield ",".join(columns) + "\n"
        for row in rows:
            yield ",".join(_cell(row[name]) for name in columns) + "\n"
        return
    for row in rows:
        finite = {name: None if isinstance(v := row[name], float) and not math.isfinite(v) else v for name in columns}
        yield json.dumps(finite, ensure_ascii=False, allow_nan=False) + "\n"


def arrow_schema(columns: Sequence[str]) -> Any:
    """Return the schema of the table for pyarrow.

    Raises:
        ConfigurationError: if pyarrow is not installed.
    """
    arrow = _arrow()
    types = {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    return arrow.schema([(name, types[kind(name)]) for name in columns])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value and _QUOTED.isdisjoint(value) and value == value.strip()
        return value if plain else '"' + value.replace('"', '""') + '"'
    return shown(value)


def _text(form: str) -> Callable[[Path, Iterable[Row], Sequence[str]], int]:
    def write(file: Path, rows: Iterable[Row], columns: Sequence[str]) -> int:
        with file.open("w", encoding="utf-8", newline="") as stream:
            count = _count(stream, lines(rows, columns, form))
        return count - (form == "csv")

    return write


def _count(stream: IO[str], parts: Iterable[str]) -> int:
    count = 0
    for part in parts:
        stream.write(part)
        count += 1
    return count


def _parquet() -> Callable[[Path, Iterable[Row], Sequence[str]], int]:
    arrow = _arrow()
    from pyarrow import parquet  # noqa: PLC0415 - only Parquet needs it

    def write(file: Path, rows: Iterable[Row], columns: Sequence[str]) -> int:
        count, rest = 0, iter(rows)
        schema = arrow_schema(columns)
        with parquet.ParquetWriter(file, schema) as writer:
            while batch := list(islice(rest, _BATCH)):
                writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
                count += len(batch)
        return count

    return write


def _arrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415 - only Parquet needs it
    except ImportError:
        raise ConfigurationError("Parquet needs the library pyarrow: pip install 'accord[parquet]'") from None
    return pyarrow


def _clear(folder: Path, begun: str) -> None:
    """Remove what is left of exports to the same file that were killed; one that still runs has written something lately."""
    with suppress(OSError):  # a folder that is not there, or somebody else's file, is no reason to stop here
        for left in folder.iterdir():
            if left.name.startswith(begun) and left.name.endswith(".part") and time.time() - left.stat().st_mtime > _STALE:
                left.unlink(missing_ok=True)


@contextmanager
def _replaced(file: Path) -> Iterator[Path]:
    """Let a file be written under another name, and give it its own when it is complete."""
    begun = f".{file.name[:100]}."
    new = file.with_name(f"{begun}{secrets.token_hex(4)}.part")
    _clear(file.parent, begun)
    try:
        yield new
        os.replace(new, file)  # noqa: PTH105 - the same, and it says what it does
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror or error}") from None
    finally:
        new.unlink(missing_ok=True)
