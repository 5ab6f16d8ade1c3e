"""Write a game as a `.nfg` file, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from accord.errors import InputError
from accord.game import Game

__all__ = ["format_nfg"]


def format_nfg(game: Game, *, labels: bool = True) -> str:
    """Return the game as the text of a `.nfg` file in payoff form, which `parse_nfg` turns into an equal game.

    Args:
        game: the game; its payoffs are written as integers and fractions.
        labels: whether to write title, player and action names; without them the players are numbered and the text is
            plain ASCII, whatever the names hold.

    Raises:
        InputError: if a payoff has thousands of digits.
    """
    if labels:
        title, players = _quoted(game.title), _quoted(*game.players)
        actions = "\n".join(f"{{ {_quoted(*names)} }}" for names in game.actions)
    else:
        title, players = '""', _quoted(*(str(i + 1) for i in range(game.n_players)))
        actions = " ".join(map(str, game.shape))
    try:
        columns = [_column(k.ravel(order="F").tolist(), d) for k, d in zip(game.numerators, game.denominators, strict=True)]
        body = "\n".join(" ".join(payoffs) for payoffs in zip(*columns, strict=True))
    except ValueError:
        raise InputError(f"{game.title or 'the game'} has payoffs of thousands of digits; they cannot be written") from None
    return f"NFG 1 R {title} {{ {players} }}\n\n{{ {actions} }}\n\n{body}\n"


def _quoted(*texts: str) -> str:
    return " ".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)


def _column(numerators: list[int], denominator: int) -> Iterable[str]:
    if denominator == 1:
        return map(str, numerators)
    write = lru_cache(maxsize=None)(lambda k: str(Fraction(k, denominator)))
    return map(write, numerators)
