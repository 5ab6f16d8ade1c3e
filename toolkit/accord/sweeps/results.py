"""The table that a sweep leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accord.errors import ConfigurationError
from accord.sweeps.causes import pattern
from accord.sweeps.exporting import arrow_schema
from accord.sweeps.records import Status
from accord.sweeps.store import Store

__all__ = ["Results", "Summary"]


@dataclass(frozen=True)
class Summary:
    """How a sweep went.

    Attributes:
        counts: for each pipeline and status, how many tasks ended so, the pipelines in the order of their labels.
        causes: for each status and reason for which there is no answer, how many tasks, the most frequent first. Reasons that
            differ in numbers only are one, written without these.
        uncertified: how many answers have a certificate that does not hold.
        new: how many tasks were done by this run, and not found in the store.
        left_out: combinations of components that do not fit, each with the reason.
    """

    counts: dict[str, dict[Status, int]]
    causes: tuple[tuple[Status, str, int], ...]
    uncertified: int
    new: int
    left_out: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, store: Store, new: int, left_out: tuple[tuple[str, str], ...]) -> Summary:
        """Count what the store has of a sweep that was just run with it."""
        counts: dict[str, dict[Status, int]] = {}
        causes: dict[tuple[Status, str], dict[str, int]] = {}
        for label, name, reason, count in store.counts(only_wanted=True):
            status = Status(name)
            of_label = counts.setdefault(label, {})
            of_label[status] = of_label.get(status, 0) + count
            if status is not Status.SOLVED:
                alike = causes.setdefault((status, pattern(reason)), {})
                alike[reason] = alike.get(reason, 0) + count
        merged = [
            (status, pattern if len(alike) > 1 else next(iter(alike)), sum(alike.values()))
            for (status, pattern), alike in causes.items()
        ]
        ordered = sorted(merged, key=lambda cause: (-cause[2], *cause[:2]))
        return cls(counts, tuple(ordered), store.uncertified(only_wanted=True), new, left_out)

    @property
    def total(self) -> int:
        """The number of tasks."""
        return sum(sum(of_label.values()) for of_label in self.counts.values())

    def ended(self, *statuses: Status) -> int:
        """Return how many tasks ended in one of some ways."""
        return sum(count for of_label in self.counts.values() for status, count in of_label.items() if status in statuses)

    @property
    def exit_code(self) -> int:
        """What the command line returns: 3 for failed tasks, 2 for unreadable games, 1 for certificates that do not hold."""
        if self.ended(Status.FAILED, Status.TIME_LIMIT, Status.MEMORY_LIMIT, Status.WORKER_DIED):
            return 3
        return 2 if self.ended(Status.UNREADABLE) else int(self.uncertified > 0)


class Results:
    """What a sweep found: a row per game and pipeline, in the order in which they were asked for.

    Rows are read from the store when they are asked for, so that a large table need not fit into memory. Use it in a ``with``
    block, or `close` it, if it has to let go of its file soon.

    Args:
        store: an open results store.
        stack: closes it.
        summary: how the sweep went.
    """

    def __init__(self, store: Store, stack: Any, summary: Summary) -> None:
        self._store = store
        self._stack = stack
        self.summary = summary

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._store.columns

    def __len__(self) -> int:
        return self.summary.total

    def __iter__(self) -> Iterator[dict[str, object]]:
        yield from self._store.rows(only_wanted=True)  # a generator of ours: whoever iterates keeps the store open

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Results of {len(self)} tasks: {self.summary.ended(Status.SOLVED)} solved>"

    @property
    def certified(self) -> bool:
        """Whether every certificate of every answer holds."""
        return self.summary.uncertified == 0

    def to_dicts(self) -> list[dict[str, object]]:
        """Return all rows."""
        return list(self)

    def to_arrow(self) -> Any:
        """Return a table of pyarrow, each column of one type even if it is empty.

        Raises:
            ConfigurationError: if pyarrow is not installed.
        """
        pyarrow = _module("pyarrow", "accord[parquet]")
        return pyarrow.Table.from_pylist(self.to_dicts(), schema=arrow_schema(self.columns))

    def to_pandas(self) -> Any:
        """Return a data frame of pandas.

        Raises:
            ConfigurationError: if pandas is not installed.
        """
        return _module("pandas", "pandas").DataFrame(self.to_dicts(), columns=list(self.columns))

    def to_polars(self) -> Any:
        """Return a data frame of polars.

        Raises:
            ConfigurationError: if polars is not installed.
        """
        return _module("polars", "polars").DataFrame(self.to_dicts(), schema=list(self.columns), infer_schema_length=None)

    def close(self) -> None:
        """Let go of the store."""
        self._stack.close()


def _module(name: str, distribution: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 - only here

    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(f"this needs the library {name}: pip install '{distribution}'") from None
