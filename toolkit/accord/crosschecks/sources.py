"""Which games are meant: single ones, all files of a folder, or a whole library."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from accord import source
from accord.crosschecks.collection import Unreadable
from accord.errors import AccordError, InputError
from accord.game import Game
from accord.host import Registry
from accord.labels import distinct

__all__ = ["gathered", "is_single"]

Named = tuple[str, Game]
_TOLD = 3
"""Reasons that an error gives."""


def is_single(sources: Sequence[str]) -> bool:
    """Whether one game is meant, not a collection."""
    return len(sources) == 1 and not (_is_library(sources[0]) or _is_folder(sources[0]))


def gathered(sources: Sequence[str], registry: Registry) -> tuple[tuple[Named, ...], tuple[Unreadable, ...]]:
    """Read games.

    Args:
        sources: what `accord.read` takes; a folder stands for all files in it, at whatever depth, that some reader takes, and a
            scheme alone, such as ``catalog:``, for the games that its reader lists.
        registry: where readers are looked up.

    Returns:
        The games, each with what to call it, and those that cannot be read. Where a single game is meant, that is an error.

    Raises:
        InputError: if the only game cannot be read, or nothing is left of all that was named.
    """
    if is_single(sources):
        return ((_called(sources[0]), source.read(sources[0], registry)),), ()
    games: list[Named] = []
    unreadable: list[Unreadable] = []
    for each in sources:
        for found in _expanded(each, registry):
            if isinstance(found, Unreadable):
                unreadable.append(found)
            else:
                games.append(found)
    if not games:
        raise InputError(f"there is no game to check: {_reasons(unreadable) or 'name some'}")
    names = distinct(name for name, _ in games)
    return tuple((name, game) for name, (_, game) in zip(names, games, strict=True)), tuple(unreadable)


def _reasons(unreadable: Sequence[Unreadable]) -> str:
    """Say in one line why the first few cannot be read; messages of readers begin with the file already."""
    told = [each.reason if each.reason.startswith(each.name) else f"{each.name}: {each.reason}" for each in unreadable[:_TOLD]]
    more = len(unreadable) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _expanded(given: str, registry: Registry) -> Iterator[Named | Unreadable]:
    if _is_library(given):
        try:
            games = source.library(given[:-1], registry)
        except AccordError as error:
            yield Unreadable(given, str(error).removeprefix(f"{given}: "))
            return
        yield from ((game.title or given, game) for game in games)
    elif _is_folder(given):
        files = list(_files(Path(given), registry))
        if not files:
            endings = ", ".join(sorted({e for entry in registry.of_role("reader") for e in entry.component.suffixes}))
            yield Unreadable(_called(given), f"it has no file that ends in one of {endings}")
        for file in files:
            yield _read(str(file), file.relative_to(given).as_posix(), registry)
    else:
        yield _read(given, _called(given), registry)


def _files(folder: Path, registry: Registry) -> Iterator[Path]:
    suffixes = {suffix for entry in registry.of_role("reader") for suffix in entry.component.suffixes}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in suffixes and not name.startswith("."):
                yield Path(parent, name)


def _read(where: str, name: str, registry: Registry) -> Named | Unreadable:
    try:
        return name, source.read(where, registry)
    except AccordError as error:
        reason = str(error).replace(where, name)
        return Unreadable(name, reason.removeprefix(f"{name}: "))


def _called(given: str) -> str:
    """Name a game without saying where it lies."""
    if given == "-":
        return "standard input"
    return Path(given).name if Path(given).exists() else given


def _is_library(given: str) -> bool:
    return given.endswith(":") and len(given) > 1 and not Path(given).exists()


def _is_folder(given: str) -> bool:
    try:
        return bool(given) and Path(given).is_dir()
    except (OSError, ValueError):
        return False
