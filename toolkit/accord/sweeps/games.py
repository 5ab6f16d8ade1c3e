"""Where the games of a sweep come from, one at a time: however many there are, none is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from accord import source
from accord.errors import AccordError, InputError
from accord.game import Game
from accord.generators import Family
from accord.host import Registry
from accord.sweeps.records import GameRecord

__all__ = ["Found", "Generated", "Given", "Library", "Named", "Source", "unreadable"]


@dataclass(frozen=True)
class Found:
    """A game, or why there is none.

    Attributes:
        record: how the sweep came upon it.
        game: the game; None if it could not be read.
        trouble: why not.
    """

    record: GameRecord
    game: Game | None
    trouble: str = ""


class Source(Protocol):
    """Some of the games of a sweep."""

    def count(self, registry: Registry) -> int | None:
        """Return how many there are, or None if nobody knows yet."""
        ...

    def find(self, registry: Registry) -> Iterator[Found]:
        """Yield the games."""
        ...


@dataclass(frozen=True)
class Named:
    """Games by what they are called: files, bundled names, URIs.

    Attributes:
        names: what `accord.read` takes, and how to call it in the results.
    """

    names: tuple[tuple[str, str], ...]

    def count(self, registry: Registry) -> int:  # noqa: ARG002 - the interface
        """Return how many there are."""
        return len(self.names)

    def find(self, registry: Registry) -> Iterator[Found]:
        """Yield the games, read one by one."""
        for name, shown in self.names:
            try:
                game = source.read(name, registry)
            except AccordError as error:
                yield Found(GameRecord(unreadable(shown), source=shown), None, str(error))
                continue
            yield found(game, source=shown)


@dataclass(frozen=True)
class Library:
    """All games that an installed reader lists.

    Attributes:
        scheme: the reader's scheme, such as ``catalog``.
    """

    scheme: str

    def count(self, registry: Registry) -> int:
        """Return how many there are: the reader is asked."""
        return len(source.library(self.scheme, registry))

    def find(self, registry: Registry) -> Iterator[Found]:
        """Yield the games."""
        for game in source.library(self.scheme, registry):
            yield found(game, source=f"{self.scheme}:")


@dataclass(frozen=True)
class Generated:
    """Games of one or several families.

    Attributes:
        families: the families, with all their parameters.
        seeds: the seeds to make a game of each family with; of a family in which nothing is random the first one.
    """

    families: tuple[Family, ...]
    seeds: Sequence[int]

    def count(self, registry: Registry) -> int:  # noqa: ARG002 - the interface
        """Return how many there are."""
        return sum(len(self._seeds(family)) for family in self.families)

    def find(self, registry: Registry) -> Iterator[Found]:  # noqa: ARG002 - the interface
        """Yield the games, made one by one."""
        for family in self.families:
            for seed in self._seeds(family):
                params = ", ".join(f"{name}={value}" for name, value in family.settings.items())
                yield found(family.game(seed), family=family.name, seed=seed if family.drawn else None, params=params)

    def _seeds(self, family: Family) -> Sequence[int]:
        return self.seeds if family.drawn else self.seeds[:1]


@dataclass(frozen=True, eq=False)
class Given:
    """Games that somebody has made, or makes while they are solved.

    Attributes:
        games: the games; an array of shape (B, n, A1, …, An) is B games of n players.
    """

    games: Iterable[Game] | NDArray[Any]

    def count(self, registry: Registry) -> int | None:  # noqa: ARG002 - the interface
        """Return how many there are, if they can be counted."""
        return len(self.games) if isinstance(self.games, Sized) else None

    def find(self, registry: Registry) -> Iterator[Found]:  # noqa: ARG002 - the interface
        """Yield the games."""
        for game in self.games:
            if not isinstance(game, Game | np.ndarray):
                raise InputError(
                    f"a game of the sweep is {type(game).__name__}; an accord.Game is needed, or an array of shape (n, A1, …, An)"
                )
            yield found(game if isinstance(game, Game) else Game.from_tensor(game))


def found(game: Game, **origin: Any) -> Found:
    """Return a game with its record."""
    return Found(GameRecord(game.digest, game.title, players=game.players, shape=game.shape, **origin), game)


def unreadable(source: str) -> str:
    """Return what stands for a game that could not be read."""
    return "unreadable:" + hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
