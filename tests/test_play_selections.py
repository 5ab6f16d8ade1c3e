"""Plays of greatest entropy and Gini index, analytic centers: worked numbers, cone solvers, invariances, certificates."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_tables import DISAGREEMENT, GAMES, SPLIT, payoffs
from scipy.optimize import minimize
from scipy.sparse import csc_matrix

import accord
from accord.claims import Admitted, Claim, Evidence, check
from accord.equilibria import Concept, FiniteSet, Polytope, support
from accord.equilibria.base import Equilibrium, Measure
from accord.equilibria.lotteries import LotterySet
from accord.equilibria.support import Hull
from accord.errors import UnsuitableError
from accord.fallbacks import CoarseCorrelated, Correlated, Nash
from accord.lp.equations import Equations
from accord.plan import JointPlan
from accord.selections import AnalyticCenter, MaxEntropy, MaxGini

F = Fraction
Game = accord.Game
RULES = {"max-entropy": MaxEntropy(), "max-gini": MaxGini(), "analytic-center": AnalyticCenter()}
CLAIMS = {"max-entropy": Claim.MAX_ENTROPY, "max-gini": Claim.MAX_GINI, "analytic-center": Claim.ANALYTIC_CENTER}
MEASURES: tuple[Measure, ...] = ("entropy", "gini", "analytic")


def solved(game: Any, rule: str, fallback: str = "correlated", **pipeline: Any) -> Any:
    """Solve a game and insist that the selection was certified."""
    solution = accord.solve(
        game if isinstance(game, Game) else Game.from_tensor(game), fallback=fallback, selection=rule, **pipeline
    )
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    assert CLAIMS[rule] in {c.claim for c in solution.certificates}
    return solution


def polytope(tables: Any, concept: Concept = Concept.CORRELATED) -> Polytope:
    plans = Polytope.of(Game.from_tensor(tables), concept)
    assert plans is not None
    return plans


def density(found: Equilibrium, tables: Any) -> Any:
    return found.play.dense(np.shape(tables)[1:]).ravel()


def cloned(tables: Any, action: int) -> Any:
    """Give player 1 a second copy of an action."""
    return np.concatenate([tables, tables[:, action : action + 1]], axis=1)


def added(one: Any, other: Any) -> Any:
    """Play two unrelated games at once."""
    rows, columns = (one.shape[k] * other.shape[k] for k in (1, 2))
    return (one[:, :, None, :, None] + other[:, None, :, None, :]).reshape(2, rows, columns)


# Worked numbers


@pytest.mark.parametrize("name", GAMES)
def test_greatest_entropy_in_the_tables(name: str) -> None:
    solution = solved(payoffs(name), "max-entropy")
    assert np.allclose(solution.disagreement.payoffs, [float(v) for v in DISAGREEMENT[name]["max-entropy"]], atol=6e-7)
    assert np.allclose(solution.agreement.payoffs, [float(v) for v in SPLIT[name]["max-entropy"]], atol=6e-7)


def test_chicken() -> None:
    tables = payoffs("chicken")
    root = 2 ** (4 / 5)
    mu = np.array([1, 2, 2, root]) / (5 + root)
    entropy = solved(tables, "max-entropy").disagreement
    assert np.abs(entropy.play.dense((2, 2)).ravel() - mu).max() < 1e-13
    assert np.allclose(entropy.payoffs, (18 + 6 * root) / (5 + root), rtol=1e-14, atol=0)
    gini = solved(tables, "max-gini").disagreement
    assert gini.play == JointPlan((0, 1, 2, 3), (F(5, 34), F(10, 34), F(10, 34), F(9, 34)))
    assert gini.payoffs == (F(72, 17), F(72, 17))
    center = solved(tables, "analytic-center").disagreement
    assert np.allclose(center.payoffs, 4.417979, atol=6e-7)


def test_the_analytic_center_of_chicken_by_hand() -> None:
    # by symmetry mu = (a, b, b, c) with a + 2 b + c = 1; the incentive constraints are b >= 2 a and 2 b >= c, twice each
    a, b = solved(payoffs("chicken"), "analytic-center").disagreement.play.probabilities[:2]
    c = 1 - a - 2 * b
    wrt_a = 1 / a - 1 / c - 4 / (b - 2 * a) + 2 / (2 * b - c)
    wrt_b = 2 / b - 2 / c + 2 / (b - 2 * a) + 2 * (2 + 2) / (2 * b - c)
    assert abs(wrt_a) < 1e-9
    assert abs(wrt_b) < 1e-9


@pytest.mark.parametrize(
    ("action", "gini", "entropy"), [(1, (F(164, 29), F(184, 29)), 5.685868), (0, (F(19, 3), F(17, 3)), 6.191689)]
)
def test_copies_of_an_action_count_unless_they_are_merged(action: int, gini: Any, entropy: float) -> None:
    game = Game.from_tensor(cloned(payoffs("chicken"), action))
    assert solved(game, "max-gini").agreement.payoffs == gini
    assert float(solved(game, "max-entropy").agreement.payoffs[0]) == pytest.approx(entropy, abs=6e-7)
    plain = Game.from_tensor(payoffs("chicken"))
    for kind in (Correlated, CoarseCorrelated):
        for rule in RULES.values():
            merged = accord.solve(game, fallback=kind(selection=rule, merge_equivalent=True))
            before = accord.solve(plain, fallback=kind(selection=rule))
            assert merged.certified
            assert np.allclose(merged.disagreement.payoffs, before.disagreement.payoffs, rtol=1e-12, atol=0)
            alike = merged.disagreement.play.dense((3, 2))[[action, 2]]
            assert np.allclose(alike[0], alike[1], rtol=1e-12, atol=0)


def test_asymmetric_chicken() -> None:
    assert solved(payoffs("chicken_asym"), "max-gini").agreement.payoffs[0] == F(189, 34)
    assert float(solved(payoffs("chicken_asym"), "max-entropy").agreement.payoffs[0]) == pytest.approx(5.554969, abs=6e-7)


def test_the_stag_hunt_pays_the_safe_payoff() -> None:
    assert np.allclose(solved(payoffs("stag_hunt"), "max-entropy").disagreement.payoffs, 3, rtol=1e-13)
    assert solved(payoffs("stag_hunt"), "max-gini").disagreement.payoffs == (3, 3)


def test_a_conditional_threat_counts() -> None:
    for rule in ("max-entropy", "max-gini"):
        assert solved(payoffs("conditional_threat"), rule).disagreement.payoffs == (F(2, 3), F(1, 3))
    without = solved(payoffs("conditional_threat"), "max-entropy", settings={"fallback": {"drop_weakly_dominated": True}})
    assert without.disagreement.payoffs == (0, 1)


def test_entropy_adds_over_unrelated_games_and_the_others_do_not() -> None:
    one, other = payoffs("chicken"), payoffs("bos")
    both = added(one, other)
    parts = {rule: [solved(t, rule).disagreement.payoffs for t in (one, other)] for rule in RULES}
    entropy = solved(both, "max-entropy").disagreement.payoffs
    assert np.allclose(entropy, np.sum([np.array(p) for p in parts["max-entropy"]], axis=0), rtol=1e-12)
    assert solved(both, "max-gini").disagreement.payoffs == (F(1284, 251), F(1284, 251))
    assert sum(p[0] for p in parts["max-gini"]) == F(87, 17)
    center = solved(both, "analytic-center").disagreement.payoffs
    assert abs(float(center[0]) - sum(float(p[0]) for p in parts["analytic-center"])) > 1e-3


@pytest.mark.parametrize("rule", RULES)
def test_an_action_that_only_a_mixture_dominates_changes_nothing(rule: str) -> None:
    """The analytic center counts the temptations to use it, unless it is left out."""
    table = payoffs("chicken")
    worse = np.array(
        [[[F(1, 2), F(32, 5)]], [[-10, -10]]], dtype=object
    )  # less than the even mixture, (1, 13/2), and than no action
    found = solved(np.concatenate([table, worse], axis=1), rule).disagreement
    assert np.allclose(found.payoffs, solved(table, rule).disagreement.payoffs, rtol=1e-12, atol=0)


@pytest.mark.parametrize("rule", RULES)
def test_free_threats_count_and_dominated_ones_do_not(rule: str) -> None:
    assert solved(payoffs("cruciatus_free"), rule).agreement.payoffs == pytest.approx((250, -250))
    assert solved(payoffs("cruciatus_cost1"), rule).agreement.payoffs == (0, 0)
    plain = solved(payoffs("chicken_asym"), rule).disagreement.payoffs
    game = payoffs("chicken_asym")
    cursed = np.concatenate([game, np.stack([game[0] - 1, game[1] - 1000])], axis=1)
    assert np.allclose(solved(cursed, rule).disagreement.payoffs, plain, rtol=1e-11)


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_is_efficient_among_equilibria(rule: str) -> None:
    # (21/4, 21/4) is an equilibrium payoff too
    assert max(map(float, solved(payoffs("chicken"), rule).disagreement.payoffs)) < 4.5


# Independent routes


def cone_entropy(rows: Any, count: int) -> Any:
    """The play of greatest entropy by clarabel's exponential cones."""
    import clarabel  # noqa: PLC0415 (a test dependency)

    # variables mu and t with (-t, mu, 1)... : t_a <= -mu_a log mu_a is (t_a, mu_a, 1) in the exponential cone
    zero = np.zeros((rows.shape[0], count))
    equal = np.hstack([np.ones((1, count)), np.zeros((1, count))])
    inequality = np.hstack([-rows, zero])
    cone = np.zeros((3 * count, 2 * count))
    cone[np.arange(count) * 3, count + np.arange(count)] = -1.0
    cone[np.arange(count) * 3 + 1, np.arange(count)] = -1.0
    right = np.concatenate([[1.0], np.zeros(rows.shape[0]), np.tile([0.0, 0.0, 1.0], count)])
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(rows.shape[0]), *[clarabel.ExponentialConeT()] * count]
    options = clarabel.DefaultSettings()
    options.verbose = False
    options.tol_gap_abs = options.tol_gap_rel = options.tol_feas = 1e-11
    cost = np.concatenate([np.zeros(count), -np.ones(count)])
    table = csc_matrix(np.vstack([equal, inequality, cone]))
    return np.array(
        clarabel.DefaultSolver(csc_matrix((2 * count, 2 * count)), cost, table, right, cones, options).solve().x[:count]
    )


def cone_gini(rows: Any, count: int) -> Any:
    """The most even play by clarabel's quadratic programming."""
    import clarabel  # noqa: PLC0415 (a test dependency)

    table = csc_matrix(np.vstack([np.ones((1, count)), -rows, -np.eye(count)]))
    right = np.concatenate([[1.0], np.zeros(rows.shape[0] + count)])
    cones = [clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(rows.shape[0] + count)]
    options = clarabel.DefaultSettings()
    options.verbose = False
    options.tol_gap_abs = options.tol_gap_rel = options.tol_feas = 1e-12
    return np.array(clarabel.DefaultSolver(csc_matrix(np.eye(count)), np.zeros(count), table, right, cones, options).solve().x)


def rows_of(tables: Any, kind: str) -> Any:
    build = oracles.polytopes.correlated_rows if kind == "correlated" else oracles.polytopes.coarse_rows
    return np.array(build(np.asarray(tables, dtype=float)), dtype=float)


def drawn(kind: str, shape: tuple[int, ...], seed: int) -> Any:
    rng = np.random.default_rng([seed, *shape])
    tables = rng.random((len(shape), *shape))
    if kind == "competitive":
        tables[1] = 0.1 * tables[1] - tables[0]
    return rng.integers(0, 4, tables.shape) if kind == "integers" else tables


RANDOM = [
    (kind, shape, seed)
    for kind, shape in [
        ("uniform", (2, 2)),
        ("uniform", (3, 3)),
        ("uniform", (4, 4)),
        ("uniform", (2, 2, 2)),
        ("integers", (2, 3)),
        ("integers", (4, 4)),
        ("integers", (2, 2, 2)),
        ("competitive", (3, 3)),
        ("competitive", (4, 4)),
    ]
    for seed in range(2)
]
"""Among these are equilibrium polytopes of a single point, of lower dimension than the simplex, and with all cells used."""


@pytest.mark.parametrize("concept", ["correlated", "coarse-correlated"])
@pytest.mark.parametrize(("kind", "shape", "seed"), RANDOM)
def test_greatest_entropy_and_most_even_play_by_cone_solvers(kind: str, shape: tuple[int, ...], seed: int, concept: str) -> None:
    tables = drawn(kind, shape, seed)
    rows = rows_of(tables, concept)
    count = rows.shape[1]
    plans = polytope(tables, Concept.CORRELATED if concept == "correlated" else Concept.COARSE)
    mine, other = density(plans.most("entropy"), tables), cone_entropy(rows, count)
    assert np.abs(mine - other).max() < 1e-3  # as far as the cone solver gets on the boundary
    sure = np.maximum(mine, 1e-300)
    assert -(sure @ np.log(sure)) >= -(np.maximum(other, 1e-300) @ np.log(np.maximum(other, 1e-300))) - 1e-6
    assert np.abs(density(plans.most("gini"), tables) - cone_gini(rows, count)).max() < 1e-6


def test_greatest_entropy_of_interior_games_agrees_with_the_cone_solver_closely() -> None:
    tables = drawn("uniform", (4, 4, 4), 0)
    found = density(polytope(tables).most("entropy"), tables)
    assert found.min() > 1e-4
    assert np.abs(found - cone_entropy(rows_of(tables, "correlated"), found.size)).max() < 1e-6


@pytest.mark.parametrize(("shape", "seed"), [((2, 2), 3), ((2, 3), 18), ((2, 2, 2), 1), ((3, 3), 7)])
def test_the_analytic_center_by_a_generic_solver(shape: tuple[int, ...], seed: int) -> None:
    tables = drawn("uniform", shape, seed)
    plans = polytope(tables)
    hull = Hull.of(plans.body)
    assert (len(hull.cells), hull.tied.count) == (np.prod(shape), 0)
    rows = rows_of(tables, "correlated")
    start = hull.inside / hull.inside.sum()

    def objective(mu: Any) -> float:
        all_positive = mu.min() > 0 and (rows @ mu).min() > 0
        return -np.log(mu).sum() - np.log(rows @ mu).sum() if all_positive else 1e6

    found = minimize(
        objective,
        start,
        jac=lambda mu: -1 / mu - rows.T @ (1 / (rows @ mu)),
        constraints={"type": "eq", "fun": lambda mu: mu.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    mine = density(plans.most("analytic"), tables)
    assert objective(mine) <= found.fun + 1e-9
    assert np.abs(mine - found.x).max() < 1e-4


@pytest.mark.parametrize(
    ("kind", "shape"),
    [*((kind, (9, 10)) for kind in ("uniform", "competitive", "integers")), ("uniform", (4, 4, 4)), ("integers", (3, 3, 3))],
)
def test_larger_games_are_certified(kind: str, shape: tuple[int, ...]) -> None:
    plans = polytope(drawn(kind, shape, 1))
    for rule, claim in CLAIMS.items():
        found = RULES[rule].select(plans)
        evidence = Evidence(plans.game, True, found.payoffs, found.play, admitted=found.admitted or plans.admitted)
        assert claim in found.claims
        certificates = check({claim, Claim.CORRELATED, Claim.PAYOFFS_OF_PLAY, Claim.DISTRIBUTION}, evidence)
        assert all(c.residual < 1e-9 for c in certificates), certificates


# Invariances


GAME_TABLES = st.integers(0, 10**6).map(lambda seed: np.random.default_rng(seed).integers(-3, 4, (2, 2, 3)).astype(object))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GAME_TABLES, st.sampled_from(MEASURES), st.data())
def test_names_units_and_offsets_do_not_matter(tables: Any, measure: Measure, data: st.DataObject) -> None:
    before = density(polytope(tables).most(measure), tables).reshape(2, 3)
    rows = data.draw(st.sampled_from(list(permutations(range(2)))))
    columns = data.draw(st.sampled_from(list(permutations(range(3)))))
    scale, shift = data.draw(st.tuples(st.integers(1, 1000), st.integers(-1000, 1000)))
    renamed = tables[:, list(rows)][:, :, list(columns)]
    renamed[1] = renamed[1] * F(scale, 7) + shift
    swapped = renamed[::-1].transpose(0, 2, 1)
    after = density(polytope(swapped).most(measure), swapped).reshape(3, 2).T
    assert np.abs(after - before[np.ix_(rows, columns)]).max() < 1e-9


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GAME_TABLES, st.sampled_from(list(RULES)), st.booleans())
def test_every_answer_is_certified(tables: Any, rule: str, coarse: bool) -> None:
    solved(tables, rule, "coarse-correlated" if coarse else "correlated")


# Degenerate games


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ([[3]], [F(3)]),
        ([[3, 5, 5]], [F(5)]),
        ([[[7]], [[1]]], [F(7), F(1)]),
        ([[[1, 1], [1, 1]], [[2, 2], [2, 2]]], [F(1), F(2)]),
        ([[[3, -1], [-2, 1]], [[-3, 1], [2, -1]]], [F(1, 7), F(-1, 7)]),
    ],
    ids=["one outcome", "one player", "one action each", "constant", "one mixed equilibrium"],
)
def test_what_all_equilibria_pay_is_exact(tables: Any, expected: Any, measure: Measure) -> None:
    found = polytope(np.array(tables, dtype=object)).most(measure)
    assert list(found.payoffs) == expected
    assert all(isinstance(u, Fraction) for u in found.payoffs)


def test_uniform_play_is_exact_where_it_is_the_center() -> None:
    for tables in (payoffs("cruciatus_free"), payoffs("bananas"), [[[1, 2, 3]], [[3, 3, 1]]]):
        play = polytope(np.array(tables, dtype=object)).most("analytic").play
        assert play.probabilities == (F(1, 2), F(1, 2))
    # all of chicken's cells can be used, uniform play is an equilibrium, but not in the middle
    assert not polytope(payoffs("aumann_chicken")).most("analytic").play.is_exact


def test_the_only_equilibrium_is_exact() -> None:
    for measure in MEASURES:
        play = polytope(np.array([[[3, -1], [-2, 1]], [[-3, 1], [2, -1]]])).most(measure).play
        assert play.probabilities == (F(6, 49), F(15, 49), F(8, 49), F(20, 49))


def test_approximate_payoffs_next_to_constant_ones_can_be_agreed_on() -> None:
    game = Game.from_arrays([[F(1, 3)] * 2] * 2, [[F(1, 7), 0], [0, F(1, 7)]])
    for split in ("nash", "egalitarian", "kalai-smorodinsky"):
        solution = solved(game, "analytic-center", side_payments=False, split=split)
        assert np.allclose(solution.agreement.payoffs, (1 / 3, 1 / 7), rtol=1e-9)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("unit", [1e-300, 1e294])
def test_extreme_units(rule: str, unit: float) -> None:
    tables = payoffs("chicken").astype(float)
    plain = solved(tables, rule).disagreement
    tables[0] *= unit
    scaled = solved(tables, rule).disagreement
    assert np.allclose(scaled.play.dense((2, 2)), plain.play.dense((2, 2)), rtol=1e-9)


def test_payoffs_far_apart_for_the_same_player() -> None:
    tables = np.array([[[0, 7e200], [2e-200, 6e200]], [[0, 2e-200], [7e200, 6e200]]])
    for rule in ("max-entropy", "max-gini"):
        play = solved(tables, rule).disagreement.play
        assert sum(map(float, play.probabilities)) == pytest.approx(1, abs=1e-12)
    with pytest.raises(UnsuitableError, match="the payoffs may be too far apart"):
        solved(tables, "analytic-center")


def test_probabilities_that_must_be_small_stay_positive() -> None:
    tables = drawn("uniform", (5, 5), 1)
    found = polytope(tables).most("entropy")
    hull = Hull.of(polytope(tables).body)
    assert len(found.play.cells) == len(hull.cells)


@pytest.mark.parametrize("measure", MEASURES)
def test_games_that_are_too_large_are_refused_in_one_line(measure: Measure) -> None:
    plans = polytope(np.random.default_rng(0).random((2, 70, 70)))
    with pytest.raises(UnsuitableError, match="4900 action profiles"):
        plans.most(measure)


def test_the_analytic_center_has_a_limit_of_its_own() -> None:
    with pytest.raises(UnsuitableError, match="at most 1000 action profiles; here are 1600"):
        polytope(np.random.default_rng(0).random((2, 40, 40))).most("analytic")


# Lists of equilibria


def test_a_list_is_searched_for_its_most_even_play() -> None:
    game = Game.from_tensor(payoffs("chicken"))
    for rule in ("max-entropy", "max-gini"):
        solution = accord.solve(game, fallback="nash", solver="nashpy.support-enumeration", selection=rule)
        assert solution.certified
        assert solution.disagreement.payoffs == (F(14, 3), F(14, 3))
        assert not CLAIMS.keys() & {c.claim for c in solution.certificates}
        only_pure = accord.solve(game, fallback="nash", solver="pure", selection=rule)
        assert only_pure.disagreement.payoffs == (F(9, 2), F(9, 2))
        assert any("public lottery" in w for w in only_pure.warnings)


def test_a_list_has_no_center() -> None:
    with pytest.raises(UnsuitableError, match="no interior"):
        accord.solve(accord.read("chicken"), fallback=Nash(solver=accord.solvers.Pure(), selection=AnalyticCenter()))


def test_lotteries_have_no_measure_of_their_own() -> None:
    game = Game.from_tensor(payoffs("chicken"))
    plays = [JointPlan((1,), (F(1),)), JointPlan((2,), (F(1),))]
    members = [Equilibrium(play.payoffs(game), play) for play in plays]
    lotteries = FiniteSet.of(game, members).above([F(0), F(0)])
    assert isinstance(lotteries, LotterySet)
    for measure in MEASURES:
        with pytest.raises(UnsuitableError, match="select from the list itself"):
            lotteries.most(measure)


def test_a_narrowed_set_is_searched_as_a_whole() -> None:
    plans = polytope(payoffs("chicken"))
    assert plans.maximisers([F(1), F(1)]).most("gini") == plans.most("gini")


def test_floors_cut_the_polytope_and_nothing_is_claimed() -> None:
    plans = polytope(payoffs("chicken"))
    floored = plans.above([F(5), F(0)])
    found = floored.most("gini")
    assert found.payoffs[0] == 5
    assert not found.claims & set(CLAIMS.values())
    assert plans.above([F(0), F(0)]).most("gini").play == plans.most("gini").play
    assert float(floored.most("entropy").payoffs[0]) == pytest.approx(5, abs=1e-12)
    assert float(floored.most("analytic").payoffs[0]) > 5


# Certificates


def evidence_of(tables: Any, play: JointPlan, concept: Claim = Claim.CORRELATED) -> Evidence:
    game = Game.from_tensor(tables)
    groups = tuple(tuple((k,) for k in range(count)) for count in game.shape)
    return Evidence(game, True, play.payoffs(game), play, admitted=Admitted(concept, groups))


def residual(claim: Claim, evidence: Evidence) -> Any:
    (certificate,) = check([claim], evidence)
    assert certificate.holds == (certificate.residual <= certificate.tolerance)
    return certificate.residual


def nudged(play: JointPlan, towards: JointPlan, share: float) -> JointPlan:
    pairs = [(c, float(p) * (1 - share)) for c, p in zip(play.cells, play.probabilities, strict=True)]
    return JointPlan.of(pairs + [(c, float(p) * share) for c, p in zip(towards.cells, towards.probabilities, strict=True)])


@pytest.mark.parametrize("rule", RULES)
def test_another_equilibrium_is_not_certified(rule: str) -> None:
    tables, claim = payoffs("chicken"), CLAIMS[rule]
    best = RULES[rule].select(polytope(tables)).play
    assert residual(claim, evidence_of(tables, best)) < 1e-12
    corner = JointPlan((1, 2, 3), (F(1, 4), F(1, 4), F(1, 2)))
    for share in (1e-3, 0.1, 1.0):
        assert residual(claim, evidence_of(tables, nudged(best, corner, share))) > 1e-8
    for other in RULES.values():
        if other != RULES[rule]:
            assert residual(claim, evidence_of(tables, other.select(polytope(tables)).play)) > 1e-4


@pytest.mark.parametrize("claim", CLAIMS.values())
def test_what_is_no_equilibrium_is_not_certified(claim: Claim) -> None:
    # uniform play has the greatest entropy and Gini index of all, but a player who is told to dare would rather swerve
    assert residual(claim, evidence_of(payoffs("chicken"), JointPlan.uniform(range(4)))) > 0.01


@pytest.mark.parametrize("claim", CLAIMS.values())
def test_a_play_that_leaves_out_what_it_could_use_is_not_certified(claim: Claim) -> None:
    # (2, 7) is an equilibrium by itself, the only one on its profile
    assert residual(claim, evidence_of(payoffs("chicken"), JointPlan((2,), (F(1),)))) > 0.1


def test_the_most_even_play_is_proved_in_fractions() -> None:
    play = JointPlan((0, 1, 2, 3), (F(5, 34), F(10, 34), F(10, 34), F(9, 34)))
    exact = residual(Claim.MAX_GINI, evidence_of(payoffs("chicken"), play))
    assert exact == 0
    assert isinstance(exact, Fraction)
    rounded = residual(
        Claim.MAX_GINI, evidence_of(payoffs("chicken"), JointPlan(play.cells, tuple(map(float, play.probabilities))))
    )
    assert 0 <= rounded < 1e-14


def test_nothing_is_certified_without_the_set_it_was_chosen_from() -> None:
    evidence = evidence_of(payoffs("chicken"), JointPlan.uniform(range(4)))
    for claim in CLAIMS.values():
        for less in (replace(evidence, admitted=None), replace(evidence, play=None)):
            assert residual(claim, less) == 1
        assert residual(claim, replace(evidence, admitted=Admitted(Claim.NASH, evidence.admitted.groups))) == 1


@pytest.mark.parametrize("claim", CLAIMS.values())
def test_groups_of_actions_are_checked(claim: Claim) -> None:
    tables = cloned(payoffs("chicken"), 1)
    rule = next(rule for rule, c in CLAIMS.items() if c is claim)
    fallback = Correlated(selection=RULES[rule], merge_equivalent=True)
    chosen = fallback.fall_back(Game.from_tensor(tables))
    good = replace(evidence_of(tables, chosen.play), admitted=chosen.admitted)
    assert residual(claim, good) < 1e-12
    uneven = chosen.play.dense((3, 2))
    uneven[1] += uneven[2]
    uneven[2] = 0
    assert residual(claim, replace(good, play=JointPlan.of(enumerate(uneven.ravel().tolist())))) > 0.1
    unlike = Admitted(Claim.CORRELATED, (((0, 1), (2,)), ((0,), (1,))))
    assert residual(claim, replace(good, admitted=unlike)) == 1
    fewer = Admitted(Claim.CORRELATED, (((0,), (1,)), ((0,), (1,))))
    assert residual(claim, replace(good, admitted=fewer)) > 0.1


def test_coarse_equilibria_are_measured_against_coarse_ones() -> None:
    penalty = np.array([[F(-1, 2), -1, 1], [1, F(-1, 2), -1], [-1, 1, F(-1, 2)]])
    tables = np.stack([penalty, penalty.T])
    for concept, kind in ((Concept.CORRELATED, Claim.CORRELATED), (Concept.COARSE, Claim.COARSE_CORRELATED)):
        found = polytope(tables, concept).most("analytic")
        assert residual(Claim.ANALYTIC_CENTER, evidence_of(tables, found.play, kind)) < 1e-9
    assert residual(Claim.ANALYTIC_CENTER, evidence_of(tables, found.play, Claim.CORRELATED)) > 1e-3


# The parts


def test_the_hull_of_a_thin_polytope() -> None:
    hull = Hull.of(polytope(payoffs("conditional_threat")).body)
    assert hull.is_proved
    assert hull.cells.tolist() == [0, 1, 3]
    hull = Hull.of(polytope(payoffs("matching_pennies")).body)
    assert (hull.slack.count, hull.tied.count) == (0, 4)
    assert hull.point == (F(1, 4),) * 4


@pytest.mark.parametrize(("kind", "seed"), [("uniform", 0), ("integers", 1), ("competitive", 2)])
def test_one_linear_program_finds_the_same_hull_as_exact_plans(kind: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    body = polytope(drawn(kind, (4, 4), seed)).body
    quick = Hull.of(body)
    assert quick.inside.min() > 0.99
    assert quick.is_proved
    monkeypatch.setattr(support, "FRAGILE", 2.0)
    exact = Hull.of(body)
    assert exact.exact
    assert quick.cells.tolist() == exact.cells.tolist()
    assert quick.loose.tolist() == exact.loose.tolist()


def test_a_hull_that_leaves_something_out_is_not_proved() -> None:
    hull = Hull.of(polytope(payoffs("chicken")).body)
    assert not replace(hull, cells=hull.cells[1:], inside=hull.inside[1:]).is_proved
    assert not replace(hull, loose=np.array([False, True, True, True])).is_proved


def test_systems_of_equations() -> None:
    system = Equations([[1, 1, 1], [2, 2, 2], [0, 1, -1]], [1, 2, 0])
    assert system.rank == 2
    assert system.solution is None
    assert system.implied([0, 3, -3]) == 0
    assert system.implied([3, 4, 2]) == 3
    assert system.implied([1, 0, 0]) is None
    assert Equations([[1, 1], [1, -1], [3, 1]], [1, 0, 2]).solution == (F(1, 2), F(1, 2))
    assert Equations([[1, 1], [1, -1], [3, 1]], [1, 0, 3]).solution is None


def test_importing_the_selections_is_cheap() -> None:
    probe = "import sys, accord.selections; print([m for m in ('scipy', 'highspy', 'flint') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
