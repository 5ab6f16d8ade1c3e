"""A worth with shared work: one merged game serves a coalition and its complement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord import CharacteristicFunction, Claim, Game, Needs, Number
from accord.errors import UnsuitableError

__all__ = ["LastWord"]

_MOST_PLAYERS = 12
"""2047 merged games."""


@dataclass(frozen=True)
class LastWord:
    """Count what a coalition gets if it moves last and the others mean to hurt it: ``min_b max_a u_S(a, b)``, without coins."""

    name: ClassVar[str] = "cookbook.last-word"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition, for whoever looks at few of them."""
        return _both(game, coalition)[0]

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return all worths; the game in which a coalition faces its complement is the same for both, so it is merged once."""
        n = game.n_players
        if n > _MOST_PLAYERS:
            raise UnsuitableError(f"worth {self.name} accepts at most {_MOST_PLAYERS} players; the game has {n}")
        everybody = frozenset(range(n))
        welfare, denominator = game.welfare
        worths: dict[Iterable[int], Number] = {everybody: Fraction(int(welfare.max()), denominator)}
        for number in range(1, 1 << (n - 1)):
            coalition = frozenset(i for i in range(n) if number >> i & 1)
            worths[coalition], worths[everybody - coalition] = _both(game, coalition)
        return CharacteristicFunction.of(n, worths)


def _both(game: Game, coalition: frozenset[int]) -> tuple[Fraction, Fraction]:
    """Return what a coalition and its complement get, each in the game in which it moves last."""
    others = [i for i in range(game.n_players) if i not in coalition]
    merged = game.merge([sorted(coalition), others])
    own, theirs = (
        Fraction(int(table.max(axis=i).min()), unit)
        for i, (table, unit) in enumerate(zip(merged.numerators, merged.denominators, strict=True))
    )
    return own, theirs
