"""The host's own solver."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.claims import Claim
from accord.game import Game
from accord.roles import Completeness, Findings, Needs

__all__ = ["Pure"]


@dataclass(frozen=True)
class Pure:
    """Find every pure Nash equilibrium, for any number of players, by comparing each payoff with the best in its line.

    Exact; one pass over the payoffs per player. The list is complete for pure equilibria and says nothing about mixed ones.
    """

    name: ClassVar[str] = "pure"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    def equilibria(self, game: Game) -> Findings:
        """Return all pure Nash equilibria, in C order."""
        stable = np.ones(game.shape, dtype=np.bool_)
        for i, numerators in enumerate(game.numerators):
            stable &= numerators == numerators.max(axis=i, keepdims=True)
        profiles = [
            tuple(tuple(Fraction(int(k == chosen)) for k in range(count)) for chosen, count in zip(cell, game.shape, strict=True))
            for cell in np.argwhere(stable)
        ]
        return Findings(profiles, Completeness.PARTIAL, ("only pure equilibria were looked for",))
