"""A game's payoffs as tables: rows for player 1's actions, columns for player 2's, a table for each choice of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from accord.game import Game
from accord.rationals import text

__all__ = ["PayoffTable", "payoff_tables"]

_ROWS, _COLUMNS, _TABLES = 12, 10, 8
"""What is shown of a game with more of them."""
_GAP = "…"


@dataclass(frozen=True)
class PayoffTable:
    """The payoffs for one choice of the players beyond the second.

    Attributes:
        caption: that choice; empty for up to two players.
        rows: the head, then a row for each action of player 1: its name, and everybody's payoffs for each action of player 2.
    """

    caption: str
    rows: tuple[tuple[str, ...], ...]


def payoff_tables(game: Game) -> tuple[tuple[PayoffTable, ...], str]:
    """Return a game's tables, and a sentence that says what of it they leave out, empty if they show everything."""
    rows, columns = game.shape[0], game.shape[1] if game.n_players > 1 else 1
    others = game.shape[2:]
    tables = tuple(_table(game, choice) for choice in islice(product(*map(range, others)), _TABLES))
    left_out = [
        f"{count - shown} of {count} {what}"
        for count, shown, what in (
            (rows, min(rows, _ROWS), "rows"),
            (columns, min(columns, _COLUMNS), "columns"),
            (game.n_profiles // (rows * columns), len(tables), "tables"),
        )
        if shown < count
    ]
    return tables, f"Not shown: {', '.join(left_out)}." if left_out else ""


def _table(game: Game, choice: Sequence[int]) -> PayoffTable:
    caption = ", ".join(
        f"{_flat(who)}: {_flat(names[k])}" for who, names, k in zip(game.players[2:], game.actions[2:], choice, strict=True)
    )
    return PayoffTable(caption, tuple(_rows(game, choice)))


def _rows(game: Game, choice: Sequence[int]) -> Iterator[tuple[str, ...]]:
    across = game.actions[1] if game.n_players > 1 else ("payoff",)
    shown = across[:_COLUMNS] + (_GAP,) * (len(across) > _COLUMNS)
    yield (" \\ ".join(map(_flat, game.players[:2])), *map(_flat, shown))
    for row, name in enumerate(game.actions[0][:_ROWS]):
        cells = [_cell(game, (row, column, *choice)[: game.n_players]) for column in range(min(len(across), _COLUMNS))]
        yield (_flat(name), *cells, *[_GAP] * (len(across) > _COLUMNS))
    if len(game.actions[0]) > _ROWS:
        yield (_GAP,) * (len(shown) + 1)


def _cell(game: Game, at: Sequence[int]) -> str:
    return ", ".join(map(text, game.exact(int(np.ravel_multi_index(tuple(at), game.shape)))))


def _flat(label: str) -> str:
    """Write a label that spans lines in one."""
    return " ".join(label.split())
