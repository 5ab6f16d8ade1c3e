"""Splits without side payments: worked examples, other routes to the same points, invariances and degenerate problems."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import accord
from accord import splits
from accord.bargain import Problem, arc, integration
from accord.bargain.contraction import Region, contracted, contracted_on
from accord.bargain.facets import Facets
from accord.bargain.frontier import Frontier
from accord.errors import ConfigurationError, UnsuitableError

F = Fraction
CONTINUOUS = splits.Raiffa(kind="continuous")
SPLITS: dict[str, Any] = {
    "nash": splits.Nash(),
    "kalai-smorodinsky": splits.KalaiSmorodinsky(),
    "egalitarian": splits.Egalitarian(),
    "equal-loss": splits.EqualLoss(),
    "utilitarian": splits.Utilitarian(),
    "raiffa": splits.Raiffa(),
    "raiffa-continuous": CONTINUOUS,
    "perles-maschler": splits.PerlesMaschler(),
}
MANY = [name for name in SPLITS if name not in {"raiffa-continuous", "perles-maschler"}]
WITH_WEIGHTS: dict[str, Any] = {
    "nash": splits.Nash,
    "kalai-smorodinsky": splits.KalaiSmorodinsky,
    "egalitarian": splits.Egalitarian,
}
POLYGON = accord.Game.from_arrays([[0, 0, 5, 12]], [[0, 6, 5, 0]])
some = settings(
    max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)


def at(game: Any, point: Any, split: Any, certified: bool = True) -> Any:
    """Agree without side payments from a given point, and insist on the certificates."""
    game = game if isinstance(game, accord.Game) else accord.Game.from_tensor(game)
    fallback = accord.fallbacks.Point(payoffs=tuple(map(F, point)))
    solution = accord.solve(game, fallback=fallback, split=split, side_payments=False)
    assert solution.certified is certified, [c for c in solution.certificates if not c.holds]
    return solution


def exact(payoffs: Any) -> bool:
    return all(isinstance(x, Fraction) for x in payoffs)


def close(found: Any, wanted: Any, accuracy: float = 1e-9) -> bool:
    return [float(x) for x in found] == pytest.approx([float(x) for x in wanted], abs=accuracy)


def table(shape: tuple[int, ...], seed: int) -> Any:
    return np.random.default_rng([seed, *shape]).integers(-3, 6, (len(shape), *shape)).astype(object) * F(1)


@pytest.mark.parametrize(
    ("split", "wanted"),
    [
        ("nash", (6, F(30, 7))),
        ("kalai-smorodinsky", (F(120, 17), F(60, 17))),
        ("egalitarian", (5, 5)),
        ("equal-loss", (F(17, 2), F(5, 2))),
        ("utilitarian", (12, 0)),
        ("raiffa", (F(69, 10), F(51, 14))),
    ],
)
def test_the_worked_polygon(split: str, wanted: Any) -> None:
    solution = at(POLYGON, (0, 0), SPLITS[split])
    assert solution.agreement.payoffs == wanted
    assert exact(solution.agreement.payoffs)
    assert all(c.residual == 0 for c in solution.certificates)
    assert solution.warnings == ()


def test_the_arc_of_the_worked_polygon() -> None:
    solution = at(POLYGON, (0, 0), "perles-maschler")
    assert close(solution.agreement.payoffs, ((17 - 7**0.5) / 2, 2.5 + 2.5 / 7**0.5), 1e-14)
    assert "irrational" in solution.warnings[0]


def test_who_is_locked_in_gains_without_money_too() -> None:
    """Chicken and its asymmetric form, from the best correlated equilibrium: free, and with player 1 bound to Dare."""
    for name, wanted in (("chicken", (6, 6)), ("chicken_asym", (6, 4))):
        free = accord.read(name)
        bound = accord.Game.from_tensor([[[free.exact(cell)[i] for cell in (0, 1)]] for i in (0, 1)])
        for game, agreed in ((free, wanted), (bound, (7, 2))):
            solution = accord.solve(game, split="nash", side_payments=False, exact=True)
            assert solution.agreement.payoffs == agreed
            assert all(c.residual == 0 for c in solution.certificates)


@pytest.mark.parametrize("name", SPLITS)
@pytest.mark.parametrize("seed", range(8))
def test_two_players_against_brute_force(seed: int, name: str) -> None:
    payoffs = table((3, 4), seed)
    point = oracles.security(payoffs) if seed % 2 else [u.min() - F(k, 3) for k, u in enumerate(payoffs)]
    found = at(payoffs, point, SPLITS[name]).agreement.payoffs
    wanted = oracles.agreement(payoffs, point, name)
    if name in {"raiffa-continuous", "perles-maschler"} or (name == "raiffa" and not exact(wanted)):
        assert close(found, wanted, 1e-7 if name == "raiffa-continuous" else 1e-12)
    else:
        assert exact(found)
        assert close(found, wanted, 1e-14)


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize(("shape", "seed"), [((2, 2, 2), s) for s in range(4)] + [((2, 2, 2, 2), 0), ((3,), 1)])
def test_any_number_of_players_against_brute_force(shape: tuple[int, ...], seed: int, name: str) -> None:
    payoffs = table(shape, seed)
    point = oracles.security(payoffs)
    found = at(payoffs, point, SPLITS[name]).agreement.payoffs
    wanted = oracles.agreement(payoffs, point, name)
    if name == "nash" and len(shape) > 2:
        assert close(found, wanted, 1e-7)
    else:
        assert found == wanted


@pytest.mark.parametrize("name", WITH_WEIGHTS)
@pytest.mark.parametrize("shape", [(3, 4), (2, 2, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_weights_against_brute_force(seed: int, shape: tuple[int, ...], name: str) -> None:
    payoffs = table(shape, seed)
    weights = (F(2), F(1, 3), F(1))[: len(shape)]
    point = oracles.security(payoffs)
    solution = at(payoffs, point, WITH_WEIGHTS[name](weights=weights))
    wanted = oracles.agreement(payoffs, point, name, weights)
    assert close(solution.agreement.payoffs, wanted, 1e-7 if name == "nash" and len(shape) > 2 else 1e-12)
    scaled = at(payoffs, point, WITH_WEIGHTS[name](weights=tuple(6 * w for w in weights)))
    assert close(scaled.agreement.payoffs, solution.agreement.payoffs)
    equal = at(payoffs, point, WITH_WEIGHTS[name](weights=(F(1, 2),) * len(shape)))
    assert close(equal.agreement.payoffs, at(payoffs, point, WITH_WEIGHTS[name]()).agreement.payoffs)


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_who_has_no_weight_gains_last(name: str) -> None:
    assert at(POLYGON, (0, 0), WITH_WEIGHTS[name](weights=(1, 0))).agreement.payoffs == (12, 0)
    assert at(POLYGON, (1, 1), WITH_WEIGHTS[name](weights=(0, 1))).agreement.payoffs == (1, F(29, 5))
    # the first takes 2 or the others share 3; once it has 2, they still have 1 to share
    payoffs = np.zeros((3, 4, 1, 1), dtype=object)
    payoffs[:, :, 0, 0] = [[2, 2, 0, 0], [1, 0, 3, 0], [0, 1, 0, 3]]
    for weights, wanted in [((1, 0, 0), (2, F(1, 2), F(1, 2))), ((0, 1, 1), (0, F(3, 2), F(3, 2)))]:
        found = at(payoffs, (0, 0, 0), WITH_WEIGHTS[name](weights=weights)).agreement.payoffs
        assert found == wanted


@pytest.mark.parametrize("name", WITH_WEIGHTS)
@pytest.mark.parametrize("seed", range(3))
def test_no_weight_is_the_limit_of_little_weight(seed: int, name: str) -> None:
    payoffs = table((2, 2, 2), seed)
    point = oracles.security(payoffs)
    none = at(payoffs, point, WITH_WEIGHTS[name](weights=(1, 0, 2))).agreement.payoffs
    little = at(payoffs, point, WITH_WEIGHTS[name](weights=(1, F(1, 10**7), 2))).agreement.payoffs
    assert close(none, little, 1e-4)


@pytest.mark.parametrize("weights", [(), (0, 0), (-1, 2), (float("nan"), 1), (float("inf"), 1), ("x", 1)])
@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_weights_that_are_none(name: str, weights: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"split {name}"):
        WITH_WEIGHTS[name](weights=weights)


def test_settings_out_of_range() -> None:
    for setting in (
        {"rounds": 0},
        {"tolerance": -1},
        {"tolerance": float("nan")},
        {"kind": "slow"},
        {"rounds": 2.5},
        {"rounds": "3"},
        {"tolerance": "1"},
    ):
        with pytest.raises(ConfigurationError, match="accepted"):
            splits.Raiffa(**setting)
    with pytest.raises(UnsuitableError, match="has 3 weight"):
        at(POLYGON, (0, 0), splits.Nash(weights=(1, 2, 3)))
    with pytest.raises(UnsuitableError, match="at most 2 player"):
        at(table((2, 2, 2), 0), (-3, -3, -3), "perles-maschler")
    with pytest.raises(UnsuitableError, match="allow side payments"):
        at(POLYGON, (6, 5), "raiffa")
    found = accord.solve(POLYGON, split="nash", settings={"split": {"weights": "2,1"}}, side_payments=False)
    assert found.steps["split"].settings["weights"] == [2, 1]


@pytest.mark.parametrize("name", SPLITS)
def test_side_payments_make_all_symmetric_splits_equal(name: str) -> None:
    point = accord.fallbacks.Point(payoffs=(F(1), F(2)))
    for split in (SPLITS[name], "equal"):
        assert accord.solve(POLYGON, fallback=point, split=split).agreement.payoffs == (F(11, 2), F(13, 2))
    assert SPLITS[name].shares(2) == (F(1, 2), F(1, 2))


@pytest.mark.parametrize("name", [*WITH_WEIGHTS, "weighted"])
def test_side_payments_are_shared_by_weight(name: str) -> None:
    split = {**WITH_WEIGHTS, "weighted": splits.Weighted}[name](weights=(2, 1))
    solution = accord.solve(POLYGON, fallback=accord.fallbacks.Point(payoffs=(F(0), F(0))), split=split)
    assert solution.certified
    assert solution.agreement.payoffs == (8, 4)
    assert split.shares(2) == (F(2, 3), F(1, 3))


@pytest.mark.parametrize("name", SPLITS)
@pytest.mark.parametrize("point", [(5, 5), (F(17, 2), F(5, 2)), (0, 6), (12, 0), (F(5, 2), F(11, 2))])
def test_on_the_frontier_nothing_moves(point: Any, name: str) -> None:
    assert at(POLYGON, point, SPLITS[name]).agreement.payoffs == point


@pytest.mark.parametrize("name", [*MANY, "raiffa-continuous"])
def test_on_the_frontier_of_three_nothing_moves(name: str) -> None:
    payoffs = np.zeros((3, 4, 1, 1), dtype=object)
    for i in range(3):
        payoffs[i, i] = 3
    assert at(payoffs, (1, F(1, 2), F(3, 2)), SPLITS[name]).agreement.payoffs == (1, F(1, 2), F(3, 2))
    assert at(payoffs, (0, 0, 0), SPLITS[name]).agreement.payoffs == (1, 1, 1)


@pytest.mark.parametrize("name", SPLITS)
def test_frontiers_of_one_point(name: str) -> None:
    corner = accord.Game.from_arrays([[0, 3, 3]], [[4, 4, 0]])
    assert at(corner, (0, 0), SPLITS[name]).agreement.payoffs == (3, 4)
    constant = accord.Game.from_arrays([[1, 1, 1]], [[4, 2, 0]])
    assert at(constant, (1, 0), SPLITS[name]).agreement.payoffs == (1, 4)
    assert at(constant, (-5, -5), SPLITS[name]).agreement.payoffs == (1, 4)
    assert at(accord.Game.from_arrays([[2]], [[7]]), (2, 7), SPLITS[name]).agreement.payoffs == (2, 7)


@pytest.mark.parametrize("name", SPLITS)
def test_flat_and_vertical_edges_are_no_part_of_the_frontier(name: str) -> None:
    box = accord.Game.from_arrays([[0, 2, 4, 4]], [[4, 4, 2, 0]])
    assert at(box, (0, 0), SPLITS[name]).agreement.payoffs == (3, 3)
    bare = accord.Game.from_arrays([[2, 4]], [[4, 2]])
    assert at(bare, (0, 0), SPLITS[name]).agreement.payoffs == (3, 3)


@pytest.mark.parametrize("name", SPLITS)
@pytest.mark.parametrize(
    ("up", "right"), [(1, 1), (F(1, 10**299), 1), (10**290, F(1, 10**290)), (F(10**12 + 1, 7), F(3, 10**9 + 7))]
)
def test_units_of_any_size(name: str, up: Any, right: Any) -> None:
    """Rules that compare no payoffs across players are carried along by a change of units; the others at least find an answer."""
    game = accord.Game.from_arrays([[0, 0, 5 * right, 12 * right]], [[0, 6 * up, 5 * up, 0]])
    found = at(game, (0, 0), SPLITS[name]).agreement.payoffs
    plain = at(POLYGON, (0, 0), SPLITS[name]).agreement.payoffs
    if name not in {"egalitarian", "equal-loss", "utilitarian"}:
        assert [float(F(found[0]) / F(right)), float(F(found[1]) / F(up))] == pytest.approx([float(x) for x in plain], rel=1e-11)


def tables(shapes: Any) -> Any:
    return st.builds(table, st.sampled_from(shapes), st.integers(0, 10**6))


positive = st.fractions(F(1, 9), 50, max_denominator=9)


@pytest.mark.parametrize("name", SPLITS)
@some
@given(payoffs=tables([(2, 2), (2, 3), (1, 4)]), data=st.data())
def test_shifts_scales_and_exchange(name: str, payoffs: Any, data: Any) -> None:
    point = oracles.security(payoffs)
    before = at(payoffs, point, SPLITS[name]).agreement.payoffs
    common = data.draw(positive)
    scales = [common] * 2 if name in {"egalitarian", "equal-loss", "utilitarian"} else [data.draw(positive) for _ in range(2)]
    shifts = [data.draw(st.fractions(-100, 100, max_denominator=9)) for _ in range(2)]
    moved = np.stack([a * u + b for a, u, b in zip(scales, payoffs, shifts, strict=True)])
    after = at(moved, [a * d + b for a, d, b in zip(scales, point, shifts, strict=True)], SPLITS[name]).agreement.payoffs
    wanted = [a * x + b for a, x, b in zip(scales, before, shifts, strict=True)]
    assert list(after) == wanted if exact(before) else close(after, wanted, 1e-9)
    exchanged = at(payoffs[::-1].transpose(0, 2, 1), point[::-1], SPLITS[name]).agreement.payoffs
    assert exchanged == before[::-1] if exact(before) else close(exchanged, before[::-1], 1e-10)


@pytest.mark.parametrize("name", MANY)
@some
@given(payoffs=tables([(2, 2, 2), (3, 2, 2)]), order=st.permutations(range(3)))
def test_relabelling_many_players(name: str, payoffs: Any, order: Any) -> None:
    point = oracles.security(payoffs)
    before = at(payoffs, point, SPLITS[name]).agreement.payoffs
    shuffled = payoffs.transpose(0, *(1 + i for i in order))[list(order)]
    after = at(shuffled, [point[i] for i in order], SPLITS[name]).agreement.payoffs
    wanted = tuple(before[i] for i in order)
    assert after == wanted if exact(before) else close(after, wanted, 1e-7)


def chains(draw: Any) -> Frontier:
    """Concave chains with rational corners: slopes grow steeper from left to right."""
    runs = draw(st.lists(st.fractions(F(1, 9), 9, max_denominator=9), min_size=1, max_size=5))
    slopes = sorted(draw(st.sets(st.fractions(F(1, 20), 20, max_denominator=20), min_size=len(runs), max_size=len(runs))))
    corners = list(
        itertools.accumulate(zip(runs, slopes, strict=True), lambda p, e: (p[0] + e[0], p[1] - e[0] * e[1]), initial=(F(0), F(0)))
    )
    low = corners[-1][1]
    back = draw(st.fractions(0, 3, max_denominator=5))
    found = Frontier.of(corners, (-back, low - draw(st.fractions(0, 3, max_denominator=5))))
    assert found is not None
    return found


frontiers = st.composite(chains)()
often = settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])


@often
@given(frontier=frontiers)
def test_discrete_contraction_of_a_chain_ends_exactly(frontier: Frontier) -> None:
    """The answer is where the naive iteration goes, however long it takes."""
    found = contracted_on(frontier, 10_000)
    assert found.exact
    point = frontier.disagreement
    for _ in range(80):
        point = frontier.above(point).dictated
        if len(frontier.above(point).chain) == 1:
            break
    assert close(found.payoffs, point, 1e-12)


def test_a_corner_that_is_never_reached_is_the_limit_all_the_same() -> None:
    """Every round leaves a part of the way to the corner, in a direction that does not change."""
    corner = [(F(0), F(3, 2)), (F(1), F(1)), (F(3, 2), F(0))]
    frontier = Frontier.of(corner, (F(0), F(0)))
    assert frontier is not None
    found = contracted_on(frontier, 1)
    assert (found.payoffs, found.exact, found.rounds) == ((1, 1), True, 0)
    asymmetric = Frontier.of([(F(0), F(5)), (F(1), F(4)), (F(2), F(0))], (F(1, 2), F(3)))  # sqrt(1 * 4) = (4 - 3) / (1 - 1/2)
    assert asymmetric is not None
    assert contracted_on(asymmetric, 1).payoffs == (1, 4)


def test_bounded_rounds_say_what_they_leave() -> None:
    game = accord.Game.from_arrays([[0, F(99, 100), F(3, 2)]], [[F(3, 2), F(101, 100), 0]])
    whole = at(game, (0, 0), splits.Raiffa())
    assert (exact(whole.agreement.payoffs), whole.warnings) == (True, ())
    for rounds in (1, 2):
        part = at(game, (0, 0), splits.Raiffa(rounds=rounds))
        (warning,) = part.warnings
        assert f"after {rounds} round(s)" in warning
        gap = float(warning.split("within ")[1].split()[0])
        assert 0 < gap <= 0.5**rounds
        assert close(part.agreement.payoffs, whole.agreement.payoffs, 1.5 * gap)


def test_many_players_contract_to_within_the_tolerance() -> None:
    """Four facets meet in a point that no round reaches; symmetry says where it is."""
    payoffs = np.zeros((3, 4, 1, 1), dtype=object)
    payoffs[:, :, 0, 0] = [[2, 0, 0, F(11, 10)], [0, 2, 0, F(11, 10)], [0, 0, 2, F(11, 10)]]
    for split, accuracy in ((splits.Raiffa(tolerance=1e-6), 1e-6), (splits.Raiffa(rounds=3), 0.3), (CONTINUOUS, 1e-8)):
        solution = at(payoffs, (0, 0, 0), split)
        assert close(solution.agreement.payoffs, [1.1] * 3, 2 * accuracy)
        assert "within" in solution.warnings[0]
    problem = Problem(accord.Game.from_tensor(payoffs), (F(0),) * 3, side_payments=False)
    bounded = contracted(problem.agreements, problem.floors, 5, 0.0)
    assert (bounded.rounds, bounded.exact) == (5, False)
    assert bounded.gap <= (2 / 3) ** 5


@often
@given(frontier=frontiers)
def test_the_arc_is_halved_exactly(frontier: Frontier) -> None:
    point, rational = arc.halved(frontier)
    left, right = (
        sum(float(-(q[0] - p[0]) * (q[1] - p[1])) ** 0.5 for p, q in itertools.pairwise(part))
        for part in (
            [c for c in frontier.chain if c[0] < point[0]] + [point],
            [point] + [c for c in frontier.chain if c[0] > point[0]],
        )
    )
    assert left == pytest.approx(right, abs=1e-12)
    assert rational or len(frontier.chain) > 2


def test_rational_arcs_are_found_among_irrational_ones() -> None:
    # lengths sqrt 2, 2, sqrt 2: half of the second; sqrt 2, 2 sqrt 2: a quarter of the second; sqrt 2, 1, 1, sqrt 2: a corner
    even = Frontier.of([(F(0), F(6)), (F(2), F(5)), (F(4), F(3)), (F(5), F(1))], (F(0), F(0)))
    one = Frontier.of([(F(0), F(5)), (F(2), F(4)), (F(4), F(0))], (F(0), F(0)))
    corner = Frontier.of([(F(0), F(20)), (F(2), F(19)), (F(3), F(18)), (F(7, 2), F(16)), (F(4), F(12))], (F(0), F(0)))
    assert even is not None
    assert one is not None
    assert corner is not None
    assert arc.halved(even) == ((3, 4), True)
    assert arc.halved(one) == ((F(5, 2), 3), True)
    assert arc.halved(corner) == ((3, 18), True)


@pytest.mark.parametrize(("shape", "seed"), [((2, 2, 2), 0), ((2, 2, 2), 2), ((3, 3, 3), 0), ((2, 2, 2, 2), 1)])
def test_facets_find_the_dictator_points_of_linear_programs(shape: tuple[int, ...], seed: int) -> None:
    game = accord.Game.from_tensor(table(shape, seed))
    problem = Problem(game, tuple(oracles.security(table(shape, seed))), side_payments=False)
    start = Region(problem.agreements, problem.fallback)
    units = [F(g) for g in start.gaps]
    facets = Facets.of(game, problem.fallback, units)
    assert facets is not None
    gains, settled = np.zeros(len(shape)), 0
    for _ in range(4):
        here = Region(problem.agreements, [d + u * F(float(g)) for d, u, g in zip(problem.fallback, units, gains, strict=True)])
        for j in range(len(shape)):
            wanted = [float((F(x) - d) / u) for x, d, u in zip(here.dictator(j)[0], problem.fallback, units, strict=True)]
            rise = facets.rise(gains, j)
            settled += rise is not None
            assert rise is None or close(gains + rise, wanted, 1e-9)
        mean = [float((F(x) - d) / u) for x, d, u in zip(here.dictated(), problem.fallback, units, strict=True)]
        gains = gains + 0.2 * (np.array(mean) - gains)
    assert settled > 4


def test_the_continuous_solution_of_three_by_small_steps() -> None:
    """Euler steps of two sizes, extrapolated, through the linear programs alone."""
    payoffs = table((2, 2, 2), 1)
    point = oracles.security(payoffs)
    found = at(payoffs, point, CONTINUOUS)
    ends = []
    for step in (F(1, 5), F(1, 10)):
        problem = Problem(accord.Game.from_tensor(payoffs), tuple(point), side_payments=False)
        here = Region(problem.agreements, problem.fallback)
        for _ in range(int(5 / step)):
            there = [x + step * (F(g) - x) for x, g in zip(map(F, here.point), here.dictated(), strict=True)]
            here = Region(problem.agreements, [x.limit_denominator(10**12) - F(1, 10**11) for x in there])
        ends.append(np.array([float(x) for x in here.settled()]))
    assert close(found.agreement.payoffs, 2 * ends[1] - ends[0], 0.02)
    assert "within 1e-08" in found.warnings[0]


def test_the_continuous_solution_by_linear_programs_alone(monkeypatch: Any) -> None:
    payoffs = table((2, 2, 2), 0)
    quick = at(payoffs, oracles.security(payoffs), CONTINUOUS)
    monkeypatch.setattr(Facets, "of", lambda *_: None)
    monkeypatch.setattr(integration, "_STEP", {False: 1e-6})
    slow = at(payoffs, oracles.security(payoffs), CONTINUOUS)
    assert close(quick.agreement.payoffs, slow.agreement.payoffs, 1e-3)
    assert "within 0.0001" in slow.warnings[0]


@pytest.mark.parametrize("name", [*MANY, "raiffa-continuous"])
def test_a_constant_player_among_three(name: str) -> None:
    payoffs = table((2, 2, 2), 4)
    payoffs[1] = F(4)
    solution = at(payoffs, (payoffs[0].min(), 4, payoffs[2].min()), SPLITS[name])
    two = accord.Game.from_arrays(payoffs[0].reshape(2, 4), payoffs[2].reshape(2, 4))
    assert solution.agreement.payoffs[1] == 4
    if name not in {"raiffa", "raiffa-continuous"}:  # the constant player takes turns in dictating the greatest total
        alone = at(two, (payoffs[0].min(), payoffs[2].min()), SPLITS[name]).agreement.payoffs
        assert close((solution.agreement.payoffs[0], solution.agreement.payoffs[2]), alone, 1e-9)


@pytest.mark.parametrize("name", [*MANY, "raiffa-continuous"])
def test_one_player_takes_the_best(name: str) -> None:
    assert at(accord.Game.from_arrays([1, 5, 3]), (2,), SPLITS[name]).agreement.payoffs == (5,)


@pytest.mark.parametrize("name", SPLITS)
def test_a_point_known_approximately_gives_floats(name: str) -> None:
    for d in ((0.25, 0.5), (5.0, 5.0 + 1e-12)):
        problem = Problem(POLYGON, d, side_payments=False)
        said = SPLITS[name].agree(problem)
        payoffs = said.payoffs if isinstance(said, accord.Agreed) else said
        near = at(POLYGON, (F(1, 4), F(1, 2)) if d[0] < 1 else (5, 5), SPLITS[name]).agreement.payoffs
        assert all(isinstance(x, float) for x in payoffs)
        assert close(payoffs, near, 1e-7)


def test_ties_of_the_total() -> None:
    line = accord.Game.from_arrays([[0, 1, 4]], [[5, 4, 1]])
    assert at(line, (0, 0), "utilitarian").agreement.payoffs == (
        F(2),
        F(3),
    )  # the middle of what is left above (0, 0): (0, 5) to (4, 1)
    assert at(line, (2, 0), "utilitarian").agreement.payoffs == (3, 2)
    payoffs = np.zeros((3, 4, 1, 1), dtype=object)
    for i in range(3):
        payoffs[i, i] = 6
    assert at(payoffs, (1, 2, 0), "utilitarian").agreement.payoffs == (2, 3, 1)


def test_corners_that_would_stop_a_step_are_passed_over() -> None:
    """Such a corner of weight 0 kept the climb to the greatest product where it was, round after round."""
    tables = [
        [[[-2, 0], [-2, 0]], [[0, 2], [-2, -1]]],
        [[[1, 2], [0, 0]], [[-2, 0], [-2, -2]]],
        [[[0, 0], [1, -2]], [[0, 0], [-1, 0]]],
    ]
    solution = accord.solve(
        accord.Game.from_tensor(tables),
        fallback=accord.fallbacks.Point(payoffs=(F(-2), F(-2), F(-1, 2))),
        split=accord.splits.Nash(weights=(F(1), F(2), F(1))),
        side_payments=False,
    )
    assert solution.certified
    assert np.allclose([float(x) for x in solution.agreement.payoffs], [0, 2, 0], atol=1e-9)
