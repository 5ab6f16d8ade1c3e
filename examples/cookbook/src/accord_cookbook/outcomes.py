"""A reader for a format of its own, whose errors say in which line and what would be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import ClassVar

import numpy as np

from accord import Claim, Game, Needs
from accord.errors import InputError, nearest

__all__ = ["OutcomesReader", "parse"]

Line = tuple[str, list[str]]
"""Where it is, for errors, and its words."""


@dataclass(frozen=True)
class OutcomesReader:
    """Read ``.outcomes`` files: a line per player, then a line per outcome, in any order; what follows a ``#`` is a comment.

    A player's line is ``player NAME: ACTION ACTION …``, an outcome's ``ACTION ACTION … = PAYOFF PAYOFF …`` with an action and a
    payoff for each player. Payoffs are integers, decimals or fractions and are kept exactly.
    """

    name: ClassVar[str] = "cookbook.outcomes"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".outcomes",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        """Return the game in a file."""
        return parse(Path(source).read_text(encoding="utf-8-sig"), source)


def parse(text: str, where: str) -> Game:
    """Return the game that some text describes.

    Args:
        text: the contents of a file.
        where: what to call it in errors.

    Raises:
        InputError: if it is no game, with the line and what would be accepted.
    """
    lines = list(_lines(text, where))
    actions: dict[str, list[str]] = {}
    while lines and lines[0][1][0] == "player":
        place, words = lines.pop(0)
        name, own = _player(place, words)
        if name in actions:
            raise InputError(f"{place}: there is a player {name} already; names must differ")
        actions[name] = own
    if not actions:
        raise InputError(f"{lines[0][0] if lines else where}: a line such as 'player Row: Up Down' is needed first")
    shape = [len(own) for own in actions.values()]
    seen: dict[tuple[int, ...], tuple[str, list[Fraction]]] = {}
    for place, words in lines:
        cell, numbers = _outcome(place, words, actions)
        if cell in seen:
            raise InputError(f"{place}: {seen[cell][0]} has this outcome already; each is needed once")
        seen[cell] = place, numbers
    cells = list(product(*map(range, shape)))
    for cell in cells:
        if cell not in seen:
            missing = " ".join(own[k] for own, k in zip(actions.values(), cell, strict=True))
            raise InputError(f"{where}: the outcome '{missing}' is missing; {len(seen)} of {len(cells)} are there")
    tables = [np.array([seen[cell][1][i] for cell in cells], dtype=object).reshape(shape) for i in range(len(shape))]
    return Game.from_arrays(*tables, players=list(actions), actions=list(actions.values()), title=Path(where).stem)


def _lines(text: str, where: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if words:
            yield f"{where}:{number}", words


def _player(place: str, words: list[str]) -> tuple[str, list[str]]:
    name, colon, rest = " ".join(words[1:]).partition(":")
    own = rest.split()
    if not (name.strip() and colon and own):
        raise InputError(f"{place}: {' '.join(words)!r} is no player; a line such as 'player Row: Up Down' is accepted")
    repeated = next((action for action in own if own.count(action) > 1), None)
    if repeated or "=" in own:
        raise InputError(f"{place}: the action {repeated or '='} cannot be told apart; names must differ, and none may be =")
    return name.strip(), own


def _outcome(place: str, words: list[str], actions: dict[str, list[str]]) -> tuple[tuple[int, ...], list[Fraction]]:
    chosen, payoffs = (words[: words.index("=")], words[words.index("=") + 1 :]) if "=" in words else (words, [])
    if len(chosen) != len(actions) or len(payoffs) != len(actions):
        raise InputError(
            f"{place}: {len(chosen)} action(s) and {len(payoffs)} payoff(s); an outcome of {len(actions)} player(s) is "
            f"{len(actions)} action(s), = and as many payoffs"
        )
    cell = []
    for action, (name, own) in zip(chosen, actions.items(), strict=True):
        if action not in own:
            raise InputError(f"{place}: {name} has no action {action}{nearest(action, own)}; accepted: {', '.join(own)}")
        cell.append(own.index(action))
    return tuple(cell), [_number(place, payoff) for payoff in payoffs]


def _number(place: str, word: str) -> Fraction:
    if len(word) <= 100:  # or a few characters, such as 1e999999, would be a number of a million digits
        try:
            number = Fraction(word) if "e" not in word.lower() else None
        except (ValueError, ZeroDivisionError):
            number = None
        if number is not None:
            return number
    raise InputError(f"{place}: the payoff is {word[:40]!r}; a number such as 3, -1.5 or 17/3 is accepted")
