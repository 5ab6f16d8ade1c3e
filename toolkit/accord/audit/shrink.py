"""From a game that fails to a smaller one that fails as well, until none that is one step smaller does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import gcd, prod

import numpy as np

from accord.game import Game

__all__ = ["shrink", "size", "smaller"]


def size(game: Game) -> tuple[int, int, int, Fraction]:
    """Return how large a game is: its players, its outcomes, the denominators of its payoffs, and how far these are from 0."""
    total = sum(
        (Fraction(sum(abs(int(k)) for k in u.flat), d) for u, d in zip(game.numerators, game.denominators, strict=True)),
        Fraction(0),
    )
    return game.n_players, game.n_profiles, prod(game.denominators), total


def smaller(game: Game) -> Iterator[Game]:
    """Yield all games that are one step smaller, the largest steps first.

    A step takes away a player who has nothing to do, or an action; moves all payoffs of a player by a constant; divides the
    payoffs of all by a common factor; or moves one payoff to 0, half of the way there, or by one, and to a whole number if it
    is none.
    """
    here = size(game)
    yield from (candidate for candidate in _steps(game) if size(candidate) < here)


def _steps(game: Game) -> Iterator[Game]:
    for i, m in enumerate(game.shape):
        if m == 1 and game.n_players > 1:
            yield _without_player(game, i)
    for i, m in enumerate(game.shape):
        for k in range(m if m > 1 else 0):
            yield game.restrict([[j for j in range(c) if (who, j) != (i, k)] for who, c in enumerate(game.shape)])
    for i in range(game.n_players):
        for constant in dict.fromkeys((game.lowest[i], game.highest[i], game.exact(0)[i])):
            if constant:
                yield _with_payoffs(game, i, [Fraction(int(k), game.denominators[i]) - constant for k in game.numerators[i].flat])
    factor = gcd(*(int(k) for u in game.numerators for k in u.flat))
    if factor > 1:
        yield replace(game, numerators=tuple(u // factor for u in game.numerators))
    for i in range(game.n_players):
        values = [Fraction(int(k), game.denominators[i]) for k in game.numerators[i].flat]
        for cell, value in enumerate(values):
            for nearer in dict.fromkeys(_nearer(value)):
                yield _with_payoffs(game, i, [*values[:cell], nearer, *values[cell + 1 :]])


def _nearer(value: Fraction) -> Iterator[Fraction]:
    """Yield numbers that are nearer to 0, or simpler."""
    sign = 1 if value > 0 else -1
    for nearer in (0, int(value / 2), int(value), int(value) - sign):
        if nearer != value and abs(nearer) <= abs(value):
            yield Fraction(nearer)


def _with_payoffs(game: Game, player: int, values: list[Fraction]) -> Game:
    arrays = [
        np.array([Fraction(int(k), d) for k in u.flat] if i != player else values, dtype=object).reshape(game.shape)
        for i, (u, d) in enumerate(zip(game.numerators, game.denominators, strict=True))
    ]
    return Game.from_arrays(*arrays, players=game.players, actions=game.actions, title=game.title)


def _without_player(game: Game, player: int) -> Game:
    others = [i for i in range(game.n_players) if i != player]
    return Game(
        numerators=tuple(game.numerators[i].squeeze(axis=player) for i in others),
        denominators=tuple(game.denominators[i] for i in others),
        players=tuple(game.players[i] for i in others),
        actions=tuple(game.actions[i] for i in others),
        title=game.title,
    )


def shrink(
    game: Game, fails: Callable[[Game], bool], adapt: Callable[[Game], Game] | None = None, expired: Callable[[], bool] = bool
) -> Iterator[Game]:
    """Yield ever smaller games that fail; if it is not stopped, no game one step smaller than the last one fails.

    Args:
        game: a game that fails.
        fails: whether a game fails.
        adapt: turns a game into one of the kind that can fail; what it makes of a smaller game is tried as well.
        expired: says when to stop.
    """
    while True:
        here = size(game)
        for candidate in smaller(game):
            if expired():
                return
            variants = [candidate] if adapt is None else [candidate, adapt(candidate)]
            found = next((variant for variant in variants if size(variant) < here and fails(variant)), None)
            if found is not None:
                game = found
                yield game
                break
        else:
            return
