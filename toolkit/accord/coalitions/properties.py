"""Which properties the worths of coalitions lack, and where they lack them most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.coalitions.masks import disjoint, members
from accord.errors import UnsuitableError
from accord.rationals import Number, written

if TYPE_CHECKING:
    from accord.coalitions.characteristic import CharacteristicFunction

__all__ = ["ROUNDING", "Violation", "slack", "violations"]

ROUNDING = Fraction(1, 10**9)
"""Worths that are floats are known to about this share of the greatest one; smaller differences prove nothing."""
_MOST_PLAYERS = 16
"""Pairs of disjoint coalitions are 3^n / 2: at 16 players a second's work."""

_Worst = tuple[int, int, int]
"""By how much an inequality fails (negative) and the two coalitions."""


@dataclass(frozen=True)
class Violation:
    """A property that a characteristic function lacks, and the coalitions that show it.

    Attributes:
        property: such as ``"superadditive"``.
        coalitions: the coalitions involved, as sets of player numbers.
        amount: by how much the defining inequality fails; positive, but for ``"essential"``, which fails with 0 already.
    """

    property: str
    coalitions: tuple[frozenset[int], ...]
    amount: Number

    def to_dict(self, players: Sequence[str]) -> dict[str, Any]:
        """Return the violation as JSON-able data, with the players' labels."""
        return {
            "property": self.property,
            "coalitions": [[players[i] for i in sorted(coalition)] for coalition in self.coalitions],
            "amount": float(self.amount) + 0.0,
            "exact": written(self.amount),
        }


def slack(game: CharacteristicFunction) -> Fraction:
    """Return how large a difference between worths may be and still be put down to rounding: 0 if these are known exactly."""
    return Fraction(0) if game.exact else ROUNDING * max(map(abs, game.fractions))


def violations(game: CharacteristicFunction) -> tuple[Violation, ...]:
    """Return which of five properties fail, each with the coalitions where it fails worst.

    ``superadditive``: ``v(S | T) >= v(S) + v(T)`` for disjoint S and T. ``convex``: ``v(S | T) + v(S & T) >= v(S) + v(T)`` for
    all S and T (Shapley 1971). ``monotone``: ``v(S + i) >= v(S)``. ``individually-rational``: ``v(N) >= sum_i v(i)``, so that
    there are imputations. ``essential``: the same with ``>``, so that there is something to bargain over.

    Raises:
        UnsuitableError: if there are too many players to look at all pairs of coalitions.
    """
    return tuple(_found(game))


def _found(game: CharacteristicFunction) -> Iterator[Violation]:
    scale = game.integers[1]
    least = -slack(game) * scale
    convex = _convex(game)
    # a convex game is superadditive: the check of all pairs of disjoint coalitions can be spared
    checks = (
        ("superadditive", _superadditive(game) if convex[0] < 0 else convex),
        ("convex", convex),
        ("monotone", _monotone(game)),
    )
    for name, (gain, first, second) in checks:
        if gain < least:
            (short,) = game.stated([Fraction(-gain, scale)])
            yield Violation(name, (frozenset(members(first)), frozenset(members(second))), short)
    yield from _imputations(game)


def _superadditive(game: CharacteristicFunction) -> _Worst:
    n, (worths, _) = game.n_players, game.integers
    if n > _MOST_PLAYERS:
        raise UnsuitableError(
            f"{n} players form {(3**n + 1) // 2 - 2**n:,} pairs of disjoint coalitions; superadditivity is checked for up to "
            f"{_MOST_PLAYERS} players"
        )
    worst: _Worst = 0, 0, 0
    for mask in range(1, 1 << n):
        others = disjoint(mask, n)
        if len(others):
            gain = worths[others | mask] - worths[others] - worths[mask]
            k = int(gain.argmin())
            if gain[k] < worst[0]:
                worst = int(gain[k]), mask, int(others[k])
    return worst


def _convex(game: CharacteristicFunction) -> _Worst:
    """Look at pairs that differ by one player each, ``v(S + i + j) - v(S + j) >= v(S + i) - v(S)``: these imply all others."""
    n, (worths, _) = game.n_players, game.integers
    masks = np.arange(1 << n)
    worst: _Worst = 0, 0, 0
    for i in range(n):
        for j in range(i):
            base = masks[masks & (1 << i | 1 << j) == 0]
            gain = worths[base | 1 << i | 1 << j] - worths[base | 1 << j] - worths[base | 1 << i] + worths[base]
            k = int(gain.argmin())
            if gain[k] < worst[0]:
                worst = int(gain[k]), int(base[k]) | 1 << j, int(base[k]) | 1 << i
    return worst


def _monotone(game: CharacteristicFunction) -> _Worst:
    worst: _Worst = 0, 0, 0
    for i in range(game.n_players):
        without, gain = game.marginals(i)
        k = int(gain.argmin())
        if gain[k] < worst[0]:
            worst = int(gain[k]), int(without[k]), int(without[k]) | 1 << i
    return worst


def _imputations(game: CharacteristicFunction) -> Iterator[Violation]:
    n, rounding = game.n_players, slack(game)
    alone = tuple(frozenset([i]) for i in range(n))
    lack = sum((game.fractions[1 << i] for i in range(n)), Fraction(0)) - game.fractions[-1]
    (short,) = game.stated([lack])
    if lack > rounding:
        yield Violation("individually-rational", alone, short)
    if lack >= -rounding:
        yield Violation("essential", (frozenset(range(n)),), short if lack > 0 else type(short)(0))
