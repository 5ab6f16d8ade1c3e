"""The equilibria that Gambit's own tests of its solvers expect of games in strategic form, reproduced through accord.

The games are typed as payoffs and the equilibria as probabilities, in the order of Gambit's strategies. Gambit's tests look at
the order of the list as well; here lists are compared as sets, because payoffs are scaled on the way and paths may be followed
otherwise. Expected probabilities are exact where the solver's are, else met to the tolerance of the row. What a row cannot hold,
a Bayesian action-graph game of 7^6 profiles, is read from Gambit's sources where ACCORD_GAMBIT_SOURCE names them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pygambit
import pytest
from games_of_gambit import game

from accord.equilibria import regrets, verify
from accord.roles import Solver
from accord_gambit import solvers
from accord_gambit.readers import File

CLOSE = 1e-12
NEAR = 1e-3
ROUGH = 1e-2
"""What Gambit's tests allow of solvers that follow paths in floating point."""


class Row(NamedTuple):
    """A solver, a game, the equilibria expected of it as "1/2 1/2 | 1 0", and how far probabilities may be off."""

    solver: Solver
    game: str
    expected: Sequence[str]
    tolerance: float = 0.0


def rows(name: str, expected: Sequence[str], *with_tolerance: tuple[Solver, float]) -> list[Row]:
    return [Row(solver, name, expected, tolerance) for solver, tolerance in with_tolerance]


def coordinated(size: int) -> list[str]:
    """The equilibria of a coordination game: both players mix the same actions evenly."""
    subsets = [used for used in product((0, 1), repeat=size) if any(used)]
    return [" | ".join([" ".join(str(Fraction(k, sum(used))) for k in used)] * 2) for used in subsets]


def sparse(*strategies: dict[int, str]) -> str:
    """A profile of Kuhn's poker: the probabilities that are not 0."""
    return " | ".join(" ".join(s.get(k, "0") for k in range(size)) for s, size in zip(strategies, (27, 64), strict=True))


PURE = solvers.EnumPure(time_limit=60)
MIXED, MIXED_FLOAT = (solvers.EnumMixed(arithmetic=a, time_limit=60) for a in ("exact", "float"))
LP, LP_FLOAT = (solvers.Lp(arithmetic=a, time_limit=60) for a in ("exact", "float"))
LCP, LCP_FLOAT = (solvers.Lcp(arithmetic=a, time_limit=60) for a in ("exact", "float"))
LCP_ONE, LCP_ONE_FLOAT = (solvers.Lcp(stop_after=1, arithmetic=a, time_limit=60) for a in ("exact", "float"))
POLY = solvers.EnumPoly(time_limit=60)
SIMPDIV, IPA, GNM, LOGIT = solvers.Simpdiv(), solvers.Ipa(), solvers.Gnm(), solvers.Logit()
LIAP = solvers.Liap(starts=1)

POKER = ["1/3 2/3 0 0 | 2/3 1/3"]
UNIQUE = ["1/30 1/6 3/10 3/10 1/6 1/30 | 1/6 1/30 3/10 3/10 1/30 1/6"]
FIRST_TEN = [
    "0 1 0 0 0 0 | 0 0 0 0 0 1",
    "0 0 0 0 1 0 | 1 0 0 0 0 0",
    "20/23 3/23 0 0 0 0 | 4/19 15/19 0 0 0 0",
    "45/52 7/52 0 0 0 0 | 0 14/17 3/17 0 0 0",
    "25/29 4/29 0 0 0 0 | 0 0 5/9 4/9 0 0",
    "55/64 9/64 0 0 0 0 | 0 0 0 3/58 55/58 0",
    "6/7 1/7 0 0 0 0 | 0 0 0 0 6/7 1/7",
    "28/29 0 0 1/29 0 0 | 7/32 25/32 0 0 0 0",
    "24/25 0 0 1/25 0 0 | 0 25/31 6/31 0 0 0",
    "150/157 0 0 7/157 0 0 | 0 0 9/16 7/16 0 0",
]
ALL_75 = Path(__file__).with_name("equilibria_of_75.txt").read_text(encoding="ascii").splitlines()
ROWS = [
    *rows("won by player 1", [f"0 0 1 0 | {y}" for y in ("1 0 0", "0 1 0", "0 0 1")], (PURE, 0), (MIXED, 0), (MIXED_FLOAT, 0)),
    *rows("poker", [], (PURE, 0)),
    *rows("poker", POKER, (MIXED, 0), (LP, 0), (LCP, 0), (MIXED_FLOAT, CLOSE), (LP_FLOAT, CLOSE), (LCP_FLOAT, CLOSE)),
    *rows("poker", POKER, (IPA, CLOSE), (GNM, NEAR), (SIMPDIV, NEAR), (LOGIT, ROUGH)),
    *rows("trust", ["0 1 | 0 1"], (PURE, 0)),
    *rows("poker", POKER, (LIAP, NEAR)),  # Gambit expects none from this start: the search stops before unless payoffs are scaled
    *rows("trust", ["0 1 | 1/2 1/2", "0 1 | 0 1"], (MIXED, 0), (MIXED_FLOAT, CLOSE)),
    *rows("trust", ["0 1 | 1/2 1/2"], (LCP, 0), (LCP_FLOAT, CLOSE)),
    *rows("trust pays", ["1 0 | 0 1"], (PURE, 0)),
    *rows("pennies won", ["1/2 1/2 | 1/2 1/2"], (LP, 0), (LP_FLOAT, CLOSE), (LCP, 0), (LCP_FLOAT, CLOSE)),
    *rows("coordination of 3", ["1 0 0 | 1 0 0", "0 1 0 | 0 1 0", "0 0 1 | 0 0 1"], (PURE, 0)),
    *rows("coordination of 3", coordinated(3), (MIXED, 0), (MIXED_FLOAT, CLOSE), (POLY, CLOSE), (LCP, 0), (LCP_FLOAT, CLOSE)),
    *rows("coordination of 4", coordinated(4), (POLY, CLOSE)),
    *rows("coordination of 4", ["1 0 0 0 | 1 0 0 0"], (LCP_ONE, 0), (LCP_ONE_FLOAT, CLOSE)),
    *rows("long paths", [], (PURE, 0)),
    *rows("long paths", UNIQUE, (MIXED, 0), (MIXED_FLOAT, CLOSE), (LCP, 0), (LCP_FLOAT, NEAR)),
    *rows("75 equilibria", FIRST_TEN, (solvers.EnumPoly(stop_after=10), NEAR)),
    *rows("75 equilibria", ALL_75, (MIXED, 0), (MIXED_FLOAT, NEAR)),
    *rows("Kuhn poker", [sparse({2: "6/15", 4: "7/15", 19: "2/15"}, {12: "1/3", 14: "1/3", 28: "1/3"})], (LP, 0)),
    *rows("Kuhn poker", [sparse({1: "2/3", 4: "1/3"}, {12: "2/3", 30: "1/3"})], (LCP_ONE, 0), (LCP_ONE_FLOAT, CLOSE)),
    *rows("figure 10.5", ["1 0 | 1 0 0 0", "1/2 1/2 | 0 2/5 3/5 0", "1/4 3/4 | 0 0 1/3 2/3"], (POLY, CLOSE)),
    *rows("three with four pure", ["1 0 | 1 0 | 1 0", "0 1 | 0 1 | 1 0", "0 1 | 1 0 | 0 1", "1 0 | 0 1 | 0 1"], (PURE, 0)),
    *rows("max cut", ["1 0 | 0 1 | 1 0", "0 1 | 1 0 | 0 1"], (PURE, 0)),
    *rows("max cut", ["1 0 | 0 1 | 1 0", "0 1 | 1 0 | 0 1", "1/2 1/2 | 1/2 1/2 | 1/2 1/2"], (POLY, CLOSE)),
    *rows(
        "irrational",
        ["0.6192325794725537 0.3807674205274463 | 0.4798042226776053 0.5201957773223946 | 0.3788253360656313 0.6211746639343687"],
        (POLY, CLOSE),
    ),
    *rows("continuum of three", ["1 0 | 0 1 | 1 0", "0 1 | 1 0 | 1 0", "0 1 | 0 1 | 0 1"], (POLY, CLOSE)),
    *rows("graph", ["1 0 | 1 0", "0 1 | 0 1"], (PURE, 0)),
    *rows("graph", ["1 0 | 1 0", "0 1 | 0 1", "10/11 1/11 | 10/11 1/11"], (MIXED_FLOAT, CLOSE), (LCP, 0)),
    *rows("graph", ["1 0 | 1 0"], (GNM, NEAR)),
    *rows("graph, small payoffs", ["1 0 | 1 0", "0 1 | 0 1"], (PURE, 0)),
    *rows("graph, small payoffs", ["1 0 | 1 0", "0 1 | 0 1", "1/2 1/2 | 1/2 1/2"], (MIXED_FLOAT, CLOSE)),
]


def read(line: str) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(map(Fraction, strategy.split())) for strategy in line.split("|"))


def apart(profile: Sequence[Sequence[Any]], other: Sequence[Sequence[Any]]) -> Fraction:
    return max(abs(Fraction(p) - Fraction(q)) for s, t in zip(profile, other, strict=True) for p, q in zip(s, t, strict=True))


def check(found: Sequence[Any], expected: Sequence[str], tolerance: float) -> None:
    left = [read(line) for line in expected]
    for profile in found:
        near = [other for other in left if apart(profile, other) <= tolerance]
        assert len(near) == 1, f"not expected: {profile}"
        left.remove(near[0])
    assert not left, f"not found: {left}"


def label(row: Row) -> str:
    arithmetic = getattr(row.solver, "arithmetic", "exact")
    return f"{row.solver.name[7:]}{'' if arithmetic == 'exact' else '-float'}-{row.game}-{len(row.expected)}"


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_known_answers(row: Row) -> None:
    wanted = [read(line) for line in row.expected]
    assert all(gain <= 1e-9 for profile in wanted for gain in regrets(game(row.game), profile))  # the table itself holds
    check(row.solver.equilibria(game(row.game)).profiles, row.expected, row.tolerance)


def test_kuhn_poker_costs_the_first_player_one_eighteenth() -> None:
    """In floating point the linear program ends in another of the many equilibria, so that its value is what is known."""
    table = game("Kuhn poker")
    for solver in (LP, LP_FLOAT, LCP_ONE, LCP_ONE_FLOAT):
        (equilibrium,) = verify(table, solver.equilibria(table).profiles).equilibria(table)
        assert [round(float(u), 12) for u in equilibrium.payoffs] == [round(-1 / 18, 12), round(1 / 18, 12)]
    assert list(verify(table, LP.equilibria(table).profiles).equilibria(table)[0].payoffs) == [Fraction(-1, 18), Fraction(1, 18)]


@pytest.mark.skipif("ACCORD_GAMBIT_SOURCE" not in os.environ, reason="ACCORD_GAMBIT_SOURCE names no checkout of Gambit")
@pytest.mark.skipif(pygambit.__version__.startswith("16."), reason="Gambit 16 needs more than five minutes for each solver")
def test_a_bayesian_game_of_a_hundred_thousand_profiles() -> None:
    """Six types, seven actions each; Gambit's test of `gnm` expects an equilibrium that the scaled game's path does not meet."""
    path, *_ = sorted(Path(os.environ["ACCORD_GAMBIT_SOURCE"]).rglob("Bayesian-Coffee-3-2-2-3.bagg"))
    coffee = File(time_limit=300).read(str(path))
    stay, move = "1 0 0 0 0 0 0", "0 1 0 0 0 0 0"
    pure = [" | ".join(move if k == mover else stay for k in range(6)) for mover in (0, 2, 4)]
    check(solvers.EnumPure(time_limit=300).equilibria(coffee).profiles, pure, 0)
    mixed = "0.912496 0.087504 0 0 0 0 0"
    limit = " | ".join(stay if k % 2 else mixed for k in range(6))
    check(solvers.Logit(time_limit=300).equilibria(coffee).profiles, [limit], NEAR)
    assert all(
        apart(p, read(line)) < NEAR
        for p, line in zip(solvers.Gnm(time_limit=300).equilibria(coffee).profiles, pure, strict=False)
    )
