"""What coalitions can do to each other: each against all others, as two players with opposed interests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import comb

from accord.coalitions.characteristic import CharacteristicFunction, members
from accord.equilibria.guarantees import MatrixGame, security_level
from accord.game import Game
from accord.rationals import IntArray, Number, total
from accord.work import Piece, worked_out

__all__ = ["as_worths", "greatest_total", "guarantees", "kohlberg_neyman", "table", "threat_leads", "threatened"]

_GAMES = "zero-sum games between coalitions"


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


def threat_leads(game: Game, masks: Iterable[int] | None = None) -> dict[int, Number]:
    """Return ``d(S)``, the lead that a coalition can force over the others, by coalition number.

    The value of the zero-sum game between S and the rest with payoff ``sum_S u - sum_{N - S} u``, each side mixing over its joint
    actions; ``d(N) = W`` and ``d(empty) = -W``. A coalition and its complement share a game.

    Args:
        game: the game.
        masks: the coalitions; all by default.
    """
    whole = (1 << game.n_players) - 1
    leads: dict[int, Number] = {0: -greatest_total(game), whole: greatest_total(game)}
    wanted = range(whole + 1) if masks is None else masks
    pieces = [(min(mask, whole ^ mask),) for mask in wanted if mask not in leads]
    for (mask,), answer in worked_out(_GAMES, _lead, (game,), pieces).items():
        (lead,) = answer.numbers
        leads |= {mask: lead, whole ^ mask: -lead}
    return leads


def _lead(game: Game, piece: Piece) -> tuple[tuple[Number], tuple[()]]:
    (mask,) = piece
    lead, denominator = table(game, members(mask), [Fraction(1 if mask >> i & 1 else -1) for i in range(game.n_players)])
    return (MatrixGame(lead).value / denominator,), ()


def guarantees(game: Game, masks: Iterable[int], *, mixed: bool = True, first: bool = True) -> dict[int, Number]:
    """Return the totals that coalitions can guarantee themselves whatever the others do, by coalition number.

    Args:
        game: the game.
        masks: the coalitions.
        mixed: whether both sides may draw joint actions at random; then the order of moves does not matter.
        first: without mixing, whether the coalition moves first (alpha) or the others do (beta).
    """
    whole = (1 << game.n_players) - 1
    levels: dict[int, Number] = {0: Fraction(0), whole: greatest_total(game)}
    pieces = [(mask,) for mask in masks if mask not in levels]
    order = "mixed" if mixed else "first" if first else "second"
    found = worked_out(_GAMES, _guarantee, (game, order), pieces)
    return levels | {mask: answer.numbers[0] for (mask,), answer in found.items()}


def _guarantee(game: Game, order: str, piece: Piece) -> tuple[tuple[Number], tuple[()]]:
    (mask,) = piece
    values, denominator = table(game, members(mask), [Fraction(mask >> i & 1) for i in range(game.n_players)])
    if order == "mixed":
        return (MatrixGame(values).value / denominator,), ()
    level = values.min(axis=1).max() if order == "first" else values.max(axis=0).min()
    return (Fraction(int(level), denominator),), ()


def kohlberg_neyman(leads: Mapping[int, Number], n: int) -> tuple[Number, ...]:
    """Return the value of a game of threats (Kohlberg and Neyman 2021), which Harsanyi (1959) had in mind.

    ``(1/n) sum_k [average of d(S) over the coalitions S of k players that contain i]``.
    """
    values = []
    for i in range(n):
        terms = (lead * Fraction(1, n * comb(n - 1, mask.bit_count() - 1)) for mask, lead in leads.items() if mask >> i & 1)
        values.append(total(terms))
    return tuple(values)


def threatened(game: Game) -> tuple[Number, ...]:
    """Return a disagreement point of n players from which equal shares lead to the value of Kohlberg and Neyman.

    Together the players get what they can secure one by one; the differences between them are those of the value.
    """
    n = game.n_players
    leads = threat_leads(game)
    secure = total(security_level(game, i) for i in range(n))
    return tuple(x + (secure - greatest_total(game)) / n for x in kohlberg_neyman(leads, n))


def as_worths(leads: Mapping[int, Number], n: int) -> CharacteristicFunction:
    """Return ``v(S) = (W + d(S)) / 2``, whose Shapley value is that of the game of threats."""
    most = leads[(1 << n) - 1]
    return CharacteristicFunction(n, tuple((most + leads[mask]) / 2 for mask in range(1 << n)))
