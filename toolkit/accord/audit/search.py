"""Games to try: known ones first, then random ones and changes of those that came closest to failing."""

from __future__ import annotations

import random
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from accord.game import Game

__all__ = ["Search", "mutated", "random_game"]

_SHAPES: tuple[tuple[int, ...], ...] = ((2, 2), (2, 2), (1, 2), (2, 1), (2, 3), (3, 2), (3, 3), (2, 2, 2), (2, 1, 2), (1, 2, 2))
_BOUNDS = (1, 2, 4, 8)
"""Payoffs lie between 0 or minus half of such a number and the number: the smaller, the more ties."""
_KEPT = 8
"""So many of the games that came closest to failing are changed further."""
_LARGEST = 100
"""Known games of more profiles than this are left out."""


@dataclass
class Search:
    """A sequence of games that goes where a rule comes closest to failing.

    The same seed and the same answers give the same games.

    Attributes:
        seed: decides about everything random.
        known: games to try first.
        players: the only number of players to try; two and three if None.
    """

    seed: str
    known: Sequence[Game]
    players: int | None = None
    _best: list[tuple[float, int, Game]] = field(default_factory=list, init=False)
    _count: int = field(default=0, init=False)

    def games(self) -> Iterator[Game]:
        """Yield games without end; tell each one's closeness to `learn` before the next."""
        rng = random.Random(self.seed)  # noqa: S311 - games, not secrets
        yield from (g for g in self.known if g.n_profiles <= _LARGEST and self.players in {None, g.n_players})
        while True:
            if self._best and rng.random() < 0.5:
                yield mutated(rng, rng.choice(self._best)[2])
            else:
                yield random_game(rng, self.players)

    def learn(self, game: Game, closeness: float | None) -> None:
        """Remember a game that came close to failing."""
        self._count += 1
        if closeness is not None:
            insort(self._best, (closeness, self._count, game))
            del self._best[_KEPT:]


def random_game(rng: random.Random, players: int | None = None) -> Game:
    """Return a small game with small whole payoffs; every other one rewards doing alike, so that it has several equilibria."""
    shapes = [shape for shape in _SHAPES if players in {None, len(shape)}] or [(2,) * (players or 2)]
    shape = rng.choice(shapes)
    bound = rng.choice(_BOUNDS)
    low = rng.choice((0, -(bound // 2)))
    payoffs = np.array([rng.randint(low, bound) for _ in range(len(shape) * prod(shape))]).reshape(len(shape), -1)
    if rng.random() < 0.5:
        alike = [np.ravel_multi_index([k] * len(shape), shape) for k in range(min(shape))]
        payoffs[:, alike] += bound
    return Game.from_tensor(payoffs.reshape(len(shape), *shape))


def mutated(rng: random.Random, game: Game) -> Game:
    """Change one to three payoffs of a game: by a few units, or to what another outcome pays the same player."""
    arrays = [numerators.copy() for numerators in game.numerators]
    for _ in range(rng.randint(1, 3)):
        i = rng.randrange(game.n_players)
        cell, other = (rng.randrange(game.n_profiles) for _ in range(2))
        flat = arrays[i].reshape(-1)
        flat[cell] = flat[other] if rng.random() < 0.3 else flat[cell] + rng.choice((-3, -2, -1, 1, 2, 3)) * game.denominators[i]
    return replace(game, numerators=tuple(arrays))
