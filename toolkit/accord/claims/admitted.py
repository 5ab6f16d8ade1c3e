"""The equilibria that a fallback admits, rebuilt from their definition, and where the play lies among them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.claims.equilibrium import coarse_correlated, correlated
from accord.claims.evidence import Admitted, Evidence, Unmeasurable
from accord.claims.vocabulary import Claim
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import IntArray, Number, total

__all__ = ["Region", "reach"]

Groups = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Region:
    """Incentive constraints on one cell per combination of groups of actions, and the play on these cells.

    Attributes:
        entries: the integer entries of the constraints ``rows @ mu >= 0``.
        owner, column: the row and the cell of each entry.
        weights: the play's probability of each cell, summed over the groups' actions.
        astray: how much of the play is outside of the groups, or unevenly spread within them, or gained by deviating.
    """

    entries: IntArray
    owner: NDArray[np.int64]
    column: NDArray[np.int64]
    count: int
    weights: tuple[Number, ...]
    astray: Number

    @classmethod
    def of(cls, evidence: Evidence) -> Region:
        """Rebuild what the evidence says was admitted.

        Raises:
            Unmeasurable: if it says nothing, states no play, or counts actions as one that differ.
        """
        admitted, plan, game = evidence.admitted, evidence.play, evidence.game
        if admitted is None:
            raise Unmeasurable("the play was not selected from all equilibria of a kind")
        if plan is None:
            raise Unmeasurable("the fallback states payoffs only, no play")
        _check_groups(game, admitted)
        tables = [numerators[np.ix_(*[[g[0] for g in own] for own in admitted.groups])] for numerators in game.numerators]
        parts = [_rows(table, i, admitted.concept is Claim.COARSE_CORRELATED) for i, table in enumerate(tables)]
        offsets = np.cumsum([0, *(count for *_, count in parts)])
        weights, astray = _grouped(game, plan, admitted.groups)
        regret = coarse_correlated if admitted.concept is Claim.COARSE_CORRELATED else correlated
        return cls(
            np.concatenate([entries for entries, *_ in parts]),
            np.concatenate([owner + offset for (_, owner, _, _), offset in zip(parts, offsets, strict=False)]),
            np.concatenate([column for _, _, column, _ in parts]),
            int(offsets[-1]),
            weights,
            max(astray, regret(evidence).residual),
        )

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """The play's probability of each cell, in floating point."""
        return np.array([float(p) for p in self.weights])

    @property
    def is_exact(self) -> bool:
        """Whether the play is known exactly."""
        return all(isinstance(p, Fraction) for p in self.weights)

    @property
    def rows(self) -> Any:
        """The constraints as a sparse matrix, the largest entry of each row being 1."""
        from scipy.sparse import csr_array  # noqa: PLC0415 (loaded only when something is checked)

        largest = np.ones(self.count, dtype=self.entries.dtype)
        np.maximum.at(largest, self.owner, np.abs(self.entries))
        pairs = zip(self.entries.tolist(), largest[self.owner].tolist(), strict=True)
        values = np.array([entry / unit for entry, unit in pairs], dtype=np.float64)
        return csr_array((values, (self.owner, self.column)), shape=(self.count, len(self.weights)))


def reach(rows: Any, values: NDArray[np.float64]) -> float:
    """Bound the greatest mean of a value per cell over all distributions with ``rows @ mu >= 0``, which must not be negative.

    Whatever non-negative multipliers y the linear program returns, no such mean exceeds ``max_a (values + y @ rows)_a``.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 (loaded only when something is checked)

    if not values.any():
        return 0.0
    cells = len(values)
    tight = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found = linprog(-values, A_ub=-rows, b_ub=np.zeros(rows.shape[0]), A_eq=np.ones((1, cells)), b_eq=[1.0], options=tight)
    if found.x is None:
        return float(values.max())
    multipliers = np.maximum(-found.ineqlin.marginals, 0.0)
    return max(0.0, float((values + multipliers @ rows).max()))


def _check_groups(game: Game, admitted: Admitted) -> None:
    if admitted.concept not in {Claim.CORRELATED, Claim.COARSE_CORRELATED}:
        raise Unmeasurable(f"{admitted.concept} is no kind of equilibrium whose plays can be compared")
    kept = [[k for group in own for k in group] for own in admitted.groups]
    for i, own in enumerate(admitted.groups):
        for numerators in game.numerators:
            table = np.moveaxis(numerators[np.ix_(*kept[:i], range(game.shape[i]), *kept[i + 1 :])], i, 0)
            if any((table[k] != table[group[0]]).any() for group in own for k in group[1:]):
                raise Unmeasurable(f"actions of {game.players[i]} were counted as one that give different payoffs")


def _rows(table: IntArray, player: int, coarse: bool) -> tuple[IntArray, NDArray[np.int64], NDArray[np.int64], int]:
    """Return the entries that are not 0, their rows and cells, and the number of rows of one player."""
    cells = np.moveaxis(np.arange(table.size).reshape(table.shape), player, 0).reshape(table.shape[player], -1)
    own = np.moveaxis(table, player, 0).reshape(cells.shape)
    lead = own[:, None, :] - own[None, :, :]
    columns = np.broadcast_to(cells[:, None, :], lead.shape)
    if coarse:
        lead, columns = lead.transpose(1, 0, 2), columns.transpose(1, 0, 2)
        lead, columns = lead.reshape(len(own), -1), columns.reshape(len(own), -1)
    else:
        lead, columns = lead.reshape(len(own) ** 2, -1), columns.reshape(len(own) ** 2, -1)
    row, at = np.nonzero(lead)
    return lead[row, at], row, columns[row, at], len(lead)


def _grouped(game: Game, plan: JointPlan, groups: Groups) -> tuple[tuple[Number, ...], Number]:
    """Sum the play up over groups; also return its distance from one that is spread evenly over each of them."""
    place = [np.full(count, -1) for count in game.shape]
    for numbers, own in zip(place, groups, strict=True):
        for g, group in enumerate(own):
            numbers[list(group)] = g
    at = np.array([numbers[k] for numbers, k in zip(place, np.unravel_index(plan.cells, game.shape), strict=True)])
    shape = tuple(map(len, groups))
    members: dict[int, list[Number]] = {}
    outside: list[Number] = []
    for k, p in enumerate(plan.probabilities):
        if (at[:, k] < 0).any():
            outside.append(max(p, -p))
        else:
            members.setdefault(int(np.ravel_multi_index(tuple(at[:, k]), shape)), []).append(p)
    weights: list[Number] = [Fraction(0)] * prod(shape)
    apart = total(outside)
    for cell, chances in members.items():
        sizes = [len(own[k]) for own, k in zip(groups, np.unravel_index(cell, shape), strict=True)]
        weights[cell] = total(chances)
        share = weights[cell] * Fraction(1, prod(sizes))
        apart = total([apart, *(max(p - share, share - p) for p in chances), (prod(sizes) - len(chances)) * share])
    return tuple(weights), apart
