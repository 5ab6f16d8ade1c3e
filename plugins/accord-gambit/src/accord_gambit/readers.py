"""Games in Gambit's file formats and in its catalogue, as exact strategic forms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from accord import isolation
from accord.claims import Claim
from accord.errors import InputError
from accord.game import Game
from accord.memory import available_bytes
from accord.roles import Needs
from accord_gambit import nfg

__all__ = ["Catalogue", "File"]

_SMALL = 100
"""Action profiles of the largest games of the catalogue that are listed."""


@dataclass(frozen=True)
class File:
    """Read a game tree (`.efg`), a workbook (`.gbt`) or an action-graph game (`.agg`, Bayesian `.bagg`).

    Trees become their reduced strategic form, in which strategies that differ only where they rule themselves out are one.
    A Bayesian action-graph game gets one player per type of each player. Empty labels are replaced by numbers and repeated
    ones numbered. pygambit 16 keeps the payoffs of action-graph games as floats: there each is taken for the fraction
    of denominator up to a million next to it, or else for the shortest decimal.

    Source: T. L. Turocy and others, *Gambit*; A. X. Jiang, K. Leyton-Brown and N. Bhat, "Action-graph games",
    Games and Economic Behavior 71 (2011).

    Attributes:
        time_limit: seconds after which reading is given up.
    """

    name: ClassVar[str] = "gambit.file"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".efg", ".gbt", ".agg", ".bagg")
    schemes: ClassVar[tuple[str, ...]] = ()

    time_limit: float = 60.0

    def read(self, source: str) -> Game:
        """Return the strategic form of the game in a file.

        Raises:
            InputError: if it cannot be read, is no valid file of its kind, or its strategic form does not fit into memory.
        """
        path = Path(source)
        suffix = path.suffix.lower()
        if suffix not in self.suffixes:
            raise InputError(f"{source} does not end in one of {', '.join(self.suffixes)}")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"{source} is not UTF-8 text") from None
        except OSError as error:
            raise InputError(f"{source} cannot be read: {error.strerror}") from None
        if not text.strip():
            raise InputError(f"{source} is empty; a game in Gambit's {suffix} format is needed")
        try:
            game = _fetch("read", {"text": text, "suffix": suffix, "name": source}, self.time_limit, f"reading {source}")
        except isolation.WorkerDied as death:
            raise InputError(f"{source} makes Gambit's own reader crash, so it is hardly a valid {suffix} file") from death
        return game if game.title else Game(game.numerators, game.denominators, game.players, game.actions, path.stem)


@dataclass(frozen=True)
class Catalogue:
    """Read a published game from the catalogue that comes with pygambit, such as ``catalog:journals/ijgt/nau2004/sec3``.

    Trees become their reduced strategic form. Which games there are depends on the version of pygambit.

    Attributes:
        time_limit: seconds after which reading is given up.
    """

    name: ClassVar[str] = "gambit.catalog"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ("catalog",)

    time_limit: float = 60.0

    def read(self, source: str) -> Game:
        """Return the game behind a ``catalog:`` URI.

        Raises:
            InputError: if the catalogue has no such game.
        """
        scheme, _, name = source.partition(":")
        if scheme.lower() not in self.schemes or not name:
            raise InputError(f"{source!r} names no game of the catalogue; 'catalog:journals/ijgt/nau2004/sec3' would")
        return _fetch("load", {"name": name}, self.time_limit, f"reading {source}")

    def games(self) -> tuple[Game, ...]:
        """Return all games of the catalogue with at most 100 action profiles, each under its name in the catalogue."""
        answers = _ask("small", {"profiles": _SMALL}, self.time_limit, "reading Gambit's catalogue")
        games = [(answer["name"], nfg.parse(answer["nfg"], floats=answer["floats"])) for answer in answers["games"]]
        return tuple(Game(g.numerators, g.denominators, g.players, g.actions, f"catalog:{name}") for name, g in games)


def _fetch(function: str, payload: dict[str, Any], time_limit: float, what: str) -> Game:
    """Let the worker read a game, and parse what it sends."""
    answer = _ask(function, payload, time_limit, what)
    return nfg.parse(answer["nfg"], floats=answer["floats"])


def _ask(function: str, payload: dict[str, Any], time_limit: float, what: str) -> dict[str, Any]:
    """Let the worker do something within three quarters of the free memory."""
    free = available_bytes()
    memory = None if free is None else free * 3 // 4
    function = f"accord_gambit.worker:{function}"
    answer: dict[str, Any] = isolation.call(function, payload, time_limit=time_limit, memory=memory, what=what)
    return answer
