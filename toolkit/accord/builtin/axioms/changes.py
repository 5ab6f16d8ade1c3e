"""What axioms do to games."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from accord.game import Game
from accord.labels import distinct
from accord.rationals import Number, rational

__all__ = [
    "added",
    "cells_of",
    "extended",
    "relabelled",
    "scaled",
    "shifted",
    "table",
    "with_bystander",
    "with_payoffs",
    "with_switch",
    "without",
]

Table = Any
"""Exact payoffs, an object array of fractions of shape (n, A1, …, An)."""


def table(game: Game) -> Table:
    """Return all payoffs as fractions."""
    payoffs = np.empty((game.n_players, *game.shape), dtype=object)
    for i, (numerators, denominator) in enumerate(zip(game.numerators, game.denominators, strict=True)):
        payoffs[i] = np.vectorize(lambda k, d=denominator: Fraction(int(k), d), otypes=[object])(numerators)
    return payoffs


def with_payoffs(game: Game, payoffs: Table) -> Game:
    """Return the game with other payoffs and the same labels."""
    return Game.from_tensor(payoffs, players=game.players, actions=game.actions, title=game.title)


def shifted(game: Game, amounts: Sequence[Number]) -> Game:
    """Add a constant to each player's payoffs."""
    return with_payoffs(game, np.stack([u + rational(a) for u, a in zip(table(game), amounts, strict=True)]))


def scaled(game: Game, factors: Sequence[Fraction]) -> Game:
    """Multiply each player's payoffs."""
    return with_payoffs(game, np.stack([u * f for u, f in zip(table(game), factors, strict=True)]))


def without(game: Game, player: int, action: int) -> Game:
    """Take an action from a player."""
    kept = [[k for k in range(m) if (i, k) != (player, action)] for i, m in enumerate(game.shape)]
    return game.restrict(kept)


def extended(game: Game, player: int, label: str, payoffs: Table) -> Game:
    """Give a player one more action, with the payoffs of all players in every profile of the others'."""
    wide = np.concatenate([table(game), np.expand_dims(payoffs, 1 + player)], axis=1 + player)
    actions = [distinct((*names, label)) if i == player else names for i, names in enumerate(game.actions)]
    return Game.from_tensor(wide, players=game.players, actions=actions, title=game.title)


def with_switch(game: Game, player: int, change: Callable[[Table], Table], label: str) -> Game:
    """Let a player choose, whatever else it does, whether the payoffs are changed."""
    payoffs = table(game)
    both = np.concatenate([payoffs, change(payoffs.copy())], axis=1 + player)
    names = game.actions[player]
    actions = [distinct([*names, *(f"{k} {label}" for k in names)]) if i == player else a for i, a in enumerate(game.actions)]
    return Game.from_tensor(both, players=game.players, actions=actions, title=game.title)


def with_bystander(game: Game) -> Game:
    """Add a player who has nothing to do, and gets 0 whatever happens."""
    payoffs = np.concatenate([table(game), np.full((1, *game.shape), Fraction(0), dtype=object)])
    players = distinct((*game.players, "bystander"))
    return Game.from_tensor(payoffs[..., np.newaxis], players=players, actions=[*game.actions, ("wait",)], title=game.title)


def relabelled(game: Game, order: Sequence[int], reverse: bool) -> Game:
    """List the players in another order, and their actions backwards if wanted."""
    payoffs = table(game)[list(order)].transpose(0, *(1 + i for i in order))
    step = -1 if reverse else 1
    payoffs = payoffs[(slice(None), *[slice(None, None, step)] * game.n_players)]
    return Game.from_tensor(
        payoffs, players=[game.players[i] for i in order], actions=[game.actions[i][::step] for i in order], title=game.title
    )


def added(first: Game, second: Game) -> Game:
    """Let the players play both games at once and add up what they get."""
    n = first.n_players
    wide = table(first).reshape(n, *(k for m in first.shape for k in (m, 1)))
    both = wide + table(second).reshape(n, *(k for m in second.shape for k in (1, m)))
    actions = [
        distinct(f"{a} / {b}" for a in mine for b in other) for mine, other in zip(first.actions, second.actions, strict=True)
    ]
    payoffs = both.reshape(n, *(a * b for a, b in zip(first.shape, second.shape, strict=True)))
    return Game.from_tensor(payoffs, players=first.players, actions=actions, title=first.title)


def cells_of(game: Game, player: int, action: int) -> Table:
    """Return all players' payoffs when a player takes an action."""
    return table(game).take(action, axis=1 + player)
