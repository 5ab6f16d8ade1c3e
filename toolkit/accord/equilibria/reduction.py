"""Which actions a set of equilibria is computed on: dominated ones left out, equivalent ones counted as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from accord.equilibria.deviations import Concept
from accord.equilibria.dominance import admissible, undominated
from accord.game import Game
from accord.plan import JointPlan, Profile
from accord.rationals import Number

__all__ = ["Groups", "Reduction", "reduction"]

Groups = tuple[tuple[tuple[int, ...], ...], ...]
"""For each player the groups of actions that count as one; actions in no group are left out."""


@dataclass(frozen=True)
class Reduction:
    """A smaller game whose equilibria stand for equilibria of the whole one.

    Attributes:
        game: the whole game.
        groups: the actions that are kept; the first of each group stands for all of it.
    """

    game: Game
    groups: Groups

    @cached_property
    def reduced(self) -> Game:
        """The game in which every group has one action."""
        return self.game.restrict([[group[0] for group in groups] for groups in self.groups])

    @cached_property
    def cells(self) -> NDArray[np.int64]:
        """For each cell of the reduced game the cell of the whole game that stands for it."""
        kept = [[group[0] for group in groups] for groups in self.groups]
        return np.arange(self.game.n_profiles).reshape(self.game.shape)[np.ix_(*kept)].ravel()

    @cached_property
    def _is_plain(self) -> bool:
        return all(len(group) == 1 for groups in self.groups for group in groups)

    def plan(self, weights: Iterable[tuple[int, Number]]) -> JointPlan:
        """Return the joint plan of the whole game for probabilities of reduced cells: equal among the actions of a group."""
        if self._is_plain:
            return JointPlan.of((int(self.cells[cell]), p) for cell, p in weights)
        return JointPlan.of(entry for cell, p in weights for entry in self._spread(cell, p))

    def tightened(self) -> Reduction:
        """Return the reduction that also leaves out what mixtures dominate strictly, again and again."""
        kept = undominated(self.reduced, mixtures=True)
        return Reduction(self.game, tuple(tuple(own[k] for k in left) for own, left in zip(self.groups, kept, strict=True)))

    def _spread(self, cell: int, probability: Number) -> list[tuple[int, Number]]:
        at = np.unravel_index(cell, self.reduced.shape)
        groups = [groups[int(k)] for groups, k in zip(self.groups, at, strict=True)]
        share = probability * Fraction(1, prod(map(len, groups)))
        return [(int(np.ravel_multi_index(choice, self.game.shape)), share) for choice in product(*groups)]

    def profile(self, strategies: Sequence[Sequence[Number]]) -> Profile:
        """Return the mixed-strategy profile of the whole game for one of the reduced game."""
        whole = []
        for count, groups, strategy in zip(self.game.shape, self.groups, strategies, strict=True):
            full: list[Number] = [Fraction(0)] * count
            for group, p in zip(groups, strategy, strict=True):
                for k in group:
                    full[k] = p * Fraction(1, len(group))
            whole.append(tuple(full))
        return tuple(whole)


def reduction(game: Game, concept: Concept, *, drop_weakly_dominated: bool = False, merge_equivalent: bool = False) -> Reduction:
    """Choose the actions on which the equilibria of a concept are computed.

    Actions that iterated strict dominance rules out are left out where the concept gives them no probability. Equilibria of
    what remains are equilibria of the whole game.

    Args:
        game: the game.
        concept: the equilibrium concept.
        drop_weakly_dominated: leave out weakly dominated actions too, those of all players at once, again and again.
        merge_equivalent: let one action stand for all those that give everybody the same payoffs whatever the others do.
    """
    kept = undominated(game) if concept is Concept.CORRELATED else tuple(tuple(range(k)) for k in game.shape)
    if drop_weakly_dominated:
        kept = admissible(game, kept)
    return Reduction(game, _merged(game, kept) if merge_equivalent else tuple(tuple((k,) for k in own) for own in kept))


def _merged(game: Game, kept: Sequence[Sequence[int]]) -> Groups:
    reduced = game.restrict(kept)
    result = []
    for i, own in enumerate(kept):
        table = np.stack([np.moveaxis(numerators, i, 0).reshape(len(own), -1) for numerators in reduced.numerators], axis=1)
        groups: dict[object, list[int]] = {}
        for k, line in zip(own, table, strict=True):
            groups.setdefault(line.tobytes() if line.dtype != object else tuple(line.ravel()), []).append(k)
        result.append(tuple(tuple(group) for group in groups.values()))
    return tuple(result)
