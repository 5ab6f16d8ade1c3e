"""How much the choice of the equilibrium decides: the range of everybody's final payoff over all that a fallback admits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accord.equilibria import EquilibriumSet
from accord.rationals import Number, Vector, all_written

__all__ = ["Ambiguity", "ambiguity"]

_TILTS = 8
"""Steps between the equilibrium that is best for a player and the one that is worst for the others."""
_HALVES = (Fraction(1, 2), Fraction(1, 2))


@dataclass(frozen=True)
class Ambiguity:
    """What the players may end up with, depending on which admissible equilibrium talks start from.

    Attributes:
        payoff_range: each player's least and greatest final payoff.
        advantage: the least and greatest ``d_1 - d_2``, for two players who share a surplus equally: nothing else about the
            fallback matters then. None otherwise.
        proved: whether these are the extremes; if not they were reached by some equilibria, and others may reach further.
    """

    payoff_range: tuple[tuple[Number, Number], ...]
    advantage: tuple[Number, Number] | None
    proved: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoff_range", tuple(Vector(bounds) for bounds in self.payoff_range))

    def to_dict(self) -> dict[str, Any]:
        """Return the ranges as JSON-able data."""
        lead = None if self.advantage is None else [float(v) + 0.0 for v in self.advantage]
        ranges = [[float(v) + 0.0 for v in pair] for pair in self.payoff_range]
        return {"payoff_range": ranges, "advantage": lead, "proved": self.proved}

    def exact(self) -> dict[str, Any]:
        """Return the ranges that are known exactly as strings."""
        ranges = [all_written(pair) for pair in self.payoff_range]
        return {"payoff_range": ranges if all(ranges) else None, "advantage": self.advantage and all_written(self.advantage)}


def ambiguity(
    equilibria: EquilibriumSet,
    shares: Sequence[Fraction] | None,
    agreed: Callable[[tuple[Number, ...]], tuple[Number, ...]],
    known: tuple[Number, ...],
) -> Ambiguity:
    """Return the range of each player's final payoff over all equilibria of a set.

    With side payments and constant shares s of the surplus, ``x_i = d_i + s_i (W - sum d)`` is linear in the disagreement point:
    two linear programs per player give the extremes. A finite list is gone through, and so is a single point. Otherwise the
    split is tried on corners of the set of equilibrium payoffs: those that are good for one player, bad for the others, and
    those in between.

    Args:
        equilibria: all that the fallback admits.
        shares: what each player gets of the surplus, adding up to 1, if that is the same at every disagreement point.
        agreed: the agreed payoffs at a disagreement point.
        known: the agreed payoffs at the disagreement point that was selected.
    """
    points = equilibria.points
    if equilibria.unique:
        points, ranges = (known,), tuple((x, x) for x in known)
    elif points is None and shares is not None:
        ranges = _by_programs(equilibria, shares)
    else:
        tried = tuple(dict.fromkeys(_corners(equilibria))) if points is None else points
        ranges = tuple((min(column), max(column)) for column in zip(known, *map(agreed, tried), strict=True))
    proved = equilibria.complete and (points is not None or shares is not None)
    return Ambiguity(ranges, _advantage(equilibria, ranges[0]) if shares == _HALVES else None, proved)


def _by_programs(equilibria: EquilibriumSet, shares: Sequence[Fraction]) -> tuple[tuple[Number, Number], ...]:
    whole, n = _whole(equilibria), len(shares)
    ranges: list[tuple[Number, Number]] = []
    for i, share in enumerate(shares):
        if n == 2 and i == 1:
            ranges.append((whole - ranges[0][1], whole - ranges[0][0]))
            continue
        weights = [Fraction(int(i == j)) - share for j in range(n)]
        ranges.append((share * whole - equilibria.support([-w for w in weights]), share * whole + equilibria.support(weights)))
    return tuple(ranges)


def _advantage(equilibria: EquilibriumSet, first: tuple[Number, Number]) -> tuple[Number, Number]:
    """Return the lead at which player 1 ends up with each of two payoffs: ``x_1 = (W + t) / 2``."""
    whole = _whole(equilibria)
    return 2 * first[0] - whole, 2 * first[1] - whole


def _whole(equilibria: EquilibriumSet) -> Fraction:
    welfare, denominator = equilibria.game.welfare
    return Fraction(int(welfare.max()), denominator)


def _corners(equilibria: EquilibriumSet) -> Iterator[tuple[Number, ...]]:
    """Yield corners from the best equilibrium of each player to the worst of the others, and back."""
    game = equilibria.game
    n = game.n_players
    units = [high - low or Fraction(1) for low, high in zip(game.lowest, game.highest, strict=True)]
    for i in range(n):
        for tilt in range(_TILTS + 1):
            against = Fraction(tilt, _TILTS * (n - 1)) if n > 1 else Fraction(0)
            own = 1 - Fraction(tilt, _TILTS)
            weights = [(own if i == j else -against) / unit for j, unit in enumerate(units)]
            if any(weights):
                yield equilibria.vertex(weights)
                yield equilibria.vertex([-w for w in weights])
