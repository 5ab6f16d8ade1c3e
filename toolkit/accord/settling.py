"""From a set of equilibria and a selection to a disagreement point."""

from __future__ import annotations

from accord.equilibria import Equilibrium, EquilibriumSet
from accord.errors import ComponentError, UnsuitableError, guarded
from accord.roles import Disagreement, Selection

__all__ = ["selected", "settle"]


def settle(equilibria: EquilibriumSet, selection: Selection) -> Disagreement:
    """Select one equilibrium and describe it as a disagreement point.

    Raises:
        UnsuitableError: if the selection refuses the game.
        ComponentError: if it returns something else than an equilibrium.
    """
    chosen = selected(equilibria, selection)
    try:
        return Disagreement(
            payoffs=chosen.payoffs,
            play=chosen.play,
            unique=equilibria.unique,
            payoff_range=equilibria.ranges,
            claims=chosen.claims | selection.claims,
            warnings=(*equilibria.notes, *chosen.warnings),
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
