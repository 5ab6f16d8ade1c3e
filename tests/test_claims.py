"""The checkers: true answers pass with a residual of exactly 0, false ones fail by a known amount."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from accord.claims import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT, Certificate, Claim, Evidence, check
from accord.claims.linear import near
from accord.claims.tolerances import TOLERANCES
from accord.game import Game
from accord.plan import JointPlan

CHICKEN = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]], title="chicken")
PENNIES = Game.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
CENTRAL = (Claim.MAX_ENTROPY, Claim.MAX_GINI, Claim.ANALYTIC_CENTER)
BEST_CE = JointPlan((1, 2, 3), (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)))
MIXED = JointPlan.independent(((Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 3), Fraction(2, 3))))


def fallen_back(game: Game, play: JointPlan, **more: object) -> Evidence:
    return replace(Evidence(game, True, play.payoffs(game), play), **more)


def one(claim: Claim, evidence: Evidence) -> Certificate:
    (certificate,) = check([claim], evidence)
    assert certificate.claim is claim
    return certificate


def proved(claim: Claim, evidence: Evidence) -> bool:
    certificate = one(claim, evidence)
    return certificate.holds and isinstance(certificate.residual, Fraction) and certificate.residual == 0


def as_floats(plan: JointPlan) -> JointPlan:
    return JointPlan(plan.cells, tuple(float(p) for p in plan.probabilities))


def test_every_claim_has_a_tolerance_and_a_stage() -> None:
    assert set(TOLERANCES) == set(Claim) == ABOUT_AGREEMENT | ABOUT_DISAGREEMENT


@pytest.mark.parametrize("claim", [Claim.CORRELATED, Claim.COARSE_CORRELATED, Claim.PAYOFFS_OF_PLAY, Claim.DISTRIBUTION])
@pytest.mark.parametrize("play", [BEST_CE, MIXED], ids=["best", "mixed"])
def test_correlated_equilibria_of_chicken(claim: Claim, play: JointPlan) -> None:
    assert proved(claim, fallen_back(CHICKEN, play))
    rounded = one(claim, fallen_back(CHICKEN, as_floats(play)))
    assert isinstance(rounded.residual, float)
    assert rounded.holds


def test_the_mixed_equilibrium_is_nash_and_the_best_correlated_one_is_not() -> None:
    assert proved(Claim.NASH, fallen_back(CHICKEN, MIXED))
    certificate = one(Claim.NASH, fallen_back(CHICKEN, BEST_CE))
    assert not certificate.holds
    # marginals (1/4, 3/4): the product puts 1/16 on (Dare, Dare) and 9/16 on (Swerve, Swerve)
    assert certificate.residual == Fraction(1, 8)


def test_swap_regret_sums_over_recommendations() -> None:
    # recommended Dare against Dare: answering Swerve gains 2; Swerve against Swerve: Dare gains 1; the range is 7
    bad = JointPlan((0, 3), (Fraction(1, 2), Fraction(1, 2)))
    assert one(Claim.CORRELATED, fallen_back(CHICKEN, bad)).residual == (Fraction(2, 2) + Fraction(1, 2)) / 7
    # always Dare pays 7/2, always Swerve 4, the play 3
    assert one(Claim.COARSE_CORRELATED, fallen_back(CHICKEN, bad)).residual == Fraction(1, 7)


def test_a_coarse_equilibrium_that_is_not_correlated() -> None:
    penalty = [[Fraction(-1, 2), -1, 1], [1, Fraction(-1, 2), -1], [-1, 1, Fraction(-1, 2)]]
    game = Game.from_arrays(penalty, [list(row) for row in zip(*penalty, strict=True)])
    play = JointPlan.uniform([1, 2, 3, 5, 6, 7])
    assert proved(Claim.COARSE_CORRELATED, fallen_back(game, play))
    assert not one(Claim.CORRELATED, fallen_back(game, play)).holds


def test_three_players_need_all_their_own_actions() -> None:
    rng = np.random.default_rng(5)
    tables = rng.integers(0, 9, (3, 2, 3, 2))
    game = Game.from_tensor(tables)
    weights = rng.integers(0, 4, 12)
    play = JointPlan.of((k, Fraction(int(w), int(weights.sum()))) for k, w in enumerate(weights))
    mu = weights.reshape(2, 3, 2) / weights.sum()
    swap, external = [], []
    for i in range(3):
        u, m = np.moveaxis(tables[i], i, 0), np.moveaxis(mu, i, 0)
        table = np.array([[(u[b] * m[a]).sum() for b in range(u.shape[0])] for a in range(u.shape[0])])
        swap.append((table.max(axis=1) - np.diag(table)).sum() / np.ptp(tables[i]))
        external.append((table.sum(axis=0).max() - np.trace(table)) / np.ptp(tables[i]))
    assert float(one(Claim.CORRELATED, fallen_back(game, play)).residual) == pytest.approx(max(swap))
    assert float(one(Claim.COARSE_CORRELATED, fallen_back(game, play)).residual) == pytest.approx(max(0, *external))
    assert one(Claim.CORRELATED, fallen_back(game, as_floats(play))).residual == pytest.approx(max(swap))


@pytest.mark.parametrize(
    ("plan", "amount"),
    [
        (JointPlan((0, 1), (Fraction(1, 2), Fraction(1, 4))), Fraction(1, 4)),
        (JointPlan((0, 1), (Fraction(3, 2), Fraction(-1, 2))), Fraction(1, 2)),
        (JointPlan((0, 4), (Fraction(1, 2), Fraction(1, 2))), 1),
        (JointPlan((1, 1), (Fraction(1, 2), Fraction(1, 2))), 1),
        (JointPlan((), ()), 1),
        (JointPlan((0, 1), (0.5, float("nan"))), 1),
    ],
    ids=["sum", "negative", "no such profile", "twice", "empty", "nan"],
)
def test_what_is_no_distribution(plan: JointPlan, amount: Fraction) -> None:
    evidence = Evidence(CHICKEN, True, (Fraction(0), Fraction(0)), plan)
    certificate = one(Claim.DISTRIBUTION, evidence)
    assert certificate.residual == amount
    assert not certificate.holds
    assert "disagreement play" in certificate.detail


def test_both_plays_are_checked_and_named() -> None:
    evidence = fallen_back(CHICKEN, MIXED, agreed_play=JointPlan((3,), (Fraction(1),)))
    assert [c.detail for c in check([Claim.DISTRIBUTION], evidence)] == ["disagreement play", "agreed play"]


@pytest.mark.parametrize(
    "claim", [*sorted(ABOUT_DISAGREEMENT - {Claim.SECURITY, Claim.PARETO_MEET}), Claim.FEASIBLE, Claim.EFFICIENT]
)
def test_a_claim_about_nothing_does_not_hold(claim: Claim) -> None:
    certificate = one(claim, Evidence(CHICKEN, True, (Fraction(2), Fraction(2))))
    assert not certificate.holds
    assert json.loads(json.dumps(float(certificate.residual))) == 1


def test_stated_payoffs_are_compared_in_units_of_the_range() -> None:
    evidence = fallen_back(CHICKEN, BEST_CE, disagreement=(Fraction(21, 4), Fraction(21, 4) + Fraction(7, 100)))
    assert one(Claim.PAYOFFS_OF_PLAY, evidence).residual == Fraction(1, 100)


def test_a_large_offset_hides_nothing_and_is_no_error() -> None:
    game = Game.from_arrays(np.array([[2, 0], [0, 1]]) + 10**9, np.array([[1, 0], [0, 2]]) + 10**9)
    half = as_floats(JointPlan.independent(((Fraction(2, 3), Fraction(1, 3)), (Fraction(1, 3), Fraction(2, 3)))))
    evidence = fallen_back(game, half)
    assert all(c.holds for c in check([Claim.NASH, Claim.PAYOFFS_OF_PLAY], evidence))
    assert not one(Claim.PAYOFFS_OF_PLAY, replace(evidence, disagreement=(1e9 + 0.667, 1e9 + 2 / 3))).holds
    assert not one(Claim.NASH, fallen_back(game, as_floats(MIXED))).holds


def test_integers_beyond_64_bits_are_exact() -> None:
    big = 10**30
    game = Game.from_arrays([[0, 7 * big], [2 * big, 6 * big]], [[0, 2], [7, 6]])
    assert proved(Claim.CORRELATED, fallen_back(game, BEST_CE))
    almost = Game.from_arrays([[0, 7 * big], [2 * big - 1, 6 * big]], [[0, 2], [7, 6]])
    assert one(Claim.NASH, fallen_back(almost, MIXED)).residual == Fraction(2, 9 * 7 * big)


def test_within_range() -> None:
    evidence = fallen_back(CHICKEN, BEST_CE, payoff_range=((Fraction(2), Fraction(7)), (Fraction(2), Fraction(5))))
    assert one(Claim.WITHIN_RANGE, evidence).residual == Fraction(1, 28)
    assert proved(
        Claim.WITHIN_RANGE, replace(evidence, payoff_range=((Fraction(2), Fraction(7)), (Fraction(2), Fraction(21, 4))))
    )


AGREED = Evidence(
    CHICKEN,
    True,
    (Fraction(2), Fraction(5)),
    None,
    None,
    (Fraction(9, 2), Fraction(15, 2)),
    JointPlan((3,), (Fraction(1),)),
    (Fraction(-3, 2), Fraction(3, 2)),
)
MONEY_CLAIMS = [Claim.FEASIBLE, Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL, Claim.EQUAL_GAINS, Claim.NASH_PRODUCT]


@pytest.mark.parametrize("claim", MONEY_CLAIMS)
def test_an_equal_split(claim: Claim) -> None:
    assert proved(claim, AGREED)
    floats = replace(AGREED, disagreement=(2.0, 5.0), agreement=(4.5, 7.5), transfers=(-1.5, 1.5))
    assert one(claim, floats).holds


@pytest.mark.parametrize(
    ("claim", "change", "amount"),
    [
        (Claim.FEASIBLE, {"transfers": (Fraction(-3, 2), Fraction(2))}, Fraction(1, 14)),
        (
            Claim.FEASIBLE,
            {"agreed_play": JointPlan((1,), (Fraction(1),))},
            Fraction(11, 14) - Fraction(7, 14) + Fraction(3, 14) + Fraction(1, 14),
        ),
        (Claim.EFFICIENT, {"agreement": (Fraction(9, 2), Fraction(13, 2))}, Fraction(1, 7)),
        (Claim.EFFICIENT, {"agreement": (Fraction(9, 2), Fraction(17, 2))}, Fraction(1, 7)),
        (Claim.INDIVIDUALLY_RATIONAL, {"disagreement": (Fraction(5), Fraction(5))}, Fraction(1, 14)),
        (Claim.EQUAL_GAINS, {"disagreement": (Fraction(1), Fraction(5))}, Fraction(1, 7)),
        (Claim.NASH_PRODUCT, {"disagreement": (Fraction(1), Fraction(5))}, Fraction(1, 7)),
        (Claim.FEASIBLE, {"side_payments": False}, Fraction(3, 14)),
    ],
)
def test_what_is_wrong_with_an_agreement(claim: Claim, change: dict[str, object], amount: Fraction) -> None:
    certificate = one(claim, replace(AGREED, **change))
    assert certificate.residual == amount
    assert not certificate.holds


POLYGON = Game.from_arrays([[0, 0, 5, 12]], [[0, 6, 5, 0]])


def agreed(x: object, y: object, d: tuple[object, object] = (Fraction(0), Fraction(0)), game: Game = POLYGON) -> Evidence:
    return Evidence(game, False, d, agreement=(x, y))


@pytest.mark.parametrize(
    ("x", "y", "shortfall"),
    [
        (Fraction(6), Fraction(30, 7), 0),  # inside an edge
        (Fraction(5), Fraction(5), 0),  # at a vertex
        (Fraction(12), Fraction(0), 0),
        (Fraction(1), Fraction(6) - Fraction(1, 5), 0),
        (
            Fraction(6),
            Fraction(4),
            Fraction(2, 5) / 12,
        ),  # moving right along y = 4 to 6.4 beats moving up (2/7 / 6 = 1/21 > 1/30!)
        (Fraction(0), Fraction(0), 1),
    ],
)
def test_efficiency_without_side_payments(x: Fraction, y: Fraction, shortfall: Fraction) -> None:
    certificate = one(Claim.EFFICIENT, agreed(x, y))
    if shortfall == 0:
        assert proved(Claim.EFFICIENT, agreed(x, y))
        assert one(Claim.EFFICIENT, agreed(float(x), float(y))).holds
    else:
        assert not certificate.holds
        assert certificate.residual >= shortfall
        assert not one(Claim.EFFICIENT, agreed(float(x), float(y))).holds


def test_the_shortfall_is_what_could_be_gained_in_total() -> None:
    # from (6, 4): up to (6, 30/7) gains 2/7 of 6; right to (32/5, 4) gains 2/5 of 12
    assert one(Claim.EFFICIENT, agreed(Fraction(6), Fraction(4))).residual == max(Fraction(2, 7) / 6, Fraction(2, 5) / 12)


def test_weakly_efficient_is_not_enough() -> None:
    bananas = Game.from_arrays([[2, 4]], [[0, 0]])
    assert proved(Claim.EFFICIENT, agreed(Fraction(4), Fraction(0), game=bananas))
    assert one(Claim.EFFICIENT, agreed(Fraction(2), Fraction(0), game=bananas)).residual == 1
    tower = Game.from_arrays([[2, 4, 4]], [[0, 0, 5]])
    assert one(Claim.EFFICIENT, agreed(Fraction(4), Fraction(3), game=tower)).residual == Fraction(2, 5)


@pytest.mark.parametrize("seed", range(12))
def test_efficiency_of_two_is_that_of_all_segments(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A point is efficient unless a lottery over two outcomes gives more; what is efficient is proved without linear programs."""
    table = np.random.default_rng(seed).integers(0, 6, (2, 3, 3)) + np.array([0, 10**9]).reshape(2, 1, 1)
    if not all(np.ptp(payoffs) for payoffs in table):
        return
    game = Game.from_tensor(table)
    outcomes = sorted({game.exact(c) for c in range(game.n_profiles)})
    segments = [(a, b) for a in outcomes for b in outcomes if a <= b]
    points = {tuple((2 * x + y) / 3 for x, y in zip(a, b, strict=True)) for a, b in segments} | set(outcomes)

    def reaches(a: tuple[Fraction, ...], b: tuple[Fraction, ...], point: tuple[Fraction, ...]) -> bool:
        """Whether some share of the way from a to b gives nobody less and somebody more."""
        shares = {Fraction(0), Fraction(1)}
        shares |= {s for x, y, p in zip(a, b, point, strict=True) if x != y and 0 <= (s := (p - x) / (y - x)) <= 1}
        shares |= {(s + t) / 2 for s in shares for t in shares}
        reached = [tuple(x + s * (y - x) for x, y in zip(a, b, strict=True)) for s in shares]
        return any(r != point and all(u >= p for u, p in zip(r, point, strict=True)) for r in reached)

    for point in sorted(points):
        efficient = not any(reaches(a, b, point) for a, b in segments)
        with monkeypatch.context() as patched:
            if efficient:
                patched.setattr("scipy.optimize.linprog", None)
            found = one(Claim.EFFICIENT, Evidence(game, False, outcomes[0], agreement=point))
        assert (found.residual == 0) == efficient


@pytest.mark.parametrize("seed", range(4))
def test_efficiency_in_many_dimensions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = rng.integers(1, 60, (3, 2, 2, 4, 2))
    game = Game.from_tensor(
        np.array([Fraction(int(v), int(w)) for v, w in pairs.reshape(-1, 2)], dtype=object).reshape(3, 2, 2, 4)
    )
    outcomes = [game.exact(c) for c in range(game.n_profiles)]
    weights = [Fraction(int(w)) for w in rng.integers(1, 5, 3)]
    top = sorted(range(len(outcomes)), key=lambda c: -sum(w * u for w, u in zip(weights, outcomes[c], strict=True)))
    assert proved(Claim.EFFICIENT, Evidence(game, False, outcomes[0], agreement=outcomes[top[0]]))
    middle = tuple(sum(u) / len(outcomes) for u in zip(*outcomes, strict=True))
    assert not one(Claim.EFFICIENT, Evidence(game, False, outcomes[0], agreement=middle)).holds


def test_nash_product_on_an_edge_and_at_a_vertex() -> None:
    assert proved(Claim.NASH_PRODUCT, agreed(Fraction(6), Fraction(30, 7)))
    off = one(Claim.NASH_PRODUCT, agreed(Fraction(5), Fraction(5)))
    assert off.residual == Fraction(12, 5) + Fraction(0) - 2  # the outcome (12, 0) raises the first-order bound by 7/5 - 1
    assert one(Claim.NASH_PRODUCT, agreed(6.0, 30 / 7)).holds
    assert not one(Claim.NASH_PRODUCT, agreed(6.01, 30 / 7 - 0.01 * 5 / 7)).holds


def test_players_who_cannot_gain_keep_their_disagreement_payoff() -> None:
    # from (2, 6) - on the far side of the top edge nobody can gain; from (2, 28/5) on the frontier neither
    frontier = (Fraction(2), Fraction(28, 5))
    assert proved(Claim.NASH_PRODUCT, agreed(*frontier, d=frontier))
    line = Game.from_arrays([[0, 3, 0]], [[1, 1, 0]])
    assert proved(Claim.NASH_PRODUCT, agreed(Fraction(3), Fraction(1), d=(Fraction(0), Fraction(1)), game=line))
    assert not one(Claim.NASH_PRODUCT, agreed(Fraction(2), Fraction(1), d=(Fraction(0), Fraction(1)), game=line)).holds


def test_a_corner_is_not_the_product_of_those_who_could_gain() -> None:
    triangle = Game.from_arrays([[0, 1, 0]], [[0, 0, 1]])
    assert not one(Claim.NASH_PRODUCT, agreed(Fraction(1), Fraction(0), game=triangle)).holds
    assert proved(Claim.NASH_PRODUCT, agreed(Fraction(1, 2), Fraction(1, 2), game=triangle))


def test_powers_weigh_the_nash_product() -> None:
    # on y = (60 - 5 x) / 7 the product x^3 y is greatest at x = 9
    stronger = replace(agreed(Fraction(9), Fraction(15, 7)), powers=(Fraction(3), Fraction(1)))
    assert proved(Claim.NASH_PRODUCT, stronger)
    assert proved(Claim.NASH_PRODUCT, replace(stronger, powers=(Fraction(3, 7), Fraction(1, 7))))
    assert not one(Claim.NASH_PRODUCT, replace(stronger, powers=None)).holds
    assert not one(Claim.NASH_PRODUCT, replace(stronger, powers=(Fraction(1), Fraction(3)))).holds
    assert one(Claim.NASH_PRODUCT, replace(agreed(9.0, 15 / 7), powers=(3.0, 1.0))).holds
    for powers in ((Fraction(1),), (Fraction(-1), Fraction(2)), (Fraction(0), Fraction(0))):
        assert not one(Claim.NASH_PRODUCT, replace(stronger, powers=powers)).holds


def test_who_has_no_power_need_not_gain() -> None:
    alone = replace(agreed(Fraction(12), Fraction(0)), powers=(Fraction(1), Fraction(0)))
    assert proved(Claim.NASH_PRODUCT, alone)
    assert not one(Claim.NASH_PRODUCT, replace(alone, agreement=(Fraction(11), Fraction(5, 7)))).holds
    last = replace(agreed(Fraction(0), Fraction(6)), powers=(Fraction(0), Fraction(1)))
    assert proved(Claim.NASH_PRODUCT, last)
    assert not one(Claim.NASH_PRODUCT, replace(last, powers=(Fraction(1, 1000), Fraction(1)))).holds


def test_powers_and_side_payments() -> None:
    shared = Evidence(POLYGON, True, (Fraction(0), Fraction(0)), agreement=(Fraction(9), Fraction(3)))
    assert proved(Claim.NASH_PRODUCT, replace(shared, powers=(Fraction(3), Fraction(1))))
    # 3 * 3 - 1 * 9 = 0 for powers 3 : 1; for equal ones the gains differ by 6, half of the payoff range
    assert one(Claim.NASH_PRODUCT, shared).residual == Fraction(1, 2)
    taken = replace(shared, agreement=(Fraction(12), Fraction(0)))
    assert proved(Claim.NASH_PRODUCT, replace(taken, powers=(Fraction(1), Fraction(0))))
    assert not one(Claim.NASH_PRODUCT, replace(shared, powers=(Fraction(1), Fraction(0)))).holds


def test_the_greatest_total() -> None:
    assert proved(Claim.GREATEST_TOTAL, agreed(Fraction(12), Fraction(0)))
    assert one(Claim.GREATEST_TOTAL, agreed(Fraction(5), Fraction(5))).residual == Fraction(12 - 10, 12)
    bounded = (Fraction(0), Fraction(3))
    assert proved(Claim.GREATEST_TOTAL, agreed(Fraction(39, 5), Fraction(3), d=bounded))
    assert one(Claim.GREATEST_TOTAL, agreed(39 / 5, 3.0, d=bounded)).holds
    assert not one(Claim.GREATEST_TOTAL, agreed(Fraction(12), Fraction(0), d=bounded)).holds
    assert not one(Claim.GREATEST_TOTAL, agreed(Fraction(6), Fraction(30, 7), d=bounded)).holds
    assert not one(Claim.GREATEST_TOTAL, agreed(39 / 5 - 1e-5, 3 + 5e-5 / 7, d=bounded)).holds
    rich = Evidence(POLYGON, True, bounded, agreement=(Fraction(4), Fraction(8)))
    assert proved(Claim.GREATEST_TOTAL, rich)
    assert not one(Claim.GREATEST_TOTAL, replace(rich, agreement=(Fraction(4), Fraction(7)))).holds


def test_optimal_threats() -> None:
    dare = JointPlan((0,), (Fraction(1),))
    assert proved(Claim.MINIMAX_THREATS, fallen_back(CHICKEN, dare))
    swerve = one(Claim.MINIMAX_THREATS, fallen_back(CHICKEN, JointPlan((3,), (Fraction(1),))))
    assert swerve.residual == Fraction(10, 10)  # either could lead by 5; the lead ranges over [-5, 5]
    pennies = JointPlan.uniform(range(4))
    assert proved(Claim.MINIMAX_THREATS, fallen_back(PENNIES, pennies))
    correlated = one(Claim.MINIMAX_THREATS, fallen_back(PENNIES, JointPlan.uniform([0, 3])))
    assert correlated.residual == Fraction(1, 2)  # the right marginals, but drawn together


@pytest.mark.parametrize(
    ("game", "levels"),
    [
        (CHICKEN, (Fraction(2), Fraction(2))),
        (PENNIES, (Fraction(0), Fraction(0))),
        (Game.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]), (Fraction(2, 3), Fraction(2, 3))),
        (
            Game.from_arrays([[0, 1, 0], [0, 0, 1], [1, 0, 0]], [[0, 0, 1], [1, 0, 0], [0, 1, 0]]),
            (Fraction(1, 3), Fraction(1, 3)),
        ),
        (Game.from_tensor(np.arange(16).reshape(2, 2, 2, 2)[:1].repeat(3, axis=0)), (Fraction(4), Fraction(2), Fraction(1))),
    ],
)
def test_security_levels(game: Game, levels: tuple[Fraction, ...]) -> None:
    assert proved(Claim.SECURITY, Evidence(game, True, levels))
    for step in (Fraction(1, 10), Fraction(-1, 10)):
        certificate = one(Claim.SECURITY, Evidence(game, True, (levels[0] + step, *levels[1:])))
        assert not certificate.holds
        assert float(certificate.residual) == pytest.approx(float(abs(step) / (game.highest[0] - game.lowest[0])))


def test_order_and_repetition_of_claims_do_not_matter() -> None:
    claims = [Claim.EQUAL_GAINS, Claim.FEASIBLE, Claim.EFFICIENT]
    assert check(claims, AGREED) == check([*reversed(claims), *claims], AGREED)
    assert [c.claim for c in check(claims, AGREED)] == [Claim.FEASIBLE, Claim.EFFICIENT, Claim.EQUAL_GAINS]


def test_one_player_and_constant_payoffs() -> None:
    alone = Game.from_arrays([3, 5, 4])
    evidence = Evidence(
        alone,
        True,
        (Fraction(5),),
        JointPlan((1,), (Fraction(1),)),
        ((Fraction(5), Fraction(5)),),
        (Fraction(5),),
        JointPlan((1,), (Fraction(1),)),
        (Fraction(0),),
    )
    claims = set(Claim) - {Claim.MINIMAX_THREATS, Claim.RATIONAL_THREATS, *CENTRAL}
    for side_payments in (True, False):
        assert all(c.residual == 0 for c in check(claims, replace(evidence, side_payments=side_payments)))
    flat = Game.from_arrays([[7, 7]], [[10**12, 10**12]])
    play = JointPlan.uniform([0, 1])
    evidence = Evidence(
        flat,
        False,
        (Fraction(7), Fraction(10**12)),
        play,
        None,
        (Fraction(7), Fraction(10**12)),
        play,
        (Fraction(0), Fraction(0)),
    )
    assert all(c.residual == 0 for c in check(set(Claim) - {Claim.WITHIN_RANGE, Claim.EQUAL_GAINS, *CENTRAL}, evidence))


def test_a_large_game_costs_its_support_only() -> None:
    rng = np.random.default_rng(0)
    tables = rng.integers(0, 100, (2, 1000, 1000))
    tables[:, 17, 23] = 1000
    game = Game.from_tensor(tables)
    play = JointPlan((17 * 1000 + 23,), (Fraction(1),))
    evidence = Evidence(
        game,
        False,
        (Fraction(1000), Fraction(1000)),
        play,
        None,
        (Fraction(1000), Fraction(1000)),
        play,
        (Fraction(0), Fraction(0)),
    )
    claims = {Claim.NASH, Claim.CORRELATED, Claim.PAYOFFS_OF_PLAY, Claim.EFFICIENT, Claim.FEASIBLE}
    assert all(c.residual == 0 for c in check(claims, evidence))
    scattered = JointPlan.uniform(rng.choice(10**6, 200, replace=False))
    assert not one(Claim.CORRELATED, fallen_back(game, scattered)).holds


def test_dense_and_sparse_plans_are_measured_alike() -> None:
    rng = np.random.default_rng(1)
    game = Game.from_tensor(rng.integers(0, 9, (2, 30, 40)))
    weights = rng.integers(0, 9, 1200) * (np.arange(1200) % 40 < 30)
    exact = JointPlan.of((k, Fraction(int(w), int(weights.sum()))) for k, w in enumerate(weights))
    sparse = JointPlan(exact.cells[::40], tuple(p / sum(exact.probabilities[::40]) for p in exact.probabilities[::40]))
    for plan in (exact, sparse):
        for claim in (Claim.CORRELATED, Claim.COARSE_CORRELATED, Claim.NASH):
            amount = one(claim, fallen_back(game, plan)).residual
            assert one(claim, fallen_back(game, as_floats(plan))).residual == pytest.approx(float(amount))
            assert isinstance(amount, Fraction)
            assert amount > 0


def test_free_unknowns_keep_their_guess_and_contradictions_are_dropped() -> None:
    assert near([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(1)]], [Fraction(1), Fraction(2)], [0.25, 0.75]) == [
        Fraction(1, 4),
        Fraction(3, 4),
    ]
    assert near([[Fraction(0), Fraction(2)], [Fraction(3), Fraction(1)]], [Fraction(1), Fraction(1)], [0.0, 0.0]) == [
        Fraction(1, 6),
        Fraction(1, 2),
    ]


def test_importing_the_checkers_is_cheap() -> None:
    probe = "import sys, accord.claims; print([m for m in ('scipy', 'highspy') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_long_fractions_over_constant_payoffs() -> None:
    game = Game.from_arrays([[1, 1]], [[0, 1]])
    long = Fraction(10**30 + 1, 3 * 10**30)
    evidence = fallen_back(game, JointPlan((0, 1), (long, 1 - long)))
    assert proved(Claim.PAYOFFS_OF_PLAY, evidence)
