"""The greatest Nash product over a convex set of payoffs: exact for two players, and for more where it is rational."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np

from accord.equilibria.decomposition import Floats, decomposed
from accord.equilibria.measure import inner, minus, orthogonal
from accord.errors import SolverError
from accord.rationals import Number

__all__ = ["Reachable", "greatest_product"]

_ROUNDS = 1_000
_GAP = Fraction(1, 10**11)
"""The relative gap at which a search among approximate points stops."""
_SIMPLE = 10**4
"""Denominators up to which fractions near a floating-point optimum are tried."""
_SAME = 1e-7
"""How near, relative to the gains, an exact candidate must be to the floating-point optimum to be worth a proof."""

_Exact = tuple[Fraction, ...]


class Reachable(Protocol):
    """A convex set of payoff vectors, known by its farthest points."""

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return some point of greatest ``sum_i weights[i] * U_i``."""
        ...

    def contains(self, payoffs: Sequence[Number]) -> bool:
        """Return whether a point is in the set."""
        ...


def greatest_product(
    region: Reachable,
    base: Sequence[Fraction],
    units: Sequence[Fraction],
    active: Sequence[int],
    powers: Sequence[Fraction] | None = None,
) -> tuple[Number, ...]:
    """Return the payoffs of the active players at which ``prod (U_i - base_i)^power_i`` over them is greatest.

    Args:
        region: points that give every player at least its base.
        base: where gains are measured from, one number per player.
        units: what each player's gains are of the order of, positive for the active ones.
        active: the players whose gains count, at least two; each can gain something.
        powers: one per active player, positive; all alike by default.

    Returns:
        One payoff per active player: fractions where they were proved to be the solution.

    Raises:
        SolverError: if the search does not end.
    """
    given = [Fraction(1)] * len(active) if powers is None else powers
    seen = _Gains(region, base, units, active, [p / sum(given) for p in given])
    gains = _of_two(seen) if len(active) == 2 else _of_many(seen)
    return tuple(
        b + u * g if isinstance(g, Fraction) else float(b) + float(u) * g
        for b, u, g in zip(seen.base, seen.units, gains, strict=True)
    )


class _Gains:
    """A region in terms of what the active players gain, each in its own unit; their powers add up to 1."""

    def __init__(
        self,
        region: Reachable,
        base: Sequence[Fraction],
        units: Sequence[Fraction],
        active: Sequence[int],
        powers: Sequence[Fraction],
    ) -> None:
        self._region = region
        self._n = len(base)
        self.active = active
        self.powers = powers
        self.base = [base[i] for i in active]
        self.units = [units[i] for i in active]
        self.exact = True

    def best(self, direction: Sequence[Fraction]) -> _Exact:
        """Return some gains that are farthest in a direction."""
        weights = [Fraction(0)] * self._n
        for i, w, u in zip(self.active, direction, self.units, strict=True):
            weights[i] = w / u
        payoffs = self._region.vertex(weights)
        self.exact = self.exact and all(isinstance(v, Fraction) for v in payoffs)
        gained = [(Fraction(payoffs[i]) - b) / u for i, b, u in zip(self.active, self.base, self.units, strict=True)]
        return tuple(max(g, Fraction(0)) for g in gained)

    def own(self, k: int) -> _Exact:
        """Return some gains that are best for one of the active players."""
        return self.best([Fraction(int(j == k)) for j in range(len(self.active))])

    def beyond(self, gains: _Exact) -> tuple[_Exact, Fraction]:
        """Return the gains that are farthest in the direction of the product's gradient at some gains, and by how much."""
        gradient = [p / g for p, g in zip(self.powers, gains, strict=True)]
        farthest = self.best(gradient)
        return farthest, inner(gradient, farthest) - 1

    def is_greatest(self, gains: _Exact) -> bool:
        """Return whether gains are attainable and none are farther along their gradient: then their product is greatest."""
        if min(gains) <= 0 or self.beyond(gains)[1] or not self.exact:
            return False
        return self._region.contains([b + u * g for b, u, g in zip(self.base, self.units, gains, strict=True)])


def _of_two(seen: _Gains) -> Sequence[Number]:
    """Search along the frontier: the best point of a segment is farthest in the direction of its gradient, or one leads on.

    What is farther makes a triangle with the segment. If the best point of one new side is within it, it is the best of the
    triangle; else that is on the other side. There are finitely many segments between corners, and each has a better point.
    """
    a, b = seen.own(0), seen.own(1)
    for _ in range(_ROUNDS):
        point = _on_segment(a, b, seen.powers)
        farthest, gap = seen.beyond(point)
        if gap <= (0 if seen.exact else _GAP):
            return point if seen.exact else [float(g) for g in point]
        within = _on_segment(a, farthest, seen.powers) not in {a, farthest}
        a, b = (a, farthest) if within else (farthest, b)
    raise SolverError(f"the Nash product did not converge in {_ROUNDS} rounds")


def _on_segment(a: _Exact, b: _Exact, powers: Sequence[Fraction]) -> _Exact:
    """Return the point of a segment at which the product of two coordinates with some powers is greatest."""
    (a1, a2), (d1, d2), (p1, p2) = a, minus(b, a), powers
    if d1 * d2 >= 0:
        return a if d1 < 0 or d2 < 0 else b
    share = min(max((p1 * d1 * a2 + p2 * d2 * a1) / -(d1 * d2), Fraction(0)), Fraction(1))
    return a1 + share * d1, a2 + share * d2


def _of_many(seen: _Gains) -> Sequence[Number]:
    """Search in floating point, then try to prove exact gains nearby."""
    found: dict[bytes, _Exact] = {}

    def best(direction: Floats) -> Floats:
        gains = seen.best([Fraction(float(w)) for w in direction])
        floats = np.array([float(g) for g in gains])
        found[floats.tobytes()] = gains
        return floats

    powers = np.array([float(p) for p in seen.powers])
    rough = decomposed(best, [best(e) for e in np.eye(len(powers))], powers)
    for guess in _candidates(seen, list(found.values()), rough) if seen.exact else ():
        if seen.is_greatest(guess):
            return guess
    return [float(g) for g in rough]


def _candidates(seen: _Gains, points: Sequence[_Exact], rough: Floats) -> Iterator[_Exact]:
    """Yield gains near the solution: on the facet through the points found, simple shares of the units, simple payoffs.

    On a facet ``w · g = c`` the product is greatest where everybody's part ``w_i g_i / c`` is its power.
    """
    slopes = [p / Fraction(float(r)) for p, r in zip(seen.powers, rough, strict=True)]
    top = [point for point in points if abs(inner(slopes, point) - 1) < _SAME]
    across = orthogonal([minus(point, top[0]) for point in top[1:]], len(rough)) if len(top) >= len(rough) else None
    if across is not None and all(across):
        height = inner(across, top[0])
        guess = tuple(p * height / w for p, w in zip(seen.powers, across, strict=True))
        if all(abs(float(g) / r - 1) < _SAME for g, r in zip(guess, rough, strict=True)):
            yield guess
    shares = [Fraction(float(r)) for r in rough]
    yield tuple(share.limit_denominator(_SIMPLE) for share in shares)
    near = [(b + u * s).limit_denominator(_SIMPLE) for b, u, s in zip(seen.base, seen.units, shares, strict=True)]
    yield tuple((x - b) / u for x, b, u in zip(near, seen.base, seen.units, strict=True))
