"""How well the agreement is known where the disagreement point is uncertain: every draw of it is bargained over."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accord.errors import SolverError, UnsuitableError
from accord.rationals import Number, Vector
from accord.roles import Uncertainty

__all__ = ["Intervals", "central", "intervals"]

_Pairs = tuple[tuple[Number, Number], ...]


@dataclass(frozen=True)
class Intervals:
    """Where the players' payoffs lie in most draws.

    Attributes:
        source: where the draws come from, such as ``"posterior"``.
        level: the share of the draws that each interval covers.
        draws: how many there are.
        left_out: how many of them admit no agreement.
        disagreement: each player's central interval for the disagreement payoff, over all draws.
        agreement: the same for the agreed payoff, over the draws that are not left out; None if all are.
    """

    source: str
    level: float
    draws: int
    left_out: int
    disagreement: _Pairs
    agreement: _Pairs | None

    def __post_init__(self) -> None:
        for name in ("disagreement", "agreement"):
            pairs = getattr(self, name)
            object.__setattr__(self, name, pairs and tuple(Vector(pair) for pair in pairs))

    def to_dict(self) -> dict[str, Any]:
        """Return the intervals as JSON-able data."""
        return {
            "source": self.source,
            "level": self.level,
            "draws": self.draws,
            "left_out": self.left_out,
            "disagreement": _floats(self.disagreement),
            "agreement": None if self.agreement is None else _floats(self.agreement),
        }

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know about them."""
        if not self.left_out:
            return ()
        which = "no interval for it is known" if self.agreement is None else "its intervals are those of the others"
        return (f"{self.left_out} of the {self.draws} draws of the fallback allow no agreement: {which}",)


def intervals(uncertainty: Uncertainty, agreed: Callable[[tuple[Number, ...]], Sequence[Number]]) -> Intervals:
    """Bargain over every draw and find the central intervals; equal draws are bargained over once.

    Args:
        uncertainty: at least one draw of the disagreement point.
        agreed: returns the agreed payoffs for a disagreement point, or raises `UnsuitableError` or `SolverError`.
    """
    outcomes: dict[tuple[Number, ...], Sequence[Number] | None] = {}
    for draw in uncertainty.draws:
        if draw not in outcomes:
            try:
                outcomes[draw] = agreed(draw)
            except (SolverError, UnsuitableError):
                outcomes[draw] = None
    reached = [payoffs for draw in uncertainty.draws if (payoffs := outcomes[draw]) is not None]
    return Intervals(
        source=uncertainty.source,
        level=uncertainty.level,
        draws=len(uncertainty.draws),
        left_out=len(uncertainty.draws) - len(reached),
        disagreement=_each(uncertainty.draws, uncertainty.level),
        agreement=_each(reached, uncertainty.level) if reached else None,
    )


def central(values: Sequence[Number], level: float) -> tuple[Number, Number]:
    """Return the least and the greatest value after as many were dropped at both ends, a share of ``1 - level`` at most.

    >>> central([5, 1, 2, 3, 4], 0.6)
    (2, 4)
    """
    ordered = sorted(values)
    dropped = math.floor(len(ordered) * (1 - Fraction(str(level))) / 2)
    return ordered[dropped], ordered[-1 - dropped]


def _each(points: Sequence[Sequence[Number]], level: float) -> _Pairs:
    return tuple(central(values, level) for values in zip(*points, strict=True))


def _floats(pairs: _Pairs) -> list[list[float]]:
    return [[float(low) + 0.0, float(high) + 0.0] for low, high in pairs]
