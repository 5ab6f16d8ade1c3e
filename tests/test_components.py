"""Components of equilibria and degeneracy: against brute force from the definitions, and worked examples from the literature."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import extreme_equilibria
from oracles.continua import cliques, grid, is_degenerate, is_equilibrium, parts

from accord.equilibria import degeneracy as degeneracy_module
from accord.equilibria.components import _Graph, components
from accord.equilibria.degeneracy import best_replies, degeneracy, degenerate_equilibria
from accord.errors import InputError, UnsuitableError
from accord.game import Game

F = Fraction
SHAPES = [(1, 1), (1, 4), (3, 1), (2, 2), (2, 3), (3, 2), (3, 3), (2, 4)]


def exact(payoffs):
    return np.asarray(payoffs).astype(object) * F(1)


def both(*tables):
    """The game, and its payoffs as the oracles want them."""
    payoffs = exact(tables)
    return Game.from_arrays(*payoffs), payoffs


def random_games(count, shapes=SHAPES, top=3):
    for seed, shape in product(range(count), shapes):
        yield both(*np.random.default_rng([seed, *shape]).integers(0, top, (2, *shape)))


def test_components_are_those_of_brute_force():
    sizes = set()
    for game, payoffs in random_games(12):
        extreme = extreme_equilibria(payoffs)
        found = components(game, extreme)
        assert {frozenset(part.extreme) for part in found} == parts(set(extreme))
        got = [(frozenset(s.first), frozenset(s.second)) for part in found for s in part.subsets]
        assert len(got) == len(set(got))
        assert set(got) == cliques(set(extreme))
        for part in found:
            inside = {pair for s in part.subsets for pair in product(s.first, s.second)}
            assert inside == set(part.extreme)
        sizes |= {(len(part.extreme), len(part.subsets)) for part in found}
    assert {(1, 1), (2, 1), (3, 2)} <= sizes  # points, segments and bent paths all occurred


def test_every_equilibrium_on_a_grid_lies_in_exactly_one_component():
    met = 0
    for game, payoffs in random_games(5, [(2, 2), (2, 3), (3, 3)], top=2):
        found = components(game, extreme_equilibria(payoffs))
        for profile in product(grid(game.shape[0], 4), grid(game.shape[1], 4)):
            homes = [part for part in found if part.contains(profile)]
            assert len(homes) == int(is_equilibrium(payoffs, *profile))
            if homes:
                met += 1
                for i, (low, high) in enumerate(homes[0].payoff_ranges):
                    mean = sum(p * q * payoffs[i][a, b] for a, p in enumerate(profile[0]) for b, q in enumerate(profile[1]))
                    assert low <= mean <= high
    assert met > 150


def test_payoff_ranges_are_reached():
    game, _ = both([[0, 0], [0, 0]], [[3, 1], [F(1, 3), 2]])
    (part,) = components(game, extreme_equilibria(exact([[[0, 0], [0, 0]], [[3, 1], [F(1, 3), 2]]])))
    assert part.payoff_ranges == ((0, 0), (F(17, 11), 3))  # player 2 mixes only against (5/11, 6/11)


def test_contains_agrees_with_interchangeability():
    """A profile lies in a maximal Nash subset if and only if its strategies go with all that span the subset."""
    rng = np.random.default_rng(5)
    for game, payoffs in random_games(3, [(3, 3), (2, 4)], top=2):
        for part in components(game, extreme_equilibria(payoffs)):
            for subset in part.subsets:
                weights = [
                    rng.integers(0, 4, len(side)) + np.eye(len(side), dtype=int)[0] for side in (subset.first, subset.second)
                ]
                x, y = (
                    tuple(
                        sum((F(int(w), int(ws.sum())) * s[k] for w, s in zip(ws, side, strict=True)), F(0))
                        for k in range(len(side[0]))
                    )
                    for ws, side in zip(weights, (subset.first, subset.second), strict=True)
                )
                assert subset.contains((x, y))
                assert is_equilibrium(payoffs, x, y)
                for other in grid(game.shape[0], 3):
                    goes = all(is_equilibrium(payoffs, other, t) for t in subset.second)
                    assert subset.contains((other, y)) == goes


def test_distance_is_the_least_change():
    game, payoffs = both([[1, 1], [0, 1]], [[1, 1], [0, 1]])
    (part,) = components(game, extreme_equilibria(payoffs))
    assert part.dimension == 1
    assert not part.isolated
    assert part.distance([(F(1), F(0)), (F(1, 4), F(3, 4))]) == 0
    assert part.distance([(F(9, 10), F(1, 10)), (F(1, 4), F(3, 4))]) == F(1, 10)
    assert part.distance([(F(1, 2), F(1, 2)), (F(1, 4), F(3, 4))]) == F(1, 4)
    near = [(1 - 1e-9, 1e-9), (0.3, 0.7)]
    assert not part.contains(near)
    assert part.contains(near, tolerance=2e-9)
    assert part.distance(near) == max(F(1e-9), 1 - F(1 - 1e-9))


def test_lists_that_are_not_extreme_equilibria():
    game, payoffs = both([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    extreme = extreme_equilibria(payoffs)
    middle = ((F(1, 2), F(1, 2)), (F(1, 3), F(2, 3)))
    assert components(game, [middle, *extreme]) == components(game, extreme[::-1])
    assert components(game, []) == ()
    assert components(game, [middle]) == ()
    pennies, _ = both([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    with pytest.raises(InputError, match=r"\(1, 0\) and \(1, 0\) is no equilibrium"):
        components(pennies, [[(1, 0), (1, 0)]])
    with pytest.raises(InputError, match="2 and 3 probabilities where the game has 2 and 2"):
        components(pennies, [[(1, 0), (1, 0, 0)]])
    with pytest.raises(InputError, match="do not add up to 1"):
        components(pennies, [[(1, 0), (F(1, 2), F(1, 3))]])
    with pytest.raises(UnsuitableError, match="floating-point"):
        components(pennies, [[(0.5, 0.5), (0.5, 0.5)]])
    with pytest.raises(UnsuitableError, match="two players; this one has 3"):
        components(Game.from_tensor(np.zeros((3, 2, 2, 2))), [])


@given(st.lists(st.integers(0, 63), min_size=1, max_size=7))
@settings(max_examples=200, deadline=None)
def test_cliques_and_parts_of_any_graph(masks):
    names = [(F(k),) for k in range(8)]
    used = [m for m in masks if m]
    graph = _Graph(tuple(names[: len(used)]), tuple(names[:6]), tuple(used))
    edges = {(x, y) for x, mask in zip(graph.first, graph.partners, strict=True) for y in graph.replies(mask)}
    found = [
        (frozenset(graph.first[k] for k in xs), frozenset(graph.replies(m))) for p in graph.parts() for xs, m in graph.cliques(p)
    ]
    assert len(found) == len(set(found))
    assert set(found) == cliques(edges)
    spread = {frozenset((x, y) for k in p for x, y in edges if x == graph.first[k]) for p in graph.parts()}
    assert spread == parts(edges)


def test_an_example_of_von_stengel():
    """Algorithmic Game Theory (2007), chapter 3: a game of 3 x 2 actions, and the same with a tie in the corner."""
    a = [[3, 3], [2, 5], [0, 6]]
    plain, payoffs = both(a, [[3, 2], [2, 6], [3, 1]])
    isolated = [((1, 0, 0), (1, 0)), ((F(4, 5), F(1, 5), 0), (F(2, 3), F(1, 3))), ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3)))]
    assert [part.extreme for part in components(plain, extreme_equilibria(payoffs))] == [(pair,) for pair in isolated]
    assert degeneracy(plain).degenerate is False
    tied, payoffs = both(a, [[3, 3], [2, 6], [3, 1]])
    continuum, point = components(tied, extreme_equilibria(payoffs))
    assert continuum.extreme == (((1, 0, 0), (1, 0)), ((1, 0, 0), (F(2, 3), F(1, 3))))
    assert (continuum.dimension, continuum.payoff_ranges) == (1, ((3, 3), (3, 3)))
    assert point.extreme == (isolated[2],)
    found = degeneracy(tied)
    assert (found.degenerate, found.witness.player, found.witness.strategy, found.witness.best_replies) == (
        True,
        0,
        (1, 0, 0),
        (0, 1),
    )
    assert found.reason == "degenerate: player 1's strategy (1: 1) has the best replies 1, 2 of player 2"
    ours = degenerate_equilibria(tied, [*continuum.extreme, *point.extreme])
    assert [(k, w.player, w.support) for k, w in ours] == [(0, 0, (0,)), (1, 0, (0,))]


def test_degeneracy_is_what_the_definition_says():
    seen = []
    for game, payoffs in random_games(10, top=4):
        found = degeneracy(game)
        assert found.degenerate == is_degenerate(payoffs)
        seen.append(found.degenerate)
        if found.witness:
            player, strategy = found.witness.player, found.witness.strategy
            assert (sum(strategy), min(strategy) >= 0) == (1, True)
            table = payoffs[1].T if player == 0 else payoffs[0]
            values = table @ np.array(strategy, dtype=object)
            assert found.witness.best_replies == tuple(np.flatnonzero(values == values.max()))
            assert len(found.witness.best_replies) > len(found.witness.support)
    assert min(seen.count(True), seen.count(False)) > 15


def test_larger_games_against_the_definition():
    for seed, shape in enumerate([(4, 4), (3, 5), (5, 3), (4, 4)]):
        payoffs = exact(np.random.default_rng(seed).integers(0, 40, (2, *shape)))
        assert degeneracy(Game.from_arrays(*payoffs)).degenerate == is_degenerate(payoffs)


def test_ties_that_only_mixed_strategies_see():
    """No pure strategy has two best replies, and the only degenerate mixture is played in no equilibrium."""
    game, payoffs = both([[4, 4, 9], [0, 1, 8]], [[6, 0, 3], [0, 6, 3]])
    found = degeneracy(game)
    assert (found.witness.strategy, found.witness.best_replies) == ((F(1, 2), F(1, 2)), (0, 1, 2))
    assert is_degenerate(payoffs)
    extreme = extreme_equilibria(payoffs)
    assert extreme == [((1, 0), (1, 0, 0))]  # the first action is strictly dominant
    assert degenerate_equilibria(game, extreme) == ()
    nudged, _ = both([[4, 4, 9], [0, 1, 8]], [[6, 0, F(3 * 10**30 - 1, 10**30)], [0, 6, 3]])
    assert degeneracy(nudged).degenerate is False


@pytest.mark.parametrize("scale", [2**61 - 1, 10**40, F(1, 3**50)])
def test_neither_scale_nor_offset_matter(scale):
    for game, payoffs in random_games(2, [(2, 3), (3, 3)], top=4):
        moved = Game.from_arrays(*(payoffs * scale - F(10) ** 35))
        assert degeneracy(moved).degenerate == degeneracy(game).degenerate
        extreme = extreme_equilibria(payoffs)
        assert [part.subsets for part in components(moved, extreme)] == [part.subsets for part in components(game, extreme)]


def test_ten_actions_are_decided_and_too_many_are_not():
    rng = np.random.default_rng(0)
    assert degeneracy(Game.from_arrays(*rng.random((2, 10, 10)))).degenerate is False
    large = Game.from_arrays(*rng.random((2, 60, 60)))
    found = degeneracy(large)
    assert (found.degenerate, found.witness) == (None, None)
    assert found.reason.startswith("unknown: 60 × 60 actions are too many")
    tied = rng.integers(0, 10**6, (2, 60, 60))
    tied[1, 7, [3, 5]] = 10**6
    found = degeneracy(Game.from_arrays(*tied))
    assert (found.degenerate, found.witness.support, found.witness.best_replies) == (True, (7,), (3, 5))


def test_a_tie_on_one_side_decides_where_the_other_is_too_large(monkeypatch):
    wide = np.random.default_rng(3).permutation(60).reshape(2, 3, 10)
    assert degeneracy(Game.from_arrays(*wide)).degenerate is False
    monkeypatch.setattr(degeneracy_module, "EFFORT", 150)
    found = degeneracy(Game.from_arrays(*wide))
    assert (found.degenerate, found.reason[-21:]) == (None, "player 1 and player 2")
    tied = wide.copy()
    tied[0, :, 4] = [70, 70, 0]
    found = degeneracy(Game.from_arrays(*tied))
    assert (found.degenerate, found.witness.player, found.witness.best_replies) == (True, 1, (0, 1))


def test_what_is_no_game_of_two_players():
    three = Game.from_tensor(np.zeros((3, 2, 2, 2)))
    with pytest.raises(UnsuitableError, match="degeneracy is defined for games of two players; this one has 3"):
        degeneracy(three)
    with pytest.raises(UnsuitableError, match="two players"):
        degenerate_equilibria(three, [])


def test_best_replies_are_exact():
    game, _ = both([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert best_replies(game, 0, (F(1, 2), F(1, 2))) == (0, 1)
    assert best_replies(game, 0, (0.5 + 2**-52, 0.5 - 2**-52)) == (0,)
