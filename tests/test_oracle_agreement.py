"""Random games of two to four players: every rule and fallback against brute force.

Payoffs are small integers, so that ties and degenerate polytopes are common.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import oracles
import pytest
from oracles.nash import expected

import accord

SELECTIONS = ("max-welfare", "min-welfare", "egalitarian", "kalai-smorodinsky")
SMALL = (
    [((2, 2), s) for s in range(6)] + [((2, 3), s) for s in range(3)] + [((1, 4), 0), ((2, 2, 2), 0), ((2, 2, 2), 1), ((5,), 0)]
)
LARGE = [((3, 3), 0), ((4, 4), 1), ((3, 2, 3), 0), ((2, 2, 2, 2), 0), ((2, 3, 2, 2), 1)]
CASES = [(*case, True) for case in SMALL] + [(*case, False) for case in LARGE]
NAMES = [f"{'x'.join(map(str, shape))}-{seed}" for shape, seed, _ in CASES]


@cache
def case(shape: tuple[int, ...], seed: int, exact: bool) -> Any:
    rng = np.random.default_rng([seed, *shape])
    table = rng.integers(-3, 5, (len(shape), *shape))
    return table.astype(object) * Fraction(1) if exact else table.astype(float)


@cache
def truth(shape: tuple[int, ...], seed: int, exact: bool, kind: str) -> tuple[Any, dict[str, Any]]:
    payoffs = case(shape, seed, exact)
    body = oracles.hull(payoffs, kind)
    return body, oracles.references(body, oracles.security(payoffs))


def agree(found: Any, wanted: Any, payoffs: Any) -> bool:
    """Whether payoffs are equal, exactly if both sides are exact."""
    if payoffs.dtype == object and all(isinstance(v, Fraction) for v in found):
        return tuple(found) == tuple(wanted)
    return [float(v) for v in found] == pytest.approx([float(v) for v in wanted], abs=2e-6)


def solved(payoffs: Any, **pipeline: Any) -> Any:
    solution = accord.solve(accord.Game.from_tensor(payoffs), **pipeline)
    assert solution.certified, solution.certificates
    return solution


@pytest.mark.parametrize("kind", ["correlated", "coarse-correlated"])
@pytest.mark.parametrize("at", CASES, ids=NAMES)
def test_selections(at: Any, kind: str) -> None:
    payoffs = case(*at)
    body, points = truth(*at, kind)
    for rule in SELECTIONS:
        found = solved(payoffs, fallback=kind, selection=rule)
        assert agree(found.disagreement.payoffs, oracles.select(body, rule, points["pmm"]), payoffs), rule
    for dictated in ("random-dictator", "midpoint"):
        found = solved(payoffs, fallback=kind, selection=dictated)
        assert agree(found.disagreement.payoffs, oracles.select(body, dictated, points["pmm"]), payoffs), dictated
    low, high = zip(*found.disagreement.payoff_range, strict=True)
    n = body.players
    assert agree(high, [body.best([int(i == j) for j in range(n)]) for i in range(n)], payoffs)
    assert agree(low, points["nadir"], payoffs)


@pytest.mark.parametrize("reference", ["nadir", "security"])
@pytest.mark.parametrize("at", CASES[::2], ids=NAMES[::2])
def test_reference_points(at: Any, reference: str) -> None:
    payoffs = case(*at)
    body, points = truth(*at, "correlated")
    for rule in ("max-welfare", "egalitarian", "kalai-smorodinsky"):
        found = solved(payoffs, selection=rule, settings={"selection": {"reference": reference}})
        assert agree(found.disagreement.payoffs, oracles.select(body, rule, points[reference]), payoffs), rule


@pytest.mark.parametrize("at", CASES, ids=NAMES)
def test_security(at: Any) -> None:
    payoffs = case(*at)
    assert agree(solved(payoffs, fallback="security").disagreement.payoffs, oracles.security(payoffs), payoffs)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (3, 4), (1, 3), (4, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_optimal_threats(shape: tuple[int, ...], seed: int) -> None:
    payoffs = case(shape, seed, True)
    assert agree(solved(payoffs, fallback="minimax-threat").agreement.payoffs, oracles.coco(payoffs), payoffs)


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
@pytest.mark.parametrize("at", CASES, ids=NAMES)
def test_without_side_payments(at: Any, split: str) -> None:
    payoffs = case(*at)
    for fallback in ("correlated", "security"):
        found = solved(payoffs, fallback=fallback, split=split, side_payments=False)
        wanted = oracles.agreement(payoffs, [Fraction(d) if at[2] else float(d) for d in found.disagreement.payoffs], split)
        assert agree(
            found.agreement.payoffs, wanted, payoffs if split != "nash" or len(wanted) == 2 else payoffs.astype(float)
        ), fallback


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 3), (2, 2, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_pure_equilibria(shape: tuple[int, ...], seed: int) -> None:
    payoffs = case(shape, seed, True)
    found = oracles.pure_equilibria(payoffs)
    if not found:
        with pytest.raises(accord.AccordError):
            accord.solve(accord.Game.from_tensor(payoffs), fallback="nash", solver="pure")
        return
    _compare_lists(payoffs, [tuple(payoffs[i][p] for i in range(len(shape))) for p in found], "pure")


@pytest.mark.skipif(find_spec("accord_gambit") is None, reason="the gambit plugin is not installed")
@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 3)])
def test_extreme_equilibria(shape: tuple[int, ...]) -> None:
    payoffs = case(shape, 1, True)
    _compare_lists(payoffs, [expected(payoffs, pair) for pair in oracles.extreme_equilibria(payoffs)], "gambit.enummixed")


def _compare_lists(payoffs: Any, points: list[tuple[Any, ...]], solver: str) -> None:
    body = oracles.FiniteSet(tuple(points))
    reference = oracles.references(body, oracles.security(payoffs))["pmm"]
    for rule in (*SELECTIONS, "random-dictator", "midpoint"):
        found = solved(payoffs, fallback="nash", solver=solver, selection=rule)
        assert agree(found.disagreement.payoffs, oracles.select(body, rule, reference), payoffs), rule
