"""Bargaining problems: the feasible agreements and the disagreement point, with and without side payments."""

from __future__ import annotations

from dataclasses import dataclass

from accord.game import Game
from accord.rationals import Number

__all__ = ["Problem"]


@dataclass(frozen=True)
class Problem:
    """What there is to agree on."""

    game: Game
    fallback: tuple[Number, ...]
    side_payments: bool = True
