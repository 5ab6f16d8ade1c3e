"""The facets of what three and more players can agree on, so that dictator points above many points are found quickly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

from accord.game import Game

__all__ = ["Facets"]

Floats = NDArray[np.float64]

_MOST_POINTS = 20_000
"""Points of the largest convex hull that is computed."""
_ZERO = 1e-9
"""Coefficients of a facet's unit normal below this are put down to rounding."""
_TIGHT = 1e-12
"""Slack below which a facet is taken to be reached."""
_TIE = 1e-10
"""Totals that differ by less count as equal."""
_COMPARABLE = 1e-4
"""Units that differ by a greater factor make ties of totals doubtful."""
_MOST_CORNERS = 20_000
"""Corners that are tried for what several others can still gain."""


class Facets:
    """The agreements with free disposal as ``{y : normals @ y <= bounds}``, in some units from some origin.

    Attributes:
        normals: not negative, shape (facets, players).
        bounds: shape (facets,).
        worth: how many payoffs each player's unit is, relative to the greatest.
    """

    def __init__(self, normals: Floats, bounds: Floats, worth: Floats) -> None:
        self.normals, self.bounds, self.worth = normals, bounds, worth

    @classmethod
    def of(cls, game: Game, origin: Sequence[Fraction], unit: Sequence[Fraction]) -> Facets | None:
        """Return the facets of the convex hull of the outcomes and of all below them; None if that is out of reach."""
        from scipy.spatial import ConvexHull, QhullError  # noqa: PLC0415 (loaded only when something is solved)

        n = game.n_players
        if game.n_profiles * 2**n > _MOST_POINTS:
            return None
        columns = []
        for i, numerators in enumerate(game.numerators):
            values, index = np.unique(numerators.ravel(), return_inverse=True)
            shares = [float((Fraction(int(v), game.denominators[i]) - origin[i]) / unit[i]) for v in values]
            columns.append(np.array(shares)[index])
        outcomes = np.unique(np.array(columns).T, axis=0)
        low = np.minimum(outcomes.min(axis=0), 0.0) - 1.0
        masks = np.array(list(product((False, True), repeat=n)))
        points = np.unique(np.where(masks[:, None, :], low, outcomes[None, :, :]).reshape(-1, n), axis=0)
        try:
            equations = np.unique(np.round(ConvexHull(points).equations, 14), axis=0)
        except QhullError:
            return None
        upper = np.all(equations[:, :n] >= -_ZERO, axis=1)
        normals = np.where(equations[upper, :n] < _ZERO, 0.0, equations[upper, :n])
        return cls(normals, -equations[upper, n], np.array([float(u / max(unit)) for u in unit]))

    def rise(self, point: Floats, player: int) -> Floats | None:
        """Return how everybody's payoff changes from a feasible point to a player's dictator point.

        With the player at its best, the facets that are reached hold most others where they are; what the rest gain in total is
        as great as possible, and their shares of what they could gain are the leximin. None if that takes too long.
        """
        change = np.zeros(len(point))
        slack = self.bounds - self.normals @ point
        change[player] = self._reach(slack, player)
        left = slack - self.normals[:, player] * change[player]
        free = self.normals[left <= _TIGHT].max(axis=0, initial=0.0) <= 0
        free[player] = False
        if free.any():
            best = _greatest_totals(self.normals[:, free], left, self.worth[free])
            if best is not None and len(best) == 2 and self.worth[free].min() > _COMPARABLE:
                gaps = np.array([self._reach(slack, int(i)) for i in np.flatnonzero(free)])
                best = _fairest(best, gaps)
            if best is None or len(best) > 1:
                return None
            change[free] = best[0]
        return change

    def _reach(self, slack: Floats, player: int) -> float:
        """Return how far a player can rise alone."""
        limiting = self.normals[:, player] > 0
        return max(0.0, float((slack[limiting] / self.normals[limiting, player]).min()))


def _greatest_totals(rows: Floats, slack: Floats, worth: Floats) -> Floats | None:
    """Return the corners of greatest ``worth @ z`` over ``rows @ z <= slack, z >= 0`` by trying all; None if they are many."""
    count = rows.shape[1]
    kept = rows.max(axis=1) > 0
    table = np.vstack([rows[kept], -np.eye(count)])
    limits = np.append(np.maximum(slack[kept], 0.0), np.zeros(count))
    if comb(len(table), count) > _MOST_CORNERS:
        return None
    chosen = np.array(list(combinations(range(len(table)), count)))
    chosen = chosen[np.abs(np.linalg.det(table[chosen])) > _ZERO]
    corners = np.linalg.solve(table[chosen], limits[chosen][:, :, None])[:, :, 0]
    corners = corners[np.all(corners @ table.T <= limits + _TIGHT, axis=1)]
    totals = corners @ worth
    best = np.maximum(corners[totals >= totals.max() - _TIE], 0.0)
    distinct: list[Floats] = []
    for corner in best:
        if all(np.abs(corner - other).max() > 10 * _TIE for other in distinct):
            distinct.append(corner)
    return np.array(distinct)


def _fairest(ends: Floats, gaps: Floats) -> Floats:
    """Return the point of a segment whose shares ``z / gaps`` are the leximin, shape (1, players).

    Shares are linear along the segment, so that it is an end or a point at which two of them are equal.
    """
    moving = gaps > _TIE
    start, step = ends[0] / np.where(moving, gaps, 1.0), (ends[1] - ends[0]) / np.where(moving, gaps, 1.0)
    places = [0.0, 1.0]
    for i, j in combinations(np.flatnonzero(moving), 2):
        if abs(step[i] - step[j]) > _TIE:
            places.append(min(max(float((start[j] - start[i]) / (step[i] - step[j])), 0.0), 1.0))
    shares = [tuple(np.round(np.sort((start + place * step)[moving]), 10)) for place in places]
    place = places[max(range(len(places)), key=shares.__getitem__)]
    return ends[:1] + place * (ends[1:] - ends[:1])
