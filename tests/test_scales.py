"""Payoffs of every size: the answer is that of the small game, exactly rescaled."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import accord

F = Fraction
SELECTIONS = ("max-welfare", "min-welfare", "egalitarian", "kalai-smorodinsky", "random-dictator", "midpoint")
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
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2)])
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
