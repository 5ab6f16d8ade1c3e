"""What a table of past breakdowns says about a game: how often each profile was played, or what was paid."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import numpy as np

from accord.builtin.observations.columns import Columns, find_columns, listed
from accord.builtin.observations.numbers import LONGEST, Payable, exact, number
from accord.builtin.observations.tables import Cell, Row, Table, read_table
from accord.errors import InputError, nearest
from accord.game import Game
from accord.rationals import text

__all__ = ["Breakdowns", "read"]

_Payoffs = tuple[Fraction, ...]
_Key = TypeVar("_Key", int, _Payoffs)


@dataclass(frozen=True)
class Breakdowns:
    """How often what happened.

    Attributes:
        cells: the profiles that were played, ascending; None where only payoffs were recorded.
        payoffs: what was paid, one payoff per player: those of the profiles, or the different ones that were recorded.
        counts: how often, in the same order: positive.
        name: the file's name, without folders.
        digest: its SHA-256.
    """

    cells: tuple[int, ...] | None
    payoffs: tuple[_Payoffs, ...]
    counts: tuple[Fraction, ...]
    name: str
    digest: str

    @property
    def total(self) -> Fraction:
        """The number of breakdowns."""
        return sum(self.counts, Fraction(0))


def read(source: str, kind: str, game: Game) -> Breakdowns:
    """Read the breakdowns of a game from a file; the order of its rows makes no difference.

    Args:
        source: a CSV or Parquet file.
        kind: ``actions``, ``payoffs``, or ``auto`` to tell by what the columns hold.
        game: the game, whose labels the file uses.

    Raises:
        InputError: naming the file and the line or row, if the file says nothing, or something else, about this game.
    """
    table = read_table(source)
    columns = find_columns(table, game)
    counts = [_count(table, columns, row) for row in table.rows]
    labels = [_Labels.of(names) for names in game.actions]
    payable = Payable.of(game)
    name = Path(source).name
    if (_kind(table, columns, game, labels) if kind == "auto" else kind) == "actions":
        played = _tally([_played(table, columns, row, payable, labels) for row in table.rows], counts, table)
        return Breakdowns(tuple(played), tuple(map(game.exact, played)), tuple(played.values()), name, table.digest)
    _check_columns(table, columns, game)
    paid = _tally([_paid(table, columns, row, payable) for row in table.rows], counts, table)
    _check_denominators((value for row in paid for value in row), table)
    return Breakdowns(None, tuple(paid), tuple(paid.values()), name, table.digest)


class _Labels(dict[Cell, int | None]):
    """The number of the action that a label means, None if it means none; spaces around it do not count."""

    @classmethod
    def of(cls, names: Sequence[str]) -> _Labels:
        return cls({name.strip(): k for k, name in enumerate(names)} | {name: k for k, name in enumerate(names)})

    def __missing__(self, cell: Cell) -> int | None:
        known = self.get(str(cell).strip()) if isinstance(cell, (str, int)) else None
        self[cell] = known
        return known


def _tally(keys: Sequence[_Key], counts: Sequence[Fraction], table: Table) -> dict[_Key, Fraction]:
    """Add up the counts of equal observations, in ascending order; those that were never made are left out."""
    weights: dict[_Key, Fraction] = {}
    for key, count in zip(keys, counts, strict=True):
        weights[key] = weights.get(key, Fraction(0)) + count
    found = {key: weights[key] for key in sorted(weights) if weights[key]}
    if not found:
        raise InputError(f"{table.where}: all counts are 0; at least one breakdown is needed")
    _check_denominators(found.values(), table)
    return found


def _check_denominators(values: Iterable[Fraction], table: Table) -> None:
    if math.lcm(*{value.denominator for value in values}) > LONGEST:
        raise InputError(
            f"{table.where}: the fractions in this file have no common denominator below 10^1000; write fewer digits"
        )


def _kind(table: Table, columns: Columns, game: Game, labels: Sequence[_Labels]) -> str:
    """Tell actions from payoffs, and refuse to guess."""
    if any(column is not None for column in columns.payoffs):
        return "actions"
    values = [{row.cells[column] for row in table.rows} for column in columns.players]
    named = sum(label[cell] is not None for label, cells in zip(labels, values, strict=True) for cell in cells)
    numbers = [[number(cell) for cell in cells] for cells in values]
    numeric = sum(value is not None for found in numbers for value in found)
    if numeric < sum(map(len, values)):
        return "actions" if named >= numeric else "payoffs"
    small = all(
        value is not None and value.denominator == 1 and 0 <= value <= size
        for found, size in zip(numbers, game.shape, strict=True)
        for value in found
    )
    if small or any(all(number(name) is not None for name in names) for names in game.actions):
        raise InputError(
            f"{table.where} holds numbers only, which could be payoffs or stand for actions; say which by kind=payoffs or "
            "kind=actions (with actions by their labels)"
        )
    return "payoffs"


def _played(table: Table, columns: Columns, row: Row, payable: Payable, labels: Sequence[_Labels]) -> int:
    """Return the cell of a row's actions; payoffs recorded beside them must be the game's."""
    game, where = payable.game, f"{table.where}, {row.at}"
    chosen: list[int] = []
    for column, names, label, player in zip(columns.players, game.actions, labels, game.players, strict=True):
        action = label[row.cells[column]]
        if action is None:
            given = str(row.cells[column]).strip()
            shown = repr(given if len(given) <= 40 else given[:37] + "...")
            raise InputError(f"{where}: {player} has no action {shown}{nearest(given, names)}; its actions: {listed(names)}")
        chosen.append(action)
    cell = int(np.ravel_multi_index(chosen, game.shape))
    for i, recorded in enumerate(columns.payoffs):
        if recorded is not None:
            payable.check_outcome(i, exact(row.cells[recorded], f"{where}: {table.columns[recorded]}"), cell, where)
    return cell


def _paid(table: Table, columns: Columns, row: Row, payable: Payable) -> _Payoffs:
    """Return a row's payoffs, which the game must be able to pay."""
    where = f"{table.where}, {row.at}"
    payoffs = tuple(exact(row.cells[column], f"{where}: the payoff of {table.columns[column]}") for column in columns.players)
    payable.check_payoffs(payoffs, where)
    return payoffs


def _check_columns(table: Table, columns: Columns, game: Game) -> None:
    for player, column in zip(game.players, columns.payoffs, strict=True):
        if column is not None:
            raise InputError(
                f"{table.head}: column {table.columns[column]!r} goes with actions; with kind=payoffs the column {player!r} "
                "holds the payoffs"
            )


def _count(table: Table, columns: Columns, row: Row) -> Fraction:
    for name, cell in zip(table.columns, row.cells, strict=True):
        if not str(cell).strip():
            raise InputError(f"{table.where}, {row.at}: there is no value for {name}")
    if columns.count is None:
        return Fraction(row.times)
    where = f"{table.where}, {row.at}: {table.columns[columns.count]}"
    count = exact(row.cells[columns.count], where)
    if count < 0:
        raise InputError(f"{where} is {text(count)}; a number that is not negative is accepted")
    return count * row.times
