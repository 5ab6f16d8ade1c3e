"""What coalitions can do to each other: each against all others, as two players with opposed interests."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from accord.coalitions.characteristic import CharacteristicFunction, members
from accord.equilibria.guarantees import MatrixGame, security_level
from accord.game import Game
from accord.rationals import IntArray, Number, total

__all__ = ["as_worths", "greatest_total", "guaranteed", "kohlberg_neyman", "table", "threat_lead", "threat_leads", "threatened"]


def greatest_total(game: Game) -> Fraction:
    """Return W, the greatest total payoff of any outcome."""
    welfare, denominator = game.welfare
    return Fraction(int(welfare.max()), denominator)


def table(game: Game, rows: Sequence[int], weights: Sequence[Fraction]) -> tuple[IntArray, int]:
    """Return weighted payoff sums, a row per joint action of some players and a column per one of the others."""
    values, denominator = game.weighted(weights)
    order = [*rows, *(i for i in range(game.n_players) if i not in rows)]
    count = 1
    for i in rows:
        count *= game.shape[i]
    return values.transpose(order).reshape(count, -1), denominator


def threat_lead(game: Game, mask: int) -> Number:
    """Return ``d(S)``, the lead that a coalition can force over the others.

    The value of the zero-sum game between S and the rest with payoff ``sum_S u - sum_{N - S} u``, each side mixing over its joint
    actions; ``d(N) = W`` and ``d(empty) = -W``.
    """
    whole = (1 << game.n_players) - 1
    if mask in {0, whole}:
        return greatest_total(game) * (1 if mask else -1)
    lead, denominator = table(game, members(mask), [Fraction(1 if mask >> i & 1 else -1) for i in range(game.n_players)])
    return MatrixGame(lead).value / denominator


def threat_leads(game: Game) -> tuple[Number, ...]:
    """Return the leads that all coalitions can force, by coalition number; one and its complement share a zero-sum game."""
    n = game.n_players
    whole = (1 << n) - 1
    leads: list[Number] = [Fraction(0)] * (1 << n)
    for mask in range(1 << (n - 1)):
        leads[mask] = threat_lead(game, mask)
        leads[whole ^ mask] = -leads[mask]
    return tuple(leads)


def guaranteed(game: Game, mask: int, *, mixed: bool = True, first: bool = True) -> Number:
    """Return the total that a coalition can guarantee itself whatever the others do.

    Args:
        game: the game.
        mask: the coalition.
        mixed: whether both sides may draw joint actions at random; then the order of moves does not matter.
        first: without mixing, whether the coalition moves first (alpha) or the others do (beta).
    """
    n = game.n_players
    whole = (1 << n) - 1
    weights = [Fraction(mask >> i & 1) for i in range(n)]
    values, denominator = table(game, members(mask), weights)
    if mask == whole:
        return Fraction(int(values.max()), denominator)
    if mixed:
        return MatrixGame(values).value / denominator
    level = values.min(axis=1).max() if first else values.max(axis=0).min()
    return Fraction(int(level), denominator)


def kohlberg_neyman(leads: Sequence[Number], n: int) -> tuple[Number, ...]:
    """Return the value of a game of threats (Kohlberg and Neyman 2021), which Harsanyi (1959) had in mind.

    ``(1/n) sum_k [average of d(S) over the coalitions S of k players that contain i]``.
    """
    values = []
    for i in range(n):
        terms = (leads[mask] * Fraction(1, n * comb(n - 1, mask.bit_count() - 1)) for mask in range(1 << n) if mask >> i & 1)
        values.append(total(terms))
    return tuple(values)


def threatened(game: Game) -> tuple[Number, ...]:
    """Return a disagreement point of n players from which equal shares lead to the value of Kohlberg and Neyman.

    Together the players get what they can secure one by one; the differences between them are those of the value.
    """
    n = game.n_players
    leads = threat_leads(game)
    secure = total(security_level(game, i) for i in range(n))
    return tuple(x + (secure - leads[-1]) / n for x in kohlberg_neyman(leads, n))


def as_worths(leads: Sequence[Number], n: int) -> CharacteristicFunction:
    """Return ``v(S) = (W + d(S)) / 2``, whose Shapley value is that of the game of threats."""
    return CharacteristicFunction(n, tuple((leads[-1] + lead) / 2 for lead in leads))
