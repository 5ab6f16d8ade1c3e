"""Payoff sets and their geometry, against tables, brute force and closed forms."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.linear import convex_hull, cross
from reference_tables import GAMES, payoffs
from scipy.spatial import ConvexHull, Delaunay

import accord
from accord.equilibria.hull import Hull
from accord.equilibria.measure import barycentre
from accord.equilibria.polygon import corners
from accord.equilibria.volume import centroid
from accord.lp import program, simplex

F = Fraction
CENTROIDS = {
    "chicken": (F(89, 20), F(89, 20)),
    "chicken_locked": (7, 2),
    "aumann_chicken": (F(25, 9), F(25, 9)),
    "hot_dog": (100, 50),
    "bos": (F(11, 9), F(11, 9)),
    "pd": (4, 4),
    "stag_hunt": (F(269, 78), F(269, 78)),
    "matching_pennies": (0, 0),
    "shapley3x3": (F(5, 12), F(5, 12)),
    "rps_tie_penalty": (F(-1, 6), F(-1, 6)),
    "cruciatus_free": (0, -500),
    "cruciatus_cost1": (0, 0),
    "cruciatus_gain1": (1, -1000),
    "conditional_threat": (F(1, 2), F(1, 2)),
    "bananas": (3, 0),
    "bananas_cost": (2, 0),
    "dictator_pref": (1, 1),
}
ORACLE = {"correlated": "correlated", "coarse-correlated": "coarse-correlated", "feasible": "all"}


def equilibria_of(table: Any, concept: str = "correlated", **options: Any) -> accord.PayoffSet:
    return accord.PayoffSet.of(accord.Game.from_tensor(table), concept, **options)


def fractions(table: Any) -> Any:
    return np.vectorize(F, otypes=[object])(np.asarray(table, dtype=object))


def unrelated(*games: Any) -> Any:
    """Return the game in which the players play all games at once and add up what they get."""
    n = len(games[0])
    total = games[0]
    for game in games[1:]:
        first = total.reshape(n, *(k for m in total.shape[1:] for k in (m, 1)))
        second = game.reshape(n, *(k for m in game.shape[1:] for k in (1, m)))
        both = first + second
        total = both.reshape(n, *(a * b for a, b in zip(total.shape[1:], game.shape[1:], strict=True)))
    return total


def around(points: Sequence[Sequence[F]], choice: str = "first", seed: int = 0) -> tuple[Callable[[Any], Any], list[Any]]:
    """Return an oracle for the convex hull of some points, which resolves ties as told, and the list of its queries."""
    asked: list[Any] = []
    rng = random.Random(seed)

    def farthest(direction: Any) -> Any:
        asked.append(direction)
        heights = [sum(w * v for w, v in zip(direction, p, strict=True)) for p in points]
        best = [p for p, h in zip(points, heights, strict=True) if h == max(heights)]
        if choice == "first":
            return tuple(map(F, best[0]))
        shares = [F(1) if choice == "middle" else F(rng.randint(0, 3)) for _ in best]
        shares = shares if sum(shares) else [F(1)] * len(best)
        return tuple(
            sum((s * F(v) for s, v in zip(shares, column, strict=True)), F(0)) / sum(shares) for column in zip(*best, strict=True)
        )

    return farthest, asked


def is_tidy(ring: Sequence[tuple[Any, Any]]) -> bool:
    """Whether corners go anticlockwise from the least, without any that could be left out."""
    turns = [cross(ring[k - 2], ring[k - 1], ring[k]) for k in range(len(ring) if len(ring) > 2 else 0)]
    return ring[0] == min(ring) and len(set(ring)) == len(ring) and min(turns, default=1) > 0


# The tables


@pytest.mark.parametrize("game", GAMES)
def test_published_polygons_and_advantages(game: str) -> None:
    found = equilibria_of(GAMES[game]["payoffs"])
    assert is_tidy(found.polygon.corners)
    assert set(found.polygon.corners) == set(GAMES[game]["correlated"])
    assert found.advantage == GAMES[game]["advantage"][0]
    assert found.centroid == CENTROIDS[game] == centroid(found.vertex, 2)
    assert found.exact
    assert found.polygon.exact
    assert found.ranges == found.polygon.ranges


def test_the_centroid_of_the_asymmetric_chicken_after_an_equal_split() -> None:
    first, second = equilibria_of(payoffs("chicken_asym")).centroid
    assert (10 + first - second) / 2 == F(10687, 1940)
    assert isinstance(first, F)


def test_centroids_of_unrelated_games_do_not_add_up() -> None:
    parts = [fractions(accord.read(name).payoffs) for name in ("bos_asym", "bos")]
    assert equilibria_of(unrelated(*parts)).centroid == (F(16373, 4905), F(2443, 981))
    apart = [equilibria_of(part).centroid for part in parts]
    assert tuple(map(sum, zip(*apart, strict=True))) == (F(142, 45), F(22, 9))


# Two players against brute force


@pytest.mark.parametrize("concept", ORACLE)
@pytest.mark.parametrize(
    ("shape", "seed"), [((2, 2), 0), ((2, 2), 3), ((2, 3), 1), ((3, 2), 5), ((3, 3), 2), ((1, 4), 0), ((1, 1), 0)]
)
def test_polygons_are_those_of_brute_force(shape: tuple[int, int], seed: int, concept: str) -> None:
    table = fractions(np.random.default_rng([seed, *shape]).integers(-3, 5, (2, *shape)))
    found = equilibria_of(table, concept)
    truth = oracles.polygon(oracles.hull(table, ORACLE[concept]))
    assert list(found.polygon.corners) == truth
    if concept == "feasible":
        assert truth == convex_hull([(table[0][p], table[1][p]) for p in product(*map(range, shape))])
    body = oracles.hull(table, ORACLE[concept])
    assert found.advantage == (-body.best((-1, 1)), body.best((1, -1)))
    centre = found.centroid
    assert found.contains(centre)
    assert all(found.contains(corner) for corner in found.polygon.corners)
    for corner in found.polygon.corners:
        outside = tuple(c + (c - m) / 10**15 for c, m in zip(corner, centre, strict=True))
        assert found.contains(outside) == found.polygon.contains(outside) == (outside == corner)


def test_dictator_points_are_the_two_ends_of_the_frontier() -> None:
    found = equilibria_of(payoffs("chicken"))
    assert found.dictator_points == ((7, 2), (2, 7)) == found.polygon.frontier[::-1][::2]


def test_a_game_of_random_floats_is_solved_exactly_and_asks_about_twice_per_corner() -> None:
    found = equilibria_of(np.random.default_rng(3).random((2, 5, 5)))
    asked: list[Any] = []

    def counted(direction: Any) -> Any:
        asked.append(direction)
        return found.vertex(direction)

    ring = corners(counted)
    assert ring == found.polygon.corners
    assert is_tidy(ring)
    assert len(ring) > 5
    assert len(asked) <= 2 * len(ring) + 4
    assert found.polygon.exact


@pytest.mark.parametrize("units", [(1, 1), (10**250, F(1, 10**290)), (F(1, 7**50), 10**290)])
def test_payoffs_of_very_different_size(units: tuple[Any, Any]) -> None:
    table = fractions(payoffs("chicken"))
    scaled = np.stack([u * part for u, part in zip(units, table, strict=True)])
    for concept in ORACLE:
        found = equilibria_of(scaled, concept)
        wanted = [
            tuple(u * v for u, v in zip(units, corner, strict=True)) for corner in equilibria_of(table, concept).polygon.corners
        ]
        assert list(found.polygon.corners) == wanted
        assert found.polygon.area == units[0] * units[1] * equilibria_of(table, concept).polygon.area
    assert equilibria_of(scaled).centroid == (F(89, 20) * units[0], F(89, 20) * units[1])


def test_tiny_differences_within_one_player_are_kept() -> None:
    tiny = F(1, 10**300)
    table = fractions([[[0, 1], [tiny, 0]], [[0, 0], [1, 1]]])
    assert list(equilibria_of(table, "feasible").polygon.corners) == convex_hull([(0, 0), (1, 0), (tiny, 1), (0, 1)])
    assert equilibria_of(table).polygon.corners == tuple(oracles.polygon(oracles.hull(table, "correlated")))


def test_where_nothing_is_exact_the_polygon_is_the_same_within_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(5).integers(0, 9, (2, 3, 4))
    exact = equilibria_of(table).polygon
    assert len(exact.corners) > 4
    monkeypatch.setattr(program, "_LARGEST_BASIS", 0)
    monkeypatch.setattr(simplex, "LIMIT", 0)
    rough = equilibria_of(table)
    assert not rough.polygon.exact
    assert np.allclose(np.array(rough.polygon.corners), np.array(exact.corners, dtype=float), atol=1e-7)
    assert np.allclose(rough.centroid, [float(v) for v in exact.centroid], atol=1e-7)
    assert all(rough.contains(corner) for corner in rough.polygon.corners)
    middle = np.mean(rough.polygon.corners, axis=0)
    assert rough.contains(middle)
    assert not rough.contains(middle + 1.1 * (np.array(rough.polygon.corners[0]) - middle))


def test_weights_of_any_size_are_taken_where_nothing_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are the differences of payoffs, written as integers, and used to overflow."""
    monkeypatch.setattr(program, "_LARGEST_BASIS", 0)
    monkeypatch.setattr(simplex, "LIMIT", 0)
    found = equilibria_of(np.random.default_rng(5).integers(0, 9, (2, 3, 4)))
    heights = [found.support((unit, 2 * unit)) for unit in (F(1), F(10) ** 200, F(1, 10**200))]
    assert np.allclose(heights[0], [heights[1] / 1e200, heights[2] * 1e200])
    assert found.support((F(10) ** 400, 0)) == math.inf
    assert np.allclose(found.vertex((F(10) ** 400, 3)), found.vertex((1, F(3, 10**400))))


def test_a_large_game_is_refused_but_its_outcomes_are_not() -> None:
    table = np.random.default_rng(0).integers(0, 1000, (2, 60, 60))
    large = equilibria_of(table)
    assert large.ranges is None
    assert not large.exact
    for question in ("polygon", "advantage", "centroid"):
        with pytest.raises(accord.AccordError, match="3600 action profiles"):
            getattr(large, question)
    everything = equilibria_of(table, "feasible").polygon
    assert list(everything.corners) == convex_hull([tuple(map(F, map(int, p))) for p in table.reshape(2, -1).T])


def test_ties_among_very_many_cells() -> None:
    table = np.zeros((2, 50, 50), dtype=int)
    table[:, 7, 9] = (1, -1)
    table[1, :, 0] = 10**17
    table[1, 3, 0] = 10**17 + 1
    assert equilibria_of(table, "feasible").polygon.corners == ((0, 0), (1, -1), (0, 10**17 + 1))


# Corners from any oracle


lattice = st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=150)
@given(lattice, st.sampled_from(["first", "middle", "random"]), st.integers(0, 99), st.booleans())
def test_corners_are_found_whatever_points_of_an_edge_are_returned(points: Any, choice: str, seed: int, skewed: bool) -> None:
    if skewed:
        points = [(F(x, 10**300) + y, F(y, 3)) for x, y in points]
    farthest, asked = around(points, choice, seed)
    ring = corners(farthest)
    assert list(ring) == convex_hull([(F(x), F(y)) for x, y in points])
    assert is_tidy(ring)
    assert len(asked) <= 4 * len(ring) + 8
    assert len(set(asked[4:])) == len(asked[4:])


@settings(deadline=None, max_examples=80)
@given(lattice, st.sampled_from(["first", "middle", "random"]), st.integers(0, 99), st.floats(1e-250, 1e250))
def test_rounding_errors_add_no_corners_and_no_second_round(points: Any, choice: str, seed: int, unit: float) -> None:
    farthest, asked = around(points, choice, seed)
    rng = random.Random(seed)

    def rough(direction: Any) -> Any:
        turned = tuple(float(v) * (1 + 1e-13 * rng.uniform(-1, 1)) for v in direction)
        x, y = farthest((F(turned[0]) * F(unit), F(turned[1])))
        return unit * (float(x) + 1e-10 * rng.uniform(-1, 1)), float(y) + 1e-10 * rng.uniform(-1, 1)

    ring = corners(rough, spans=(12 * unit, 12))
    truth = convex_hull([(F(x), F(y)) for x, y in points])
    assert len(ring) == len(truth)
    assert all(min(math.dist((x / unit, y), map(float, corner)) for corner in truth) < 1e-8 for x, y in ring)
    assert len(asked) <= 4 * len(truth) + 12


@pytest.mark.parametrize("tolerance", [F(1, 10), F(1, 100), F(1, 1000)])
def test_a_tolerance_bounds_the_gap_and_the_work(tolerance: F) -> None:
    circle = [(F(round(10**9 * math.cos(t)), 10**9), F(round(10**6 * math.sin(t)))) for t in np.linspace(0, 2 * np.pi, 181)]
    farthest, asked = around(circle)
    rough = accord.Polygon(corners(farthest, tolerance=tolerance))
    assert len(asked) < 4 / math.sqrt(tolerance)
    assert set(rough.corners) <= set(circle)
    ring = [(x, y / 10**6) for x, y in rough.corners]
    for a, b in pairwise([*ring, ring[0]]):
        outward = (b[1] - a[1], a[0] - b[0])
        reach = max(outward[0] * (x - a[0]) + outward[1] * (y / 10**6 - a[1]) for x, y in circle)
        assert reach <= 2 * tolerance * (abs(outward[0]) + abs(outward[1])) * (1 + F(1, 10**6))


# Polygons


@settings(deadline=None, max_examples=50)
@given(lattice, st.tuples(st.integers(-6, 6), st.integers(-6, 6)))
def test_frontier_containment_and_clipping_by_definition(points: Any, floors: Any) -> None:
    polygon = accord.Polygon.hull([(F(x), F(y)) for x, y in points])
    assert list(polygon.corners) == convex_hull([(F(x), F(y)) for x, y in points])
    efficient = [
        c
        for c in polygon.corners
        if polygon.clipped(c) is not None and polygon.clipped(c).corners == (c,)  # type: ignore[union-attr]
    ]
    assert list(polygon.frontier) == sorted(efficient)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(polygon.frontier))
    clipped = polygon.clipped(floors)
    lattice_points = [(F(x, 2), F(y, 2)) for x in range(-12, 13, 3) for y in range(-12, 13, 3)]
    for p in lattice_points:
        inside = polygon.contains(p)
        ring = polygon.corners
        assert inside == (convex_hull([*ring, p]) == list(ring))
        reached = p[0] >= floors[0] and p[1] >= floors[1]
        assert (clipped is not None and clipped.contains(p)) == (inside and reached)
    assert clipped is None or all(polygon.contains(c) and c[0] >= floors[0] and c[1] >= floors[1] for c in clipped.corners)


@settings(deadline=None, max_examples=60)
@given(lattice)
def test_area_and_centroid_are_those_of_green(points: Any) -> None:
    polygon = accord.Polygon.hull([(F(x), F(y)) for x, y in points])
    ring = polygon.corners
    if len(ring) < 3:
        assert polygon.area == 0
        assert polygon.centroid == tuple(sum(column) / F(len(ring)) for column in zip(*ring, strict=True))
        return
    pairs = list(pairwise([*ring, ring[0]]))
    parts = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    assert polygon.area == sum(parts) / F(2)
    moments = [sum((a[k] + b[k]) * part for (a, b), part in zip(pairs, parts, strict=True)) for k in (0, 1)]
    assert polygon.centroid == tuple(m / (3 * sum(parts)) for m in moments)


def test_fractions_longer_than_a_page_become_floats() -> None:
    rng = random.Random(0)
    points = [(t, t * t) for t in (F(rng.getrandbits(900), rng.getrandbits(900) | 1) for _ in range(9))]
    polygon = accord.Polygon.hull(points)
    assert polygon.exact
    assert isinstance(polygon.area, float)
    assert np.allclose(polygon.centroid, [float(v) for v in centroid(around(points)[0], 2)])
    hull = ConvexHull(np.array(points, dtype=float))
    assert polygon.area == pytest.approx(hull.volume, rel=1e-12)


def test_fractions_that_are_kept_can_be_printed() -> None:
    unit = 3**1260
    points = [(F(unit - k, unit), F(k * k + 2**1990 % unit, unit)) for k in range(5)]
    polygon = accord.Polygon.hull(points)
    assert isinstance(polygon.centroid[0], F)
    assert "/" in str(polygon.centroid[1])
    assert str(polygon.area)
    assert str(centroid(around([(*p, F(k, 7), F(k**3, 5), F(k**4)) for k, p in enumerate([*points, (F(3), F(1))])])[0], 5)[0])


def test_float_polygons_bear_rounding_and_extreme_sizes() -> None:
    square = accord.Polygon(((0.0, 0.0), (1e300, 0.0), (1e300, 1e300), (0.0, 1e300)))
    assert square.area == math.inf
    assert square.centroid == (5e299, 5e299)
    assert square.contains((1e300 * (1 + 1e-12), 0.0))
    assert not square.contains((1.001e300, 0))
    clipped = square.clipped((1e300 * (1 + 1e-12), 0.0))
    assert clipped is not None
    assert clipped.ranges == ((pytest.approx(1e300), 1e300), (0.0, 1e300))
    assert square.clipped((2e300, 0.0)) is None
    thin = accord.Polygon.hull([(F(0), F(0)), (F(1), F(1)), (F(1, 2), F(1, 2) + F(1, 10**2500))])
    assert thin.centroid == pytest.approx((0.5, 0.5))


def test_points_and_floors_come_in_pairs() -> None:
    unit = accord.Polygon.hull([(0, 0), (1, 0), (0, 1)])
    with pytest.raises(accord.AccordError, match="3 entries"):
        unit.contains((1, 2, 3))
    with pytest.raises(accord.AccordError, match="finite"):
        unit.clipped((0, float("nan")))


# Any number of players


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("choice", ["first", "middle"])
def test_centroids_of_simplices_boxes_and_crosses(n: int, choice: str) -> None:
    edges = [F(k + 1, 10 ** (60 * k)) for k in range(n)]
    unit = [tuple(edges[k] * int(j == k) for j in range(n)) for k in range(n)]
    corner_sets = {
        "simplex": [tuple(F(0) for _ in range(n)), *unit],
        "box": [tuple(e * b for e, b in zip(edges, bits, strict=True)) for bits in product((0, 1), repeat=n)]
        if n < 5
        else unit[:1],
        "cross": [tuple(s * v + 7 for v in p) for p in unit for s in (-1, 1)],
    }
    wanted = {
        "simplex": tuple(e / (n + 1) for e in edges),
        "box": tuple(e / 2 for e in edges) if n < 5 else unit[0],
        "cross": (F(7),) * n,
    }
    for name, points in corner_sets.items():
        found = centroid(around(points, choice)[0], n)
        assert found == wanted[name], name
        assert all(isinstance(v, F) for v in found)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 3), min_size=1, max_size=9), st.sampled_from(["first", "middle", "random"]))
def test_the_hull_fills_what_a_library_fills(points: Any, choice: str) -> None:
    found = centroid(around(points, choice)[0], 3)
    spread = np.array(sorted(set(points)), dtype=float)
    if len(spread) < 4 or np.linalg.matrix_rank(spread[1:] - spread[0]) < 3:
        return
    pieces = [spread[s] for s in Delaunay(spread).simplices]
    volumes = np.array([abs(np.linalg.det(p[1:] - p[0])) for p in pieces])
    middle = sum(v * p.mean(axis=0) for v, p in zip(volumes, pieces, strict=True)) / volumes.sum()
    assert np.allclose([float(v) for v in found], middle, atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(lattice, st.tuples(*[st.integers(-3, 3)] * 6), st.integers(1, 10**9))
def test_flat_sets_in_four_dimensions_have_the_centroid_of_the_plane(points: Any, slopes: Any, unit: int) -> None:
    a, b, c, d, e, f = slopes
    lifted = [(F(x), F(a * x + b * y + c) * unit, F(y), F(d * x + e * y + f, unit)) for x, y in points]
    x, y = accord.Polygon.hull([(F(x), F(y)) for x, y in points]).centroid
    assert centroid(around(lifted, "middle")[0], 4) == (x, (a * x + b * y + c) * unit, y, (d * x + e * y + f) / unit)


def test_approximate_points_give_the_centroid_within_rounding() -> None:
    box = [tuple(map(F, p)) for p in product((0, 1), (0, 2), (5,), (0, 3))]
    farthest, asked = around(box, "middle")
    rng = random.Random(1)
    found = centroid(lambda w: tuple(float(v) + 1e-10 * rng.uniform(-1, 1) for v in farthest(w)), 4, spans=(1, 2, 9, 3))
    assert found == pytest.approx((0.5, 1, 5, 1.5), abs=1e-8)
    assert len(asked) < 100


def test_growing_hulls_stay_closed_and_convex() -> None:
    rng = random.Random(4)
    points = [tuple(F(rng.randint(-4, 4)) for _ in range(3)) for _ in range(40)]
    start = [(F(0), F(0), F(0)), (F(1), F(0), F(0)), (F(0), F(1), F(0)), (F(0), F(0), F(1))]
    hull = Hull(start)
    used = list(start)
    while (facet := hull.uncertified()) is not None:
        best = max(points, key=lambda p: hull.height(facet, p))
        if hull.height(facet, best) <= 0:
            hull.certify(facet)
        else:
            hull.add(best, facet)
            used.append(best)
    assert barycentre(used, hull.simplices)[0] == pytest.approx(ConvexHull(np.array(used, dtype=float)).volume)
    assert barycentre(used, hull.simplices)[0].denominator in {1, 2, 3, 6}


def test_payoff_sets_of_three_players_against_random_directions() -> None:
    table = fractions(np.random.default_rng(11).integers(0, 6, (3, 2, 2, 2)))
    body = oracles.hull(table, "correlated")
    found = equilibria_of(table)
    assert found.exact
    for weights in [(1, 0, 0), (0, -1, 2), (1, 1, 1), (-3, 1, -2)]:
        assert found.support(weights) == body.best(weights)
        assert sum(w * v for w, v in zip(weights, found.vertex(weights), strict=True)) == found.support(weights)
    centre = found.centroid
    assert all(isinstance(v, F) for v in centre)
    assert found.contains(centre)
    rng = np.random.default_rng(0)
    directions = rng.integers(-9, 10, (200, 3))
    points = np.array([[float(v) for v in found.vertex(list(map(int, d)))] for d in directions])
    heights = np.array([float(found.support(list(map(int, d)))) for d in directions])
    low, high = points.min(axis=0), points.max(axis=0)
    draws = low + (high - low) * rng.random((200_000, 3))
    inside = draws[(draws @ directions.T <= heights).all(axis=1)]
    error = 5 * inside.std(axis=0) / math.sqrt(len(inside)) + 0.02 * (high - low)
    assert len(inside) > 1000
    assert (np.abs(inside.mean(axis=0) - [float(v) for v in centre]) < error).all()


def test_the_payoffs_of_unrelated_games_add_up_as_sets() -> None:
    """Two players play Chicken, the second and third play Battle of the Sexes: a polytope with a volume, a Minkowski sum."""
    chicken, bos = payoffs("chicken"), payoffs("bos")
    first, second = np.zeros((2, 3, 2, 2, 2), dtype=object)
    first[0], first[1] = chicken[0][:, :, None], chicken[1][:, :, None]
    second[1], second[2] = bos[0][None], bos[1][None]
    both = equilibria_of(unrelated(fractions(first[:, :, :, :1]), fractions(second[:, :1])))
    sums = np.array(
        [
            [float(a[0]), float(a[1] + b[0]), float(b[1])]
            for a in GAMES["chicken"]["correlated"]
            for b in GAMES["bos"]["correlated"]
        ]
    )
    pieces = [sums[s] for s in Delaunay(sums).simplices]
    volumes = np.array([abs(np.linalg.det(p[1:] - p[0])) for p in pieces])
    middle = sum(v * p.mean(axis=0) for v, p in zip(volumes, pieces, strict=True)) / volumes.sum()
    assert np.allclose([float(v) for v in both.centroid], middle, atol=1e-9)
    assert both.exact


def test_degenerate_games_of_many_and_few_players() -> None:
    assert equilibria_of(np.zeros((3, 2, 2, 2), dtype=int)).centroid == (0, 0, 0)
    assert equilibria_of([[3, 1, 3]]).centroid == (3,)
    assert equilibria_of([[3, 1, 3]], "feasible").centroid == (2,)
    assert equilibria_of([[3, 1, 3]], "feasible").contains([2])
    assert not equilibria_of([[3, 1, 3]]).contains([2])
    free = np.zeros((5, 2, 1, 1, 1, 1), dtype=int)
    free[3, 1] = -7
    assert equilibria_of(free).centroid == (0, 0, 0, F(-7, 2), 0)
    assert equilibria_of(free).dictator_points == ((0,) * 5,) * 5


def test_too_many_corners_ask_for_a_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.equilibria.volume._MOST_CORNERS", 12)
    table = np.random.default_rng(2).integers(0, 30, (3, 3, 3, 3))
    with pytest.raises(accord.AccordError, match="allow a tolerance"):
        _ = equilibria_of(table, "feasible").centroid
    monkeypatch.undo()
    exact = equilibria_of(table, "feasible").centroid
    rough = equilibria_of(table, "feasible", tolerance=F(1, 20)).centroid
    assert all(isinstance(v, float) for v in rough)
    assert np.allclose(rough, [float(v) for v in exact], atol=1.5)
    hull = ConvexHull(table.reshape(3, -1).T)
    pieces = [np.vstack([table.reshape(3, -1).T[s], table.reshape(3, -1).mean(axis=1)]) for s in hull.simplices]
    volumes = np.array([abs(np.linalg.det(p[1:] - p[0])) for p in pieces])
    middle = sum(v * p.mean(axis=0) for v, p in zip(volumes, pieces, strict=True)) / volumes.sum()
    assert np.allclose([float(v) for v in exact], middle, atol=1e-9)


# What is refused


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda g: accord.PayoffSet.of(g, "corelated"), "did you mean 'correlated'"),
        (lambda g: accord.PayoffSet.of(g, 3), "'feasible' are"),
        (lambda g: accord.PayoffSet.of(g, "feasible", tolerance=-1), "tolerance is -1"),
        (lambda g: accord.PayoffSet.of(g, "feasible", tolerance="much"), "the tolerance is 'much'"),
        (lambda g: accord.PayoffSet.of(g, "feasible").support((1, 2)), "3 player"),
        (lambda g: accord.PayoffSet.of(g, "feasible").vertex((1, 2, math.inf)), r"weights\[2\]"),
        (lambda g: accord.PayoffSet.of(g, "correlated").contains((1,)), "1 payoffs were given"),
        (lambda g: accord.PayoffSet.of(g, "correlated").polygon, "two players; this one has 3"),
        (lambda g: accord.PayoffSet.of(g, "correlated").advantage, "advantages needs a game of two players; this one has 3"),
    ],
)
def test_bad_questions_get_one_line(ask: Any, message: str) -> None:
    with pytest.raises(accord.AccordError, match=message) as caught:
        ask(accord.Game.from_tensor(np.zeros((3, 2, 2, 2))))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
