"""A selection that asks how far the set of equilibria reaches in some directions: its support function."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord import Claim, Equilibrium, EquilibriumSet, Needs, Number

__all__ = ["RelativeWelfare"]

_ROUNDING = 1e-7
"""Payoffs that are known approximately and differ by less, as a share of the game's payoff range, are the same."""


@dataclass(frozen=True)
class RelativeWelfare:
    """Maximise the sum of payoffs, each in units of the player's range over the equilibria: ``sum_i (U_i - m_i) / (M_i - m_i)``.

    Relative utilitarianism (Dhillon and Mertens 1999), with m and M the player's least and greatest payoff in equilibrium. Ties
    go to the leximin of the same shares; players whose payoff never changes are left out.
    """

    name: ClassVar[str] = "cookbook.relative-welfare"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Ask for the players' ranges, then go as far as possible in the direction of their inverses."""
        axes = [[Fraction(int(i == j)) for j in range(equilibria.game.n_players)] for i in range(equilibria.game.n_players)]
        greatest = [equilibria.support(axis) for axis in axes]
        least = [-equilibria.support([-w for w in axis]) for axis in axes]
        spans = [self._span(equilibria, i, high - low) for i, (low, high) in enumerate(zip(least, greatest, strict=True))]
        best = equilibria.maximisers([Fraction(0) if span is None else 1 / span for span in spans])
        return (best if best.settled else best.leximin(least, spans)).point()

    @staticmethod
    def _span(equilibria: EquilibriumSet, i: int, span: Number) -> Number | None:
        """Return the width of a range, or None if it is nothing but rounding."""
        game = equilibria.game
        slack = 0 if isinstance(span, Fraction) else _ROUNDING * float(game.highest[i] - game.lowest[i])
        return span if span > slack else None
