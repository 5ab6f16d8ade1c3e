"""A split rule: whoever signed first takes more of the surplus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from accord import Array, Claim, Needs, Problem, Range, Split, check_settings, hookimpl

__all__ = ["Seniority"]


@dataclass(frozen=True)
class Seniority:
    """Weigh each player's gain over the fallback by rank: ``w_i = ratio ** i``, the first player first.

    Attributes:
        ratio: what each player gets per unit that the player before gets.
    """

    name: ClassVar[str] = "seniority.geometric"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})
    ratio: Annotated[float, Range(above=0, most=1)] = 0.5

    def __post_init__(self) -> None:
        check_settings(self, f"split {self.name}")

    def agree(self, problem: Problem) -> Array:
        """Return the disagreement point plus each player's share of the surplus."""
        weights = self.ratio ** np.arange(problem.game.n_players)
        return np.asarray(problem.advance(problem.disagreement, weights))


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    """Register the one component of this plugin."""
    return [Seniority]
