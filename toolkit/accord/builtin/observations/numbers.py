"""Numbers out of records: exact, of a size that answers can be printed with, and such as the game can pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.builtin.observations.tables import Cell
from accord.errors import InputError
from accord.game import LARGEST, Game
from accord.rationals import rational, text

__all__ = ["LONGEST", "Payable", "exact", "number"]

LONGEST = 10**1000
"""Denominators beyond this are refused: nobody means such counts or payoffs, and nothing could print the answer."""
_CONTRADICTION = Fraction(1, 1000)
"""By how much, as a share of the payoff range, a recorded payoff may differ from the game's: records are rounded."""


def number(cell: Cell) -> Fraction | None:
    """Return the number that a value is, or None."""
    try:
        return rational(cell)
    except InputError:
        return None


def exact(cell: Cell, where: str) -> Fraction:
    """Read a count or a payoff exactly.

    Raises:
        InputError: if it is no finite number, or beyond what is accepted.
    """
    value = rational(cell, where)
    if abs(value) >= LARGEST:
        raise InputError(f"{where} is too large; magnitudes below 10^300 are accepted")
    if value.denominator > LONGEST:
        raise InputError(f"{where} has too many digits; fractions with denominators below 10^1000 are accepted")
    return value


@dataclass(frozen=True)
class Payable:
    """What a game can pay, and how far records of it may be off.

    Attributes:
        game: the game.
        slack: for each player, by how much a record may differ from the game.
        most: the greatest total payoff.
    """

    game: Game
    slack: tuple[Fraction, ...]
    most: Fraction

    @classmethod
    def of(cls, game: Game) -> Payable:
        """Take the measure of a game."""
        slack = tuple(_CONTRADICTION * (hi - lo or abs(hi)) for lo, hi in zip(game.lowest, game.highest, strict=True))
        welfare, denominator = game.welfare
        return cls(game, slack, Fraction(int(welfare.max()), denominator))

    def check_outcome(self, player: int, stated: Fraction, cell: int, where: str) -> None:
        """Check a payoff that was recorded beside the profile that was played.

        Raises:
            InputError: if the game pays something else there.
        """
        paid = self.game.exact(cell)[player]
        if abs(stated - paid) > self.slack[player]:
            raise InputError(
                f"{where} contradicts the game: {self.game.players[player]} got {text(stated)}, and "
                f"{' / '.join(self.game.profile(cell))} pays {text(paid)}"
            )

    def check_payoffs(self, payoffs: Sequence[Fraction], where: str) -> None:
        """Check payoffs that were recorded without the profile.

        Raises:
            InputError: if no outcome pays a player that much or that little, or all of them together that much.
        """
        game = self.game
        for player, low, high, payoff, slack in zip(game.players, game.lowest, game.highest, payoffs, self.slack, strict=True):
            if not low - slack <= payoff <= high + slack:
                raise InputError(
                    f"{where} contradicts the game: {player} got {text(payoff)}; "
                    f"the game pays between {text(low)} and {text(high)}"
                )
        whole = sum(payoffs, Fraction(0))
        if whole > self.most + sum(self.slack):
            raise InputError(
                f"{where} contradicts the game: the payoffs add up to {text(whole)}; the best outcome yields {text(self.most)}"
            )
