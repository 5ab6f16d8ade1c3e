"""The named games that come with accord, each with its source in the literature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import ClassVar

from accord.builtin.readers.tables import load_toml, to_game
from accord.claims import Claim
from accord.errors import InputError, nearest
from accord.game import Game
from accord.roles import Needs

__all__ = ["BundledGame", "BundledReader", "bundled_game", "bundled_names"]

_SCHEME = "bundled"
_SUFFIX = ".toml"


@dataclass(frozen=True)
class BundledGame:
    """A named game.

    Attributes:
        name: what to call it on the command line.
        source: where the game comes from, a citation.
        game: the game itself, with its title.
    """

    name: str
    source: str
    game: Game

    @property
    def title(self) -> str:
        """The game's title."""
        return self.game.title

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return self.game.shape


@dataclass(frozen=True)
class BundledReader:
    """Return one of the named games that come with accord: `bundled:chicken`, or just `chicken`."""

    name: ClassVar[str] = _SCHEME
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = (_SCHEME,)

    def read(self, source: str) -> Game:
        """Return a game by its name, with or without the scheme."""
        return bundled_game(source.removeprefix(f"{_SCHEME}:")).game

    def games(self) -> tuple[Game, ...]:
        """Return all bundled games."""
        return tuple(bundled_game(name).game for name in bundled_names())


@cache
def bundled_names() -> tuple[str, ...]:
    """Return the names of all bundled games, sorted."""
    folder = resources.files("accord.builtin") / "games"
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in folder.iterdir() if file.name.endswith(_SUFFIX)))


@cache
def bundled_game(name: str) -> BundledGame:
    """Return a bundled game with its source.

    Raises:
        InputError: if there is none of this name, with the nearest one.
    """
    if name not in bundled_names():
        raise InputError(f"no bundled game is called {name!r}{nearest(name, bundled_names())}; see `accord games list`")
    text = (resources.files("accord.builtin") / "games" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
    document = load_toml(text, name)
    return BundledGame(name, document["source"], to_game(document, name))
