"""Payoffs of every size: the answer is that of the small game, exactly rescaled."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest

import accord

F = Fraction
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
UNITS = {
    "1e-9": (F(1, 10**9), 0),
    "1e12": (10**12, 0),
    "offset 1e9": (1, 10**9),
    "offset 1e12": (1, 10**12),
    "1e-9 beside 1e12": (F(1, 10**9), 10**12),
    "1e-300": (F(1, 10**300), 0),
    "1e295": (10**295, 0),
    "long rationals": (F(10**40 + 7, 10**37 + 3), F(1, 3**50)),
    "beside 2^31 and 2^53": (2**31 - 1, 2**53 + 1),
}


def table(shape: tuple[int, ...], seed: int) -> Any:
    return np.random.default_rng([seed, *shape]).integers(-3, 5, (len(shape), *shape)).astype(object)


def rescaled(payoffs: Any, scales: Any, shifts: Any) -> Any:
    return np.stack([u * F(a) + F(b) for u, a, b in zip(payoffs, scales, shifts, strict=True)])


def moved(point: Any, scales: Any, shifts: Any) -> tuple[Fraction, ...]:
    return tuple(x * F(a) + F(b) for x, a, b in zip(point, scales, shifts, strict=True))


def solved(payoffs: Any, **pipeline: Any) -> Any:
    solution = accord.solve(accord.Game.from_tensor(payoffs), **pipeline)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("shape", [(3, 3), (2, 2, 2)])
def test_one_unit_for_everybody(shape: tuple[int, ...], unit: str) -> None:
    n = len(shape)
    scales, shifts = ([v] * n for v in UNITS[unit])
    small = table(shape, 1)
    large = rescaled(small, scales, shifts)
    pipelines: list[dict[str, Any]] = [{"selection": rule} for rule in SELECTIONS]
    pipelines += [{"fallback": "security"}, {"fallback": "coarse-correlated", "selection": "egalitarian"}]
    pipelines += [{"fallback": "minimax-threat"}] * (n == 2)
    pipelines += [{"fallback": "security", "split": s, "side_payments": False} for s in ("kalai-smorodinsky", "egalitarian")]
    pipelines += [{"fallback": "security", "split": "nash", "side_payments": False}] * (n == 2)
    for pipeline in pipelines:
        before, after = solved(small, **pipeline), solved(large, **pipeline)
        assert after.disagreement.payoffs == moved(before.disagreement.payoffs, scales, shifts), pipeline
        assert after.agreement.payoffs == moved(before.agreement.payoffs, scales, shifts), pipeline
        assert after.disagreement.play == before.disagreement.play, pipeline


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 2, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_a_unit_for_each_player(shape: tuple[int, ...], seed: int) -> None:
    n = len(shape)
    scales = [F(10) ** int(e) for e in np.random.default_rng(seed).integers(-9, 13, n)]
    small = table(shape, seed)
    large = rescaled(small, scales, [0] * n)
    before, after = (solved(u, selection="kalai-smorodinsky").disagreement for u in (small, large))
    assert after.payoffs == moved(before.payoffs, scales, [0] * n)
    for split in ("kalai-smorodinsky", "nash") if n == 2 else ("kalai-smorodinsky",):
        before, after = (solved(u, fallback="security", split=split, side_payments=False).agreement for u in (small, large))
        assert after.payoffs == moved(before.payoffs, scales, [0] * n)


def test_fractions_of_numpy_integers_do_not_overflow() -> None:
    odd = [[F(np.int64(2**62), np.int64(3)), F(np.int64(2**62 - 1), 7)], [F(1, np.int64(2**61 - 1)), F(np.int64(0))]]
    plain = [[F(2**62, 3), F(2**62 - 1, 7)], [F(1, 2**61 - 1), F(0)]]
    found, wanted = (accord.Game.from_arrays(u, u) for u in (odd, plain))
    assert found.exact(0) == wanted.exact(0) == (F(2**62, 3),) * 2
    assert found == wanted
    assert accord.solve(found).agreement.payoffs == accord.solve(wanted).agreement.payoffs == (F(2**62, 3),) * 2


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint32", "int64", "uint64", "float16", "float32", "float64"])
def test_the_extremes_of_every_type(dtype: str) -> None:
    kind = np.iinfo if "int" in dtype else np.finfo
    low, high = (np.array(v, dtype=dtype) for v in (kind(dtype).min, kind(dtype).max))
    if dtype == "float64":
        low, high = np.float64(-1e300), np.float64(1e300)
    arrays = [np.array([[low, high], [high, low]], dtype=dtype), np.array([[high, low], [low, high]], dtype=dtype)]
    game = accord.Game.from_arrays(*arrays)
    bottom, top = F(int(low)), F(int(high))
    assert (game.lowest, game.highest) == ((bottom, bottom), (top, top))
    for fallback in ("correlated", "minimax-threat", "security"):
        solution = solved(np.array([u.astype(object) for u in arrays]), fallback=fallback)
        assert accord.solve(game, fallback=fallback).agreement == solution.agreement
        assert solution.disagreement.payoffs == ((bottom + top) / 2,) * 2
        assert solution.agreement.payoffs == ((bottom + top) / 2,) * 2


@pytest.mark.parametrize("scale", [1, F(1, 10**9)])
@pytest.mark.parametrize("edge", [F(1, 10**9), F(1, 10**12), F(1, 10**21), F(1, 10**40)])
def test_a_hair_s_breadth_decides_beside_huge_payoffs(edge: Fraction, scale: Fraction | int) -> None:
    """Chicken in steps of `edge`, and beside each outcome 10^12 that depends on the other player alone."""
    chicken = np.array([[[0, 7], [2, 6]], [[0, 2], [7, 6]]], dtype=object)
    whim = np.array([[[0, 1], [0, 1]], [[0, 0], [1, 1]]], dtype=object) * 10**12
    game = (chicken * edge + whim) * scale
    found = solved(game, selection="egalitarian")
    plays = solved(chicken + whim * F(1, edge) / 10**12)
    assert [c.residual for c in found.certificates] == [0] * len(found.certificates)
    assert found.agreement.payoffs == ((10**12 + 6 * edge) * scale,) * 2
    assert plays.certified
    pure = solved(game, fallback="nash", solver="pure", selection="random-dictator")
    assert pure.disagreement.play.cells == (1, 2)


@pytest.mark.parametrize("edge", [F(1, 10**k) for k in (3, 9, 12, 15, 30)])
def test_dominated_by_a_hair_is_dominated(edge: Fraction) -> None:
    """A curse that costs next to nothing is never a threat; a free one is."""
    curse = [[[0], [-edge]], [[0], [-1000]]]
    for selection in SELECTIONS:
        assert solved(np.array(curse, dtype=object), selection=selection).disagreement.payoffs == (0, 0)
    free = solved(np.array([[[0], [0]], [[0], [-1000]]]), selection="min-welfare")
    assert free.disagreement.payoffs == (0, -1000)


@pytest.mark.parametrize("edge", [F(1, 10**k) for k in (3, 9, 12, 15, 30)])
def test_dominated_by_a_lottery_by_a_hair_is_dominated(edge: Fraction) -> None:
    """The third row is worse by `edge` than an even lottery over the others, and ruins the column player."""
    rows = [[2, 0], [0, 2], [1 - edge, 1 - edge]]
    columns = [[1, 0], [0, 1], [-1000, -1000]]
    for selection in ("min-welfare", "max-welfare", "midpoint"):
        found = solved(np.array([rows, columns], dtype=object), selection=selection)
        assert found.disagreement.payoff_range[1][0] >= 0
        assert not set(found.disagreement.play.cells) & {4, 5}


@pytest.mark.parametrize("edge", [F(1, 10**k) for k in (6, 10, 14, 20)])
def test_a_hair_more_welfare_wins(edge: Fraction) -> None:
    better, worse = (1 + edge, 1), (1, 1)
    game = np.array([[[better[0], 0], [0, worse[0]]], [[better[1], 0], [0, worse[1]]]], dtype=object)
    found = solved(game)
    assert found.disagreement.payoffs == better
    assert found.agreement.play.cells == (0,)


@pytest.mark.parametrize(
    "payoffs",
    [
        np.zeros((2, 3, 3)),
        np.zeros((3, 2, 1, 2)),
        np.zeros((1, 1)),
        np.array([[3, 1, 3]]),
        np.array([[[1, 2, 3]], [[3, 3, 1]]]),
        np.array([[[1], [2], [3]], [[3], [3], [1]]]),
        np.array([[[5, 5], [5, 5]], [[1, 0], [0, 1]]]),
        np.array([[[1, 0], [1, 0], [0, 1]], [[0, 1], [0, 1], [1, 0]]]),
        np.array([[[1, 1], [1, 0]], [[1, 1], [1, 0]]]),
        np.array([[[0, 0], [0, 0]], [[1, 1], [1, 1]]]),
        np.full((2, 2, 2), -(10**15)),
    ],
    ids=["zero", "zero3", "one cell", "one player", "1xk", "kx1", "constant player", "copies", "weak", "indifferent", "constant"],
)
@pytest.mark.parametrize("unit", [F(1, 10**12)])
def test_degenerate_games(payoffs: Any, unit: Any) -> None:
    exact = np.vectorize(lambda v: F(int(v)) * unit, otypes=[object])(payoffs)
    game = accord.Game.from_tensor(exact)
    for money in (True, False):
        comparison = accord.compare(game, side_payments=money)
        assert comparison.rows
        for line in comparison.rows:
            if line.fallback == "nash" and ("found no Nash equilibrium" in line.trouble or "no analytic center" in line.trouble):
                continue
            assert line.solution is not None, line
            assert line.solution.certified, line
            if line.fallback == "learned" or line.selection in {"max-entropy", "analytic-center"}:
                continue  # these are floats, or are measured in floating point
            assert all(c.residual <= 0 for c in line.solution.certificates), line
            if money:
                assert sum(line.solution.agreement.payoffs) == max(exact.sum(axis=0).flat)


def test_threats_far_beyond_the_other_payoffs_are_found_exactly() -> None:
    """Harm of 10^8 beside payoffs of 1: where optimal strategies are 0 is found less precisely then."""
    for seed in range(0, 400, 10):
        rng = np.random.default_rng(seed)
        shape = tuple(rng.integers(1, 5, 2))
        harm = np.where(rng.random((2, *shape)) < 0.3, 5 * 10 ** int(rng.integers(4, 9)), 0)
        table = rng.integers(-3, 5, (2, *shape)) - harm
        solution = accord.solve(accord.Game.from_tensor(table), fallback="minimax-threat")
        assert solution.agreement.payoffs == oracles.coco(table.astype(object) * F(1))
    table = np.array([[[2, 4, 2 - 5 * 10**7, 4 - 5 * 10**7]], [[0, 0, 0, 0]]])
    solution = accord.solve(accord.Game.from_tensor(table), fallback="minimax-threat")
    assert solution.agreement.payoffs == (-24999997, 25000001)
