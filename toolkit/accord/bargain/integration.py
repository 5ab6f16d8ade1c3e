"""The continuous Raiffa solution of three and more players, by numerical integration."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.bargain.contraction import Region, Settlement
from accord.bargain.facets import Facets
from accord.equilibria import Polytope
from accord.errors import SolverError, UnsuitableError
from accord.rationals import Number, dot

__all__ = ["drifted"]

Floats = NDArray[np.float64]

_STEP = {True: 1e-11, False: 1e-8}
"""The error allowed in a step, in units of what a player could gain at first; greater where every step costs linear programs."""
_ACCURACY = {True: 1e-8, False: 1e-4}
"""What the errors of all steps add up to at most, as measured against finer steps; also the gap at which the search stops."""
_BACK = (0.0, 1e-10, 1e-9, 1e-8, 1e-6)
"""By what share of itself a point is moved back until it is feasible."""
_STEPS = 5000
"""Steps after which the search settles for the point reached."""


class _Field:
    """Dictator points as seen from a start, in units of what each player could gain there."""

    def __init__(self, agreements: Polytope, start: Region) -> None:
        self.agreements = agreements
        self.origin = [Fraction(x) for x in start.point]
        self.unit = [Fraction(g or r or 1) for g, r in zip(start.gaps, start.ranges, strict=True)]
        self.facets = Facets.of(agreements.game, self.origin, self.unit) if start.exact else None
        self._known: dict[int, tuple[Floats, Floats]] = {}

    def region(self, gains: Floats) -> Region:
        """Return what is left above a point."""
        point = [o + u * Fraction(float(g)) for o, u, g in zip(self.origin, self.unit, gains, strict=True)]
        return Region(self.agreements, point)

    def within(self, gains: Floats) -> Region:
        """Return what is left above a point that rounding may have carried beyond the frontier."""
        for back in _BACK:
            with suppress(UnsuitableError):
                return self.region(gains * (1 - back))
        raise SolverError("the continuous Raiffa solution left the feasible set; choose the discrete one")

    def _shares(self, payoffs: Sequence[Number]) -> Floats:
        return np.array([float((Fraction(x) - o) / u) for x, o, u in zip(payoffs, self.origin, self.unit, strict=True)])

    def velocity(self, _time: float, gains: Floats) -> Floats:
        """Return the way to the mean of the dictator points; no number beyond the frontier, so that the step is taken back."""
        try:
            return np.asarray(np.mean([self._rise(player, gains) for player in range(len(gains))], axis=0))
        except UnsuitableError:
            return np.full(len(gains), np.nan)

    def _rise(self, player: int, gains: Floats) -> Floats:
        rise = None if self.facets is None else self.facets.rise(gains, player)
        return self._searched(player, gains) - gains if rise is None else rise

    def _searched(self, player: int, gains: Floats) -> Floats:
        """Return a dictator point by linear programs; one that is the only best one remains it above a greater point below it."""
        if player in self._known:
            base, known = self._known[player]
            if np.all(base <= gains) and np.all(gains <= known):
                return known
        payoffs, only = self.region(gains).dictator(player)
        known = self._shares(payoffs)
        if only:
            self._known[player] = gains.copy(), known
        return known


def drifted(agreements: Polytope, start: Sequence[Number]) -> Settlement:
    """Follow ``dx/dt = mean of the dictator points above x, minus x`` until what is left is a simplex, or next to nothing.

    Above a simplex the direction no longer changes and the centre is the limit.
    """
    from scipy.integrate import RK45  # noqa: PLC0415 (loaded only when something is solved)

    region = Region(agreements, start)
    if _is_simplex(region):
        return Settlement(region.settled(), region.exact)
    field = _Field(agreements, region)
    quick = field.facets is not None
    initial, steps = region.gaps, 0
    solver = RK45(field.velocity, 0.0, np.zeros(len(initial)), np.inf, max_step=1.0, rtol=1e-13, atol=_STEP[quick])
    while solver.status == "running" and steps < _STEPS and np.abs(solver.f).max() > _ACCURACY[quick] / len(initial):
        solver.step()
        steps += 1
    region = field.within(solver.y)
    return Settlement(region.settled(), False, max(_ACCURACY[quick], region.gap(initial)), steps)


def _is_simplex(region: Region) -> bool:
    """Return whether the agreements above the point are those with ``sum_i (x_i - point_i) / gap_i <= 1``."""
    if not any(region.gaps):
        return True
    weights = [1 / Fraction(g) if g else Fraction(0) for g in region.gaps]
    excess = Fraction(region.plans.support(weights)) - Fraction(dot(weights, region.point)) - 1
    return excess <= (0 if region.exact else Fraction(1, 10**9))
