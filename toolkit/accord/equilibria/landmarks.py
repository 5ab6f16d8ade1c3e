"""Points by which selections take their bearings: dictator points and reference points of an equilibrium set."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from accord.equilibria.base import EquilibriumSet
from accord.equilibria.guarantees import security_level
from accord.rationals import Number

__all__ = ["Reference", "best_for", "fair", "losses", "reference_point", "spans"]

Reference = Literal["pmm", "nadir", "security"]
"""Where gains are measured from: the Pareto meet minimum, the nadir, or the security levels."""


def best_for(equilibria: EquilibriumSet, weights: Sequence[Number], player: int) -> EquilibriumSet:
    """Keep the equilibrium of greatest ``weights · U``; ties go to the others' total, then to the leximin of their shares.

    With the player's own unit vector as weights this is the player's *dictator point*.
    """
    n = equilibria.game.n_players
    others = [Fraction(int(j != player)) for j in range(n)]
    return fair(equilibria.maximisers(weights).maximisers(others))


def fair(equilibria: EquilibriumSet) -> EquilibriumSet:
    """Resolve what ties are left by the leximin of the players' shares of their payoff ranges."""
    return equilibria if equilibria.settled else equilibria.leximin(equilibria.lowest, spans(equilibria))


def spans(equilibria: EquilibriumSet) -> list[Number | None]:
    """Return the width of each player's payoff range, None where it is a point."""
    return [high - low if high > low else None for low, high in zip(equilibria.lowest, equilibria.highest, strict=True)]


def reference_point(equilibria: EquilibriumSet, kind: Reference) -> tuple[Number, ...]:
    """Return the point from which gains are measured.

    ``pmm``: each player's least payoff over the dictator points, for two players the Pareto meet minimum. ``nadir``: each
    player's least payoff over the set. ``security``: what each player can guarantee itself.
    """
    n = equilibria.game.n_players
    if kind == "nadir":
        return equilibria.lowest
    if kind == "security":
        return tuple(security_level(equilibria.game, i) for i in range(n))
    dictators = [best_for(equilibria, [Fraction(int(i == j)) for i in range(n)], j) for j in range(n)]
    payoffs = [face.settled or face.point().payoffs for face in dictators]
    return tuple(min(column) for column in zip(*payoffs, strict=True))


def losses(equilibria: EquilibriumSet, kind: Reference) -> tuple[list[Number], list[Number | None]]:
    """Return base and scale of the leximin of ``-(b_i - U_i) / h_i``: each player's normalised loss against its best.

    ``h_i`` is ``b_i - r_i``, or ``b_i - m_i`` where that is not positive (b the ideal, r the reference, m the nadir); players
    whose payoff is constant are left out.
    """
    reference = reference_point(equilibria, kind)
    scale: list[Number | None] = []
    for i, (high, r) in enumerate(zip(equilibria.highest, reference, strict=True)):
        span = high - r if high > r else high - equilibria.lowest[i]
        scale.append(span if span > 0 else None)
    return list(equilibria.highest), scale
