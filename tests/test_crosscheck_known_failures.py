"""Where well-known libraries fail, a cross-check has a named row, bad input is refused in one line, and accord's answer is right.

What is known in the end, from all solvers together, is compared with brute force, exactly.
"""

from __future__ import annotations

import json
import time
from decimal import Decimal
from fractions import Fraction
from importlib import metadata
from typing import Any

import numpy as np
import pytest
from crosscheck_failures import GAMES, bos, chicken, diagonal, random, seventy_five
from oracles import extreme_equilibria, pure_equilibria
from oracles.nash import expected

import accord
from accord.cli import main
from accord.crosschecks import CrossCheck, Outcome, Row, Verdict, crosscheck
from accord.errors import AccordError, InputError
from accord.host import load_registry
from accord.roles import Completeness

F = Fraction
AMPLE = 60.0
SHORT = 1.5
_OLD = metadata.version("pygambit").startswith("16.")
ENDLESS = {("weakly dominated", "gambit.gnm"), ("dilemma 1", "gambit.ipa")}
ENDLESS |= {("duplicated row", "gambit.enumpoly")} if _OLD else set()
BROKEN = {("zero for three", "gambit.ipa"), ("one cell", "gambit.ipa")} if _OLD else set()
"""Where the older Gambit ends in an error of its own."""
SETTINGS = {"gambit.liap": {"starts": 2}}


@pytest.fixture(scope="module")
def checks() -> dict[str, CrossCheck]:
    """Every game with every solver, but for those that never end on it."""
    registry = load_registry()
    names = registry.names("solver")
    apart = {name for name, _ in ENDLESS}
    together = [(name, game) for name, game in GAMES.items() if name not in apart]
    found = list(crosscheck(together, registry, settings=SETTINGS, time_limit=AMPLE, jobs=2))
    for name, solver in sorted(ENDLESS):
        rest = [each for each in names if each != solver]
        found += crosscheck([(name, GAMES[name])], registry, solvers=rest, settings=SETTINGS, time_limit=AMPLE, jobs=2)
    return {check.name: check for check in found}


def row(check: CrossCheck, solver: str) -> Row:
    (found,) = (each for each in check.rows if each.name == solver)
    return found


def exactly(game: accord.Game) -> Any:
    cells = [game.exact(cell) for cell in range(game.n_profiles)]
    return np.array([np.array([u[i] for u in cells], dtype=object).reshape(game.shape) for i in range(game.n_players)])


@pytest.mark.parametrize("name", GAMES)
def test_what_is_known_in_the_end_is_what_brute_force_finds(name: str, checks: dict[str, CrossCheck]) -> None:
    check, payoffs = checks[name], exactly(GAMES[name])
    known = {each.profile for each in check.equilibria if each.exact}
    if check.game.n_players == 2:
        assert sorted(known) == extreme_equilibria(payoffs)
        assert row(check, "gambit.enummixed").found == tuple(e.number for e in check.equilibria if e.exact)
    else:
        pure = {tuple(tuple(F(int(k == a)) for k in range(2)) for a in cell) for cell in pure_equilibria(payoffs)}
        assert pure <= known
        assert row(check, "nashpy.lemke-howson").status == "not applicable"
        assert row(check, "nashpy.lemke-howson").reason == "accepts at most 2 player(s); the game has 3"


@pytest.mark.parametrize("name", GAMES)
def test_what_is_no_equilibrium_is_refuted_with_the_gain(name: str, checks: dict[str, CrossCheck]) -> None:
    payoffs = exactly(GAMES[name])
    for each in checks[name].rows:
        if (name, each.name) in BROKEN:
            assert (each.outcome, each.reason.count("\n")) == (Outcome.FAILED, 0)
            continue
        assert each.outcome in (Outcome.ANSWERED, Outcome.NOT_APPLICABLE), (each.name, each.reason)
        assert not each.contradictions, each.name
        for wrong in each.refuted:
            x, y = (tuple(F(p) / sum(map(F, s)) for p in s) for s in wrong.profile)
            i, action = wrong.deviation.player, wrong.deviation.action
            swapped = [x, y]
            swapped[i] = tuple(F(int(k == action)) for k in range(len(swapped[i])))
            gain = expected(payoffs, tuple(swapped))[i] - expected(payoffs, (x, y))[i]
            assert gain > 0
            assert float(wrong.deviation.gain) == pytest.approx(float(gain), rel=1e-6)


def test_false_profiles_of_the_global_newton_method(checks: dict[str, CrossCheck]) -> None:
    """`gnm` ends prisoner's dilemmas where the sucker gains by deviating; none of that is among the equilibria."""
    dilemmas = [name for name in GAMES if "dilemma" in name]
    refuted = [name for name in dilemmas if row(checks[name], "gambit.gnm").refuted]
    assert len(refuted) >= 2
    for name in dilemmas:
        (only,) = checks[name].equilibria
        assert only.profile == ((0, 1), (0, 1)) or GAMES[name].shape != (2, 2)
        assert checks[name].consistent is (name not in refuted)


def test_equilibria_that_support_enumeration_loses(checks: dict[str, CrossCheck]) -> None:
    """Rounding makes a probability negative by a hair; nobody takes the even number that is left for degeneracy."""
    for name in ("mixed equilibrium lost, 3x3", "mixed equilibrium lost, 4x4"):
        found = row(checks[name], "nashpy.support-enumeration")
        assert (found.status, found.completeness, found.notes) == ("found 2 of 3", Completeness.UNKNOWN, ())
        assert [lack.excuse for lack in found.lacks] == ["it does not say that its list is complete"]
        assert checks[name].degeneracy.degenerate is False
        assert checks[name].consistent
    (only,) = checks["unique equilibrium lost"].equilibria
    assert only.profile == ((F(7, 20), 0, 0, F(13, 20)), (F(1, 7), 0, F(6, 7), 0))


def test_degenerate_games_are_continua_and_no_alarm(checks: dict[str, CrossCheck]) -> None:
    sizes = {"continuum": (3, 2, 1), "zero": (4, 1, 2), "constant": (4, 1, 2), "one row": (2, 1, 1), "duplicated row": (2, 1, 1)}
    for name, (extreme, subsets, dimension) in sizes.items():
        (part,) = checks[name].continua
        assert (len(part.members), len(part.subsets), part.component.dimension) == (extreme, subsets, dimension), name
        assert checks[name].degeneracy.degenerate is True
        assert checks[name].consistent


@pytest.mark.parametrize(("name", "solver"), sorted(ENDLESS))
def test_searches_without_end_cost_their_own_row(name: str, solver: str) -> None:
    check = accord.crosscheck(GAMES[name], [solver, "pure"], time_limit=SHORT)
    assert row(check, solver).status == "timed out"
    assert row(check, solver).reason == "no answer within 1.5 s"
    assert row(check, "pure").answered
    assert check.consistent


def test_paths_that_go_in_circles() -> None:
    """In floating point a path of Lemke and Howson cycles; Gambit's, in fractions, ends."""
    game = random(1, 12, 101)
    label = {"nashpy.lemke-howson": {"initial_dropped_label": 0}}
    check = accord.crosscheck(game, ["nashpy.lemke-howson"], settings=label, time_limit=SHORT)
    assert check.rows[0].status == "timed out"
    other = accord.crosscheck(game, ["gambit.lcp"], settings={"gambit.lcp": {"stop_after": 1}}, time_limit=AMPLE)
    assert other.rows[0].found
    assert all(known.exact for known in other.equilibria)


def test_what_cannot_be_interrupted_is_killed() -> None:
    """Gambit holds Python's lock and hears no signal; twelve actions each keep it busy for minutes, eight for hours."""
    for game, solver in (
        (random(5, 12, 1000), "gambit.enummixed"),
        (accord.Game.from_arrays(np.eye(8), np.eye(8)), "gambit.enumpoly"),
    ):
        start = time.monotonic()
        check = accord.crosscheck(game, [solver, "pure"], time_limit=SHORT)
        assert row(check, solver).status == "timed out"
        assert row(check, "pure").answered
        assert time.monotonic() - start < 5 * AMPLE


def test_vertex_enumeration_finds_75_equilibria_and_no_more() -> None:
    check = accord.crosscheck(seventy_five(), ["nashpy.vertex-enumeration", "gambit.enummixed"], time_limit=AMPLE, jobs=2)
    assert [each.status for each in check.rows] == ["agrees", "agrees"]
    assert len(check.equilibria) == 75
    assert all(known.exact for known in check.equilibria)
    assert check.degeneracy.degenerate is False


def test_approximate_solvers_do_not_mind_the_unit(checks: dict[str, CrossCheck]) -> None:
    plain = checks["plain"]
    for name in GAMES:
        if name.startswith(("beside", "in units", "unsigned")):
            assert [(each.name, each.found) for each in checks[name].rows] == [(each.name, each.found) for each in plain.rows], (
                name
            )
    floats = {name: {"arithmetic": "float"} for name in ("gambit.enummixed", "gambit.lcp")}
    games = [("small", bos(F(1, 10**9))), ("tiny", bos(F(1, 10**20))), ("beside", bos(1, 10**9))]
    for check in crosscheck(games, load_registry(), solvers=list(floats), settings=floats, time_limit=AMPLE):
        assert [each.found for each in check.rows] == [(1, 2, 3), (1, 2, 3)]


REFUSED: dict[str, tuple[Any, str]] = {
    "NaN": ([[np.nan, 0], [0, 1]], "nan"),
    "infinity": ([[np.inf, 0], [0, 1]], "inf"),
    "minus infinity": ([[float("-inf"), 0], [0, 1]], "inf"),
    "complex": (np.array([[1j, 0], [0, 1]]), "complex"),
    "truth values": (np.array([[True, False], [False, True]]), "bool"),
    "words": ([["a", 0], [0, 1]], "'a'"),
    "ragged": ([[1, 2], [3]], "ragged"),
    "nothing": (np.zeros((0, 0)), "no action"),
    "too many dimensions": (np.zeros((2, 2, 2)), "3 dimension"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_at_the_door(case: str) -> None:
    table, word = REFUSED[case]
    with pytest.raises(InputError) as caught:
        accord.Game.from_arrays(table, table)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_numbers_of_every_kind_are_what_they_say() -> None:
    numpy = [np.float32(0.1), np.uint64(2**64 - 1), np.int64(-(2**62))]
    games = []
    for value in [2.5, 1e17, 1e200, Decimal("1E+17"), 10**40, "7/3", F(1, 3**40), *numpy]:
        game = accord.Game.from_arrays([[value, 0], [0, "1/7"]], [[value, 0], [0, "1/7"]])
        size = F(value.item() if isinstance(value, np.generic) else value)
        assert game.exact(0) == (size, size)
        games.append((repr(value), game))
    for check in crosscheck(games, load_registry(), solvers=["pure", "gambit.enummixed"], time_limit=AMPLE):
        assert len(check.equilibria) == (1 if check.game.exact(0)[0] < 0 else 3), check.name
        assert all(known.exact for known in check.equilibria)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "true", '"a"', "[1]", "null"])
def test_files_with_such_numbers_end_in_one_line(text: str, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "game.json"
    file.write_text(f'{{"payoffs": [[[{text}, 0], [0, 1]], [[1, 0], [0, 1]]]}}', encoding="utf-8")
    assert main(["crosscheck", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("accord: error: ")


def test_claims_are_checked_exactly_and_no_profile_is_taken_for_one(tmp_path: Any) -> None:
    """Comparing rounded payoffs for equality refuses (3/5, 2/5) against (2/5, 3/5); negative probabilities are no profile."""
    file = tmp_path / "claims.json"
    file.write_text(json.dumps({"equilibria": [[[0.6, 0.4], [0.4, 0.6]], [[0.5, 0.5], [0.5, 0.5]]]}), encoding="utf-8")
    right, wrong = accord.crosscheck(bos(), ["pure"], against=file).claims
    assert right.verdict in (Verdict.EXACT, Verdict.ROUNDED)
    assert wrong.verdict is Verdict.REFUTED
    assert wrong.deviation.gain > 0
    for bad in ([[0.5, 0.9], [1, 0]], [[-0.5, 1.5], [1, 0]], [[1, 0, 0], [1, 0]]):
        file.write_text(json.dumps({"equilibria": [bad]}), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            accord.crosscheck(bos(), ["pure"], against=file)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("scale", [1, 10**9, F(1, 10**9), F(1, 10**20)])
@pytest.mark.parametrize("fallback", ["correlated", "coarse-correlated"])
def test_correlated_equilibria_in_any_unit(scale: Any, fallback: str) -> None:
    """Chicken: the best correlated equilibrium gives 21/4 each, and solvers with absolute tolerances take others for it."""
    found = accord.solve(chicken(scale), fallback=fallback, exact=True)
    assert found.certified
    best = F(21, 4) if fallback == "correlated" else found.disagreement.payoffs[0] / F(scale)
    assert tuple(found.disagreement.payoffs) == (best * F(scale),) * 2
    assert found.disagreement.payoffs == tuple(
        u * F(scale) for u in accord.solve(chicken(), fallback=fallback).disagreement.payoffs
    )


def test_a_single_row_has_its_best_column_in_welfare() -> None:
    """One incentive constraint that is void must not take the objective with it: the optimum is 5, not an average."""
    game = accord.Game.from_arrays([[1, 2, 3]], [[2, 2, 2]])
    for fallback in ("correlated", "coarse-correlated"):
        assert sum(accord.solve(game, fallback=fallback).disagreement.payoffs) == 5


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
@pytest.mark.parametrize("scale", [1, 10**15, F(1, 10**15)])
def test_lotteries_that_only_together_are_rational(split: str, scale: Any) -> None:
    """No outcome gives both more than (1/2, 1/2), and half of each of two does: convexify first, compare then."""
    game = accord.Game.from_arrays(*([[F(u) * F(scale) for u in row]] for row in ([3, 0, 0], [0, 0, 3])))
    point = accord.fallbacks.Point(payoffs=(F(scale) / 2,) * 2)
    found = accord.solve(game, fallback=point, split=split, side_payments=False)
    assert found.certified
    assert tuple(found.agreement.payoffs) == (F(3, 2) * F(scale),) * 2


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
def test_nobody_is_given_less_than_the_fallback(split: str) -> None:
    """With (0, 2) to fall back on, (1, 1) is worse for player 2: there is nothing to agree on, and that is what is said."""
    game = accord.Game.from_arrays([[1, 2]], [[1, 0]])
    with pytest.raises(AccordError) as caught:
        accord.solve(game, fallback=accord.fallbacks.Point(payoffs=(F(0), F(2))), split=split, side_payments=False)
    assert "\n" not in str(caught.value)


def test_the_greatest_integers_before_and_after_an_overflow() -> None:
    """The same three equilibria on either side of 2^31 - 1, from each solver, in exact agreement with a formula."""
    games = [(str(size), diagonal(size)) for size in (2**31 - 2, 2**31 - 1, 2**31, 2**63, 10**30)]
    for check in crosscheck(games, load_registry(), solvers=["gambit.enummixed", "gambit.lcp"], time_limit=AMPLE):
        size = int(check.name)
        x = (F(size, size + 2), F(2, size + 2))
        assert {known.profile for known in check.equilibria} == {((1, 0), (1, 0)), (x, x[::-1]), ((0, 1), (0, 1))}
        assert [each.status for each in check.rows] == ["agrees", "agrees"]
