"""A solver that computes with floats: it says nothing that rounding may have made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from accord import Array, Claim, Completeness, Findings, Game, Needs

__all__ = ["FullyMixed"]

_DUST = 1e-9
"""Smaller probabilities may be 0 in truth."""
_WORST = 1e9
"""Equations of a greater condition number lose more than half of the digits."""


@dataclass(frozen=True)
class FullyMixed:
    """Find the equilibrium in which both players mix all their actions, by solving the indifference conditions.

    ``A y = v 1, B' x = w 1`` with x and y adding up to 1, in a game with as many rows as columns. There is at most one such
    equilibrium unless the equations are singular.
    """

    name: ClassVar[str] = "cookbook.fully-mixed"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    def equilibria(self, game: Game) -> Findings:
        """Return the one equilibrium, or none; the host finds the fractions behind the floats."""
        if game.shape[0] != game.shape[1]:
            return Findings([], Completeness.PARTIAL, ("Only games with as many rows as columns were looked at.",))
        # Payoffs between 0 and 1: a solver with absolute tolerances must not depend on the unit of money.
        rows, columns = game.normalised
        strategies = [_indifference(columns.T), _indifference(rows)]
        if any(strategy is None for strategy in strategies):
            return Findings([], Completeness.PARTIAL)
        return Findings([[strategy for strategy in strategies if strategy is not None]], Completeness.PARTIAL)


def _indifference(matrix: Array) -> Array | None:
    """Return the probabilities of the columns that make all rows equally good, or None if there are none to be sure of."""
    count = len(matrix)
    equations = np.block([[matrix, -np.ones((count, 1))], [np.ones((1, count)), np.zeros((1, 1))]])
    if not np.linalg.cond(equations) < _WORST:
        return None
    solution: Array = np.linalg.solve(equations, np.eye(count + 1)[count])[:count]
    return solution if solution.min() > _DUST else None
