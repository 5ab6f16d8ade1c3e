"""Readers of lists of numbers with one fault each."""

from __future__ import annotations

import contextlib
import itertools
import pickle
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from accord import Claim, Game, Needs
from accord.errors import InputError

COUNT = itertools.count()


@dataclass(frozen=True)
class Numbers:
    """Read a game of one player: ``numbers 1 2 3``."""

    name: ClassVar[str] = "kit.numbers"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".num",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        if not source.endswith(self.suffixes):
            raise InputError(f"{source} is nothing that is known here")
        head, *numbers = Path(source).read_text(encoding="utf-8").split() or [""]
        if head != "numbers" or not numbers:
            raise InputError(f"{source} does not begin with 'numbers' and some numbers")
        return Game.from_arrays(numbers)


@dataclass(frozen=True)
class Changeable(Numbers):
    """Give a game another title each time."""

    name: ClassVar[str] = "kit.changeable"
    suffixes: ClassVar[tuple[str, ...]] = (".chg",)

    def read(self, source: str) -> Game:
        return replace(super().read(source), title=f"title {next(COUNT)}")


@dataclass(frozen=True)
class Victim(Numbers):
    """Take a scheme that another reader takes as well."""

    name: ClassVar[str] = "kit.victim"
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ("kit-taken",)


@dataclass(frozen=True)
class Grasping(Numbers):
    """Take a scheme that another reader takes as well."""

    name: ClassVar[str] = "kit.grasping"
    suffixes: ClassVar[tuple[str, ...]] = (".gsp",)
    schemes: ClassVar[tuple[str, ...]] = ("kit-taken",)


@dataclass(frozen=True)
class Nameless(Numbers):
    """Do not say what is missing."""

    name: ClassVar[str] = "kit.nameless"
    suffixes: ClassVar[tuple[str, ...]] = (".nml",)

    def read(self, source: str) -> Game:
        if not Path(source).exists():
            raise InputError("there is no such thing")
        return super().read(source)


@dataclass(frozen=True)
class Gullible(Numbers):
    """Take a letter for a game."""

    name: ClassVar[str] = "kit.gullible"
    suffixes: ClassVar[tuple[str, ...]] = (".glb",)

    def read(self, source: str) -> Game:
        if Path(source).is_file() and Path(source).read_bytes().startswith(b"Dear"):
            return Game.from_arrays([1])
        return super().read(source)


@dataclass(frozen=True)
class Brittle(Numbers):
    """Crash on a file that ends in a blank."""

    name: ClassVar[str] = "kit.brittle"
    suffixes: ClassVar[tuple[str, ...]] = (".btl",)

    def read(self, source: str) -> Game:
        if Path(source).is_file() and Path(source).read_bytes() == b"numbers 1 ":
            raise KeyError("blank")
        return super().read(source)


@dataclass(frozen=True)
class Trusting(Numbers):
    """Unpickle what it reads, to see what that might be."""

    name: ClassVar[str] = "kit.trusting"
    suffixes: ClassVar[tuple[str, ...]] = (".tru",)

    def read(self, source: str) -> Game:
        with contextlib.suppress(Exception):
            pickle.loads(Path(source).read_bytes())
        return super().read(source)


@dataclass(frozen=True)
class Littering(Numbers):
    """Leave a temporary file."""

    name: ClassVar[str] = "kit.littering"
    suffixes: ClassVar[tuple[str, ...]] = (".lit",)

    def read(self, source: str) -> Game:
        with tempfile.NamedTemporaryFile(delete=False):
            return super().read(source)


@dataclass(frozen=True)
class Repeating(Numbers):
    """List two games of the same title."""

    name: ClassVar[str] = "kit.repeating"
    suffixes: ClassVar[tuple[str, ...]] = (".rep",)

    def games(self) -> list[Game]:
        return [Game.from_arrays([k], title="a game") for k in range(2)]
