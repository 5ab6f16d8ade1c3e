"""Every installed solver on games that nobody can solve wrongly: what comes back is an equilibrium, or a named refusal."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import accord
from accord.config import assemble, build
from accord.equilibria import verify
from accord.errors import ConfigurationError, SolverError, TimeLimitError
from accord.host import load_registry

REGISTRY = load_registry()
SOLVERS = REGISTRY.names("solver")
GAMES = ["chicken", "bos", "pd", "matching_pennies", "shapley3x3", "conditional_threat", "el_farol3", "ir_violation3"]
COMPLETE = {"chicken": 3, "bos": 3, "pd": 1, "matching_pennies": 1, "shapley3x3": 1}
"""How many extreme equilibria these games have, counted by hand."""
ALL_EQUILIBRIA = ["gambit.enummixed", "nashpy.vertex-enumeration"]
TIME_LIMIT = 5.0


def found(solver, game):
    """Return the verified profiles of one solver, or the reason why there are none."""
    settings = (
        {"time_limit": TIME_LIMIT} if "time_limit" in REGISTRY.lookup("solver", solver).component.__dataclass_fields__ else {}
    )
    component = build(REGISTRY, "solver", solver, settings, "test")
    reason = component.needs.objection(game)
    if reason:
        return None, reason
    try:
        return verify(game, component.equilibria(game).profiles), ""
    except SolverError as trouble:
        return None, str(trouble)


def largest_deviation(game, play):
    """Return the largest gain from answering one recommendation with another action, by loops over the definition."""
    worst = 0
    table = dict(zip(play.cells, play.probabilities, strict=True))
    for i, count in enumerate(game.shape):
        for a in range(count):
            for b in range(count):
                gain = 0
                for cell, p in table.items():
                    at = list(np.unravel_index(cell, game.shape))
                    if at[i] == a:
                        other = [*at]
                        other[i] = b
                        gain += p * (game.exact(int(np.ravel_multi_index(other, game.shape)))[i] - game.exact(cell)[i])
                worst = max(worst, gain)
    return worst


def test_all_solvers_of_the_contract_are_installed():
    nashpy = {f"nashpy.{name}" for name in ("support-enumeration", "vertex-enumeration", "lemke-howson")}
    methods = ("enumpure", "enummixed", "lcp", "lp", "simpdiv", "ipa", "gnm", "logit", "enumpoly", "liap")
    assert {"pure"} | nashpy | {f"gambit.{name}" for name in methods} <= set(SOLVERS)


@pytest.mark.parametrize("solver", SOLVERS)
def test_whatever_a_solver_finds_is_a_correlated_equilibrium(solver):
    answered = 0
    for name in GAMES:
        game = accord.read(name)
        checked, reason = found(solver, game)
        if checked is None:
            assert reason
            assert "\n" not in reason
            continue
        answered += 1
        for equilibrium in checked.equilibria(game):
            exact = all(isinstance(p, Fraction) for p in equilibrium.play.probabilities)
            span = max(high - low for high, low in zip(game.highest, game.lowest, strict=True))
            assert largest_deviation(game, equilibrium.play) <= (0 if exact else 1e-6 * float(span))
    assert answered


@pytest.mark.parametrize("solver", ALL_EQUILIBRIA)
@pytest.mark.parametrize("name", COMPLETE)
def test_solvers_that_find_all_equilibria_find_as_many(solver, name):
    checked, reason = found(solver, accord.read(name))
    assert checked is not None, reason
    assert len(checked.profiles) == COMPLETE[name]
    assert all(isinstance(p, Fraction) for profile in checked.profiles for strategy in profile for p in strategy)


def test_the_time_limit_of_the_command_reaches_the_solver():
    pipeline = assemble(REGISTRY, fallback="nash", solver="gambit.ipa", time_limit=7)
    assert pipeline.fallback.solver.time_limit == 7


def test_compare_refuses_a_solver_that_is_not_there():
    with pytest.raises(ConfigurationError, match=r"there is no solver 'gambit\.lpc'; did you mean"):
        accord.compare(accord.read("pd"), solvers=["gambit.lpc"])


def test_compare_lists_every_solver_that_was_asked_for():
    rows = accord.compare(accord.read("bos"), solvers=["pure", "gambit.enummixed"]).rows
    payoffs = {
        (row.solver, row.selection): row.solution.disagreement.payoffs for row in rows if row.fallback == "nash" and row.solution
    }
    assert payoffs["pure", "min-welfare"] == (Fraction(3, 2), Fraction(3, 2))
    assert payoffs["gambit.enummixed", "min-welfare"] == (Fraction(2, 3), Fraction(2, 3))


def test_a_solver_that_hangs_is_stopped_with_exit_code_three():
    with pytest.raises(TimeLimitError, match=r"gambit\.gnm did not finish within 2 s") as trouble:
        accord.solve(accord.read("el_farol3"), fallback="nash", solver="gambit.gnm", time_limit=2)
    assert trouble.value.exit_code == 3


def test_a_false_equilibrium_is_left_out_by_name():
    with pytest.raises(SolverError, match=r"gambit\.gnm returned a profile that is no equilibrium"):
        accord.solve(accord.read("pd"), fallback="nash", solver="gambit.gnm")
