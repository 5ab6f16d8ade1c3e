"""What a game itself puts into its picture: its outcomes and its Nash equilibria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from accord.config import assemble
from accord.errors import SolverError, UnsuitableError, guarded
from accord.game import Game
from accord.host import load_registry
from accord.rationals import Number

__all__ = ["Outcome", "nash_points", "outcomes"]

_MOST = 2_500
"""Action profiles beyond which the dots would hide each other."""


@dataclass(frozen=True)
class Outcome:
    """The payoffs of some action profiles.

    Attributes:
        payoffs: one for each player.
        profiles: the action labels of every profile with these payoffs.
    """

    payoffs: tuple[Fraction, ...]
    profiles: tuple[tuple[str, ...], ...]


def outcomes(game: Game, notes: list[str], *, adding_up_to: Fraction | None = None) -> tuple[Outcome, ...]:
    """Return the payoffs of all action profiles, or of those with a given total; profiles with the same payoffs are one outcome.

    Args:
        game: the game.
        notes: takes a sentence if there are too many.
        adding_up_to: the total, or None for all profiles.
    """
    if adding_up_to is None:
        cells = np.arange(game.n_profiles)
    else:
        welfare, denominator = game.welfare
        cells = np.flatnonzero(welfare.ravel() == adding_up_to * denominator)
    if len(cells) > _MOST:
        notes.append(f"the {len(cells)} outcomes are not shown one by one; up to {_MOST} are")
        return ()
    found: dict[tuple[Fraction, ...], list[tuple[str, ...]]] = {}
    for cell in cells.tolist():
        found.setdefault(game.exact(cell), []).append(game.profile(cell))
    return tuple(Outcome(payoffs, tuple(profiles)) for payoffs, profiles in found.items())


def nash_points(game: Game, solvers: Sequence[object]) -> tuple[tuple[Number, ...], ...]:
    """Return the payoffs of all Nash equilibria that some solvers find, verified as the fallback ``nash`` does it.

    Raises:
        ConfigurationError: if there is no such solver.
        UnsuitableError: if a solver does not accept the game.
        SolverError: if a solver fails; that there is no pure equilibrium is no failure.
    """
    found: dict[tuple[Number, ...], None] = {}
    for solver in solvers:
        fallback = assemble(load_registry(), fallback="nash", solver=solver).fallback
        refusal = fallback.needs.objection(game)
        if refusal:
            raise UnsuitableError(f"fallback nash {refusal}")
        try:
            admitted = guarded("fallback nash", fallback.admits, game)  # type: ignore[attr-defined] # nash chooses among equilibria
        except SolverError:
            if getattr(solver, "name", solver) != "pure":
                raise
            continue
        found |= dict.fromkeys(admitted.points or ())
    return tuple(sorted(found))
