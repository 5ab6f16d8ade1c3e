"""Which column of a table is which: one per player, how often, and payoffs beside the actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.builtin.observations.tables import Table
from accord.errors import InputError, nearest
from accord.game import Game

__all__ = ["Columns", "find_columns", "listed"]

_COUNT = "count"


@dataclass(frozen=True)
class Columns:
    """The numbers of a table's columns.

    Attributes:
        players: for each player of the game, the column named after it.
        payoffs: for each player, the column ``NAME payoff``, or None.
        count: the column ``count``, or None.
    """

    players: tuple[int, ...]
    payoffs: tuple[int | None, ...]
    count: int | None


def find_columns(table: Table, game: Game) -> Columns:
    """Find the players' columns by their labels; a label goes before any other meaning of a name.

    Raises:
        InputError: if a player's column is missing, or there is one that means nothing.
    """
    known = {name: k for k, name in enumerate(table.columns)}
    names = [player.strip() for player in game.players]
    beside = [f"{name} payoff" for name in names]
    accepted = dict.fromkeys([*names, _COUNT, *beside])
    if len(set(names)) < len(names):
        raise InputError(f"{table.where}: some players' labels differ in spaces only, so columns cannot be named after them")
    for name in table.columns:
        if name not in accepted:
            hint = _separator(table, name) or nearest(name, accepted)
            raise InputError(
                f"{table.head}: there is no player {name!r}{hint}; columns are accepted for {listed(names)}, and besides "
                f"{_COUNT}, '{names[0]} payoff' and so on"
            )
    for name in names:
        if name not in known:
            raise InputError(f"{table.head}: there is no column for player {name!r}; one for each of {listed(names)} is needed")
    return Columns(
        players=tuple(known[name] for name in names),
        payoffs=tuple(None if name in names else known.get(name) for name in beside),
        count=None if _COUNT in names else known.get(_COUNT),
    )


def listed(names: Sequence[str]) -> str:
    """Name them, the first ten at most."""
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _separator(table: Table, name: str) -> str:
    found = next((word for mark, word in ((";", "semicolons"), ("\t", "tabs")) if mark in name), None)
    return f" (the file seems to use {found}; commas are needed)" if found and len(table.columns) == 1 else ""
