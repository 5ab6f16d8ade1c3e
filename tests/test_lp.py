"""The linear programs: against scipy, against brute force, and with numbers that defeat floating point."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import oracles
import pytest
from scipy.optimize import linprog

import accord
import accord.equilibria.body
from accord.equilibria import Concept, Polytope
from accord.errors import SolverError, UnsuitableError
from accord.lp import Program, Rows, program, row, simplex
from accord.lp.exact import prove, solve_square

F = Fraction


def rows_of(table: Any, rhs: Any, equal: Any) -> Rows:
    lines = [[(j, v if isinstance(v, Fraction) else F(int(v))) for j, v in enumerate(line)] for line in table]
    return Rows.stack([row(line, F(int(b)), equal=bool(e)) for line, b, e in zip(lines, rhs, equal, strict=True)])


def generic(cost: Any, table: Any, rhs: Any, equal: Any, free: Any) -> float | None:
    """The optimum by scipy; None if there is no solution, or no best one."""
    table, rhs, equal = np.array(table, dtype=float), np.array(rhs, dtype=float), np.array(equal, dtype=bool)
    bounds = [(None if f else 0, None) for f in free]
    found = linprog(-np.array(cost, dtype=float), -table[~equal], -rhs[~equal], table[equal], rhs[equal], bounds)
    return -found.fun if found.status == 0 else None


def bounded(rng: Any, n: int, m: int) -> tuple[Any, ...]:
    """A random program inside a box, often degenerate, sometimes without a solution."""
    free = rng.random(n) < 0.3
    table = np.vstack([rng.integers(-2, 3, (m, n)), -np.eye(n, dtype=int), np.eye(n, dtype=int)])
    rhs = [*rng.integers(-3, 3, m), *[-4] * n, *[-4] * n]
    equal = [*(rng.random(m) < 0.2), *[False] * (2 * n)]
    return rng.integers(-3, 4, n), table, rhs, equal, free


def costs(cost: Any) -> dict[int, int]:
    return {j: int(c) for j, c in enumerate(cost) if c}


@pytest.mark.parametrize("seed", range(40))
def test_random_programs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 7)), int(rng.integers(0, 7))
    cost, table, rhs, equal, free = bounded(rng, n, m)
    wanted = generic(cost, table, rhs, equal, free)
    body = rows_of(table, rhs, equal)
    found = Program(n, body, free=np.flatnonzero(free)).maximise(costs(cost))
    if wanted is None:
        assert found is None
        assert simplex.optimal_basis(body, free, costs(cost)) is None
        return
    assert found is not None
    assert found.exact
    assert float(found.value) == pytest.approx(wanted, abs=1e-7)
    x = [found.at(j) for j in range(n)]
    left = [sum(int(v) * p for v, p in zip(line, x, strict=True)) for line in table]
    assert all(a == b if e else a >= b for a, b, e in zip(left, rhs, equal, strict=True))
    assert all(p >= 0 or f for p, f in zip(x, free, strict=True))
    assert found.value == sum(int(c) * p for c, p in zip(cost, x, strict=True))
    basis = simplex.optimal_basis(body, free, costs(cost))
    assert basis is not None
    forced = prove(body, free, costs(cost), *basis)
    assert forced is not None
    assert forced.value == found.value


@pytest.mark.parametrize("seed", range(20))
def test_costly_columns_are_zero_in_every_optimum(seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    cost, table, rhs, equal, free = bounded(rng, 5, 4)
    free[:] = False
    wanted = generic(cost, table, rhs, equal, free)
    found = Program(5, rows_of(table, rhs, equal)).maximise(costs(cost))
    assert (found is None) == (wanted is None)
    if found is None or wanted is None:
        return
    for j in np.flatnonzero(found.costly):
        most = generic(np.eye(5)[j], np.vstack([table, cost]), [*rhs, wanted - 1e-9], [*equal, False], free)
        assert most == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_extra_rows_come_and_go(seed: int) -> None:
    rng = np.random.default_rng([seed, 2])
    cost, table, rhs, equal, free = bounded(rng, 5, 3)
    kept = Program(5, rows_of(table, rhs, equal), free=np.flatnonzero(free), slots=3)
    for _ in range(8):
        more, bounds, tight = rng.integers(-2, 3, (int(rng.integers(0, 4)), 5)), rng.integers(-3, 2, 3), rng.random(3) < 0.3
        cost = rng.integers(-3, 4, 5)
        extra = [rows_of([line], [b], [e]) for line, b, e in zip(more, bounds, tight, strict=False)]
        found = kept.maximise(costs(cost), extra)
        k = len(more)
        wanted = generic(cost, np.vstack([table, more]), [*rhs, *bounds[:k]], [*equal, *tight[:k]], free)
        assert (None if found is None else float(found.value)) == (None if wanted is None else pytest.approx(wanted, abs=1e-7))
        if found is not None:
            assert len(found.multipliers) == k
            assert all(y <= 0 or e for y, e in zip(found.multipliers, tight, strict=False))
    with pytest.raises(ValueError, match="slots"):
        kept.maximise({0: 1}, [rows_of([[1, 0, 0, 0, 0]], [0], [False])] * 4)


@pytest.mark.parametrize("scale", [F(1, 10**300), F(1, 10**12), 10**12, 10**300, F(10**50 + 1, 10**50 - 3)])
@pytest.mark.parametrize("seed", range(3))
def test_huge_and_tiny_coefficients(seed: int, scale: Fraction | int) -> None:
    """Columns and rows in wildly different units: the solution is that of the plain program in those units."""
    rng = np.random.default_rng([seed, 3])
    cost, table, rhs, equal, free = bounded(rng, 4, 3)
    plain = Program(4, rows_of(table, rhs, equal), free=np.flatnonzero(free)).maximise(costs(cost))
    units = [F(scale) ** int(e) for e in rng.integers(0, 2, 4)]
    strange = np.array([[int(v) * u for v, u in zip(line, units, strict=True)] for line in table], dtype=object)
    scaled, _ = accord.rationals.common([F(int(c)) * u for c, u in zip(cost, units, strict=True)])
    found = Program(4, rows_of(strange, rhs, equal), free=np.flatnonzero(free)).maximise(costs(scaled))
    assert (found is None) == (plain is None)
    if found is not None and plain is not None:
        x = [found.at(j) * u for j, u in enumerate(units)]
        assert sum(int(c) * v for c, v in zip(cost, x, strict=True)) == plain.value
        left = [sum(int(v) * p for v, p in zip(line, x, strict=True)) for line in table]
        assert all(a == b if e else a >= b for a, b, e in zip(left, rhs, equal, strict=True))


def test_a_small_program_is_solved_whatever_the_floating_point_solver_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise SolverError("out of order")

    monkeypatch.setattr(program.Model, "maximise", fails)
    body = rows_of([[1, 1], [1, -1]], [1, 0], [True, False])
    found = Program(2, body).maximise({1: 1})
    assert found is not None
    assert (found.value, found.exact) == (F(1, 2), True)
    assert Program(2, rows_of([[1, 1], [-1, -1]], [1, 0], [False, False])).maximise({0: 1}) is None
    monkeypatch.setattr(simplex, "LIMIT", 0)
    with pytest.raises(SolverError, match="out of order"):
        Program(2, body).maximise({1: 1})


def test_a_program_out_of_scale_and_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """In floating point the second row reads x >= 0, with optimum 1; in truth it is x0 >= 10^-20 x1, x1 <= 10^20 x0."""
    body = rows_of([[1, 1], [1, -F(10**20)]], [1, 0], [True, False])
    found = Program(2, body).maximise({1: 1})
    assert found is not None
    assert found.value == F(1, 10**20 + 1)
    monkeypatch.setattr(simplex, "LIMIT", 0)
    monkeypatch.setattr(program, "_LARGEST_BASIS", 0)
    with pytest.raises(UnsuitableError, match="rescale"):
        Program(2, body).maximise({1: 1})


def test_wrong_bases_are_not_proved() -> None:
    body = rows_of([[1, 1], [1, -1], [2, 2]], [1, 0, 2], [True, False, True])
    free = np.zeros(2, dtype=bool)

    def proved(columns: list[int], tight: list[int], cost: dict[int, int]) -> Any:
        return prove(body, free, cost, np.array(columns), np.array(tight))

    best = proved([0, 1], [0, 1], {1: 1})
    assert (best.value, best.values, best.duals) == (F(1, 2), (F(1, 2), F(1, 2)), (F(1, 2), F(-1, 2)))
    assert proved([0], [0], {0: 1}).value == 1
    assert proved([0], [0], {1: 1}) is None  # feasible, but not optimal
    assert proved([1], [0], {1: 1}) is None  # better than any feasible point
    assert proved([0, 1], [0, 1], {0: 1}) is None  # the dual of an inequality has the wrong sign
    assert proved([0, 1], [0, 2], {1: 1}) is None  # singular
    assert proved([0, 1], [0], {1: 1}) is None  # not square
    loose = rows_of([[1, 0], [1, 1]], [1, 3], [False, True])
    assert prove(loose, np.array([False, True]), {1: 1}, np.array([0]), np.array([1])) is None  # a free column has a price


def test_square_systems() -> None:
    assert solve_square([], []) == ([], 1)
    assert solve_square([[1, 2], [2, 4]], [1, 1]) is None
    assert solve_square([[0, -2], [3, 0]], [1, 1]) == ([2, -3], 6)
    big = 10**60
    solved = solve_square([[big, 1], [1, big]], [big + 1, big + 1])
    assert solved is not None
    assert [F(v, solved[1]) for v in solved[0]] == [1, 1]


def test_rows_know_their_scale() -> None:
    stacked = Rows.stack([rows_of([[10**30, 1]], [0], [True]), Rows.empty(), rows_of([[0, 0]], [5], [False])])
    assert stacked.count == 2
    assert stacked.largest().tolist() == [10**30, 1]
    assert stacked.spread() == pytest.approx(1e-30)
    assert Rows.empty().spread() == 1
    value, rhs = rows_of([[1, 0]], [10**400], [False]).floats()
    assert rhs.tolist() in ([np.inf], [1.0])
    assert value.max() <= 1


@pytest.mark.parametrize("concept", [Concept.CORRELATED, Concept.COARSE])
@pytest.mark.parametrize("shape", [(2, 2), (4, 5), (6, 6), (3, 3, 2), (2, 2, 3, 2)])
@pytest.mark.parametrize("kind", ["integers", "floats"])
def test_generating_rows_ends_where_writing_them_out_does(
    shape: tuple[int, ...], concept: Concept, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng([len(kind), *shape])
    size = (len(shape), *shape)
    game = accord.Game.from_tensor(rng.integers(-3, 5, size) if kind == "integers" else rng.random(size))
    weights = [rng.integers(-3, 4, len(shape)).tolist() for _ in range(4)]
    answers = []
    for written_out in (300_000, 0):
        monkeypatch.setattr(accord.equilibria.body, "_WRITTEN_OUT", written_out)
        polytope = Polytope.of(game, concept)
        assert polytope is not None
        answers.append([polytope.lowest, polytope.highest, *(polytope.support([F(v) for v in w]) for w in weights)])
    assert answers[0] == answers[1]
    assert all(isinstance(v, Fraction) for v in answers[0][0])
    if game.n_profiles <= 36:
        body = oracles.hull(game.payoffs, {Concept.CORRELATED: "correlated", Concept.COARSE: "coarse-correlated"}[concept])
        for w, found in zip(weights, answers[0][2:], strict=True):
            assert float(found) == pytest.approx(body.best(w), abs=1e-6)


def test_the_last_basis_and_a_fresh_start_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    game = accord.Game.from_tensor(np.random.default_rng(4).integers(-3, 5, (2, 6, 6)))
    answers = []
    for columns in (10**9, 0):
        monkeypatch.setattr(program, "_WARM_COLUMNS", columns)
        polytope = Polytope.of(game, Concept.CORRELATED)
        assert polytope is not None
        answers.append([polytope.support([F(a), F(b)]) for a in range(-2, 3) for b in range(-2, 3)])
    assert answers[0] == answers[1]


def test_large_programs_keep_their_basis_for_the_next_direction_and_not_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going round a payoff polygon takes one program per direction, each close to one before."""
    forgotten: list[bool] = []
    kept = program.Model.forget_basis
    monkeypatch.setattr(program.Model, "forget_basis", lambda model: (forgotten.append(True), kept(model)))
    n = program._WARM_COLUMNS + 1
    simplex_rows = rows_of(-np.ones((1, n), dtype=int), [-1], [False])
    large = Program(n, simplex_rows, slots=1)
    for cost, forgets in [
        ({0: 100, 1: 90}, True),  # nothing to start from
        ({0: 90, 1: 100}, False),
        ({0: 10, 1: 10}, False),
        ({0: 100}, True),
        ({0: -100}, True),
        ({}, True),
    ]:
        before = len(forgotten)
        found = large.maximise(cost)
        assert found is not None
        assert found.exact
        assert found.value == max(0, *cost.values(), 0)
        assert (len(forgotten) > before) is forgets, cost
    assert large.maximise({0: 1}, [row([(0, F(2))], F(1), equal=True)]) is not None
    before = len(forgotten)
    large.maximise({0: 1})
    assert len(forgotten) > before, "a basis of other rows is no start"


TALKATIVE = """
import ctypes, sys, types

class Highs:
    said = False

    def setOptionValue(self, *option): pass

    def run(self):
        if not Highs.said:
            Highs.said = True
            ctypes.CDLL(None).puts(b"Running HiGHS")
"""


def test_what_highs_says_at_its_first_run_is_no_result() -> None:
    """Version 1.16 and later print a banner once per process, through the C library, whatever their options are."""
    probe = f"""{TALKATIVE}
sys.modules["highspy"] = types.SimpleNamespace(Highs=Highs)
from accord.lp.library import highs
ctypes.CDLL(None).puts(b"before")
for _ in range(2):
    highs().Highs().run()
assert Highs.said
print("after")
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout.split(), done.stderr) == (["before", "after"], "")
    closed = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" >&-', sys.executable, probe], capture_output=True, timeout=120, check=False
    )
    assert (closed.returncode, closed.stdout, closed.stderr) == (0, b"", b"")
