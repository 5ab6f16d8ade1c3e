"""Games from and to `pygambit.Game`, in this process: for those who work with both libraries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from accord.errors import InputError
from accord.game import Game
from accord_gambit import nfg

__all__ = ["from_gambit", "read_nfg", "to_gambit"]


def to_gambit(game: Game) -> Any:
    """Return the game as a `pygambit.Game` (a `StrategicGame` since version 17), with equal payoffs and labels.

    Raises:
        InputError: if pygambit does not accept the labels; version 16 takes printable ASCII only, and no version's format
            can carry a backslash before a quotation mark, another backslash or the end.
    """
    from accord_gambit import library  # noqa: PLC0415 - imports pygambit

    labels = (game.title, *game.players, *(label for own in game.actions for label in own))
    bad = next((label for label in labels if re.search(r'\\(["\\]|$)', label)), None)
    if bad is not None:
        raise InputError(
            f"Gambit's format cannot carry the label {bad!r}, with a backslash before a quotation mark, another one or the end"
        )
    try:
        return library.read(nfg.write(game.title, game.players, game.actions, nfg.cells(game)), ".nfg")
    except (RuntimeError, ValueError, UnicodeError) as error:
        bad = next((label for label in labels if not (label.isascii() and label.isprintable())), None)
        which = f"the label {bad!r}" if bad is not None else "one of the labels"
        raise InputError(f"pygambit does not accept {which} of {game.title or 'the game'}; plain ASCII labels work") from error


def from_gambit(game: Any) -> Game:
    """Return the strategic form of a `pygambit.Game` of any kind, exactly, under labels made `unique`."""
    from accord_gambit import library  # noqa: PLC0415 - imports pygambit

    text, floats = library.text(game)
    return nfg.parse(text, floats=floats)


def read_nfg(path: str | Path) -> Game:
    """Read an `.nfg` file with Gambit's own reader, to compare with that of accord.

    Raises:
        InputError: if Gambit does not accept the file.
    """
    from accord_gambit import library  # noqa: PLC0415 - imports pygambit

    try:
        return from_gambit(library.read(Path(path).read_text(encoding="utf-8"), ".nfg"))
    except (RuntimeError, ValueError) as error:
        raise InputError(f"Gambit does not accept {path}") from error
