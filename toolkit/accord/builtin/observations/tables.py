"""Tables out of CSV and Parquet files: named columns, and rows of which equal ones are counted."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from accord.builtin.readers.files import read_bytes, text_of
from accord.errors import InputError, nearest

__all__ = ["Cell", "Row", "Table", "read_table"]

Cell = str | int | float | Decimal
"""What a file holds in one place: text, or a number where the format has numbers."""
_SUFFIXES = (".csv", ".parquet")
_NEEDED = "a CSV or Parquet file is needed"


class Row(NamedTuple):
    """A row and how often it occurs.

    Attributes:
        cells: its values, in the order of the columns.
        times: how many rows of the file are like that.
        at: where the first of them is, such as ``"line 3"``.
    """

    cells: tuple[Cell, ...]
    times: int
    at: str


@dataclass(frozen=True)
class Table:
    """What a file holds.

    Attributes:
        where: the file, as it was named.
        head: where the columns are named, for errors.
        columns: their names, all different.
        rows: the different rows, in the order in which they first occur; at least one.
        digest: the SHA-256 of the file.
    """

    where: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str


def read_table(source: str) -> Table:
    """Read a table from a file whose ending is `.csv` (UTF-8, commas, names in the first line) or `.parquet`.

    Raises:
        InputError: naming the file and the line or row, if it cannot be read or is no such table.
    """
    path = Path(source)
    _check_file(path, source)
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        ending = f"the ending {suffix!r}" if suffix else "no ending"
        raise InputError(f"{source} has {ending}; {' and '.join(_SUFFIXES)} are accepted")
    content = read_bytes(source)
    records = _parquet(content, source) if suffix == ".parquet" else _csv(text_of(content, source), source)
    at, columns = next(records, (1, ()))
    head, unit = (f"{source}, line {at}", "line") if suffix == ".csv" else (source, "row")
    _check_names(columns, head)
    rows = tuple(Row(cells, times, f"{unit} {at}") for cells, (at, times) in _counted(records).items())
    if not rows:
        raise InputError(f"{source} holds no breakdown; a row for each is needed below the names of the columns")
    return Table(source, head, tuple(str(name).strip() for name in columns), rows, hashlib.sha256(content).hexdigest())


def _check_file(path: Path, source: str) -> None:
    try:
        if path.is_file():
            return
        if path.is_dir():
            raise InputError(f"{source} is a directory; {_NEEDED}")
        if path.exists():
            raise InputError(f"{source} is no regular file; {_NEEDED}")
        siblings = [str(path.with_name(entry.name)) for entry in path.parent.iterdir() if entry.suffix.lower() in _SUFFIXES]
    except (OSError, ValueError):  # names too long or with a zero byte, folders that are not there or not ours
        siblings = []
    raise InputError(f"{source}: no such file{nearest(source, siblings)}; {_NEEDED}")


def _check_names(columns: Sequence[Any], head: str) -> None:
    seen: set[str] = set()
    for k, column in enumerate(columns):
        name = column.strip()
        if not name:
            raise InputError(f"{head}: column {k + 1} has no name; the columns are named after the players")
        if name in seen:
            raise InputError(f"{head}: column {name!r} occurs twice; the columns are named first, each once")
        seen.add(name)
    if not columns:
        raise InputError(f"{head}: there is no column; one for each player is needed")


def _counted(records: Iterable[tuple[int, tuple[Cell, ...]]]) -> dict[tuple[Cell, ...], tuple[int, int]]:
    """Return where each different record first occurs, and how often it does."""
    found: dict[tuple[Cell, ...], tuple[int, int]] = {}
    for at, cells in records:
        first, times = found.get(cells, (at, 0))
        found[cells] = first, times + 1
    return found


def _csv(text: str, where: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield each record with its line, the names of the columns first; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as trouble:
            raise InputError(
                f"{where}, line {line}: {trouble}; values separated by commas are accepted, with double quotes around those that "
                "hold commas, quotes or line breaks"
            ) from None
        if record is None:
            return
        if record and columns and len(record) != len(columns):
            raise InputError(
                f"{where}, line {line} has {len(record)} value(s); one for each of the {len(columns)} columns is needed, "
                "separated by commas"
            )
        columns = columns or record
        if record:
            yield line, tuple(record)


def _parquet(content: bytes, where: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the names of the columns, then each row with its number, counted from 1."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - a large library, and an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise InputError(
            f"{where}: reading Parquet files needs pyarrow; install it with pip install 'accord[parquet]', or use a CSV file"
        ) from None
    number = 0
    try:
        file = parquet.ParquetFile(pa.BufferReader(content))
        for name, kind in zip(file.schema_arrow.names, file.schema_arrow.types, strict=True):
            _check_type(pa, name, kind, where)
        yield 0, tuple(file.schema_arrow.names)
        for batch in file.iter_batches():
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                if None in cells:
                    raise InputError(f"{where}, row {number}: there is no value for {file.schema_arrow.names[cells.index(None)]}")
                yield number, cells
    except (pa.ArrowException, OSError) as trouble:
        raise InputError(f"{where} is no Parquet file that can be read: {str(trouble).partition('. ')[0]}") from None


def _check_type(pa: Any, name: str, kind: Any, where: str) -> None:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = ("is_string", "is_large_string", "is_string_view", "is_integer", "is_floating", "is_decimal", "is_null")
    if not any(test(values) for test in (getattr(pa.types, test, None) for test in tests) if test):
        raise InputError(f"{where}: column {name!r} holds values of type {kind}; text or numbers are accepted")
