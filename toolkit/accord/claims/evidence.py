"""What a checker is shown, and the units in which it measures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from accord.claims.vocabulary import Claim
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number

__all__ = [
    "Admitted",
    "Evidence",
    "Finding",
    "Unmeasurable",
    "all_exact",
    "exact",
    "money_unit",
    "payoff_units",
    "residual",
    "rounding",
]

_ROUNDINGS = 4
"""So many units in the last place of a float are put down to rounding."""


@dataclass(frozen=True)
class Admitted:
    """The equilibria out of which one was selected, by their definition.

    Attributes:
        concept: `Claim.CORRELATED` or `Claim.COARSE_CORRELATED`.
        groups: for each player the groups of actions that count as one (the first stands for all, and play is spread evenly over
            the group); actions in no group are not to be played.
    """

    concept: Claim
    groups: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Evidence:
    """Everything that the claims about one answer are checked against.

    Attributes:
        game: the full game.
        side_payments: whether money may change hands.
        disagreement: the disagreement point, one payoff per player.
        play: the joint plan played if talks fail, or None where the fallback is payoffs only.
        payoff_range: each player's least and greatest payoff over the admissible equilibria.
        agreement: the agreed payoffs; None if only the disagreement is to be checked.
        agreed_play: the agreed joint plan.
        transfers: what each player receives on top of the play's payoffs.
        admitted: what the play was selected from, where that is an equilibrium polytope.
        powers: the players' bargaining powers; all the same if None.
    """

    game: Game
    side_payments: bool
    disagreement: tuple[Number, ...]
    play: JointPlan | None = None
    payoff_range: tuple[tuple[Number, Number], ...] | None = None
    agreement: tuple[Number, ...] | None = None
    agreed_play: JointPlan | None = None
    transfers: tuple[Number, ...] | None = None
    admitted: Admitted | None = None
    powers: tuple[Number, ...] | None = None


class Finding(NamedTuple):
    """A measured residual and what was measured."""

    residual: Number
    detail: str


class Unmeasurable(Exception):  # noqa: N818 -- it ends a measurement, not the run
    """The evidence lacks what the claim is about, so the claim cannot hold."""


def exact(values: Iterable[Number], what: str, count: int) -> list[Fraction]:
    """Return numbers as the rationals they are.

    Raises:
        Unmeasurable: if there are not `count` of them, or one is not finite.
    """
    given = list(values)
    if len(given) != count:
        raise Unmeasurable(f"{what}: {len(given)} number(s) for {count} player(s)")
    if not all(math.isfinite(v) for v in given):
        raise Unmeasurable(f"{what} are not finite")
    return [Fraction(v) for v in given]


def all_exact(*groups: Iterable[Number]) -> bool:
    """Whether every number is a fraction."""
    return all(isinstance(v, (Fraction, int)) for group in groups for v in group)


def residual(amount: Fraction, unit: Fraction, *groups: Sequence[Number]) -> Number:
    """Return ``max(0, amount / unit)``: a fraction if all the numbers involved are, else a float without their rounding."""
    if all_exact(*groups):
        return max(Fraction(0), amount / unit)
    return float(max(Fraction(0), amount - rounding(*groups)) / unit)


def rounding(*groups: Sequence[Number]) -> Fraction:
    """Return by how much the largest of some numbers may be off for having been rounded to a float."""
    largest = max((abs(float(v)) for group in groups for v in group), default=0.0)
    return _ROUNDINGS * Fraction(math.ulp(largest))


def payoff_units(game: Game) -> list[Fraction]:
    """Return each player's payoff range; the size of the payoff itself (at least 1) where it is constant."""
    return [high - low or max(Fraction(1), abs(low)) for low, high in zip(game.lowest, game.highest, strict=True)]


def money_unit(game: Game) -> Fraction:
    """Return the largest payoff range: with side payments all payoffs are in one currency."""
    ranges = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
    return max(ranges) or max(payoff_units(game))
