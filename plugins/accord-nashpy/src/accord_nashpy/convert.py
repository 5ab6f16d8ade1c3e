"""Conversions between `accord.Game` and `nashpy.Game`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from accord.errors import InputError, UnsuitableError
from accord.game import Game

if TYPE_CHECKING:
    import nashpy

__all__ = ["from_nashpy", "to_nashpy"]


def to_nashpy(game: Game) -> nashpy.Game:
    """Return the game as a `nashpy.Game` of float payoffs; labels and title have no place in it.

    Raises:
        UnsuitableError: if it is not a game of two players.
    """
    import nashpy  # noqa: PLC0415 - it loads scipy and networkx

    if game.n_players != 2:
        raise UnsuitableError(f"nashpy takes games of two players; this one has {game.n_players}")
    return nashpy.Game(*(np.array(table) for table in game.payoffs))


def from_nashpy(
    game: nashpy.Game, *, players: Sequence[str] | None = None, actions: Sequence[Sequence[str]] | None = None, title: str = ""
) -> Game:
    """Return a `nashpy.Game` as a game of accord, with labels if they are given.

    Raises:
        InputError: if it is no game of two players, or its payoffs are no finite numbers.
    """
    matrices = getattr(game, "payoff_matrices", ())
    if len(matrices) != 2:
        raise InputError(f"a nashpy.Game with two payoff matrices is needed; this object has {len(matrices)}")
    return Game.from_arrays(*matrices, players=players, actions=actions, title=title)
