"""Characteristic functions of which only some worths are ever looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property

from accord.coalitions.characteristic import CharacteristicFunction
from accord.coalitions.masks import mask_of, members
from accord.coalitions.properties import Violation
from accord.errors import UnsuitableError
from accord.rationals import Number

__all__ = ["WorthsOnDemand"]


class WorthsOnDemand(CharacteristicFunction):
    """A characteristic function whose worths are worked out when they are first asked for, and remembered.

    What needs all of them, such as `fractions` or a value in closed form, works all of them out.

    Args:
        n_players: how many players there are.
        total: what all players together are worth.
        ask: returns the worth of any other coalition but the empty one.
    """

    def __init__(self, n_players: int, total: Number, ask: Callable[[frozenset[int]], Number]) -> None:
        object.__setattr__(self, "n_players", n_players)
        object.__setattr__(self, "notes", ())
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_known", {0: Fraction(0), (1 << n_players) - 1: total})

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, coalition: Iterable[int] | int) -> Number:
        """Return the worth of a coalition of player numbers; a number alone is the player by itself."""
        mask = mask_of((coalition,) if isinstance(coalition, int) else coalition, self.n_players)
        known: dict[int, Number] = self.__dict__["_known"]
        if mask not in known:
            known[mask] = self.__dict__["_ask"](frozenset(members(mask)))
        return known[mask]

    @cached_property
    def worths(self) -> tuple[Number, ...]:
        """The worth of every coalition; bit i of its place says whether player i belongs to it."""
        return tuple(self[members(mask)] for mask in range(1 << self.n_players))

    @property
    def known(self) -> Mapping[int, Number]:
        """The worths that were asked for so far, by coalition number."""
        return dict(self.__dict__["_known"])

    @property
    def total(self) -> Number:
        """What all players together are worth."""
        return self[range(self.n_players)]

    def violations(self) -> tuple[Violation, ...]:
        """Refuse: properties of all coalitions cannot be seen from some.

        Raises:
            UnsuitableError: always.
        """
        raise UnsuitableError(f"only {len(self.known) - 1:,} of {(1 << self.n_players) - 1:,} worths are known")
