"""Selection rules, written out from their definitions over any set that can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from oracles.linear import convex_hull
from oracles.polytopes import Body, FiniteSet, polygon, unit

RULES = (
    "max-welfare",
    "min-welfare",
    "egalitarian",
    "kalai-smorodinsky",
    "nash-product",
    "random-dictator",
    "midpoint",
    "centroid",
)
"""Those that give a point at once; Raiffa's is a sequence."""
Points = Sequence[tuple[Any, ...]]


def nadir_and_ideal(body: Body | FiniteSet) -> tuple[list[Any], list[Any]]:
    n = body.players
    return [-body.best([-w for w in unit(i, n)]) for i in range(n)], [body.best(unit(i, n)) for i in range(n)]


def spans(body: Body | FiniteSet) -> list[Any]:
    """Each player's payoff range, None where it is a point."""
    low, high = nadir_and_ideal(body)
    return [_positive(body, h - lo) for lo, h in zip(low, high, strict=True)]


def _positive(body: Body | FiniteSet, span: Any) -> Any:
    tiny = 1e-7 if isinstance(body, Body) and not body.exact else 0
    return span if span > tiny else None


def dictators(body: Body | FiniteSet) -> Points:
    """Each player's favourite point; ties by the sum of the others, then by normalised leximin."""
    n = body.players
    low, _ = nadir_and_ideal(body)
    return [
        body.maximisers(unit(j, n)).maximisers([1 - w for w in unit(j, n)]).leximin(low, spans(body)).point() for j in range(n)
    ]


def references(body: Body | FiniteSet, security: Sequence[Any]) -> dict[str, list[Any]]:
    """The reference points: the Pareto-meet estimate, the least payoffs, the security levels."""
    favourites = dictators(body)
    return {
        "pmm": [min(p[i] for p in favourites) for i in range(body.players)],
        "nadir": nadir_and_ideal(body)[0],
        "security": list(security),
    }


def select(body: Body | FiniteSet, rule: str, reference: Sequence[Any]) -> tuple[Any, ...]:
    """Return the payoffs that a rule selects."""
    n = body.players
    low, high = nadir_and_ideal(body)
    own = spans(body)
    scale = [_positive(body, b - r) or s for b, r, s in zip(high, reference, own, strict=True)]
    if rule == "max-welfare":
        return body.maximisers([1] * n).leximin(high, scale).point()
    if rule == "min-welfare":
        return body.maximisers([-1] * n).leximin(low, own).point()
    if rule == "egalitarian":
        return body.leximin(reference, [1] * n).point()
    if rule == "kalai-smorodinsky":
        return body.leximin(high, scale).point()
    if rule == "random-dictator":
        return _mean(dictators(body))
    if rule == "midpoint":
        return _mean([_most_after_split(body, j, low, own) for j in range(n)])
    if rule == "nash-product":
        return _nash_product(body, reference, high)
    if rule == "centroid":
        return centroid(convex_hull(body.points) if isinstance(body, FiniteSet) else polygon(body))
    raise ValueError(rule)


def _nash_product(body: Body | FiniteSet, reference: Sequence[Any], high: Sequence[Any]) -> tuple[Any, ...]:
    """The best of a list, or for two players the best point on some edge of the polygon: try them all."""
    counted = [i for i, (b, r) in enumerate(zip(high, reference, strict=True)) if b > r]

    def product(point: tuple[Any, ...]) -> Any:
        if any(x < r for x, r in zip(point, reference, strict=True)):
            return -1
        result = Fraction(1)
        for i in counted:
            result *= point[i] - reference[i]
        return result

    if isinstance(body, FiniteSet):
        best = FiniteSet(tuple(p for p in body.points if product(p) == max(map(product, body.points))))
        scale = [b - r if i in counted else None for i, (b, r) in enumerate(zip(high, reference, strict=True))]
        return (best if product(best.points[0]) else best.leximin(reference, scale)).point()
    ring = polygon(body)
    candidates = list(ring)
    for a, b in pairwise([*ring, ring[0]]):
        for r, i in zip(reference, (0, 1), strict=True):  # where the edge crosses the reference
            if (a[i] - r) * (b[i] - r) < 0:
                candidates.append(_between(a, b, (r - a[i]) / (b[i] - a[i])))
        run, rise = b[0] - a[0], b[1] - a[1]
        if run * rise < 0:
            share = -((a[0] - reference[0]) * rise + (a[1] - reference[1]) * run) / (2 * run * rise)
            candidates += [_between(a, b, share)] if 0 < share < 1 else []
    return max(candidates, key=lambda p: (product(p), *(p[i] for i in counted), sum(p)))


def _between(a: Any, b: Any, share: Any) -> tuple[Any, ...]:
    return tuple(x + share * (y - x) for x, y in zip(a, b, strict=True))


def centroid(ring: Points) -> tuple[Any, ...]:
    """The centroid of a polygon by the shoelace formula; the middle of a segment."""
    if len(ring) < 3:
        return _mean(ring)
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])]
    pairs = list(pairwise([*ring, ring[0]]))
    return tuple(sum((a[k] + b[k]) * c for (a, b), c in zip(pairs, crosses, strict=True)) / (3 * sum(crosses)) for k in (0, 1))


def raiffa(body: Body, rounds: int) -> list[tuple[Any, ...]]:
    """The means of the dictator points of what is left, round by round; fewer if only one point is left."""
    points: list[tuple[Any, ...]] = []
    while len(points) < rounds:
        points.append(_mean(dictators(body)))
        for i, r in enumerate(points[-1]):
            body = body.above(unit(i, body.players), r)
        if list(points[-1]) == nadir_and_ideal(body)[1]:
            break
    return points


def _most_after_split(body: Body | FiniteSet, j: int, low: Sequence[Any], own: Sequence[Any]) -> tuple[Any, ...]:
    """The point from which an equal split gives player j most: j's payoff is d_j + (W - sum d) / n."""
    n = body.players
    after = [n * w - 1 for w in unit(j, n)]
    return body.maximisers(after).maximisers([1 - w for w in unit(j, n)]).leximin(low, own).point()


def _mean(points: Points) -> tuple[Any, ...]:
    return tuple(sum(x) / len(points) for x in zip(*points, strict=True))
