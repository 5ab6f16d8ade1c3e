"""Games without weakly dominated actions, and with equivalent ones counted as one, against brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracles import zerosum
from oracles.linear import InfeasibleError

import accord
from accord.claims import Claim
from accord.equilibria import Concept
from accord.equilibria.dominance import admissible, trimmed, undominated
from accord.equilibria.guarantees import MatrixGame
from accord.equilibria.reduction import reduction
from accord.fallbacks import CoarseCorrelated, Correlated, Nash
from accord.solvers import Pure

F = Fraction
Kept = tuple[tuple[int, ...], ...]

some = settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate])


@st.composite
def games(draw: Any, shapes: Any = ((2, 2), (2, 3), (3, 3), (3, 2), (2, 2, 2), (4, 2), (4,), (3, 1))) -> Any:
    """Few different payoffs, so that ties and dominated actions are common."""
    shape = draw(st.sampled_from(shapes))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return rng.integers(0, draw(st.integers(1, 4)), (len(shape), *shape)).astype(object) * F(1)


def everything(table: Any) -> Kept:
    return tuple(tuple(range(count)) for count in table.shape[1:])


def part(table: Any, kept: Kept) -> Any:
    return table[np.ix_(range(len(table)), *kept)]


def kept_by(table: Any, **options: Any) -> Any:
    return reduction(accord.Game.from_tensor(table), Concept.CORRELATED, **options).groups


def dominated_weakly(table: Any, player: int, action: int) -> bool:
    """Whether a mixture of other actions is nowhere worse and somewhere better: the greatest total lead, by the definition."""
    lines = np.moveaxis(table[player], player, 0).reshape(table.shape[1 + player], -1)
    others = np.delete(lines, action, axis=0)
    if not len(others):
        return False
    rows = [(list(column), own) for column, own in zip(others.T, lines[action], strict=True)]
    try:
        lead, _ = oracles.maximise([sum(line) for line in others], rows, [([1] * len(others), 1)], True)
    except InfeasibleError:
        return False
    return bool(lead > sum(lines[action]))


def admissible_by_definition(table: Any) -> Kept:
    kept = everything(table)
    while True:
        now = part(table, kept)
        left = tuple(tuple(k for place, k in enumerate(own) if not dominated_weakly(now, i, place)) for i, own in enumerate(kept))
        if left == kept:
            return kept
        kept = left


def dominated_strictly(table: Any, player: int, action: int) -> bool:
    """Whether a mixture of other actions is better everywhere: by the greatest lead that one has in all columns."""
    lines = np.moveaxis(table[player], player, 0).reshape(table.shape[1 + player], -1)
    others = np.delete(lines, action, axis=0)
    if not len(others):
        return False
    least = min(0, *(b - a for column, a in zip(others.T, lines[action], strict=True) for b in column))  # makes leads positive
    rows = [([*(b - a - least for b in column), -1], F(0)) for column, a in zip(others.T, lines[action], strict=True)]
    lead, _ = oracles.maximise([*[0] * len(others), 1], rows, [([*[1] * len(others), 0], 1)], True)
    return bool(lead + least > 0)


def undominated_by_definition(table: Any) -> Kept:
    kept = everything(table)
    while True:
        now = part(table, kept)
        left = tuple(
            tuple(k for place, k in enumerate(own) if not dominated_strictly(now, i, place)) for i, own in enumerate(kept)
        )
        if left == kept:
            return kept
        kept = left


# Which actions are kept


@some
@given(table=games())
def test_strict_dominance_by_mixtures_is_that_of_the_definition(table: Any) -> None:
    assert undominated(accord.Game.from_tensor(table), mixtures=True) == undominated_by_definition(table)


def test_mixtures_dominate_only_for_those_who_ask() -> None:
    table = np.zeros((2, 3, 10), dtype=int)
    table[0] = [[9] * 5 + [0] * 5, [0] * 5 + [9] * 5, [4] * 10]
    game = accord.Game.from_tensor(table)
    assert [len(kept) for kept in undominated(game)] == [3, 10]
    assert [len(kept) for kept in undominated(game, mixtures=True)] == [2, 10]


@some
@given(table=games())
def test_weak_dominance_by_mixtures_is_that_of_the_definition(table: Any) -> None:
    assert admissible(accord.Game.from_tensor(table), everything(table)) == admissible_by_definition(table)


@some
@given(table=games())
def test_strict_dominance_is_that_of_the_definition(table: Any) -> None:
    kept = everything(table)
    while True:
        now = [np.moveaxis(u, i, 0).reshape(len(kept[i]), -1) for i, u in enumerate(part(table, kept))]
        left = tuple(
            tuple(k for k, line in zip(own, lines, strict=True) if not any((other > line).all() for other in lines))
            for own, lines in zip(kept, now, strict=True)
        )
        if left == kept:
            break
        kept = left
    assert undominated(accord.Game.from_tensor(table)) == kept


@some
@given(table=games(), data=st.data())
def test_relabelling_relabels_what_is_kept(table: Any, data: Any) -> None:
    orders = [data.draw(st.permutations(range(count))) for count in table.shape[1:]]
    options = {"drop_weakly_dominated": True, "merge_equivalent": True}
    shuffled = kept_by(part(table, tuple(map(tuple, orders))), **options)
    back = tuple({tuple(sorted(order[k] for k in group)) for group in own} for order, own in zip(orders, shuffled, strict=True))
    assert back == tuple(set(own) for own in kept_by(table, **options))


def test_one_by_one_the_order_would_matter_and_at_once_there_is_none() -> None:
    """Top and Bottom are weakly dominated by Middle; whichever goes first decides which column is dominated then."""
    table = np.array([[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]], dtype=object) * F(1)
    assert [dominated_weakly(table, 0, k) for k in range(3)] == [True, False, True]
    without_top, without_bottom = table[:, 1:], table[:, :2]
    assert [dominated_weakly(without_top, 1, k) for k in range(2)] == [True, False]
    assert [dominated_weakly(without_bottom, 1, k) for k in range(2)] == [False, True]
    for rows in permutations(range(3)):
        shuffled = part(table, (rows, (0, 1)))
        assert admissible(accord.Game.from_tensor(shuffled), everything(shuffled)) == ((rows.index(1),), (0, 1))


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ([[[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]]], ((0, 1), (0, 1))),  # by a mixture only, strictly
        ([[[2, 0], [0, 2], [1, 1]], [[0, 0], [0, 0], [0, 0]]], ((0, 1, 2), (0, 1))),  # a mixture that is the same
        ([[[2, 0, 1], [0, 2, 1], [1, 1, 0]], np.zeros((3, 3), int)], ((0, 1), (0, 1, 2))),  # by a mixture only, weakly
        ([[[1, 1], [1, 1]], [[1, 1], [1, 1]]], ((0, 1), (0, 1))),  # alike is not dominated
        ([[[1, 1], [1, 1], [1, 0]], np.zeros((3, 2), int)], ((0, 1), (0, 1))),
        ([[3, 1, 3, 2]], ((0, 2),)),
        ([[[5]], [[7]]], ((0,), (0,))),
    ],
)
def test_what_is_weakly_dominated(table: Any, kept: Kept) -> None:
    table = np.array([np.asarray(u, dtype=object) for u in table], dtype=object) * F(1)
    assert admissible(accord.Game.from_tensor(table), everything(table)) == kept == admissible_by_definition(table)


@pytest.mark.parametrize("scale", [F(10) ** 295, F(10) ** -300, F(1, 10**30 + 57)])
def test_dominance_at_any_scale(scale: F) -> None:
    table = np.array([[[2, 0, 1], [0, 2, 1], [1, 1, 0]], np.zeros((3, 3), int)], dtype=object) * scale
    assert admissible(accord.Game.from_tensor(table), everything(table)) == ((0, 1), (0, 1, 2))
    almost = table.copy()
    almost[0, 2, 2] = scale * (1 + F(1, 10**20))  # now the third row is best if the third column is certain enough
    assert admissible(accord.Game.from_tensor(almost), everything(almost)) == ((0, 1, 2), (0, 1, 2))


def test_equivalent_is_what_nobody_can_tell_apart() -> None:
    own = np.array([[[1, 2], [1, 2]], [[3, 4], [3, 5]]], dtype=object) * F(1)
    assert kept_by(own, merge_equivalent=True) == (((0,), (1,)), ((1,),))  # column 0 is strictly dominated
    assert kept_by(own[:, :, 1:], merge_equivalent=True) == (((0,), (1,)), ((0,),))
    assert kept_by(np.full((3, 2, 3, 1), F(7)), merge_equivalent=True) == (((0, 1),), ((0, 1, 2),), ((0,),))
    assert kept_by(np.full((2, 2, 2), F(7)), drop_weakly_dominated=True) == (((0,), (1,)), ((0,), (1,)))


def test_actions_can_become_equivalent_when_others_have_gone() -> None:
    table = np.array([[[1, 1, 0], [1, 1, 5]], [[1, 1, 0], [1, 1, 0]]], dtype=object) * F(1)
    assert kept_by(table[:, :, :2], merge_equivalent=True) == (((0, 1),), ((0, 1),))
    assert kept_by(table, merge_equivalent=True) == (((0, 1),), ((0, 1),))  # the third column is strictly dominated
    weak = table.copy()
    weak[1, 0, 2] = F(1)  # now weakly
    assert kept_by(weak, merge_equivalent=True) == (((0,), (1,)), ((0, 1), (2,)))
    assert kept_by(weak, merge_equivalent=True, drop_weakly_dominated=True) == (((1,),), ((0, 1),))


# Equilibria of the reduced game in the whole one


def ce_violation(table: Any, dense: Any) -> Any:
    mu = [dense[p] for p in product(*map(range, table.shape[1:]))]
    return min((sum(r * m for r, m in zip(row, mu, strict=True)) for row in oracles.correlated_rows(table)), default=0)


def exact_plan(game: accord.Game, play: Any) -> Any:
    dense = np.full(game.n_profiles, F(0), dtype=object)
    for cell, p in zip(play.cells, play.probabilities, strict=True):
        dense[cell] = p
    return dense.reshape(game.shape)


@pytest.mark.parametrize("fallback", [Correlated, CoarseCorrelated])
@pytest.mark.parametrize(
    "options",
    [{"drop_weakly_dominated": True}, {"merge_equivalent": True}, {"drop_weakly_dominated": True, "merge_equivalent": True}],
)
@settings(some, max_examples=8)
@given(table=games(), rule=st.sampled_from(["max-welfare", "min-welfare", "random-dictator", "nash-product", "centroid"]))
def test_equilibria_of_the_reduced_game_are_equilibria(fallback: Any, options: Any, table: Any, rule: str) -> None:
    game = accord.Game.from_tensor(table)
    found = accord.solve(game, fallback=fallback(**options), selection=rule)
    assert all(c.residual == 0 for c in found.certificates)
    whole = accord.solve(game, fallback=fallback(), selection=rule)
    assert all(
        low <= lower <= upper <= high
        for (low, high), (lower, upper) in zip(whole.disagreement.payoff_range, found.disagreement.payoff_range, strict=True)
    )
    dense = exact_plan(game, found.disagreement.play)
    if fallback is Correlated:
        assert ce_violation(table, dense) >= 0
    if "drop_weakly_dominated" in options:
        start = undominated(game) if fallback is Correlated else everything(table)
        kept = admissible(game, start)
        for i, own in enumerate(kept):
            gone = [k for k in range(table.shape[1 + i]) if k not in own]
            assert not dense.take(gone, axis=i).any()


@some
@given(table=games(((2, 2), (2, 3), (3, 2), (2, 2, 2))), data=st.data())
def test_copies_are_played_alike_and_change_no_payoff(table: Any, data: Any) -> None:
    player = data.draw(st.integers(0, len(table) - 1))
    action = data.draw(st.integers(0, table.shape[1 + player] - 1))
    copied = np.concatenate([table, table.take([action], axis=1 + player)], axis=1 + player)
    for fallback in (Correlated, CoarseCorrelated):
        merged = accord.solve(accord.Game.from_tensor(copied), fallback=fallback(merge_equivalent=True))
        plain = accord.solve(accord.Game.from_tensor(copied), fallback=fallback())
        assert merged.disagreement.payoffs == plain.disagreement.payoffs
        assert merged.disagreement.payoff_range == plain.disagreement.payoff_range
        dense = exact_plan(merged.game, merged.disagreement.play)
        assert (dense.take(action, axis=player) == dense.take(-1, axis=player)).all()


@some
@given(table=games(((2, 2), (2, 3), (3, 3), (2, 2, 2))), data=st.data())
def test_lists_are_lifted_to_the_whole_game(table: Any, data: Any) -> None:
    """Pure equilibria of the reduced game, played evenly over copies, are Nash equilibria of the whole game."""
    player = data.draw(st.integers(0, len(table) - 1))
    copied = np.concatenate([table, table.take([0], axis=1 + player)], axis=1 + player)
    game = accord.Game.from_tensor(copied)
    smaller = reduction(game, Concept.CORRELATED, drop_weakly_dominated=True, merge_equivalent=True)
    fallback = Nash(solver=Pure(), drop_weakly_dominated=True, merge_equivalent=True)
    reduced = part(copied, tuple(tuple(group[0] for group in own) for own in smaller.groups))
    pure = oracles.pure_equilibria(reduced)
    if not pure:
        with pytest.raises(accord.AccordError, match="found no Nash equilibrium"):
            fallback.admits(game)
        return
    admitted = fallback.admits(game)
    assert sorted(admitted.points) == sorted(tuple(reduced[i][p] for i in range(len(table))) for p in pure)
    for rule in ("max-welfare", "nash-product"):
        found = accord.solve(game, fallback=fallback, selection=rule)
        assert found.certified
        assert {Claim.NASH, Claim.CORRELATED} & {c.claim for c in found.certificates}
        assert ce_violation(copied, exact_plan(game, found.disagreement.play)) >= 0


def test_a_mixed_strategy_over_copies_is_verified_in_the_whole_game() -> None:
    table = np.array([[[3, 0], [3, 0], [0, 2]], [[3, 0], [3, 0], [0, 2]]], dtype=object) * F(1)
    found = accord.solve(accord.Game.from_tensor(table), fallback=Nash(solver=Pure(), merge_equivalent=True))
    assert found.disagreement.payoffs == (3, 3)
    assert found.disagreement.play.cells == (0, 2)
    assert found.disagreement.play.probabilities == (F(1, 2), F(1, 2))
    (nash,) = [c for c in found.certificates if c.claim is Claim.NASH]
    assert nash.residual == 0


# Threats


def test_a_threat_that_is_never_carried_out_is_weakly_dominated() -> None:
    game = accord.read("conditional_threat")
    for fallback in (Correlated(drop_weakly_dominated=True), Nash(solver=Pure(), drop_weakly_dominated=True)):
        found = accord.solve(game, fallback=fallback)
        assert found.disagreement.payoffs == (0, 1)
        assert found.agreement.payoffs == (0, 1)
        assert found.disagreement.payoff_range == ((0, 0), (1, 1))
    assert accord.solve(game).agreement.payoffs == (F(1, 2), F(1, 2))


def test_a_threat_that_is_exactly_free_is_not() -> None:
    game = accord.read("cruciatus_free")
    options = {"drop_weakly_dominated": True, "merge_equivalent": True}
    found = accord.solve(game, fallback=Correlated(**options), selection="min-welfare")
    assert found.agreement.payoffs == (500, -500)


def test_dominated_threats_leave_coarse_equilibria_when_told_so() -> None:
    """Chicken with a curse that costs its user 1 and the other one 1000."""
    chicken = np.array([[[0, 7], [2, 6]], [[0, 2], [7, 6]]], dtype=object) * F(1)
    cursed = np.concatenate([chicken, np.stack([chicken[0] - 1, chicken[1] - 1000])], axis=1)
    game = accord.Game.from_tensor(cursed)
    plain = accord.solve(game, fallback=CoarseCorrelated(), selection="min-welfare")
    assert plain.agreement.payoffs == (F(2039, 6), F(-1967, 6))
    told = accord.solve(game, fallback=CoarseCorrelated(drop_weakly_dominated=True), selection="min-welfare")
    assert told.agreement.payoffs == (6, 6)


@some
@given(
    table=st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
        lambda shape: st.lists(st.integers(-2, 2), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
            lambda entries: np.array(entries).reshape(shape)
        )
    )
)
def test_the_value_of_a_zero_sum_game_survives_trimming(table: Any) -> None:
    left = trimmed(table)
    value = zerosum.value(table * F(1))
    assert zerosum.value(left * F(1)) == value
    assert MatrixGame(table).value == value
    for axis in (0, 1):
        lines = np.moveaxis(left if axis == 0 else -left, axis, 0)
        for i, j in permutations(range(len(lines)), 2):
            assert (lines[i] > lines[j]).any()


def test_tables_too_large_to_be_compared_and_huge_numbers_have_a_value() -> None:
    wide = np.add.outer(np.zeros(2, dtype=int), np.arange(3000)) + np.array([[0], [1]])
    assert MatrixGame(wide).value == 1
    huge = np.array([[2**70, 0], [0, 2**70]], dtype=object)
    assert MatrixGame(huge).value == 2**69
    assert trimmed(np.hstack([huge, huge + 1])).tolist() == huge.tolist()
