"""How far the choice of the equilibrium decides who gets what: against exact corners, brute force and published intervals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import oracles
import pytest
from reference_tables import GAMES, payoffs

import accord
from accord.cli import main


def integers(seed: int, *shape: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).integers(0, 6, size=(len(shape), *shape))
    return np.vectorize(Fraction, otypes=[object])(drawn)


def width(oracle: Any, weights: list[Fraction], offset: Fraction) -> tuple[Fraction, Fraction]:
    return offset - oracle.best([-w for w in weights]), offset + oracle.best(weights)


@pytest.mark.parametrize("name", GAMES)
def test_the_advantage_interval_is_the_published_one(name: str) -> None:
    solution = accord.solve(accord.Game.from_tensor(payoffs(name)))
    (low, high), whole = GAMES[name]["advantage"][0], GAMES[name]["W"][0][0]
    assert solution.ambiguity is not None
    assert solution.ambiguity.advantage == (low, high)
    assert solution.ambiguity.payoff_range == (((whole + low) / 2, (whole + high) / 2), ((whole - high) / 2, (whole - low) / 2))
    assert solution.ambiguity.proved


@pytest.mark.parametrize("fallback", ["correlated", "coarse-correlated"])
@pytest.mark.parametrize(("seed", "shape"), [(1, (3, 3)), (2, (2, 4)), (3, (2, 2, 2)), (4, (3, 2, 2)), (5, (2, 2, 2, 2))])
def test_equal_shares_against_the_exact_oracle(seed: int, shape: tuple[int, ...], fallback: str) -> None:
    table = integers(seed, *shape)
    found = accord.solve(accord.Game.from_tensor(table), fallback=fallback).ambiguity
    oracle = oracles.hull(table, fallback)
    n, whole = len(shape), max(table.sum(axis=0).ravel())
    for i in range(n):
        weights = [Fraction(int(i == j)) - Fraction(1, n) for j in range(n)]
        assert found.payoff_range[i] == width(oracle, weights, Fraction(whole) / n)
    assert found.proved


def test_weighted_shares_against_the_exact_oracle() -> None:
    table = integers(11, 3, 3)
    settings = {"split": {"weights": [3, 1]}}
    found = accord.solve(accord.Game.from_tensor(table), split="weighted", settings=settings).ambiguity
    oracle, whole = oracles.hull(table, "correlated"), max(table.sum(axis=0).ravel())
    for i, share in enumerate((Fraction(3, 4), Fraction(1, 4))):
        weights = [Fraction(int(i == j)) - share for j in range(2)]
        assert found.payoff_range[i] == width(oracle, weights, share * whole)
    assert found.advantage is None
    assert found.proved


def test_nash_equilibria_are_gone_through() -> None:
    found = accord.solve(accord.read("bos"), fallback="nash", solver="pure").ambiguity
    assert found.payoff_range == ((1, 2), (1, 2))
    assert found.advantage == (-1, 1)
    assert not found.proved, "the mixed equilibrium was not looked for"
    assert accord.solve(accord.read("pd"), fallback="nash", solver="pure").ambiguity.proved


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
def test_without_side_payments_no_corner_of_the_polygon_leads_further(split: str) -> None:
    for seed in range(3):
        table = integers(20 + seed, 3, 3)
        solution = accord.solve(accord.Game.from_tensor(table), split=split, side_payments=False)
        corners = oracles.polygon(oracles.hull(table, "correlated"))
        outcomes = [oracles.agreement(table, corner, split) for corner in corners]
        for i, (low, high) in enumerate(solution.ambiguity.payoff_range):
            reached = [outcome[i] for outcome in outcomes]
            assert low <= min(reached)
            assert high >= max(reached)
            assert low <= solution.agreement.payoffs[i] <= high
        assert solution.ambiguity.proved is (len(corners) == 1)


def test_one_equilibrium_leaves_nothing_open() -> None:
    found = accord.solve(accord.read("hot_dog")).ambiguity
    assert found.payoff_range == ((145, 145), (95, 95))
    assert found.advantage == (50, 50)


@pytest.mark.parametrize("fallback", ["security", "minimax-threat"])
def test_fallbacks_without_a_choice_have_no_ambiguity(fallback: str) -> None:
    assert accord.solve(accord.read("chicken"), fallback=fallback).ambiguity is None


def test_weak_dominance_narrows_the_range() -> None:
    game = accord.read("conditional_threat")
    assert accord.solve(game).ambiguity.payoff_range == ((0, 1), (0, 1))
    narrowed = accord.solve(game, settings={"fallback": {"drop_weakly_dominated": True}})
    assert narrowed.ambiguity.payoff_range == ((0, 0), (1, 1))


def test_a_split_without_constant_shares_is_searched() -> None:
    @dataclass(frozen=True)
    class Square:
        """Give player 1 a share that depends on the fallback."""

        name: ClassVar[str] = "square"
        needs: ClassVar[accord.Needs] = accord.Needs(side_payments=True)
        claims: ClassVar[frozenset[accord.Claim]] = frozenset()

        def agree(self, problem: accord.Problem) -> list[Fraction]:
            first, second = problem.fallback
            share = Fraction(1, 2) if first > second else Fraction(1, 4)
            return [first + share * problem.surplus, second + (1 - share) * problem.surplus]

    found = accord.solve(accord.read("chicken"), split=Square()).ambiguity
    assert not found.proved
    assert found.advantage is None
    assert found.payoff_range[0][1] == Fraction(17, 2)


def test_the_ranges_are_printed_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "chicken"]) == 0
    assert "admissible agreements" in capsys.readouterr().out
    assert main(["solve", "chicken", "--no-side-payments"]) == 0
    assert "admissible agreements, at least" in capsys.readouterr().out
    assert main(["solve", "chicken", "--format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["ambiguity"] == {"payoff_range": [[3.5, 8.5], [3.5, 8.5]], "advantage": [-5.0, 5.0], "proved": True}
    assert whole["exact"]["ambiguity"] == {"payoff_range": [["7/2", "17/2"], ["7/2", "17/2"]], "advantage": ["-5", "5"]}


def test_the_audit_lists_every_fallback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "ambiguity", "chicken", "--format", "json", "--solver", "pure", "--solver", "gambit.enummixed"]) == 0
    audit = json.loads(capsys.readouterr().out)
    rows = {(row["fallback"], row["solver"]): row for row in audit["rows"]}
    assert rows["correlated", None]["payoff_range"] == [[3.5, 8.5], [3.5, 8.5]]
    assert rows["correlated", None]["disagreement_range"] == [[2, 7], [2, 7]]
    assert rows["nash", "gambit.enummixed"]["advantage"] == [-5, 5]
    assert rows["security", None]["width"] == 0
    assert {entry["component"] for entry in audit["left_out"]} >= {"point"}
    assert main(["audit", "ambiguity", "chicken", "--format", "markdown"]) == 0
    assert "| correlated | 3.5 … 8.5 |" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit"], "AUDIT"),
        (["audit", "ambiguity"], "GAME"),
        (["audit", "ambiguity", "chicken", "--fallback", "korrelated"], "korrelated"),
        (["audit", "ambiguity", "chicken", "--split", "weighted"], "weights"),
        (["audit", "ambiguity", "chicken", "--split", "equal", "--no-side-payments"], "side payments"),
        (["audit", "ambiguity", "chicken", "--solver", "nobody"], "nobody"),
        (["audit", "ambiguity", "majority3", "--fallback", "rational-threats", "--no-side-payments"], "rational-threats"),
    ],
)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_one_fallback_that_fails_does_not_end_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    """No pure equilibrium exists; that is said in its row, and is an error only for somebody who asked for nothing else."""
    assert main(["audit", "ambiguity", "matching_pennies", "--format", "json"]) == 0
    rows = {row["fallback"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert rows["correlated"]["payoff_range"] == [[0, 0], [0, 0]]
    assert "pure found no Nash equilibrium" in rows["nash"]["error"]
    assert main(["audit", "ambiguity", "matching_pennies"]) == 0
    assert "pure found no Nash equilibrium" in capsys.readouterr().out
    assert main(["audit", "ambiguity", "matching_pennies", "--fallback", "nash"]) == 3
    assert capsys.readouterr().err.startswith("accord: error: pure found no Nash equilibrium")


def test_every_solver_that_is_named_is_tried_with_the_fallback() -> None:
    solvers = ["pure", "nashpy.vertex-enumeration"]
    audit = accord.audit_ambiguity(accord.read("matching_pennies"), fallback="nash", solvers=solvers)
    assert [row.solver for row in audit.rows] == solvers
    assert [row.payoff_range for row in audit.rows] == [None, ((0, 0), (0, 0))]
    assert [row.solver for row in accord.audit_ambiguity(accord.read("bos"), "security", solvers=solvers).rows] == [None]


def test_an_exact_audit_prints_fractions_and_says_what_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "ambiguity", "chicken", "--exact"]) == 0
    lines = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "7/2 … 17/2" in lines["correlated"]
    assert lines["correlated"].endswith("proved")
    assert lines["learned"].endswith("no equilibrium to choose, approximate")
    assert "6.31" in lines["learned"]
    audit = accord.audit_ambiguity(accord.read("chicken"), "correlated", exact=True)
    assert audit.rows[0].solution.exact
    assert not audit.rows[0].solution.warnings


def test_audit_in_python() -> None:
    audit = accord.audit_ambiguity(accord.read("stag_hunt"), fallback="correlated")
    assert [row.fallback for row in audit.rows] == ["correlated"]
    assert audit.rows[0].payoff_range == ((Fraction(95, 26), Fraction(113, 26)),) * 2
