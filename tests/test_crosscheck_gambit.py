"""The bundled solvers on games whose extreme equilibria brute force finds: they agree, or promise no more than they find."""

from __future__ import annotations

import numpy as np
import pytest
from oracles.nash import extreme_equilibria

import accord
from accord.crosschecks import CrossCheck, CrossChecks
from accord.host import load_registry

GAMES = ["chicken", "conditional_threat", "matching_pennies", "pd", "shapley3x3", "cruciatus_free"]
HANGING = {"gambit.ipa", "gambit.enumpoly", "gambit.simpdiv", "gambit.liap", "gambit.gnm"}
"""Solvers that may take their whole time, or return what is no equilibrium: tried elsewhere."""


@pytest.fixture(scope="module")
def found() -> CrossChecks:
    solvers = [name for name in load_registry().names("solver") if name not in HANGING]
    assert {"pure", "gambit.enummixed", "gambit.lcp", "gambit.lp", "nashpy.support-enumeration"} <= set(solvers)
    return accord.crosscheck_all(GAMES, solvers, time_limit=60, jobs=2)


@pytest.mark.parametrize("name", GAMES)
def test_crosscheck_of_the_bundled_solvers_knows_what_brute_force_finds(found: CrossChecks, name: str) -> None:
    check: CrossCheck = found.checks[GAMES.index(name)]
    game = check.game
    payoffs = np.array([numerators.astype(object) for numerators in game.numerators])  # scaling a player changes no equilibrium
    extreme = extreme_equilibria(payoffs)
    assert sorted(known.profile for known in check.equilibria) == extreme
    assert check.consistent
    statuses = {row.name: row.status for row in check.rows}
    assert statuses["gambit.enummixed"] == "agrees"
    assert all(row.answered or row.reason for row in check.rows)
    assert (statuses["gambit.lp"] == "not applicable") == (name not in {"matching_pennies"})
    assert not any(row.reason for row in check.rows if row.name != "gambit.lp")


def test_crosscheck_tells_the_continuum_of_a_free_threat(found: CrossChecks) -> None:
    check = found.checks[GAMES.index("conditional_threat")]
    # Target complies if it is punished for defying with probability 1/1001 or more; if it complies, Threatener does not care.
    (continuum,) = check.continua
    firsts = [[str(p) for p in strategy] for strategy in continuum.component.subsets[0].first]
    assert sorted(firsts) == [["0", "1"], ["1000/1001", "1/1001"]]
    assert continuum.component.payoff_ranges == ((1, 1), (0, 0))
    assert check.degeneracy is not None
    assert check.degeneracy.degenerate is True


def test_crosscheck_refutes_a_false_profile_of_a_real_solver() -> None:
    check = accord.crosscheck(accord.read("pd"), ["gambit.gnm", "pure"], time_limit=60)
    row = check.rows[0]
    assert row.status == "refuted"  # in pygambit 16.7 and 17.0.0b2 alike: no equilibrium of the prisoner's dilemma is mixed
    (wrong,) = row.refuted
    assert wrong.deviation is not None
    assert wrong.deviation.gain > 1
    assert [known.profile for known in check.equilibria] == [((0, 1), (0, 1))]
    assert not check.consistent


def test_crosscheck_changes_settings_by_the_name_of_the_solver() -> None:
    settings = {"gambit.lcp": {"stop_after": "1"}}
    check = accord.crosscheck(accord.read("chicken"), ["gambit.lcp", "gambit.enummixed"], settings=settings, time_limit=60)
    assert check.rows[0].status == "found 1 of 3"
    assert check.rows[0].step is not None
    assert check.rows[0].step.settings["stop_after"] == 1
    assert check.rows[0].step.settings["time_limit"] == 60
