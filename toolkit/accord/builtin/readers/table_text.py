"""Write a game as a `.toml` or a `.json` file, exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from accord.game import Game

__all__ = ["format_json", "format_toml"]


def format_toml(game: Game, source: str = "") -> str:
    """Return the game as the text of a `.toml` file, which `parse_toml` turns into an equal game.

    Args:
        game: the game; payoffs that are no whole numbers are written as fractions.
        source: where it comes from, if the file is to say so.
    """
    return "".join(
        [
            f"title = {_string(game.title)}\n" if game.title else "",
            f"source = {_string(source)}\n" if source else "",
            f"players = {_list(map(_string, game.players))}\n",
            f"actions = {_list(_list(map(_string, names)) for names in game.actions)}\n",
            _rows(game),
        ]
    )


def format_json(game: Game, source: str = "") -> str:
    """Return the game as the text of a `.json` file, which `parse_json` turns into an equal game; as `format_toml`."""
    about = {"title": game.title, "source": source}
    lines = [f'"{key}": {_string(value)},' for key, value in about.items() if value]
    lines += [f'"players": {_list(map(_string, game.players))},']
    lines += [f'"actions": {_list(_list(map(_string, names)) for names in game.actions)},']
    rows = ",\n".join(f"    {_nested(game, (k,))}" for k in range(game.shape[0]))
    return "\n".join(["{", *(f"  {line}" for line in lines), '  "payoffs": [', rows, "  ]", "}"]) + "\n"


def _rows(game: Game) -> str:
    rows = "".join(f"    {_nested(game, (k,))},\n" for k in range(game.shape[0]))
    return f"payoffs = [\n{rows}]\n"


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
