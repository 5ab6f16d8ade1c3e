"""Characteristic functions: what each coalition is worth by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from accord.coalitions.masks import mask_of, members, sizes
from accord.coalitions.properties import Violation, violations
from accord.errors import InputError
from accord.rationals import IntArray, Number, common, narrow, rational

__all__ = ["CharacteristicFunction", "Violation", "mask_of", "members", "sizes"]

_MOST_PLAYERS = 20
"""2^20 fractions take some two hundred megabytes."""


@dataclass(frozen=True)
class CharacteristicFunction:
    """A worth for every coalition of n players (von Neumann and Morgenstern 1944).

    >>> v = CharacteristicFunction.of(2, {(0,): 100, (1,): 200, (0, 1): 700})
    >>> str(v[0, 1]), str(v[()])
    ('700', '0')

    Attributes:
        n_players: how many players there are.
        worths: the worth of every coalition; bit i of its place says whether player i belongs to it. The first is 0.
        notes: what a user should know about how the worths came about, one sentence each.
    """

    n_players: int
    worths: tuple[Number, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        _check_count(self.n_players)
        if len(self.worths) != 1 << self.n_players:
            raise InputError(f"{len(self.worths)} worths; {self.n_players} players form {1 << self.n_players} coalitions")
        object.__setattr__(self, "worths", tuple(_number(v, mask) for mask, v in enumerate(self.worths)))
        if self.worths[0] != 0:
            raise InputError(f"the empty coalition is worth {self.worths[0]}; it must be worth 0")

    @classmethod
    def of(
        cls, n_players: int, worth: Mapping[Iterable[int], object] | Callable[[frozenset[int]], object]
    ) -> CharacteristicFunction:
        """Take worths from a mapping, in which coalitions that are left out are worth 0, or from a function.

        Raises:
            InputError: if a coalition has unknown players or occurs twice, or a worth is no finite number.
        """
        _check_count(n_players)
        worths: list[Number] = [Fraction(0)] * (1 << n_players)
        if callable(worth):
            for mask in range(1, len(worths)):
                worths[mask] = _number(worth(frozenset(members(mask))), mask)
            return cls(n_players, tuple(worths))
        seen: set[int] = set()
        for coalition, value in worth.items():
            mask = mask_of(coalition, n_players)
            if mask in seen:
                raise InputError(f"coalition {members(mask)} is given twice; once is needed")
            seen.add(mask)
            worths[mask] = _number(value, mask)
        return cls(n_players, tuple(worths))

    def __getitem__(self, coalition: Iterable[int] | int) -> Number:
        """Return the worth of a coalition of player numbers; a number alone is the player by itself.

        Raises:
            InputError: if there is no such player.
        """
        return self.worths[mask_of((coalition,) if isinstance(coalition, int) else coalition, self.n_players)]

    @property
    def known(self) -> Mapping[int, Number]:
        """The worths that are known, by coalition number: all of them."""
        return dict(enumerate(self.worths))

    @property
    def total(self) -> Number:
        """What all players together are worth."""
        return self.worths[-1]

    @cached_property
    def exact(self) -> bool:
        """Whether all worths are fractions."""
        return all(isinstance(v, Fraction) for v in self.worths)

    @cached_property
    def fractions(self) -> tuple[Fraction, ...]:
        """The worths as fractions; floats are taken for the rationals that they are."""
        return tuple(Fraction(v) for v in self.worths)

    @cached_property
    def integers(self) -> tuple[IntArray, int]:
        """The worths as integers over one denominator."""
        numerators, denominator = common(self.fractions)
        return narrow(np.array(numerators, dtype=object)), denominator

    @cached_property
    def dual(self) -> CharacteristicFunction:
        """What a coalition leaves if the others take their worth: ``v*(S) = v(N) - v(N - S)``."""
        return CharacteristicFunction(self.n_players, tuple(self.total - v for v in reversed(self.worths)))

    def subgame(self, coalition: Sequence[int]) -> CharacteristicFunction:
        """Return the worths of the coalitions within one, whose players are renumbered in the order given.

        Raises:
            InputError: if somebody in it is no player, or occurs twice.
        """
        if mask_of(coalition, self.n_players).bit_count() != len(coalition):
            raise InputError(f"coalition {tuple(coalition)}: everybody belongs to it once")
        inside = [sum(1 << coalition[k] for k in members(mask)) for mask in range(1 << len(coalition))]
        return CharacteristicFunction(len(coalition), tuple(self.worths[mask] for mask in inside))

    def stated(self, values: Iterable[Fraction]) -> tuple[Number, ...]:
        """Return numbers computed from the worths: as fractions if these were known exactly, else as floats."""
        return tuple(values) if self.exact else tuple(float(v) for v in values)

    def marginals(self, player: int) -> tuple[NDArray[np.int64], IntArray]:
        """Return the coalitions without a player, and what it adds to each, as integers over the common denominator."""
        numerators, _ = self.integers
        masks = np.arange(1 << self.n_players)
        without = masks[(masks >> player) & 1 == 0]
        return without, numerators[without | (1 << player)] - numerators[without]

    def violations(self) -> tuple[Violation, ...]:
        """Return which of the properties superadditive, convex, monotone, individually rational and essential fail, and where.

        Raises:
            UnsuitableError: if there are too many players to look at all pairs of coalitions.
        """
        return self._violations

    @cached_property
    def _violations(self) -> tuple[Violation, ...]:
        return violations(self)


def _check_count(n_players: object) -> None:
    if not isinstance(n_players, int) or isinstance(n_players, bool) or not 1 <= n_players <= _MOST_PLAYERS:
        raise InputError(f"{n_players} players; a characteristic function has 1 to {_MOST_PLAYERS}")


def _number(value: object, mask: int) -> Number:
    if type(value) is Fraction:
        return value
    if isinstance(value, float) and isfinite(value):
        return float(value)
    return rational(value, f"the worth of coalition {members(mask)}")
