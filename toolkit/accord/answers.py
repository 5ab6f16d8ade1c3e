"""Asking components, and checking the form of what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from accord.bargain import Problem
from accord.equilibria import EquilibriumSet
from accord.errors import ComponentError, guarded
from accord.game import LARGEST, Game
from accord.plan import JointPlan
from accord.rationals import Array, Number, rational, text
from accord.roles import Agreed, Disagreement, EquilibriumFallback, Fallback, Split

__all__ = ["admitted_by", "bargained", "checked", "disagree"]


def admitted_by(fallback: Fallback, game: Game) -> EquilibriumSet | None:
    """Return what a fallback admits before it selects, if it works like that."""
    return guarded(f"fallback {fallback.name}", fallback.admits, game) if isinstance(fallback, EquilibriumFallback) else None


def disagree(fallback: Fallback, game: Game) -> Disagreement:
    """Ask a fallback for the disagreement point and check its form."""
    return checked(guarded(f"fallback {fallback.name}", fallback.fall_back, game), fallback, game)


def checked(found: object, fallback: Fallback, game: Game) -> Disagreement:
    """Return what a fallback found if it is a disagreement point of the game: finite payoffs, and a play over its profiles."""
    who = f"fallback {fallback.name}"
    if not isinstance(found, Disagreement):
        raise ComponentError(f"{who} returned {type(found).__name__}; a Disagreement is expected")
    if found.play is not None and not (isinstance(found.play, JointPlan) and found.play.fits(game)):
        raise ComponentError(f"{who} returned a play that is no joint plan of the game")
    ranges = found.payoff_range
    if ranges is not None:
        try:
            low, high = zip(*ranges, strict=True)
        except (TypeError, ValueError):
            raise ComponentError(f"{who} returned a payoff range that is no list of pairs") from None
        ranges = tuple(zip(_payoffs(low, game, who), _payoffs(high, game, who), strict=True))
    uncertainty = found.uncertainty
    if uncertainty is not None:
        if not uncertainty.draws or not 0 < uncertainty.level < 1:
            raise ComponentError(f"{who} returned an uncertainty without draws, or with a level that is not between 0 and 1")
        uncertainty = replace(uncertainty, draws=tuple(_payoffs(draw, game, who) for draw in uncertainty.draws))
    return replace(found, payoffs=_payoffs(found.payoffs, game, who), payoff_range=ranges, uncertainty=uncertainty)


def bargained(split: Split, problem: Problem) -> tuple[tuple[Number, ...], Agreed]:
    """Ask a split for the agreed payoffs, once it is known that there is an agreement."""
    problem.ensure_agreement()
    who = f"split {split.name}"
    return _stated(guarded(who, split.agree, problem), problem.game, who)


def _stated(found: Array | Sequence[Number] | Agreed, game: Game, who: str) -> tuple[tuple[Number, ...], Agreed]:
    """Return the payoffs that a split agreed on, with whatever else it said."""
    said = found if isinstance(found, Agreed) else Agreed(found)
    return _payoffs(said.payoffs, game, who), said


def _number(value: object) -> Number:
    if isinstance(value, (str, bytes)):  # float() would read it
        raise TypeError
    return rational(value) if isinstance(value, Fraction) else float(value)  # type: ignore[arg-type] # or it raises a TypeError


def _kind(values: object) -> str:
    """Return the type of what should be payoffs, and of what a list or a tuple holds."""
    inside = sorted({type(value).__name__ for value in values}) if isinstance(values, (list, tuple)) else []
    return f"{type(values).__name__} of {', '.join(inside)}" if inside else type(values).__name__


def _payoffs(values: Array | Sequence[Number], game: Game, who: str) -> tuple[Number, ...]:
    try:
        if isinstance(values, (str, bytes)):  # its characters may look like numbers
            raise TypeError
        numbers: tuple[Number, ...] = tuple(_number(v) for v in values)
    except (TypeError, ValueError):
        raise ComponentError(f"{who} returned {_kind(values)}; {game.n_players} payoffs are expected") from None
    except OverflowError:
        raise ComponentError(f"{who} returned payoffs beyond 10^300; magnitudes below are expected") from None
    if len(numbers) != game.n_players:
        raise ComponentError(f"{who} returned {len(numbers)} payoffs; {game.n_players} are expected")
    if not all(-LARGEST < v < LARGEST for v in numbers):
        shown = ", ".join(text(v) if isinstance(v, float) or -LARGEST < v < LARGEST else "a larger number" for v in numbers)
        raise ComponentError(f"{who} returned {shown}; finite payoffs below 10^300 are expected")
    return numbers
