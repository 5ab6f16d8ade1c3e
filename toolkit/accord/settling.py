"""From a set of equilibria and a selection to a disagreement point."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from accord.equilibria import Equilibrium, EquilibriumSet, Polytope
from accord.errors import ComponentError, InputError, UnsuitableError, guarded
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, rational, text, total
from accord.roles import Disagreement, EquilibriumFallback, Fallback, Selection

__all__ = ["fallen_back", "selected", "settle", "settled_payoffs"]

_ROUNDING = 1e-6
"""By how much, relative to the largest payoffs, the total of an inexact equilibrium may exceed what there is."""


def settle(equilibria: EquilibriumSet, selection: Selection, *, ranged: bool = True) -> Disagreement:
    """Select one equilibrium and describe it as a disagreement point.

    Args:
        equilibria: all that is admissible.
        selection: picks one of them.
        ranged: whether to say what payoffs the others give, which takes longer than all the rest where they are a polytope.

    Raises:
        UnsuitableError: if the selection refuses the game.
        ComponentError: if it returns something else than an equilibrium.
    """
    chosen = selected(equilibria, selection)
    _check(chosen, equilibria.game, f"selection {selection.name}")
    wide = ranged or not isinstance(equilibria, Polytope)
    try:
        return Disagreement(
            payoffs=chosen.payoffs,
            play=chosen.play,
            unique=equilibria.unique if wide else None,
            payoff_range=equilibria.ranges if wide else None,
            claims=chosen.claims | selection.claims,
            warnings=(*(equilibria.notes if wide else ()), *chosen.warnings),
            admitted=chosen.admitted or equilibria.admitted,
        )
    except TypeError:
        raise ComponentError(f"selection {selection.name} returned an Equilibrium that is incomplete") from None


def selected(equilibria: EquilibriumSet, selection: Selection) -> Equilibrium:
    """Select one equilibrium.

    Raises:
        UnsuitableError: if the selection refuses the game.
        ComponentError: if it returns something else than an equilibrium.
    """
    objection = selection.needs.objection(equilibria.game)
    if objection:
        raise UnsuitableError(f"selection {selection.name} {objection}")
    chosen = guarded(f"selection {selection.name}", selection.select, equilibria)
    if not isinstance(chosen, Equilibrium):
        raise ComponentError(f"selection {selection.name} returned {type(chosen).__name__}; an Equilibrium is expected")
    return chosen


def _check(chosen: Equilibrium, game: Game, who: str) -> None:
    """Check that what a selection chose has a payoff for each player and a play of the game, which can have such a total."""
    try:
        count, finite = len(chosen.payoffs), all(map(isfinite, chosen.payoffs))
    except TypeError:
        raise ComponentError(f"{who} returned payoffs that are no numbers: {chosen.payoffs!r}") from None
    except OverflowError:  # a fraction that is too large for a float
        return
    if count != game.n_players or not finite:
        shown = ", ".join(map(text, chosen.payoffs))
        raise ComponentError(f"{who} returned the payoffs {shown}; {game.n_players} finite ones are expected")
    if not (isinstance(chosen.play, JointPlan) and chosen.play.fits(game)):
        raise ComponentError(f"{who} returned a play that is no joint plan of the game")
    welfare, denominator = game.welfare
    most = Fraction(int(welfare.max()), denominator)
    size = sum(max(abs(low), abs(high)) for low, high in zip(game.lowest, game.highest, strict=True))
    if total(chosen.payoffs) > most + Fraction(_ROUNDING) * size:
        raise ComponentError(
            f"{who} returned payoffs of {text(total(chosen.payoffs))} in total; no play yields more than {text(most)}"
        )


def fallen_back(fallback: Fallback, game: Game) -> Disagreement:
    """Ask a fallback how a game is played if talks fail.

    Raises:
        UnsuitableError: if the fallback refuses the game.
        ComponentError: if it returns no disagreement point.
    """
    refusal = fallback.needs.objection(game)
    if refusal:
        raise UnsuitableError(f"fallback {fallback.name} {refusal}")
    found = guarded(f"fallback {fallback.name}", fallback.fall_back, game)
    if not isinstance(found, Disagreement):
        raise ComponentError(f"fallback {fallback.name} returned {type(found).__name__}; a Disagreement is expected")
    return found


def settled_payoffs(fallback: Fallback, game: Game) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """Return the disagreement payoffs and notes, for somebody who does not look at the play: none is searched for.

    Raises:
        UnsuitableError: if the fallback or its selection refuses the game.
        ComponentError: if one of them returns something else than payoffs.
    """
    who = f"fallback {fallback.name}"
    notes: tuple[str, ...]
    if isinstance(fallback, EquilibriumFallback):
        admitted = guarded(who, fallback.admits, game)
        # the notes of a polytope are about its size, and take as long as the payoffs; those of a list say what it may lack
        notes = () if isinstance(admitted, Polytope) else admitted.notes
        payoffs = selected(admitted.with_any_play() if isinstance(admitted, Polytope) else admitted, fallback.selection).payoffs
    else:
        found = fallen_back(fallback, game)
        payoffs, notes = found.payoffs, found.warnings
    try:
        numbers = tuple(u if isinstance(u, float) and isfinite(u) else rational(u) for u in payoffs)
    except (InputError, TypeError):
        raise ComponentError(f"{who} returned {payoffs!r}; finite payoffs are expected") from None
    if len(numbers) != game.n_players:
        raise ComponentError(f"{who} returned {len(numbers)} payoffs; {game.n_players} are expected")
    return numbers, notes
