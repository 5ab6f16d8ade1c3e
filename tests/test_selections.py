"""Nash product, Raiffa's rounds and the centroid of equilibrium payoffs: tables, oracles, generic solvers, degenerate games."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracles.rules import raiffa
from reference_tables import payoffs
from scipy.optimize import minimize

import accord
from accord.builtin import raiffa as contraction
from accord.claims import Claim
from accord.equilibria import Concept, FiniteSet, Polytope
from accord.equilibria.base import Equilibrium
from accord.equilibria.efficient import Efficient
from accord.equilibria.landmarks import reference_point
from accord.equilibria.product import greatest_product
from accord.errors import ConfigurationError, UnsuitableError
from accord.fallbacks import Correlated
from accord.lp import program, simplex
from accord.plan import JointPlan
from accord.selections import Centroid, Egalitarian, NashProduct, Raiffa

F = Fraction
NAMES = ("nash-product", "raiffa", "centroid")


def solved(game: Any, **pipeline: Any) -> Any:
    solution = accord.solve(game if isinstance(game, accord.Game) else accord.Game.from_tensor(game), **pipeline)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def selected(game: Any, selection: Any, **pipeline: Any) -> Any:
    return solved(game, selection=selection, **pipeline).disagreement


def random_table(shape: tuple[int, ...], seed: int) -> Any:
    return np.random.default_rng([seed, *shape]).integers(-3, 5, (len(shape), *shape)).astype(object) * F(1)


# Worked numbers


@pytest.mark.parametrize(
    ("game", "sequence"),
    [
        ("chicken_asym", [(F(9, 2), F(7, 2)), (5, F(49, 13)), (F(51, 10), F(99, 26)), (F(51, 10), F(99, 26))]),
        ("chicken", [(F(9, 2),) * 2, (F(66, 13),) * 2, (F(1761, 338),) * 2]),
    ],
)
def test_rounds_of_bargaining_over_the_fallback(game: str, sequence: Any) -> None:
    body = oracles.hull(payoffs(game), "correlated")
    rounds = raiffa(body, len(sequence))
    for k, point in enumerate(sequence, 1):
        found = selected(payoffs(game), Raiffa(rounds=k))
        assert found.payoffs == point == rounds[min(k, len(rounds)) - 1]
        assert all(isinstance(v, F) for v in found.payoffs)
        stopped = [w for w in found.warnings if f"stopped after {k} round(s)" in w]
        assert bool(stopped) is (k < 3 or game == "chicken")
        assert all(f"(never more than {0.5**k:.3g})" in w for w in stopped)


def test_limits_that_no_round_reaches_are_exact_for_two_players() -> None:
    found = selected(payoffs("chicken"), Raiffa())
    assert found.payoffs == (F(21, 4), F(21, 4))
    assert not found.warnings
    assert selected(payoffs("chicken"), Raiffa(rounds=100)).payoffs == (F(21, 4), F(21, 4))


@pytest.mark.parametrize(("rule", "first"), [("nash-product", F(23, 4)), ("raiffa", F(367, 65)), ("centroid", F(10687, 1940))])
def test_an_asymmetric_chicken_after_an_equal_split(rule: str, first: F) -> None:
    assert solved(payoffs("chicken_asym"), selection=rule).agreement.payoffs == (first, 10 - first)
    assert solved(payoffs("chicken_asym")[:, :1], selection=rule).agreement.payoffs == (7, 2)


CORNERS = [(0, 0), (0, 6), (5, 5), (12, 0)]


def test_one_polygon() -> None:
    """A game whose outcomes are all equilibria: one player decides, between payoffs that are alike for it."""
    table = np.array(CORNERS, dtype=object).T.reshape(2, 4, 1) * F(1)
    whole = Polytope.whole(accord.Game.from_tensor(table))
    assert whole.greatest_product((F(0), F(0))).settled == (6, F(30, 7))
    assert Raiffa().select(whole).payoffs == (F(69, 10), F(51, 14))
    assert whole.greatest_product((F(0), None)).settled == (12, 0)
    assert whole.greatest_product((None, F(0))).settled == (0, 6)
    assert whole.greatest_product((None, None)).settled is None
    assert whole.greatest_product((F(5), None)).settled == (12, 0)
    assert whole.greatest_product((F(12), F(0))).settled == (12, 0)
    assert whole.greatest_product((F(9), F(1))).settled == (F(49, 5), F(11, 7))
    with pytest.raises(UnsuitableError, match="nothing in the set gives everybody at least"):
        whole.greatest_product((F(11), F(5)))


# Two players against brute force


CASES = [((2, 2), s) for s in range(8)] + [((2, 3), s) for s in range(4)] + [((3, 3), s) for s in range(4)] + [((1, 4), 1)]


@pytest.mark.parametrize("kind", ["correlated", "coarse-correlated"])
@pytest.mark.parametrize("at", CASES)
def test_two_players(at: Any, kind: str) -> None:
    table = random_table(*at)
    body = oracles.hull(table, kind)
    points = oracles.references(body, oracles.security(table))
    for reference, r in points.items():
        found = selected(table, NashProduct(reference=reference), fallback=kind)
        assert found.payoffs == oracles.select(body, "nash-product", r), reference
    assert selected(table, "centroid", fallback=kind).payoffs == oracles.select(body, "centroid", points["pmm"])
    sequence = raiffa(body, 4)
    for k, point in enumerate(sequence, 1):
        assert selected(table, Raiffa(rounds=k), fallback=kind).payoffs == point
    limit = selected(table, "raiffa", fallback=kind).payoffs
    assert all(isinstance(v, F) for v in limit)
    assert all(lower <= v for lower, v in zip(sequence[-1], limit, strict=True))
    assert oracles.hull(table, kind).above([1, 0], limit[0]).best([0, 1]) == limit[1]


@pytest.mark.parametrize("at", [((3, 3), 0), ((2, 2), 4), ((4, 4), 2), ((3, 4), 1)])
def test_the_limit_is_that_of_forty_rounds(at: Any) -> None:
    """The rounds are gone through on the exact polygon, without the closed form of the limit."""
    table = random_table(*at)
    ring = oracles.polygon(oracles.hull(table, "correlated"))
    r = _contracted(ring, 40)
    limit = selected(table, "raiffa").payoffs
    assert [float(v) for v in limit] == pytest.approx([float(v) for v in r], abs=1e-9)


def _contracted(ring: Sequence[Any], rounds: int) -> Any:
    for _ in range(rounds):
        best = [max(ring, key=lambda p, i=i: (p[i], p[1 - i])) for i in (0, 1)]
        r = tuple((a + b) / 2 for a, b in zip(*best, strict=True))
        for i in (0, 1):
            ring = _clipped(ring, i, r[i])
    return r


def _clipped(ring: Sequence[Any], i: int, floor: F) -> list[Any]:
    kept = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        kept += [a] if a[i] >= floor else []
        if (a[i] - floor) * (b[i] - floor) < 0:
            share = (floor - a[i]) / (b[i] - a[i])
            kept.append(tuple(x + share * (y - x) for x, y in zip(a, b, strict=True)))
    return kept


def test_of_a_frontier_with_many_corners_few_are_looked_at() -> None:
    corners = [(F(k), F(10**6 - k * k)) for k in range(1001)]
    asked = []

    def farthest(direction: Any) -> Any:
        asked.append(direction)
        return max(corners, key=lambda p: direction[0] * p[0] + direction[1] * p[1])

    frontier = Efficient(farthest, corners[-1], corners[0], (F(1000), F(10**6)))
    assert frontier.at(0, F(1001, 2)) == (F(1001, 2), 10**6 - (F(500) ** 2 + F(501) ** 2) / 2)
    assert frontier.at(1, F(10**6 - 49)) == (7, 10**6 - 49)
    assert frontier.at(0, F(2000)) == frontier.at(1, F(-5)) == corners[-1]
    assert frontier.at(0, F(-5)) == corners[0]
    assert len(asked) < 40
    assert frontier.known(corners[0], corners[-1]) is None
    assert frontier.known((F(1001, 2), frontier.at(0, F(1001, 2))[1]), corners[501]) == (frontier.at(0, F(1001, 2)), corners[501])
    table = np.array(corners, dtype=object).T.reshape(2, 1001, 1)
    limit = Raiffa().select(Polytope.whole(accord.Game.from_tensor(table))).payoffs
    assert [float(v) for v in limit] == pytest.approx([float(v) for v in _contracted([*corners, (F(0), F(0))], 40)], rel=1e-9)
    assert all(isinstance(v, F) for v in limit)


# Three and more players


MORE = [((2, 2, 2), s) for s in range(5)] + [((3, 2, 2), 1), ((2, 3, 3), 3), ((2, 2, 2, 2), 0), ((2, 2, 2, 2), 3)]


@pytest.mark.parametrize("at", MORE)
def test_the_nash_product_is_that_of_a_generic_solver(at: Any) -> None:
    """Over plans, with the constraints written out from their definition."""
    table = random_table(*at)
    game = accord.Game.from_tensor(table)
    found = selected(game, "nash-product")
    r = [float(v) for v in reference_point(Polytope.of(game, Concept.CORRELATED), "pmm")]  # type: ignore[arg-type]
    best = [float(high) for _, high in found.payoff_range]
    own = [i for i in range(len(r)) if best[i] - r[i] > 1e-9]
    gains = [float(v) - b for v, b in zip(found.payoffs, r, strict=True)]
    assert min(gains) > -1e-9
    if not own:
        return
    value = sum(np.log(gains[i]) for i in own)
    body = oracles.hull(table.astype(float), "correlated")
    for i, floor in enumerate(r):
        body = body.above([int(i == j) for j in range(len(r))], floor)
    gradient = [1 / gains[i] if i in own else 0.0 for i in range(len(r))]
    assert body.best(gradient) <= sum(g * float(v) for g, v in zip(gradient, found.payoffs, strict=True)) + 1e-6
    columns = table.astype(float).reshape(len(r), -1)
    rows = np.array(oracles.correlated_rows(table), dtype=float)
    start = selected(game, "random-dictator").play.dense((columns.shape[1],))
    generic = minimize(
        lambda mu: -sum(np.log(np.maximum(columns[own] @ mu - np.array(r)[own], 1e-300))),
        start,
        jac=lambda mu: -(columns[own] / np.maximum(columns[own] @ mu - np.array(r)[own], 1e-300)[:, None]).sum(axis=0),
        bounds=[(0, 1)] * columns.shape[1],
        constraints=[
            {"type": "eq", "fun": lambda mu: mu.sum() - 1, "jac": np.ones_like},
            {"type": "ineq", "fun": lambda mu: rows @ mu, "jac": lambda _: rows},
            {"type": "ineq", "fun": lambda mu: columns @ mu - r, "jac": lambda _: columns},
        ],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-11},
    )
    assert generic.success
    assert -generic.fun == pytest.approx(value, abs=1e-6)
    assert columns[own] @ generic.x == pytest.approx([float(found.payoffs[i]) for i in own], abs=1e-3)


@pytest.mark.parametrize("at", MORE[:5])
def test_rounds_of_three_players(at: Any) -> None:
    table = random_table(*at)
    sequence = raiffa(oracles.hull(table, "correlated"), 3)
    for k, point in enumerate(sequence, 1):
        assert selected(table, Raiffa(rounds=k)).payoffs == point
    limit = selected(table, Raiffa())
    final = selected(table, Raiffa(rounds=40, tolerance=1e-12)).payoffs
    assert [float(v) for v in limit.payoffs] == pytest.approx([float(v) for v in final], abs=1e-7)


def test_three_players_may_need_numbers_that_are_no_fractions() -> None:
    """The greatest product on a segment of three players' payoffs is the root of a quadratic equation."""
    table = np.array([[0, 3], [1, 3], [4, 0]], dtype=object).reshape(3, 2, 1, 1) * F(1)
    game = accord.Game.from_tensor(table)
    found = Polytope.whole(game).greatest_product([F(0), F(0), F(0)]).settled
    assert found is not None
    share = found[0] / 3  # (3 s) (1 + 2 s) (4 - 4 s): 6 s^2 - 2 s - 1 = 0 at its top
    assert isinstance(share, float)
    assert share == pytest.approx((1 + 7**0.5) / 6, abs=1e-8)
    assert found == pytest.approx((3 * share, 1 + 2 * share, 4 - 4 * share), abs=1e-7)


def test_a_limit_of_three_players_that_no_round_reaches_is_given_to_the_tolerance() -> None:
    """Two tetrahedra glued together: the point (1, 1, 1) is approached and never reached, by symmetry."""
    corners = [(2, 0, 0), (0, 2, 0), (0, 0, 2), (1, 1, 1), (0, 0, 0)]
    table = np.array(corners, dtype=object).T.reshape(3, 5, 1, 1) * F(1)
    whole = Polytope.whole(accord.Game.from_tensor(table))
    limit = Raiffa(tolerance=1e-6).select(whole)
    assert limit.payoffs == pytest.approx((1, 1, 1), abs=1e-6)
    assert all(isinstance(v, float) for v in limit.payoffs)
    (warning,) = limit.warnings
    assert warning.startswith("the limit of bargaining over the fallback is approximate: after")
    for k in (1, 2, 5):
        stopped = Raiffa(rounds=k).select(whole)
        assert stopped.payoffs[0] == stopped.payoffs[1] == stopped.payoffs[2] < 1
        assert 1 - stopped.payoffs[0] <= (F(2, 3)) ** k * 2
        assert isinstance(stopped.payoffs[0], F)


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize("name", ["majority3", "public_good3", "el_farol3", "threat3_cost1", "ir_violation3"])
def test_bundled_games_of_three_players(name: str, rule: str) -> None:
    found = solved(accord.read(name), selection=rule)
    if name in {"majority3", "el_farol3"}:
        assert len(set(found.disagreement.payoffs)) == 1
    if name == "threat3_cost1":
        assert found.disagreement.payoffs == (0, 0, 0)
    assert all(c.residual == 0 for c in found.certificates) or not all(isinstance(v, F) for v in found.disagreement.payoffs)


# Lists


def listed(*points: Sequence[Any]) -> FiniteSet:
    """Pretend that some outcomes of a game in which one player decides are its equilibria."""
    n = len(points[0])
    table = np.array(points, dtype=object).T.reshape(n, len(points), *(1,) * (n - 1))
    game = accord.Game.from_tensor(table)
    return FiniteSet.of(
        game, [Equilibrium(game.exact(k), JointPlan.uniform([k]), frozenset({Claim.NASH})) for k in range(len(points))]
    )


@pytest.mark.parametrize(
    ("points", "chosen"),
    [
        ([(2, 1), (1, 2)], (F(3, 2), F(3, 2))),  # nobody's product is positive, and the two are alike
        ([(2, 1), (1, 2), (1, 1)], (F(3, 2), F(3, 2))),  # one that is worse for both takes no part
        ([(2, 0), (0, 2), (F(1, 2), F(1, 2))], (F(1, 2), F(1, 2))),
        ([(6, 0), (0, 6), (1, 4), (4, 1), (2, F(3, 2))], (F(5, 2), F(5, 2))),
        ([(6, 0), (0, 6), (2, 3), (1, 5)], (2, 3)),
        ([(3, 3)], (3, 3)),
        ([(3, 1), (3, 2)], (3, 2)),
        ([(1, 1, 5), (2, 1, 5), (1, 2, 5)], (F(3, 2), F(3, 2), 5)),
    ],
)
def test_the_best_product_of_a_list(points: Any, chosen: Any) -> None:
    found = NashProduct().select(listed(*points))
    assert found.payoffs == chosen
    body = oracles.FiniteSet(tuple(tuple(map(F, p)) for p in points))
    assert oracles.select(body, "nash-product", oracles.references(body, (0,) * len(chosen))["pmm"]) == chosen


def test_a_list_is_bargained_over_and_balanced_by_public_lotteries() -> None:
    found = Raiffa().select(listed((7, 2), (2, 5), (0, 0)))
    assert found.payoffs == (F(9, 2), F(7, 2))
    assert found.claims == {Claim.CORRELATED}
    centre = Centroid().select(listed((6, 0), (0, 3), (0, 0)))
    assert centre.payoffs == (2, 1)
    assert "public lottery over 3 equilibria" in centre.warnings[-1]
    one = Centroid().select(listed((6, 0), (0, 0), (3, 0)))
    assert (one.payoffs, one.claims, one.warnings) == ((3, 0), {Claim.NASH}, ())


def test_payoffs_out_of_a_list_do_not_depend_on_repetitions_and_copies() -> None:
    """Each payoff vector that is left over has the same chance, and within it each play."""
    repeated = Egalitarian().select(listed((2, 1), (1, 2), (2, 1), (2, 1)))
    assert repeated.payoffs == (F(3, 2), F(3, 2))
    assert repeated.play == JointPlan((0, 1, 2, 3), (F(1, 6), F(1, 2), F(1, 6), F(1, 6)))
    once = listed((2, 1), (1, 2))
    assert FiniteSet.of(once.game, [*once.members, once.members[0]]).members == once.members
    bos, cloned = payoffs("bos"), payoffs("bos")[:, [0, 0, 1]]
    both = [
        solved(table, fallback="nash", solver="pure", selection="max-welfare").disagreement.payoffs for table in (bos, cloned)
    ]
    assert both[0] == both[1] == (F(3, 2), F(3, 2))


def test_lists_refuse_what_nothing_in_them_reaches() -> None:
    with pytest.raises(UnsuitableError, match=r"no equilibrium of the list gives everybody at least \(3, 3\)"):
        listed((7, 2), (2, 5)).greatest_product((F(3), F(3)))


@pytest.mark.parametrize("rule", NAMES)
def test_nash_equilibria_that_a_solver_finds(rule: str) -> None:
    found = solved(payoffs("bos"), fallback="nash", solver="pure", selection=rule)
    assert found.disagreement.payoffs == (F(3, 2), F(3, 2))
    assert Claim.CORRELATED in {c.claim for c in found.certificates}


# Degenerate games


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize(
    ("table", "payoff"),
    [
        ([[3]], (3,)),
        ([[3, 1, 3]], (3,)),
        ([[[2]], [[5]]], (2, 5)),
        ([[[[4]]], [[[4]]], [[[F(1, 3)]]]], (4, 4, F(1, 3))),
        (np.full((2, 3, 3), F(7)), (7, 7)),
        ([[[1, 1], [1, 1]], [[0, 1], [1, 0]]], None),
        (
            [
                [[0, 0], [0, 0]],
                [[5, 5], [5, 5]],
            ],
            (0, 5),
        ),
    ],
    ids=["one cell", "one player", "one outcome", "three players", "constant", "one constant", "both constant"],
)
def test_nothing_to_choose(rule: str, table: Any, payoff: Any) -> None:
    found = solved(np.array(table, dtype=object), selection=rule)
    assert all(c.residual == 0 for c in found.certificates)
    if payoff is not None:
        assert found.disagreement.payoffs == payoff
    else:
        assert found.disagreement.payoffs[0] == 1


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize(
    "scales", [(F(10) ** 295, F(10) ** -300), (F(10) ** -300, 1), (F(10) ** 295, F(10) ** 295), (F(1, 10**40 + 9), 1)]
)
def test_any_units(rule: str, scales: Any) -> None:
    table = payoffs("chicken_asym")
    before = selected(table, rule).payoffs
    after = selected(np.stack([u * s for u, s in zip(table, scales, strict=True)]), rule).payoffs
    assert after == tuple(v * s for v, s in zip(before, scales, strict=True))


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", [(4, 4), (2, 2, 2)])
def test_where_nothing_is_exact_answers_are_near(rule: str, seed: int, shape: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in games too large for exact arithmetic."""
    game = accord.Game.from_tensor(np.random.default_rng(seed).random((len(shape), *shape)))
    exact = selected(game, rule).payoffs
    monkeypatch.setattr(program, "_LARGEST_BASIS", 0)
    monkeypatch.setattr(simplex, "LIMIT", 0)
    rough = solved(accord.Game.from_tensor(game.payoffs), selection=rule).disagreement.payoffs
    assert [float(v) for v in rough] == pytest.approx([float(v) for v in exact], abs=1e-6)


def test_long_fractions_are_shortened_downwards() -> None:
    gap, value = F(1, 3**100), F(2**700 + 1, 3**500)
    short = contraction._shortened(value, gap)
    assert isinstance(short, F)
    assert 0 <= value - short <= gap / 2**50
    assert short.denominator.bit_length() < 300
    assert contraction._shortened(F(1, 3), gap) == F(1, 3)
    assert contraction._shortened(value, F(0)) == value


# Settings


@pytest.mark.parametrize("rounds", [0, -1, 1.5, True, "3"])
def test_rounds_that_are_none(rounds: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"selection raiffa: rounds is .*; a whole number from 1 is accepted"):
        Raiffa(rounds=rounds)


@pytest.mark.parametrize("tolerance", [-1e-9, 1, 2.0, float("nan"), float("inf"), "small", True])
def test_tolerances_that_are_none(tolerance: Any) -> None:
    for rule in (Raiffa, Centroid):
        with pytest.raises(ConfigurationError, match=r"tolerance is .*; a number from 0 to below 1 is accepted"):
            rule(tolerance=tolerance)


def test_a_tolerance_of_0_needs_a_number_of_rounds() -> None:
    with pytest.raises(ConfigurationError, match="a tolerance of 0 may never be reached; set the rounds as well"):
        Raiffa(tolerance=0)
    assert selected(payoffs("chicken"), Raiffa(tolerance=0, rounds=2)).payoffs == (F(66, 13), F(66, 13))


@pytest.mark.parametrize("rule", [NashProduct, Egalitarian])
def test_reference_points_that_are_none(rule: Any) -> None:
    with pytest.raises(ConfigurationError, match="reference is 'zero'; one of 'pmm', 'nadir', 'security' is accepted"):
        accord.solve(accord.read("chicken"), selection=rule(reference="zero"))


def test_a_centroid_with_a_tolerance_is_near() -> None:
    game = accord.read("chicken_asym")
    near = solved(game, fallback=Correlated(selection=Centroid(tolerance=0.2))).disagreement.payoffs
    assert [float(v) for v in near] == pytest.approx([8533 / 1940, 6559 / 1940], abs=0.3)


# Properties


some = settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])


@some
@given(shape=st.sampled_from([(2, 2), (3, 3), (2, 2, 2), (2, 3, 2)]), seed=st.integers(0, 10**6))
def test_rounds_rise_and_shrink_the_gaps(shape: Any, seed: int) -> None:
    game = accord.Game.from_tensor(random_table(shape, seed))
    n, whole = len(shape), Polytope.of(game, Concept.CORRELATED)
    assert whole is not None
    least = reference_point(whole, "pmm")
    width = [b - r for b, r in zip(whole.highest, least, strict=True)]
    before = least
    for k in (1, 2, 3, 4):
        point = Raiffa(rounds=k).select(whole).payoffs
        assert whole.contains(point)
        best = whole.above(point).highest
        assert all(low <= now <= high for low, now, high in zip(before, point, best, strict=True))
        assert all(b - v <= (1 - F(1, n)) ** k * w for b, v, w in zip(best, point, width, strict=True))
        before = point
    limit = Raiffa().select(whole).payoffs
    assert all(float(low) <= float(v) + 1e-9 for low, v in zip(before, limit, strict=True))


@some
@given(points=st.lists(st.tuples(st.fractions(0, 9), st.fractions(0, 9)), min_size=2, max_size=9), power=st.integers(1, 4))
def test_products_over_polygons(points: Any, power: int) -> None:
    """Of all points on the hull's edges, none has a greater product; powers are counted as multiples."""
    points = [*points, (F(1, 7), F(9)), (F(9), F(1, 5))]
    table = np.array(points, dtype=object).T.reshape(2, len(points), 1)
    whole = Polytope.whole(accord.Game.from_tensor(table))
    found = greatest_product(whole, [F(0), F(0)], [F(1), F(3)], [0, 1], [F(1), F(power)])
    assert all(isinstance(v, F) for v in found)
    assert whole.contains(found)
    gradient = (1 / found[0], power / found[1])
    assert max(x * gradient[0] + y * gradient[1] for x, y in points) == 1 + power
