"""The published answers, reproduced by the whole pipeline in exact arithmetic and certified with residuals of exactly 0."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from reference_tables import CURSED, DISAGREEMENT, GAMES, SPLIT, THREE_PLAYERS, WITHOUT_MONEY, cursed, payoffs

import accord

SELECTIONS = (
    "max-welfare",
    "min-welfare",
    "egalitarian",
    "kalai-smorodinsky",
    "nash-product",
    "random-dictator",
    "raiffa",
    "centroid",
    "max-gini",
)


def solved(game: Any, **pipeline: Any) -> Any:
    """Solve a game and insist on a perfect certificate."""
    solution = accord.solve(game if isinstance(game, accord.Game) else accord.Game.from_tensor(game), **pipeline)
    assert solution.certified
    for certificate in solution.certificates:
        assert certificate.residual == 0
        assert isinstance(certificate.residual, Fraction)
    return solution


@pytest.mark.parametrize("name", GAMES)
def test_the_bundled_games_are_the_published_ones(name: str) -> None:
    game = accord.read(name)
    assert [game.exact(cell) for cell in range(game.n_profiles)] == list(zip(*(u.flat for u in payoffs(name)), strict=True))


@pytest.mark.parametrize("rule", SELECTIONS)
@pytest.mark.parametrize("name", GAMES)
def test_correlated_equilibria(name: str, rule: str) -> None:
    solution = solved(payoffs(name), fallback="correlated", selection=rule)
    assert solution.disagreement.payoffs == DISAGREEMENT[name][rule]
    assert solution.agreement.payoffs == SPLIT[name][rule]
    corners = GAMES[name]["correlated"]
    assert solution.disagreement.payoff_range == tuple((min(x), max(x)) for x in zip(*corners, strict=True))
    assert solution.disagreement.unique is (len(corners) == 1)


@pytest.mark.parametrize("name", GAMES)
def test_midpoint(name: str) -> None:
    solution = solved(payoffs(name), selection="midpoint")
    assert solution.agreement.payoffs == SPLIT[name]["midpoint"]
    first, second = solution.disagreement.payoffs
    assert first - second == sum(GAMES[name]["advantage"][0]) / 2


@pytest.mark.parametrize("fallback", ["coarse-correlated", "minimax-threat"])
@pytest.mark.parametrize("name", GAMES)
def test_fallbacks_with_a_play(name: str, fallback: str) -> None:
    solution = solved(payoffs(name), fallback=fallback)
    assert solution.disagreement.payoffs == DISAGREEMENT[name][fallback]
    assert solution.agreement.payoffs == SPLIT[name][fallback]


@pytest.mark.parametrize("name", GAMES)
def test_security(name: str) -> None:
    solution = solved(payoffs(name), fallback="security")
    assert solution.disagreement.payoffs == GAMES[name]["security"][0]
    assert solution.agreement.payoffs == SPLIT[name]["security"]


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian", "equal-loss", "raiffa", "perles-maschler"])
@pytest.mark.parametrize("name", WITHOUT_MONEY)
def test_without_side_payments(name: str, split: str) -> None:
    solution = solved(payoffs(name), split=split, side_payments=False)
    assert solution.agreement.payoffs == WITHOUT_MONEY[name][split]
    assert solution.agreement.play_payoffs == solution.agreement.payoffs
    assert solution.agreement.transfers == (0, 0)


@pytest.mark.parametrize("name", THREE_PLAYERS)
def test_three_players(name: str) -> None:
    game, facts = accord.read(name), THREE_PLAYERS[name]
    solution = solved(game)
    assert solution.disagreement.payoffs == facts["disagreement"]
    assert solution.agreement.payoffs == facts["split"]
    assert (sum(solution.agreement.payoffs),) == facts["total"]
    assert solved(game, fallback="security").disagreement.payoffs == facts["security"]


@pytest.mark.parametrize("rule", ["max-welfare", "egalitarian", "kalai-smorodinsky", "nash-product"])
@pytest.mark.parametrize("case", CURSED)
def test_the_reference_point_decides_whether_a_curse_pays(case: str, rule: str) -> None:
    reference, _, cost = case.partition(", ")
    game = payoffs("chicken_asym") if cost == "none" else cursed(int(cost))
    solution = solved(game, selection=rule, settings={"selection": {"reference": reference}})
    assert solution.agreement.payoffs[:1] == CURSED[case][rule]


def test_the_transfers_are_those_of_the_worked_examples() -> None:
    coco = solved(accord.read("hot_dog"), fallback="minimax-threat").agreement
    assert (coco.payoffs, coco.play_payoffs, coco.transfers) == ((145, 95), (200, 40), (-55, 55))
    curse = solved(accord.read("cruciatus_cost1"), fallback="minimax-threat").agreement
    assert curse.transfers == (Fraction(999, 2), Fraction(-999, 2))
