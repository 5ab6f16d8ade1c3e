"""What all file readers share: getting at the text of a file, and refusing tables that cannot be held."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.errors import InputError
from accord.game import Game
from accord.memory import available_bytes, ensure_room
from accord.rationals import rational

__all__ = ["MOST_PLAYERS", "build", "check_shape", "distinct", "exact", "read_bytes", "read_text", "table_of", "text_of"]

MOST_PLAYERS = 60
"""With two actions each, more players than this need more cells than any machine can address."""
_COST_OF_PARSING = 4
"""How many times its own size a file may take while it is parsed, at the least."""


def read_bytes(source: str) -> bytes:
    """Return the content of a file.

    Raises:
        InputError: if there is no such file, it is a directory, cannot be read or does not fit into memory.
    """
    path = Path(source)
    try:
        size, free = path.stat().st_size, available_bytes()
        if free is not None and size * _COST_OF_PARSING > free:
            raise InputError(f"{source} is too large: {size / 1e9:.3g} GB, and {free / 1e9:.3g} GB of memory are free")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{source}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{source} is a directory; a game file is needed") from None
    except PermissionError:
        raise InputError(f"{source}: no permission to read this file") from None
    except (OSError, ValueError) as trouble:
        reason = trouble.strerror if isinstance(trouble, OSError) else "no valid file name"
        raise InputError(f"{source} cannot be read: {reason}") from None


def read_text(source: str) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark.

    Raises:
        InputError: as `read_bytes`, and if the file is binary or not UTF-8 (naming the line).
    """
    return text_of(read_bytes(source), source)


def text_of(content: bytes, source: str) -> str:
    """Return what the bytes of a UTF-8 file say, with or without a byte order mark.

    Raises:
        InputError: if they are binary or not UTF-8 (naming the line).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise InputError(
            f"{source}, line {line}: byte 0x{content[trouble.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from None
    if "\0" in text:
        raise InputError(f"{source} is a binary file; a text file is needed")
    return text


def check_shape(shape: Sequence[int], where: str) -> None:
    """Refuse a game of this shape before anything is allocated for it.

    Raises:
        InputError: if a player has no action, or the payoffs would not fit into memory.
    """
    if len(shape) > MOST_PLAYERS:
        raise InputError(f"{where}: the game has {len(shape)} players; at most {MOST_PLAYERS} are accepted")
    if 0 in shape:
        raise InputError(f"{where}: player {list(shape).index(0) + 1} has no action; every player needs at least one")
    if math.prod(shape) > 2**60:
        raise InputError(f"{where}: the game has more than 10^18 action profiles; no memory can hold it")
    ensure_room(shape, where)


def table_of(flat: Iterable[int | Fraction], shape: Sequence[int]) -> NDArray[Any]:
    """Arrange exact numbers in an array: int64 if all are small integers, else objects."""
    values = list(flat)
    if set(map(type, values)) == {int} and -(2**60) < min(values) <= max(values) < 2**60:
        return np.array(values, dtype=np.int64).reshape(tuple(shape))
    table = np.empty(len(values), dtype=object)
    table[:] = [Fraction(value) if type(value) is int else value for value in values]
    return table.reshape(tuple(shape))


def exact(literal: str, where: str) -> Fraction:
    """Read a number exactly: `rational`, with a short cut for what most files hold.

    Raises:
        InputError: if the text is no finite number.
    """
    if literal.isascii() and len(literal) < 40:
        above, bar, below = literal.partition("/" if "/" in literal else ".")
        if above.removeprefix("-").isdigit() and below.isdigit():
            if bar == ".":
                return Fraction(int(above + below), 10 ** len(below))
            if below.strip("0"):
                return Fraction(int(above), int(below))
    return rational(literal, where)


def distinct(labels: Sequence[str], default: str) -> list[str]:
    """Make labels non-empty and different, as a game needs them.

    A blank label becomes `default` with its number; each of several equal labels gets the next free number appended.

    >>> distinct(["", "up", "up", "up_1"], "{}")
    ['1', 'up_2', 'up_3', 'up_1']
    """
    filled = [label if label.strip() else default.format(k + 1) for k, label in enumerate(labels)]
    counts, taken, numbers = Counter(filled), set(filled), Counter[str]()
    unique = []
    for label in filled:
        candidate = label
        while counts[label] > 1 and candidate in taken:
            numbers[label] += 1
            candidate = f"{label}_{numbers[label]}"
        taken.add(candidate)
        unique.append(candidate)
    return unique


def build(
    where: str,
    tables: Sequence[NDArray[Any]],
    *,
    players: Sequence[str] | None = None,
    actions: Sequence[Sequence[str]] | None = None,
    title: str = "",
) -> Game:
    """Build a game, naming the file in whatever goes wrong."""
    for label in [title, *(players or ()), *(label for labels in actions or () for label in labels)]:
        if isinstance(label, str) and any(0xD800 <= ord(character) <= 0xDFFF for character in label):
            raise InputError(f"{where}: {label!r} holds half a character (a lone surrogate); labels must be valid text")
    try:
        return Game.from_arrays(*tables, players=players, actions=actions, title=" ".join(title.split()))
    except InputError as trouble:
        raise InputError(f"{where}: {trouble}") from None
