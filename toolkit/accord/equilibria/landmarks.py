"""Points by which selections take their bearings: dictator points and reference points of an equilibrium set."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, get_args

from accord.equilibria.base import EquilibriumSet
from accord.equilibria.guarantees import security_level
from accord.errors import ConfigurationError
from accord.game import Game
from accord.rationals import Number

__all__ = ["Reference", "best_for", "fair", "losses", "reference_point", "spans"]

_NOISE = 1e-7
"""Differences of approximate payoffs below this share of the payoff range are put down to the solver's tolerance."""

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
    widths = [high - low for low, high in zip(equilibria.lowest, equilibria.highest, strict=True)]
    return [width if width > _rounding(equilibria.game, i, width) else None for i, width in enumerate(widths)]


def reference_point(equilibria: EquilibriumSet, kind: Reference) -> tuple[Number, ...]:
    """Return the point from which gains are measured.

    ``pmm``: each player's least payoff over the dictator points, for two players the Pareto meet minimum. ``nadir``: each
    player's least payoff over the set. ``security``: what each player can guarantee itself.

    Raises:
        ConfigurationError: if there is no such reference point.
    """
    if kind not in get_args(Reference):
        known = ", ".join(map(repr, get_args(Reference)))
        raise ConfigurationError(f"reference is {kind!r}; one of {known} is accepted")
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
    whose payoff is constant are left out. Where some equilibrium is best for everybody the losses vanish in any units.
    """
    base = list(equilibria.highest)
    reference = reference_point(equilibria, kind)
    gains = [high - r for high, r in zip(base, reference, strict=True)]
    rounding = [_rounding(equilibria.game, i, gain) for i, gain in enumerate(gains)]
    if all(gain <= slack for gain, slack in zip(gains, rounding, strict=True)):
        return base, [Fraction(1)] * len(base)
    scale: list[Number | None] = []
    for i, (gain, slack) in enumerate(zip(gains, rounding, strict=True)):
        span = gain if gain > slack else base[i] - equilibria.lowest[i]
        scale.append(span if span > slack else None)
    return base, scale


def _rounding(game: Game, player: int, difference: Number) -> Number:
    """Return how large a difference of two payoffs may be and still be nothing: 0 unless they are known approximately."""
    return Fraction(0) if isinstance(difference, Fraction) else _NOISE * float(game.highest[player] - game.lowest[player])
