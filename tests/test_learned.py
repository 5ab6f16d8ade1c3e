"""Learners: where they end up, what they regret, and that chance is the only thing that the seed decides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest

import accord
from accord.builtin.readers import bundled_names
from accord.claims import Claim, Evidence, check
from accord.claims.tolerances import TOLERANCES
from accord.errors import ConfigurationError, TimeLimitError
from accord.fallbacks import Learned
from accord.learning import external_regret, internal_regret
from accord.plan import JointPlan

METHODS = ("conditional-regret-matching", "swap-regret", "regret-matching-plus", "predictive-regret-matching-plus")
INTERNAL, EXTERNAL, MIXED = METHODS[:2], METHODS[2:], METHODS[1:]


def dense(found: Any, game: accord.Game) -> Any:
    return found.play.dense(game.shape)


@pytest.mark.parametrize("name", bundled_names())
def test_every_bundled_game_is_certified(name: str) -> None:
    """With the default settings where learners go round in circles, and in much less time where they come to rest."""
    game = accord.read(name)
    circling = name in {"matching_pennies", "rps_tie_penalty", "shapley3x3"}
    found = (Learned() if circling else Learned(rounds=3_000)).fall_back(game)
    claims = Learned.claims | found.claims
    assert Claim.LOW_INTERNAL_REGRET in claims
    for certificate in check(claims, Evidence(game, True, found.payoffs, found.play)):
        assert certificate.holds, certificate


@pytest.mark.parametrize("method", MIXED)
@pytest.mark.parametrize("name", ["chicken", "bos", "shapley3x3", "rps_tie_penalty", "el_farol3", "hot_dog", "matching_pennies"])
def test_learners_without_chance_are_certified(name: str, method: Any) -> None:
    game = accord.read(name)
    found = Learned(method=method, rounds=2_000).fall_back(game)
    promised = Claim.LOW_INTERNAL_REGRET if method in INTERNAL else Claim.LOW_EXTERNAL_REGRET
    assert found.claims == {promised}
    assert all(c.holds for c in check(Learned.claims | found.claims, Evidence(game, True, found.payoffs, found.play)))
    assert found.uncertainty is None
    assert found.unique is None
    assert found.payoff_range is None


@pytest.mark.parametrize("name", ["chicken", "bos", "shapley3x3"])
@pytest.mark.parametrize("method", INTERNAL)
def test_play_approaches_the_correlated_equilibria(name: str, method: Any) -> None:
    """By rows written down from the definition, and more closely the longer it takes."""
    game = accord.read(name)
    rows = np.array(oracles.correlated_rows(np.array(game.payoffs)), dtype=float).reshape(-1, game.n_profiles)
    missing = []
    for rounds in (50, 5_000):
        found = Learned(method=method, rounds=rounds, seeds=8).fall_back(game)
        missing.append(max(0.0, float(-(rows @ dense(found, game).ravel()).min())))
    assert missing[1] <= min(0.05, missing[0])


@pytest.mark.parametrize("method", METHODS)
def test_zero_sum_games_are_worth_their_value(method: Any) -> None:
    table = np.random.default_rng(4).integers(-5, 6, (4, 3)).astype(float)
    game = accord.Game.from_arrays(table, -table)
    found = Learned(method=method, rounds=10_000, seeds=8).fall_back(game)
    assert found.payoffs[0] == pytest.approx(oracles.value(table), abs=0.02 * np.ptp(table))
    assert sum(found.payoffs) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_nobody_gains_more_than_is_reported(method: Any) -> None:
    rng = np.random.default_rng(8)
    for shape in ((3, 4), (2, 3, 2)):
        game = accord.Game.from_tensor(rng.normal(size=(len(shape), *shape)))
        found = Learned(method=method, rounds=1_000, seeds=4).fall_back(game)
        assert found.play is not None
        mu = dense(found, game)
        certificates = {
            c.claim: float(c.residual)
            for c in check(
                [Claim.LOW_INTERNAL_REGRET, Claim.LOW_EXTERNAL_REGRET], Evidence(game, True, found.payoffs, found.play)
            )
        }
        internal, external = 0.0, 0.0
        for i, u in enumerate(game.payoffs):
            own, plan = np.moveaxis(u, i, 0).reshape(shape[i], -1), np.moveaxis(mu, i, 0).reshape(shape[i], -1)
            span = np.ptp(own)
            internal = max(internal, *((plan[a] @ (own[b] - own[a])) / span for a in range(shape[i]) for b in range(shape[i])))
            external = max(external, *(((plan.sum(axis=0) @ own[b]) - (plan * own).sum()) / span for b in range(shape[i])))
        assert certificates[Claim.LOW_INTERNAL_REGRET] == pytest.approx(internal, abs=1e-12)
        assert certificates[Claim.LOW_EXTERNAL_REGRET] == pytest.approx(external, abs=1e-12)
        assert internal_regret(game, mu) == pytest.approx(internal, abs=1e-12)
        assert external_regret(game, mu) == pytest.approx(external, abs=1e-12)
        reported = internal if method in INTERNAL else external
        assert f"regret {reported:.2g}" in found.warnings[0]
        assert certificates[next(iter(found.claims))] <= TOLERANCES[next(iter(found.claims))]


def test_external_regret_is_all_that_regret_matching_plus_removes() -> None:
    """Rock-paper-scissors with a penalty for ties, nudged off its symmetric equilibrium: coarse correlated, not correlated."""
    table = np.array(accord.read("rps_tie_penalty").payoffs)
    table[0, 0, 0] += 0.01
    game = accord.Game.from_tensor(table)
    found = Learned(method="regret-matching-plus", rounds=5_000).fall_back(game)
    assert found.claims == {Claim.LOW_EXTERNAL_REGRET}
    external, internal = check(
        [Claim.LOW_EXTERNAL_REGRET, Claim.LOW_INTERNAL_REGRET], Evidence(game, True, found.payoffs, found.play)
    )[::-1]
    assert external.holds
    assert not internal.holds
    swap = Learned(method="swap-regret", rounds=5_000).fall_back(game)
    assert check([Claim.LOW_INTERNAL_REGRET], Evidence(game, True, swap.payoffs, swap.play))[0].holds


def test_averages_are_of_joint_play() -> None:
    """In a game of matching what the other does, the average is no product of what each does on average."""
    game = accord.read("bos")
    found = Learned(seeds=16, rounds=500).fall_back(game)
    mu = dense(found, game)
    assert mu[0, 0] + mu[1, 1] > 0.9
    assert min(mu[0, 0], mu[1, 1]) > 0.1


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_play(method: Any) -> None:
    game = accord.read("shapley3x3")
    first, again, other = (Learned(method=method, rounds=300, seeds=3, seed=seed).fall_back(game) for seed in (7, 7, 8))
    assert first == again
    assert (first == other) is (method in MIXED)


def test_a_run_does_not_depend_on_how_many_there_are() -> None:
    game = accord.read("shapley3x3")
    few, many = (Learned(rounds=1_500, seeds=count).fall_back(game).uncertainty for count in (2, 2_048 // 4))
    assert few is not None
    assert many is not None
    assert many.draws[:2] == few.draws
    assert few.source == "seeds"


def test_the_spread_is_over_the_runs_and_averages_to_the_payoffs() -> None:
    game = accord.read("chicken_asym")
    found = Learned(seeds=10, rounds=400, level=0.5).fall_back(game)
    assert found.uncertainty is not None
    assert len(found.uncertainty.draws) == 10
    assert found.uncertainty.level == 0.5
    assert np.mean(found.uncertainty.draws, axis=0) == pytest.approx(np.array(found.payoffs))
    assert Learned(seeds=1, rounds=10).fall_back(game).uncertainty is None
    solution = accord.solve(game, fallback=Learned(seeds=10, rounds=400))
    assert "10 run(s) from seed 0" in " ".join(solution.warnings)
    without_chance = Learned(method="swap-regret", seeds=10, rounds=10).fall_back(game)
    assert "10 rounds, one run, which depends on no seed: internal regret" in " ".join(without_chance.warnings)


@pytest.mark.parametrize("method", MIXED)
def test_methods_without_chance_treat_players_and_actions_alike(method: Any) -> None:
    first, second = np.random.default_rng(2).integers(0, 8, (2, 3, 4))
    game = accord.Game.from_arrays(first, second)
    plain = dense(Learned(method=method, rounds=500).fall_back(game), game)
    turned = accord.Game.from_arrays(second.T, first.T)
    found = dense(Learned(method=method, rounds=500).fall_back(turned), turned)
    assert np.transpose(found) == pytest.approx(plain, abs=1e-9)
    rows, columns = [2, 0, 1], [3, 1, 0, 2]
    mixed = accord.Game.from_arrays(first[rows][:, columns] * 1000 - 3, second[rows][:, columns] / 64)
    found = dense(Learned(method=method, rounds=500).fall_back(mixed), mixed)
    assert found == pytest.approx(plain[rows][:, columns], abs=1e-9)
    symmetric = accord.read("shapley3x3")
    assert Learned(method=method, rounds=200).fall_back(symmetric).payoffs == pytest.approx((1 / 3, 1 / 3), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "arrays",
    [
        ([1, 5, 3],),
        ([[2]], [[3]]),
        ([[1, 1], [1, 1]], [[4, 4], [4, 4]]),
        ([[1, 2]], [[0, 3]]),
        (np.array([[0, 7], [2, 6]]) * 1e-300, np.array([[0, 2], [7, 6]]) * 1e295),
        (np.array([[0, 7], [2, 6]]) + 10**12, np.array([[0, 2], [7, 6]]) - 10**12),
        ([["1/999999999999999989", "7"], ["2", "6"]], [["0", "2"], ["7", "6"]]),
    ],
    ids=["one player", "1x1", "constant", "one action", "scales", "offsets", "long fractions"],
)
def test_degenerate_games(method: Any, arrays: Any) -> None:
    game = accord.Game.from_arrays(*arrays)
    found = Learned(method=method, rounds=2_000, seeds=4).fall_back(game)
    assert all(c.holds for c in check(Learned.claims | found.claims, Evidence(game, True, found.payoffs, found.play)))
    if game.n_players == 1:
        assert found.payoffs[0] == pytest.approx(5, abs=0.05)


def test_many_players() -> None:
    game = accord.Game.from_tensor(np.random.default_rng(0).normal(size=(5, 2, 3, 2, 2, 2)))
    for method in METHODS:
        found = Learned(method=method, rounds=500, seeds=4).fall_back(game)  # type: ignore[arg-type]
        assert found.play is not None
        assert sum(found.play.probabilities) == pytest.approx(1, abs=1e-12)
        mean = np.tensordot(game.payoffs.reshape(5, -1), dense(found, game).ravel(), axes=1)
        assert mean == pytest.approx(np.array(found.payoffs))


def test_settings_are_checked() -> None:
    for setting, value, accepted in [
        ("method", "regret", "one of 'conditional-regret-matching', 'swap-regret'"),
        ("rounds", 0, "number from 1 to 1000000000"),
        ("rounds", 2.5, "a whole number from 1"),
        ("seeds", 0, "a whole number from 1 to 1000"),
        ("seed", -1, "a whole number from 0"),
        ("seed", True, "whole number"),
        ("level", 1, "a share between 0 and 1"),
        ("time_limit", 0, "a positive number of seconds"),
        ("time_limit", float("nan"), "a positive number of seconds"),
    ]:
        with pytest.raises(ConfigurationError, match=f"fallback learned: {setting} is .*{accepted}"):
            Learned(**{setting: value})  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"fallback\.method is 'plus'"):
        accord.solve(accord.read("chicken"), fallback="learned", settings={"fallback": {"method": "plus"}})


@pytest.mark.parametrize("method", METHODS)
def test_the_time_limit_stops_learning(method: str) -> None:
    settings = {"fallback": {"method": method, "rounds": "1000000"}}
    with pytest.raises(TimeLimitError, match=r"fallback learned did not finish within 0\.05 s; allow more \(time_limit\)"):
        accord.solve(accord.read("chicken"), fallback="learned", settings=settings, time_limit=0.05)


def test_transfers_between_payoffs_far_from_zero_balance_up_to_rounding() -> None:
    """Payoffs near 10^12 are floats with steps of 10^-4: transfers are differences between them."""
    far = accord.Game.from_arrays(*(np.array(u, dtype=object) + 10**12 for u in ([[0, 7], [2, 6]], [[0, 2], [7, 6]])))
    solution = accord.solve(far, fallback="learned", settings={"fallback": {"rounds": 2000, "seeds": 2}})
    assert sum(solution.agreement.transfers) != 0
    assert solution.certified, [c for c in solution.certificates if not c.holds]


def test_regret_is_certified_from_its_definition() -> None:
    game = accord.read("chicken")
    half = JointPlan((0, 3), (Fraction(1, 2), Fraction(1, 2)))
    internal, external = check([Claim.LOW_INTERNAL_REGRET, Claim.LOW_EXTERNAL_REGRET], Evidence(game, True, (0.0, 0.0), half))
    assert internal.residual == Fraction(1, 7)  # Swerve instead of Dare after Dare: 2 half of the time, out of a range of 7
    assert external.residual == Fraction(1, 7)  # Swerve throughout brings 4 on average, what is played 3
    assert not internal.holds
    assert "no play" in check([Claim.LOW_INTERNAL_REGRET], Evidence(game, True, (0.0, 0.0)))[0].detail
