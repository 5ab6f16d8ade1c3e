"""A solver: the pure equilibria."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from accord import Claim, Completeness, Findings, Game, Needs, Solver, hookimpl


@dataclass(frozen=True)
class Pure:
    """Find the profiles in which every action is a best reply to the others'."""

    name: ClassVar[str] = "smallest.pure"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    def equilibria(self, game: Game) -> Findings:
        """Compare every payoff with the greatest along its player's axis."""
        best = [payoffs == payoffs.max(axis=i, keepdims=True) for i, payoffs in enumerate(game.numerators)]
        found = np.argwhere(np.logical_and.reduce(best)).tolist()
        profiles = [[[int(k == chosen) for k in range(m)] for m, chosen in zip(game.shape, cell, strict=True)] for cell in found]
        return Findings(profiles, Completeness.PARTIAL)


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Register the solver."""
    return [Pure]
