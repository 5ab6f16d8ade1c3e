"""Worked numbers about equilibria and selections that no table holds: corners of plays, trimming, the naive regress, axioms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import oracles
import pytest
from reference_tables import GAMES, cursed, payoffs

import accord

F = Fraction
RULES = ("max-welfare", "egalitarian", "nash-product", "kalai-smorodinsky", "random-dictator", "raiffa")
EVERY = (*RULES, "min-welfare", "centroid", "midpoint", "max-entropy", "max-gini", "analytic-center")


def fractions(table: Any) -> Any:
    return np.vectorize(F, otypes=[object])(np.asarray(table, dtype=object))


def bundled(name: str) -> Any:
    game = accord.read(name)
    cells = [game.exact(cell) for cell in range(game.n_profiles)]
    return np.array(cells, dtype=object).T.reshape(game.n_players, *game.shape)


def solved(table: Any, **pipeline: Any) -> Any:
    solution = accord.solve(accord.Game.from_tensor(table), exact=True, **pipeline)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def shares(table: Any, rule: str, **pipeline: Any) -> tuple[Any, ...]:
    """What everybody gets after an equal split with side payments."""
    return tuple(solved(table, selection=rule, **pipeline).agreement.payoffs)


def chosen(table: Any, rule: str, **pipeline: Any) -> tuple[Any, ...]:
    return tuple(solved(table, selection=rule, **pipeline).disagreement.payoffs)


# The polytope of plays


def watched(table: Any) -> Any:
    """Add, for every cell, a player without choices who gets 1 there: payoffs of those are probabilities."""
    cells = int(np.prod(table.shape[1:]))
    watchers = fractions(np.eye(cells, dtype=int)).reshape(cells, *table.shape[1:])
    return np.concatenate([table, watchers]).reshape(len(table) + cells, *table.shape[1:], *(1,) * cells)


def corners_of_plays(table: Any) -> list[tuple[F, ...]]:
    """Find every corner of the correlated equilibria by trying all sets of constraints that may hold it, in fractions."""
    rows = [[F(v) for v in row] for row in oracles.correlated_rows(table)]
    cells = len(rows[0])
    rows += [[F(int(j == k)) for j in range(cells)] for k in range(cells)]
    found = set()
    for tight in combinations(rows, cells - 1):
        play = _solution([*tight, [F(1)] * cells])
        if play is not None and all(sum(a * b for a, b in zip(row, play, strict=True)) >= 0 for row in rows):
            found.add(play)
    return sorted(found)


def _solution(rows: Sequence[Sequence[F]]) -> tuple[F, ...] | None:
    """Solve ``rows x = (0, …, 0, 1)`` by elimination; None if there is not one solution."""
    size = len(rows)
    table = [[*row, F(int(k == size - 1))] for k, row in enumerate(rows)]
    for column in range(size):
        pivot = next((r for r in range(column, size) if table[r][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [v / table[column][column] for v in table[column]]
        for r in range(size):
            if r != column and table[r][column]:
                table[r] = [a - table[r][column] * b for a, b in zip(table[r], table[column], strict=True)]
    return tuple(row[-1] for row in table)


CHICKEN_PLAYS = [
    (0, F(1, 4), F(1, 4), F(1, 2)),
    (0, 0, 1, 0),
    (0, 1, 0, 0),
    (F(1, 9), F(2, 9), F(2, 9), F(4, 9)),
    (F(1, 5), F(2, 5), F(2, 5), 0),
]


def test_the_corners_of_the_plays_of_chicken() -> None:
    table = payoffs("chicken")
    assert corners_of_plays(table) == sorted(CHICKEN_PLAYS)
    plays = accord.PayoffSet.of(accord.Game.from_tensor(watched(table)))
    rng = np.random.default_rng(0)
    seen = {plays.vertex([0, 0, *map(int, rng.integers(-99, 100, 4))])[2:] for _ in range(40)}
    assert seen == set(CHICKEN_PLAYS)


def test_the_centroid_of_the_plays_of_chicken_is_not_that_of_the_payoffs() -> None:
    table = payoffs("chicken")
    assert accord.PayoffSet.of(accord.Game.from_tensor(watched(table))).centroid[:2] == (F(13963, 3120),) * 2
    assert accord.PayoffSet.of(accord.Game.from_tensor(table)).centroid == (F(89, 20),) * 2


def test_a_third_each_is_an_equilibrium_of_chicken_that_pays_5() -> None:
    third = F(1, 3)
    plays = accord.PayoffSet.of(accord.Game.from_tensor(watched(payoffs("chicken"))))
    assert plays.contains((5, 5, 0, third, third, third))
    assert not plays.contains((4, 4, third, third, third, 0))


def test_the_greatest_entropy_of_chicken_pays_less_than_the_mixed_equilibrium() -> None:
    for rule in ("max-entropy", "max-gini", "analytic-center"):
        assert max(chosen(payoffs("chicken"), rule)) < F(14, 3)
    assert (F(14, 3),) * 2 in GAMES["chicken"]["nash"]


def test_variance_is_no_convex_aim() -> None:
    """Two pure equilibria have none, the lottery over both has some."""
    own = payoffs("chicken")[0].ravel()

    def variance(play: Sequence[F]) -> F:
        mean = sum(p * u for p, u in zip(play, own, strict=True))
        return sum(p * (u - mean) ** 2 for p, u in zip(play, own, strict=True))

    assert [variance(p) for p in ((0, 1, 0, 0), (0, 0, 1, 0), (0, F(1, 2), F(1, 2), 0))] == [0, 0, F(25, 4)]


@pytest.mark.parametrize("seed", range(25))
def test_a_generic_two_by_two_game_has_one_play_or_five_corners(seed: int) -> None:
    table = fractions(np.random.default_rng(seed).integers(-1000, 1001, (2, 2, 2)))
    found = corners_of_plays(table)
    assert len(found) in {1, 5}
    game = accord.Game.from_tensor(table)
    assert accord.solve(game).disagreement.unique is (len(found) == 1)
    if len(found) == 5:
        assert sum(p.count(0) == 3 for p in found) == 2
        assert sum(p.count(0) == 1 for p in found) == 2
        assert sum(p.count(0) == 0 for p in found) == 1


# Other ways to iterate


def trimmed(polygon: accord.Polygon, share: F) -> accord.Polygon | None:
    """Take a share of everybody's range away from below, again and again, until little is left; None if nothing is."""
    for _ in range(60):
        floors = [low + share * (high - low) for low, high in polygon.ranges]
        part = polygon.clipped(floors)
        if part is None or part == polygon:
            return part
        polygon = part
    return polygon


def test_trimming() -> None:
    asymmetric = accord.PayoffSet.of(accord.Game.from_tensor(payoffs("chicken_asym"))).polygon
    left = trimmed(asymmetric, F(1, 2))
    assert left is not None
    assert left.corners == ((F(51, 10), F(99, 26)),) == (chosen(payoffs("chicken_asym"), "raiffa"),)
    frontier = accord.Polygon.hull(accord.PayoffSet.of(accord.Game.from_tensor(payoffs("bos"))).polygon.frontier)
    assert trimmed(frontier, F(3, 5)) is None
    half = trimmed(frontier, F(1, 2))
    assert half is not None
    assert half.corners == ((F(3, 2), F(3, 2)),)


def test_looking_ahead_to_the_split_rewards_a_free_threat_and_a_selfish_dictator_does_not() -> None:
    free = solved(payoffs("cruciatus_free"), selection="midpoint")
    assert free.ambiguity.advantage == (0, 1000)
    assert free.agreement.payoffs == (250, -250)
    assert shares(payoffs("cruciatus_free"), "random-dictator") == (0, 0)


def test_proposing_equilibria_without_a_ratchet_resolves_nothing() -> None:
    """Who proposes the same corner gets it; else everybody gets the reference: each corner is an equilibrium payoff again."""
    before = accord.PayoffSet.of(accord.Game.from_tensor(payoffs("chicken"))).polygon
    reference = [min(p[i] for p in ((7, 2), (2, 7))) for i in (0, 1)]
    size = len(before.corners)
    meta = fractions(np.broadcast_to(np.array(reference)[:, None, None], (2, size, size)))
    for k, corner in enumerate(before.corners):
        assert all(v >= r for v, r in zip(corner, reference, strict=True))
        meta[:, k, k] = corner
    after = accord.PayoffSet.of(accord.Game.from_tensor(meta)).polygon
    assert all(after.contains(corner) for corner in before.corners)


# Axioms: the smallest counterexamples

UNLOCKED: dict[str, Any] = {
    "max-welfare": F(23, 4),
    "egalitarian": 5,
    "nash-product": F(23, 4),
    "kalai-smorodinsky": F(359, 64),
    "centroid": F(10687, 1940),
    "min-welfare": F(27, 5),
    "random-dictator": F(11, 2),
    "midpoint": F(11, 2),
    "raiffa": F(367, 65),
    "max-gini": F(189, 34),
    "max-entropy": 5.554969,
}
"""What player 1 gets in the asymmetric Chicken; bound to Dare it gets 7."""


@pytest.mark.parametrize("rule", UNLOCKED)
def test_being_bound_to_dare_pays(rule: str) -> None:
    wanted = UNLOCKED[rule]
    found = shares(payoffs("chicken_asym"), rule)
    assert found[0] == (pytest.approx(wanted, abs=6e-7) if isinstance(wanted, float) else wanted)
    assert shares(payoffs("chicken_asym")[:, :1], rule) == (7, 2)
    assert shares(payoffs("chicken"), rule) == pytest.approx((6, 6))
    assert shares(payoffs("chicken")[:, :1], rule) == (7, 2)


def test_under_minimax_threats_it_does_not() -> None:
    for game, bound, free in (("chicken", F(9, 2), 6), ("chicken_asym", F(9, 2), 5)):
        assert shares(payoffs(game)[:, :1], None, fallback="minimax-threat")[0] == bound
        assert shares(payoffs(game), None, fallback="minimax-threat")[0] == free


def gain_from_binding_oneself(table: Any, **pipeline: Any) -> Any:
    """The most that a player can add to its share by giving up actions beforehand."""
    free = solved(table, **pipeline).agreement.payoffs
    best: Any = F(0)
    for i in (0, 1):
        actions = range(table.shape[1 + i])
        for size in range(1, len(actions)):
            for kept in combinations(actions, size):
                bound = solved(table.take(kept, axis=1 + i), **pipeline).agreement.payoffs
                best = max(best, bound[i] - free[i])
    return best


@pytest.mark.parametrize(
    ("game", "gain"),
    [
        ("chicken", 1),
        ("chicken_asym", F(5, 4)),
        ("hot_dog", 0),
        ("bos_asym", 1),  # player 2, bound to its favourite, gets 2 instead of 1, though the best outcome is lost
        ("stag_hunt", 0),
        ("pd", 0),
    ],
)
def test_the_gain_from_binding_oneself(game: str, gain: Any) -> None:
    table = bundled(game) if game == "bos_asym" else payoffs(game)
    assert gain_from_binding_oneself(table) == gain
    assert gain_from_binding_oneself(table, fallback="minimax-threat") == 0


def test_security_levels_break_payoff_dominance() -> None:
    table = fractions([[[1, 0]], [[1, 0]]])
    found = solved(table, fallback="security")
    assert found.disagreement.payoffs == (0, 1)
    assert found.agreement.payoffs == (F(1, 2), F(3, 2))


@pytest.mark.parametrize("rule", EVERY)
def test_no_selection_is_continuous(rule: str) -> None:
    for eps in (F(1, 10), F(1, 10**6), F(1, 10**12)):
        for sign, wanted in ((1, ((1 + eps) / 2, (1 - eps) / 2)), (-1, (F(0), F(1)))):
            table = fractions([[[0], [sign * eps]], [[1], [0]]])
            assert shares(table, rule) == wanted
            threats = shares(table, None, fallback="minimax-threat")
            assert all(abs(v - F(1, 2)) <= eps for v in threats)
    assert shares(fractions([[[0], [0]], [[1], [0]]]), None, fallback="minimax-threat") == (F(1, 2), F(1, 2))


def test_gains_are_measured_from_the_reference_and_hence_shifted_along() -> None:
    table = payoffs("bos")
    shifted = np.stack([table[0] + 1, table[1]])
    assert chosen(table, "egalitarian") == (F(3, 2), F(3, 2))
    assert chosen(shifted, "egalitarian") == (F(5, 2), F(3, 2))
    absolute = accord.PayoffSet.of(accord.Game.from_tensor(shifted)).plans.leximin((F(0), F(0)), (F(1), F(1)))
    assert absolute.settled == (2, 2), "in old units (1, 2): absolute leximin is not invariant"


def test_doubling_the_payoffs_of_one_player() -> None:
    table = payoffs("bos")
    doubled = np.stack([table[0] * 2, table[1]])
    assert chosen(doubled, "egalitarian") == (F(8, 3), F(5, 3))
    for rule in ("nash-product", "kalai-smorodinsky"):
        assert chosen(doubled, rule) == (3, F(3, 2))


def test_a_free_curse_moves_the_centroid_by_a_quarter_of_its_harm() -> None:
    cursed_too = np.concatenate([payoffs("chicken_asym"), payoffs("chicken_asym")], axis=1)
    cursed_too[1, 2:] = cursed_too[1, 2:] - 1000
    assert shares(cursed_too, "centroid")[0] == F(511630687, 2001940)
    assert shares(cursed(1), "centroid")[0] == F(10687, 1940)


@pytest.mark.parametrize(
    ("worth", "split"), [("bloc", "shapley"), ("singletons", "shapley")], ids=["against a bloc", "against singletons"]
)
def test_somebody_who_does_not_matter_gets_nothing(worth: str, split: str) -> None:
    table = payoffs("chicken_asym")
    dummy = np.concatenate([table, fractions(np.zeros((1, 2, 2), dtype=int))]).reshape(3, 2, 2, 1)
    assert solved(dummy, worth=worth, split=split).agreement.payoffs == (F(23, 4), F(17, 4), 0)
