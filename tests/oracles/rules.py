"""Selection rules, written out from their definitions over any set that can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oracles.polytopes import Body, FiniteSet, unit

RULES = ("max-welfare", "min-welfare", "egalitarian", "kalai-smorodinsky", "random-dictator", "midpoint")
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
    raise ValueError(rule)


def _most_after_split(body: Body | FiniteSet, j: int, low: Sequence[Any], own: Sequence[Any]) -> tuple[Any, ...]:
    """The point from which an equal split gives player j most: j's payoff is d_j + (W - sum d) / n."""
    n = body.players
    after = [n * w - 1 for w in unit(j, n)]
    return body.maximisers(after).maximisers([1 - w for w in unit(j, n)]).leximin(low, own).point()


def _mean(points: Points) -> tuple[Any, ...]:
    return tuple(sum(x) / len(points) for x in zip(*points, strict=True))
