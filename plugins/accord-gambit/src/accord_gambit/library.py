"""pygambit 16 and 17 under one roof: the few things that they call differently. Importing this module imports pygambit."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pygambit

from accord_gambit import nfg

__all__ = ["is_tree", "profiles", "read", "strategies", "text"]


def read(source: str, suffix: str) -> Any:
    """Read a game from the text of a file with this suffix, such as ``".efg"``."""
    return getattr(pygambit, f"read_{suffix[1:].lower()}")(io.StringIO(source))


def is_tree(game: Any) -> bool:
    """Whether the game is in extensive form."""
    return bool(game.is_tree) if hasattr(game, "is_tree") else isinstance(game, pygambit.ExtensiveGame)


def strategies(game: Any) -> list[list[Any]]:
    """Return each player's strategies: objects with a label before version 17, and since then the labels."""
    if hasattr(game, "get_strategies"):
        return [list(game.get_strategies(player)) for player in game.players]
    return [list(player.strategies) for player in game.players]


def text(game: Any) -> tuple[str, bool]:
    """Write a game of any kind as `.nfg`, and say whether its payoffs went through floats.

    Version 16 keeps the payoffs of action-graph games as floats, and cannot write Bayesian ones itself.
    """
    floats = not hasattr(game, "get_strategies") and not _is_explicit(game)
    try:
        return game.to_nfg(), floats
    except OSError:
        tables = game.to_arrays()
    columns = [[Fraction(int(u.numerator), int(u.denominator)) for u in table.ravel(order="F")] for table in tables]
    players = [_label(player) for player in game.players]
    actions = [[_label(strategy) for strategy in own] for own in strategies(game)]
    return nfg.write(game.title, players, actions, zip(*columns, strict=True)), floats


def profiles(result: Any) -> list[list[list[str | float]]]:
    """Return the profiles of a solver's result: probabilities as fractions in text or as floats."""
    found: Iterable[Any] = result.equilibria if hasattr(result, "equilibria") else [result.equilibrium]
    return [
        [
            [_probability(profile[player][strategy]) for strategy in own]
            for player, own in zip(profile.game.players, strategies(profile.game), strict=True)
        ]
        for profile in found
        if profile is not None
    ]


def _probability(value: Any) -> str | float:
    return value if isinstance(value, float) else str(value)


def _label(thing: Any) -> str:
    return thing if isinstance(thing, str) else str(thing.label)


def _is_explicit(game: Any) -> bool:
    """Whether version 16 holds the game as a tree or a table, so that it can tell its outcomes."""
    try:
        return bool(game.is_tree) or len(game.outcomes) > 0
    except Exception:  # noqa: BLE001 - "undefined operation", of whatever type
        return False
