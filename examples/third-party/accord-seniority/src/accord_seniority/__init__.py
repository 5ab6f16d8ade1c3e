"""A split rule: whoever signed first takes more of the surplus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from accord import Array, Claim, Needs, Problem, Split, hookimpl
from accord.errors import ConfigurationError

__all__ = ["Seniority"]


@dataclass(frozen=True)
class Seniority:
    """Weigh each player's gain over the fallback by rank: ``w_i = ratio ** i``, the first player first.

    Attributes:
        ratio: what each player gets per unit that the player before gets; above 0, at most 1.
    """

    name: ClassVar[str] = "seniority.geometric"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})
    ratio: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.ratio <= 1:
            raise ConfigurationError(f"seniority.geometric: ratio is {self.ratio}; a number above 0, at most 1, is accepted")

    def agree(self, problem: Problem) -> Array:
        """Return the disagreement point plus each player's share of the surplus."""
        weights = self.ratio ** np.arange(problem.game.n_players)
        return np.asarray(problem.advance(problem.disagreement, weights))


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    """Register the one component of this plugin."""
    return [Seniority]
