"""Games as files that one can solve, plot and send to somebody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from accord.game import Game

__all__ = ["game_toml"]


def game_toml(game: Game, source: str) -> str:
    """Write a game as TOML.

    Args:
        game: the game.
        source: where it comes from.
    """
    lines = [
        *([f"title = {_string(game.title)}"] if game.title else []),
        f"source = {_string(source)}",
        f"players = {_list(map(_string, game.players))}",
        f"actions = {_list(_list(map(_string, names)) for names in game.actions)}",
        "payoffs = [",
        *(f"    {_nested(game, (k,))}," for k in range(game.shape[0])),
        "]",
    ]
    return "\n".join(lines) + "\n"


def _nested(game: Game, at: tuple[int, ...]) -> str:
    if len(at) == game.n_players:
        return _list(_number(Fraction(int(u[at]), d)) for u, d in zip(game.numerators, game.denominators, strict=True))
    return _list(_nested(game, (*at, k)) for k in range(game.shape[len(at)]))


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 and abs(value.numerator) < 2**63 else f'"{value}"'


def _string(label: str) -> str:
    return json.dumps(label, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(items: Any) -> str:
    found: Sequence[str] = list(items)
    return f"[{', '.join(found)}]"
