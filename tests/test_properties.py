"""What must hold for every game, checked on generated ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import accord
from accord.claims import Claim, Evidence, check
from accord.config import assemble
from accord.errors import AccordError
from accord.host import load_registry
from accord.pipeline import payoffs_of

SELECTIONS = (
    "max-welfare",
    "min-welfare",
    "egalitarian",
    "kalai-smorodinsky",
    "nash-product",
    "random-dictator",
    "raiffa",
    "midpoint",
    "centroid",
)
SPLITS = ("nash", "kalai-smorodinsky", "egalitarian")
SHAPES = [(2, 2), (2, 3), (3, 3), (1, 3), (2, 2, 2), (3, 2, 2), (2, 2, 2, 2)]

some = settings(
    max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def games(draw: Any, shapes: Any = tuple(SHAPES)) -> Any:
    """Payoff tables of shape (n, A1, …, An), small integers so that ties are common."""
    shape = draw(st.sampled_from(shapes))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return rng.integers(-3, 5, (len(shape), *shape)).astype(object)


def solved(payoffs: Any, **pipeline: Any) -> Any:
    solution = accord.solve(accord.Game.from_tensor(payoffs), **pipeline)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def same(found: Any, wanted: Any) -> bool:
    if all(isinstance(v, Fraction) for v in (*found, *wanted)):
        return tuple(found) == tuple(wanted)
    return [float(v) for v in found] == pytest.approx([float(v) for v in wanted], abs=2e-6)


def same_play(found: Any, wanted: Any, shape: tuple[int, ...], moved: Any) -> bool:
    return found.dense(moved(np.zeros(shape)).shape) == pytest.approx(moved(wanted.dense(shape)), abs=2e-5)


@pytest.mark.parametrize("selection", SELECTIONS)
@some
@given(payoffs=games(), data=st.data())
def test_relabelling_players_relabels_the_answer(selection: str, payoffs: Any, data: Any) -> None:
    order = data.draw(st.permutations(range(len(payoffs))))
    before, after = (
        solved(payoffs, selection=selection),
        solved(payoffs.transpose(0, *(1 + i for i in order))[list(order)], selection=selection),
    )
    for old, new in ((before.disagreement, after.disagreement), (before.agreement, after.agreement)):
        assert same(new.payoffs, [old.payoffs[i] for i in order])
        assert same_play(new.play, old.play, payoffs.shape[1:], lambda table: table.transpose(order))


@pytest.mark.parametrize("selection", SELECTIONS)
@some
@given(payoffs=games(), data=st.data())
def test_relabelling_actions_leaves_the_payoffs(selection: str, payoffs: Any, data: Any) -> None:
    grid = np.ix_(*[data.draw(st.permutations(range(count))) for count in payoffs.shape[1:]])
    before = solved(payoffs, selection=selection)
    after = solved(np.stack([table[grid] for table in payoffs]), selection=selection)
    for old, new in ((before.disagreement, after.disagreement), (before.agreement, after.agreement)):
        assert same(new.payoffs, old.payoffs)
        assert same_play(new.play, old.play, payoffs.shape[1:], lambda table: table[grid])


@pytest.mark.parametrize("fallback", ["security", "coarse-correlated"])
@pytest.mark.parametrize("split", SPLITS)
@some
@given(payoffs=games(), data=st.data())
def test_relabelling_without_side_payments(fallback: str, split: str, payoffs: Any, data: Any) -> None:
    order = data.draw(st.permutations(range(len(payoffs))))
    grid = np.ix_(*[data.draw(st.permutations(range(count))) for count in payoffs.shape[1:]])
    shuffled = np.stack([payoffs[i][grid].transpose(order) for i in order])
    before, after = (solved(u, fallback=fallback, split=split, side_payments=False).agreement for u in (payoffs, shuffled))
    assert same(after.payoffs, [before.payoffs[i] for i in order])
    assert same_play(after.play, before.play, payoffs.shape[1:], lambda table: table[grid].transpose(order))


@some
@given(payoffs=games([(2, 2), (2, 3), (3, 3), (1, 3)]))
def test_exchanging_two_players_exchanges_their_threats(payoffs: Any) -> None:
    before, after = (solved(u, fallback="minimax-threat") for u in (payoffs, payoffs[::-1].transpose(0, 2, 1)))
    assert same(after.disagreement.payoffs, before.disagreement.payoffs[::-1])
    assert same(after.agreement.payoffs, before.agreement.payoffs[::-1])


def changed(payoffs: Any, scales: Any, shifts: Any) -> Any:
    return np.stack([table * a + b for table, a, b in zip(payoffs, scales, shifts, strict=True)])


positive = st.fractions(Fraction(1, 9), 50, max_denominator=9)
any_shift = st.fractions(-1000, 1000, max_denominator=9)


@pytest.mark.parametrize("selection", SELECTIONS)
@some
@given(payoffs=games(), data=st.data())
def test_changing_the_unit_of_payoff(selection: str, payoffs: Any, data: Any) -> None:
    """Everybody's zero may move; the unit may differ between players for the rule that does not compare them."""
    n = len(payoffs)
    common = data.draw(positive)
    scales = [data.draw(positive) for _ in range(n)] if selection == "kalai-smorodinsky" else [common] * n
    shifts = [data.draw(any_shift) for _ in range(n)]
    before, after = solved(payoffs, selection=selection), solved(changed(payoffs, scales, shifts), selection=selection)
    assert same(
        after.disagreement.payoffs, [a * d + b for a, b, d in zip(scales, shifts, before.disagreement.payoffs, strict=True)]
    )
    if len(set(scales)) == 1:
        assert same(
            after.agreement.payoffs, [a * x + b for a, b, x in zip(scales, shifts, before.agreement.payoffs, strict=True)]
        )


@pytest.mark.parametrize("split", SPLITS)
@some
@given(payoffs=games(), data=st.data())
def test_changing_the_unit_without_side_payments(split: str, payoffs: Any, data: Any) -> None:
    n = len(payoffs)
    scales = [data.draw(positive)] * n if split == "egalitarian" else [data.draw(positive) for _ in range(n)]
    shifts = [data.draw(any_shift) for _ in range(n)]
    before, after = (
        solved(u, fallback="security", split=split, side_payments=False).agreement.payoffs
        for u in (payoffs, changed(payoffs, scales, shifts))
    )
    assert same([(x - b) / a for a, b, x in zip(scales, shifts, after, strict=True)], before)


@some
@given(payoffs=games())
def test_equilibria_are_nested(payoffs: Any) -> None:
    """Nash equilibria are correlated, correlated ones coarse correlated; every one gives the security levels at least."""
    game = accord.Game.from_tensor(payoffs)
    if oracles.pure_equilibria(payoffs):
        found = accord.solve(game, fallback="nash", solver="pure").disagreement
        held = check([Claim.CORRELATED, Claim.COARSE_CORRELATED], Evidence(game, True, found.payoffs, found.play))
        assert all(c.residual == 0 for c in held)
    safe = accord.solve(game, fallback="security").disagreement.payoffs
    inner, outer = (accord.solve(game, fallback=kind).disagreement for kind in ("correlated", "coarse-correlated"))
    (coarse,) = check([Claim.COARSE_CORRELATED], Evidence(game, True, inner.payoffs, inner.play))
    assert coarse.holds
    for (low, high), (lower, higher), floor in zip(inner.payoff_range, outer.payoff_range, safe, strict=True):
        assert floor - 1e-9 <= lower <= low + 1e-9
        assert high <= higher + 1e-9


@pytest.mark.parametrize("selection", SELECTIONS)
@some
@given(payoffs=games(), data=st.data())
def test_a_dominated_action_changes_nothing(selection: str, payoffs: Any, data: Any) -> None:
    player = data.draw(st.integers(0, len(payoffs) - 1))
    worse = payoffs.take([0], axis=1 + player)
    worse[player] = payoffs[player].take([0], axis=player) - 1
    others = [i for i in range(len(payoffs)) if i != player]
    worse[others] = worse[others] - 1000
    before = solved(payoffs, selection=selection)
    after = solved(np.concatenate([payoffs, worse], axis=1 + player), selection=selection)
    assert same(after.disagreement.payoffs, before.disagreement.payoffs)
    assert same(after.agreement.payoffs, before.agreement.payoffs)


@pytest.mark.parametrize("selection", SELECTIONS)
@some
@given(payoffs=games(), data=st.data())
def test_a_second_copy_of_an_action_changes_no_payoff(selection: str, payoffs: Any, data: Any) -> None:
    player = data.draw(st.integers(0, len(payoffs) - 1))
    copied = data.draw(st.integers(0, payoffs.shape[1 + player] - 1))
    cloned = np.concatenate([payoffs, payoffs.take([copied], axis=1 + player)], axis=1 + player)
    assert same(
        solved(cloned, selection=selection).disagreement.payoffs, solved(payoffs, selection=selection).disagreement.payoffs
    )


@pytest.mark.parametrize("split", ["equal", *SPLITS])
@some
@given(payoffs=games(), fallback=st.sampled_from(["correlated", "coarse-correlated", "security"]))
def test_agreements_are_rational_and_efficient(split: str, payoffs: Any, fallback: str) -> None:
    with_money = split == "equal"
    solution = solved(payoffs, fallback=fallback, split=split, side_payments=with_money)
    x, d = solution.agreement.payoffs, solution.disagreement.payoffs
    assert all(float(a) >= float(b) - 1e-7 for a, b in zip(x, d, strict=True))
    assert sum(solution.agreement.transfers) == pytest.approx(0, abs=1e-9)
    if with_money:
        assert sum(x) == pytest.approx(max(payoffs.sum(axis=0).flat))
        return
    body = oracles.hull(payoffs.astype(float), "all")
    for i, v in enumerate(x):
        body = body.above([int(i == j) for j in range(len(x))], float(v) - 1e-7)
    assert body.best([1] * len(x)) <= float(sum(x)) + 1e-4


@some
@given(payoffs=games([(2, 2), (2, 3), (3, 3)]))
def test_zero_sum_games_leave_nothing_to_bargain_over(payoffs: Any) -> None:
    """All fallbacks give the value, and agreement adds nothing."""
    zero_sum = np.stack([payoffs[0], -payoffs[0]])
    value = oracles.security(zero_sum)[0]
    for fallback in ("correlated", "coarse-correlated", "security", "minimax-threat"):
        solution = solved(zero_sum, fallback=fallback)
        assert same(solution.agreement.payoffs, (value, -value))
        assert same(solution.disagreement.payoffs, (value, -value))


@some
@given(payoffs=games([(2, 2), (2, 3), (3, 3)]))
def test_symmetric_games_are_shared_evenly(payoffs: Any) -> None:
    assume(payoffs.shape[1] == payoffs.shape[2])
    symmetric = np.stack([payoffs[0], payoffs[0].T])
    for selection in SELECTIONS:
        first, second = solved(symmetric, selection=selection).agreement.payoffs
        assert same((first,), (second,))


@pytest.mark.parametrize("fallback", ["correlated", "coarse-correlated", "minimax-threat", "security"])
@pytest.mark.parametrize(("split", "side_payments"), [("equal", True), ("nash", False)])
def test_payoffs_alone_are_those_of_the_solution(fallback: str, split: str, side_payments: bool) -> None:
    pipeline = assemble(load_registry(), fallback=fallback, split=split, side_payments=side_payments)
    for seed in range(4):
        game = accord.Game.from_tensor(np.random.default_rng(seed).integers(0, 6, (2, 2, 3)))
        try:
            solution = accord.solve(game, fallback=fallback, split=split, side_payments=side_payments)
        except AccordError as error:
            with pytest.raises(type(error)):
                payoffs_of(pipeline, game)
        else:
            assert payoffs_of(pipeline, game) == solution.agreement.payoffs
