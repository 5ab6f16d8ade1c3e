"""Which of the profiles that different solvers return are the same equilibrium, and which are points of the same continuum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.equilibria.components import NashComponent, components
from accord.equilibria.nash import deviation
from accord.errors import SolverError, UnsuitableError
from accord.game import Game
from accord.plan import Profile

__all__ = ["MATCH", "Atlas", "Place", "is_exact"]

MATCH = 5e-3
"""An approximate profile of which no probability is further than this from an exact equilibrium, or a continuum, is taken for it.

Where a gain grows with the square of the distance, a profile that is accepted because nobody gains more than a millionth of its
payoff range may be some thousandths away. Exact profiles match only if they are equal.
"""


@dataclass(frozen=True)
class Place:
    """Where a profile belongs.

    Attributes:
        number: the number of the equilibrium that it is; None if it is a point of a continuum that is not extreme.
        component: the number of the component in which it lies; None if unknown.
    """

    number: int | None
    component: int | None


@dataclass(frozen=True)
class Atlas:
    """The equilibria of a game, as far as some list of verified profiles shows them.

    With two players they are the extreme ones, also those that the list shows without containing them: whenever two extreme
    strategies are best replies to each other, they are an extreme equilibrium. What lies between them is not listed. Of what is
    known approximately, and matches nothing that is known exactly, there is one of all that match each other.

    Attributes:
        game: the game.
        equilibria: in lexicographic order of their probabilities, greatest first; numbered from 1.
        parts: the components, numbered from 1; empty unless there are two players.
        unsettled: why the components of two players are unknown; empty if they are known.
    """

    game: Game
    equilibria: tuple[Profile, ...]
    parts: tuple[NashComponent, ...]
    unsettled: str = ""

    @classmethod
    def of(cls, game: Game, profiles: Iterable[Profile]) -> Atlas:
        """Draw up what verified profiles show."""
        given = list(dict.fromkeys(profiles))
        exact = [profile for profile in given if is_exact(profile)]
        parts: tuple[NashComponent, ...] = ()
        listed: list[Profile] = exact
        unsettled = ""
        if game.n_players == 2:
            try:
                parts = components(game, exact)
            except UnsuitableError as error:
                unsettled = str(error)
        if parts:
            listed = [pair for part in parts for pair in part.extreme]
            extreme = set(listed)
            listed += [p for p in exact if p not in extreme and not any(part.contains(p) for part in parts)]
        elif game.n_players == 1:
            listed = [profile for profile in exact if max(profile[0]) == 1] or exact
        settled = cls(game, tuple(sorted(listed, key=_order)), parts, unsettled)
        loose = [profile for profile in given if not is_exact(profile) and settled.place(profile) is None]
        chosen: list[Profile] = []
        flat = np.zeros((len(loose), sum(game.shape)))
        for profile in sorted(loose, key=lambda p: (float(deviation(game, _fractions(p)).gain), _order(p))):
            if not (np.abs(flat[: len(chosen)] - _flat(profile)).max(axis=1) <= MATCH).any():
                flat[len(chosen)] = _flat(profile)
                chosen.append(profile)
        return cls(game, tuple(sorted([*listed, *chosen], key=_order)), parts, unsettled)

    def place(self, profile: Profile, tolerance: float = MATCH) -> Place | None:
        """Return where a profile belongs; None if nothing that matches it is known.

        Args:
            profile: the profile.
            tolerance: how far an approximate one may be away.
        """
        number = self._nearest(profile, 0.0 if is_exact(profile) else tolerance)
        if number is not None:
            return Place(number, self.component_of(number))
        return next(
            (Place(None, k) for k, part in enumerate(self.parts, 1) if _within(part, profile, tolerance)),
            Place(None, None) if self.game.n_players == 1 and is_exact(profile) else None,
        )

    def component_of(self, number: int) -> int | None:
        """Return the number of the component to which an equilibrium belongs; None if unknown."""
        return self._components.get(self.equilibria[number - 1])

    def _nearest(self, profile: Profile, tolerance: float) -> int | None:
        if tolerance == 0.0 or not self.equilibria:
            return self._numbers.get(profile)
        away = np.abs(self._floats - _flat(profile)).max(axis=1)
        nearest = int(away.argmin())
        return nearest + 1 if away[nearest] <= tolerance else None

    @cached_property
    def _floats(self) -> NDArray[np.float64]:
        return np.array([_flat(profile) for profile in self.equilibria])

    @cached_property
    def _numbers(self) -> dict[Profile, int]:
        return {profile: number for number, profile in enumerate(self.equilibria, 1)}

    @cached_property
    def _components(self) -> dict[Profile, int]:
        return {pair: k for k, part in enumerate(self.parts, 1) for pair in part.extreme}


def is_exact(profile: Profile) -> bool:
    """Whether a profile consists of fractions."""
    return all(isinstance(p, Fraction) for strategy in profile for p in strategy)


def _within(part: NashComponent, profile: Profile, tolerance: float) -> bool:
    if part.isolated:
        return False
    try:
        return part.contains(profile, 0.0 if is_exact(profile) else tolerance)
    except SolverError:  # too large to be told exactly
        return False


def _fractions(profile: Profile) -> Profile:
    return tuple(tuple(Fraction(p) for p in strategy) for strategy in profile)


def _flat(profile: Profile) -> NDArray[np.float64]:
    return np.array([float(p) for strategy in profile for p in strategy])


def _order(profile: Profile) -> list[tuple[float, ...]]:
    return [tuple(-float(p) for p in strategy) for strategy in profile]
