"""Joint plans: probability distributions over the action profiles of a game, kept sparse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isfinite, prod

import numpy as np
from numpy.typing import NDArray

from accord.game import Game
from accord.rationals import Number, dot

__all__ = ["JointPlan", "Profile"]

Profile = tuple[tuple[Number, ...], ...]
"""A mixed-strategy profile: for each player, a probability for each action."""


@dataclass(frozen=True)
class JointPlan:
    """A probability distribution over action profiles.

    Attributes:
        cells: the profiles of positive probability, as ascending C-order numbers.
        probabilities: their probabilities, fractions where they are known exactly.
    """

    cells: tuple[int, ...]
    probabilities: tuple[Number, ...]

    @classmethod
    def of(cls, weights: Iterable[tuple[int, Number]]) -> JointPlan:
        """Collect (cell, probability) pairs: equal cells are added up, zeros dropped, cells sorted.

        >>> JointPlan.of([(2, Fraction(1, 4)), (0, Fraction(1, 2)), (2, Fraction(1, 4)), (1, Fraction(0))]).cells
        (0, 2)
        """
        total: dict[int, Number] = {}
        for cell, probability in weights:
            total[cell] = total.get(cell, Fraction(0)) + probability
        kept = sorted((cell, probability) for cell, probability in total.items() if probability != 0)
        return cls(tuple(cell for cell, _ in kept), tuple(probability for _, probability in kept))

    @classmethod
    def uniform(cls, cells: Iterable[int]) -> JointPlan:
        """Give every listed cell the same probability."""
        chosen = [int(cell) for cell in cells]
        return cls.of((cell, Fraction(1, len(chosen))) for cell in chosen)

    @classmethod
    def independent(cls, profile: Profile) -> JointPlan:
        """Let every player draw an action independently from a mixed-strategy profile: ``mu(a) = prod_i p_i[a_i]``.

        Args:
            profile: for each player a probability for each action, in order.
        """
        shape = tuple(len(strategy) for strategy in profile)
        supports = [[(k, p) for k, p in enumerate(strategy) if p != 0] for strategy in profile]
        return cls.of(
            (int(np.ravel_multi_index([k for k, _ in choice], shape)), prod((p for _, p in choice), start=Fraction(1)))
            for choice in product(*supports)
        )

    @classmethod
    def lottery(cls, plans: Sequence[JointPlan], shares: Sequence[Fraction] | None = None) -> JointPlan:
        """Draw one of the plans publicly, each with its share of the probability; by default all with the same."""
        chances = [Fraction(1, len(plans))] * len(plans) if shares is None else shares
        return cls.of(
            (c, p * share)
            for plan, share in zip(plans, chances, strict=True)
            for c, p in zip(plan.cells, plan.probabilities, strict=True)
        )

    @property
    def is_exact(self) -> bool:
        """Whether every probability is a fraction."""
        return all(isinstance(p, Fraction) for p in self.probabilities)

    def fits(self, game: Game) -> bool:
        """Return whether there is a finite probability for each of some profiles of the game, in ascending order."""
        try:
            ascending = all(a < b for a, b in zip((-1, *self.cells), (*self.cells, game.n_profiles), strict=True))
            return ascending and len(self.cells) == len(self.probabilities) > 0 and all(map(isfinite, self.probabilities))
        except TypeError:
            return False

    def payoffs(self, game: Game) -> tuple[Number, ...]:
        """Return each player's expected payoff ``U_i = sum_a mu(a) u_i(a)``, exactly if the plan is exact."""
        if not self.is_exact:
            return tuple(_mean(game, i, self) for i in range(game.n_players))
        columns = [game.exact(cell) for cell in self.cells]
        return tuple(dot(self.probabilities, [u[i] for u in columns]) for i in range(game.n_players))

    def dense(self, shape: Sequence[int]) -> NDArray[np.float64]:
        """Return the probabilities as a float array of shape (A1, …, An)."""
        full = np.zeros(prod(shape))
        full[list(self.cells)] = [float(p) for p in self.probabilities]
        return full.reshape(tuple(shape))


def _mean(game: Game, player: int, plan: JointPlan) -> float:
    """Average relative to the player's least payoff, so that a large common offset costs no accuracy."""
    low, unit = game.lowest[player], game.denominators[player]
    above = game.numerators[player].ravel()[list(plan.cells)] - int(low * unit)
    gains = [int(numerator) / unit for numerator in above.tolist()]
    return float(low) + float(np.dot(np.array([float(p) for p in plan.probabilities]), gains))
