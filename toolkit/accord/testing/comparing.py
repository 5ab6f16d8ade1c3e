"""When two answers are the same: exactly if all numbers are fractions, otherwise to within rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from accord.game import Game
from accord.rationals import Number, text

__all__ = ["CLOSE", "listed", "same"]

CLOSE = 1e-6
"""By how much floats may differ, as a share of the widest payoff range of the game."""


def same(found: Sequence[Number], wanted: Sequence[Number], game: Game) -> bool:
    """Whether two lists of payoffs of a game are the same."""
    if len(found) != len(wanted):
        return False
    if all(isinstance(value, Fraction) for value in (*found, *wanted)):
        return tuple(found) == tuple(wanted)
    unit = max(high - low for high, low in zip(game.highest, game.lowest, strict=True))
    size = max(map(abs, (*game.highest, *game.lowest)))
    # a float next to a payoff cannot be closer to it than floats are to each other
    slack = max(Fraction(CLOSE) * unit, size / 2**45)
    return all(abs(Fraction(a) - Fraction(b)) <= slack for a, b in zip(found, wanted, strict=True))


def listed(payoffs: Sequence[Number]) -> str:
    """Return payoffs as text."""
    return f"({', '.join(map(text, payoffs))})"
