"""Characteristic functions of which only some worths are ever looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from accord.coalitions.characteristic import CharacteristicFunction
from accord.coalitions.masks import mask_of
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
        ask: returns the worths of other coalitions but the empty one, by coalition number.
    """

    def __init__(self, n_players: int, total: Number, ask: Callable[[Sequence[int]], Mapping[int, Number]]) -> None:
        object.__setattr__(self, "n_players", n_players)
        object.__setattr__(self, "notes", ())
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_known", {0: Fraction(0), (1 << n_players) - 1: total})

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, coalition: Iterable[int] | int) -> Number:
        """Return the worth of a coalition of player numbers; a number alone is the player by itself."""
        mask = mask_of((coalition,) if isinstance(coalition, int) else coalition, self.n_players)
        self.work_out([mask])
        known: dict[int, Number] = self.__dict__["_known"]
        return known[mask]

    def work_out(self, masks: Iterable[int]) -> None:
        """Ask for the worths of several coalitions at once, as far as they are not known."""
        known: dict[int, Number] = self.__dict__["_known"]
        missing = [mask for mask in dict.fromkeys(masks) if mask not in known]
        if missing:
            known |= self.__dict__["_ask"](missing)

    @cached_property
    def worths(self) -> tuple[Number, ...]:
        """The worth of every coalition; bit i of its place says whether player i belongs to it."""
        self.work_out(range(1 << self.n_players))
        return tuple(self.known[mask] for mask in range(1 << self.n_players))

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
