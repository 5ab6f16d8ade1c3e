"""Sparse rows of a linear program with integer entries, so that a basis can be re-solved exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.rationals import IntArray, common, narrow

__all__ = ["Rows", "row"]


@dataclass(frozen=True)
class Rows:
    """Constraints ``values · x >= rhs`` (or ``== rhs`` where `equal`), in compressed row form.

    Attributes:
        start: where each row begins, and the number of entries; shape (R + 1,).
        index: the column of each entry.
        value: the entries, integers.
        rhs: the right-hand sides, integers, one per row.
        equal: which rows are equations.
    """

    start: NDArray[np.int64]
    index: NDArray[np.int32]
    value: IntArray
    rhs: IntArray
    equal: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.rhs)

    @property
    def owner(self) -> NDArray[np.int64]:
        """The row of each entry."""
        return np.repeat(np.arange(self.count), np.diff(self.start))

    @classmethod
    def empty(cls) -> Rows:
        """Return no rows at all."""
        return cls(
            np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_)
        )

    @classmethod
    def dense(cls, table: IntArray, columns: NDArray[Any], *, equal: bool = False, rhs: int = 0) -> Rows:
        """Take a table whose row r has the entries ``table[r]`` at ``columns[r]``; zeros are dropped."""
        filled = table != 0
        start = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int64)
        count = len(table)
        return cls(
            start,
            np.broadcast_to(columns, table.shape)[filled].astype(np.int32),
            narrow(table[filled]),
            np.full(count, rhs, dtype=np.int64),
            np.full(count, equal, dtype=np.bool_),
        )

    @classmethod
    def stack(cls, parts: Iterable[Rows]) -> Rows:
        """Put rows below each other."""
        blocks = list(parts)
        offsets = np.cumsum([0] + [block.start[-1] for block in blocks])
        start = np.concatenate([[0]] + [block.start[1:] + offset for block, offset in zip(blocks, offsets, strict=False)])
        return cls(
            start.astype(np.int64),
            np.concatenate([block.index for block in blocks]),
            _joined([block.value for block in blocks]),
            _joined([block.rhs for block in blocks]),
            np.concatenate([block.equal for block in blocks]),
        )

    def floats(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return entries and right-hand sides with every row divided by its largest entry."""
        largest = self.largest()
        owner = self.owner
        return _ratio(self.value, largest[owner]), _ratio(self.rhs, largest)

    def largest(self) -> IntArray:
        """Return each row's largest absolute entry, 1 for empty rows."""
        result = np.ones(self.count, dtype=self.value.dtype)
        lengths = np.diff(self.start)
        if len(self.value):
            result[lengths > 0] = np.maximum.reduceat(np.abs(self.value), self.start[:-1][lengths > 0])
        return result

    def on(self, columns: NDArray[np.int64]) -> Rows:
        """Return the rows on some columns only, renumbered, without those that become empty."""
        place = np.full(int(max(self.index.max(initial=0), columns.max(initial=0))) + 1, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        kept = place[self.index] >= 0
        counts = np.bincount(self.owner[kept], minlength=self.count)
        filled = counts > 0
        return Rows(
            np.concatenate([[0], np.cumsum(counts[filled])]).astype(np.int64),
            place[self.index[kept]].astype(np.int32),
            self.value[kept],
            self.rhs[filled],
            self.equal[filled],
        )

    def take(self, chosen: NDArray[np.bool_]) -> Rows:
        """Return some of the rows."""
        kept = chosen[self.owner]
        return Rows(
            np.concatenate([[0], np.cumsum(np.diff(self.start)[chosen])]).astype(np.int64),
            self.index[kept],
            self.value[kept],
            self.rhs[chosen],
            self.equal[chosen],
        )

    def spread(self) -> float:
        """Return the smallest ratio of an entry to the largest one in its row; 1 if there is no entry."""
        return float(np.abs(self.floats()[0]).min(initial=1.0))


def row(entries: Sequence[tuple[int, Fraction]], rhs: Fraction, *, equal: bool) -> Rows:
    """Build one row out of (column, coefficient) pairs, multiplied up to integers."""
    kept = [(column, coefficient) for column, coefficient in entries if coefficient != 0]
    numbers, _ = common([coefficient for _, coefficient in kept] + [rhs])
    values = narrow(np.array(numbers[:-1], dtype=object))
    return Rows(
        np.array([0, len(kept)], dtype=np.int64),
        np.array([column for column, _ in kept], dtype=np.int32),
        values,
        narrow(np.array(numbers[-1:], dtype=object)),
        np.array([equal]),
    )


def _joined(arrays: Sequence[IntArray]) -> IntArray:
    if all(array.dtype == np.int64 for array in arrays):
        return np.concatenate(arrays)
    return np.concatenate([array.astype(object) for array in arrays])


def _ratio(numerators: IntArray, denominators: IntArray) -> NDArray[np.float64]:
    if numerators.dtype == np.int64 and denominators.dtype == np.int64:
        return numerators / denominators
    pairs = zip(numerators.tolist(), denominators.tolist(), strict=True)
    return np.array([_quotient(n, d) for n, d in pairs], dtype=np.float64)


def _quotient(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf
