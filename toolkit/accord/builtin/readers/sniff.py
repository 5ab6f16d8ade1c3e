"""Read a game from text that has no file name, such as standard input."""

from __future__ import annotations

import re

from accord.builtin.readers.nfg import parse_nfg
from accord.builtin.readers.tables import parse_json, parse_toml
from accord.errors import InputError
from accord.game import Game

__all__ = ["sniff"]


def sniff(text: str, where: str = "standard input") -> Game:
    """Read a game by looking at it: `.nfg` begins with ``NFG``, JSON with ``{``, anything else is taken as TOML.

    Raises:
        InputError: if the text is empty, binary, or not a game in the format it looks like.
    """
    start = text.removeprefix("\ufeff").lstrip()
    if not start:
        raise InputError(f"{where} is empty; a game as .nfg, JSON or TOML text is needed")
    if "\0" in text:
        raise InputError(f"{where} is binary; a game as .nfg, JSON or TOML text is needed")
    if re.match(r"NFG\b", start):
        return parse_nfg(text, where)
    if found := re.match(r"(EFG|#AGG|#BAGG)\b", start):
        raise InputError(f"{where} holds a game that begins with {found[0]}; give it as a file, with its ending")
    return parse_json(text, where) if start.startswith("{") else parse_toml(text, where)
