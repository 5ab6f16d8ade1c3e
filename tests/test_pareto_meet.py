"""The Pareto meet: two players on the frontier, more by brute force, with and without side payments."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from reference_tables import GAMES, payoffs
from scipy.optimize import linprog

import accord
from accord.claims import Claim, Evidence, check
from accord.errors import ConfigurationError

F = Fraction


def least_efficient(table: Any) -> list[Any]:
    """Try every outcome: it is efficient if no lottery adds to the total without a loss for anybody."""
    flat = np.array(table, dtype=float).reshape(len(table), -1)
    exact = table.reshape(len(table), -1)
    efficient = []
    for cell in range(flat.shape[1]):
        found = linprog(
            -flat.sum(axis=0), A_ub=-flat, b_ub=-flat[:, cell], A_eq=[np.ones(flat.shape[1])], b_eq=[1], bounds=(0, None)
        )
        if -found.fun - flat[:, cell].sum() < 1e-9:
            efficient.append(cell)
    return [min(exact[i, cell] for cell in efficient) for i in range(len(table))]


def certificate(game: accord.Game, point: Any) -> Any:
    return check([Claim.PARETO_MEET], Evidence(game, False, tuple(point)))[0]


@pytest.mark.parametrize("name", GAMES)
def test_two_players_get_what_the_ends_of_the_frontier_give(name: str) -> None:
    table = payoffs(name)
    chain = oracles.pareto_chain(table, [min(u.flat) for u in table])
    solution = accord.solve(accord.Game.from_tensor(table), fallback="pareto-meet", side_payments=False)
    assert solution.disagreement.payoffs == tuple(min(p[k] for p in chain) for k in (0, 1))
    assert solution.certified
    assert Claim.PARETO_MEET in {c.claim for c in solution.certificates}
    assert all(c.residual == 0 for c in solution.certificates)


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 2, 2), (3, 3, 3), (2, 2, 2, 2)])
@pytest.mark.parametrize("bound", [2, 20])
def test_more_players_by_brute_force(shape: tuple[int, ...], bound: int) -> None:
    for seed in range(3):
        table = np.random.default_rng([seed, bound, *shape]).integers(0, bound, (len(shape), *shape))
        game = accord.Game.from_tensor(table)
        found = accord.fallbacks.ParetoMeet().fall_back(game)
        assert list(found.payoffs) == least_efficient(table)
        assert all(isinstance(v, Fraction) for v in found.payoffs)
        assert found.claims == {Claim.PARETO_MEET}
        assert certificate(game, found.payoffs).residual == 0


def test_an_outcome_that_only_a_lottery_beats_does_not_count() -> None:
    table = np.array([[[4, 0], [1, 0]], [[0, 4], [1, 0]]])
    three = np.array([[[[4, 0]], [[1, 0]]], [[[0, 4]], [[1, 0]]], [[[0, 0]], [[0, 4]]]])
    assert accord.fallbacks.ParetoMeet().fall_back(accord.Game.from_tensor(table)).payoffs == (0, 0)
    assert list(accord.fallbacks.ParetoMeet().fall_back(accord.Game.from_tensor(three)).payoffs) == least_efficient(three)
    # With the corner (1, 1) moved out beyond the line, and both ends cut back, it counts.
    better = np.array([[[4, 2], [3, 0]], [[2, 4], [3, 0]]])
    assert accord.fallbacks.ParetoMeet().fall_back(accord.Game.from_tensor(better)).payoffs == (2, 2)


def test_side_payments_leave_the_security_levels() -> None:
    for name in ("chicken", "hot_dog", "cruciatus_cost1", "ir_violation3"):
        game = accord.read(name)
        solution = accord.solve(game, fallback="pareto-meet")
        secure = accord.solve(game, fallback="security")
        assert solution.disagreement.payoffs == secure.disagreement.payoffs
        assert solution.certified
        claims = {c.claim for c in solution.certificates}
        assert Claim.SECURITY in claims
        assert Claim.PARETO_MEET not in claims


def test_the_terms_of_the_pipeline_count() -> None:
    game = accord.read("chicken")
    for terms in (True, False):
        for fallback in ("pareto-meet", accord.fallbacks.ParetoMeet(), accord.fallbacks.ParetoMeet(side_payments=terms)):
            step = accord.solve(game, fallback=fallback, side_payments=terms).steps["fallback"]
            assert step is not None
            assert step.settings == {"side_payments": terms}
        with pytest.raises(ConfigurationError, match=r"fallback\.side_payments is .*leave the setting out"):
            accord.solve(game, fallback=accord.fallbacks.ParetoMeet(side_payments=not terms), side_payments=terms)
    with pytest.raises(ConfigurationError, match=r"fallback\.side_payments is true.*bargaining without them"):
        accord.solve(game, fallback="pareto-meet", side_payments=False, settings={"fallback": {"side_payments": "true"}})
    assert accord.fallbacks.ParetoMeet().fall_back(game).payoffs == (2, 2)


def test_too_many_outcomes_are_estimated_from_above_and_say_so() -> None:
    angle = np.linspace(0, 1, 216).reshape(6, 6, 6)
    wave = np.stack([np.cos(angle), np.sin(angle), np.sin(3 * angle) / 9])
    game = accord.Game.from_tensor(wave)
    found = accord.fallbacks.ParetoMeet().fall_back(game)
    assert found.claims == frozenset()
    assert any("estimated from above" in warning for warning in found.warnings)
    least = least_efficient(wave)
    assert all(d >= x - 1e-6 for d, x in zip(found.payoffs, least, strict=True))
    assert accord.solve(game, fallback="pareto-meet", side_payments=False, split="egalitarian").certified


@pytest.mark.parametrize(
    "arrays",
    [
        ([[5]], [[7]]),
        ([[1, 1]], [[0, 3]]),
        (np.array([[0, 7], [2, 6]]) * 1e-300, np.array([[0, 2], [7, 6]]) * 1e295),
        ([[1e-300, 1e295], [0, 3]], [[1, -1e290], [1e-300, 5]]),
        ([[["1/999999999999999989"]]], [[["2"]]], [[["3"]]]),
    ],
)
def test_degenerate_games(arrays: Any) -> None:
    game = accord.Game.from_arrays(*arrays)
    assert certificate(game, accord.fallbacks.ParetoMeet().fall_back(game).payoffs).residual < 1e-200


def test_wrong_points_are_told() -> None:
    game = accord.read("chicken")
    assert certificate(game, (F(2), F(2))).holds
    assert certificate(game, (F(1), F(2))).residual == F(1, 7)
    assert certificate(game, (F(2), F(9, 4))).residual == F(1, 28)
    three = accord.read("public_good3_asym")
    assert certificate(three, (F(-1, 5), F(0), F(-1, 5))).holds
    assert not certificate(three, (F(0), F(0), F(0))).holds
