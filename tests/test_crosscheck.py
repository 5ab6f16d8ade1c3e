"""Cross-checks: what follows from what solvers return, held against brute force; claims in files; folders; reports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.nash import expected, extreme_equilibria, pure_equilibria

import accord
from accord.cli import main
from accord.crosschecks import CrossCheck, CrossChecks, Outcome, Verdict, parse_settings
from accord.crosschecks.attempts import Attempt, _read, attempts
from accord.crosschecks.claimed import read_claims
from accord.crosschecks.judging import judge
from accord.crosschecks.trials import Trial
from accord.equilibria.nash import verify
from accord.errors import ConfigurationError, InputError
from accord.report import render
from accord.report.notebook import html
from accord.roles import Completeness

Profile = Any
HALF = Fraction(1, 2)
CHICKEN = [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[Fraction(1, 3), Fraction(2, 3)]] * 2]
"""All equilibria of the bundled Chicken: 0·p + 7·(1 - p) = 2·p + 6·(1 - p) at p = 1/3."""
COARSE = accord.Game.from_arrays([[1, 1], [0, 1]], [[1, 1], [0, 1]], title="coarse")
"""Every profile but (2, 1) is an equilibrium; the extreme ones are three corners, and two edges join them."""
CORNERS = [[[1, 0], [1, 0]], [[1, 0], [0, 1]], [[0, 1], [0, 1]]]


def exactly(profile: Profile) -> Profile:
    return tuple(tuple(map(Fraction, strategy)) for strategy in profile)


def roughly(profile: Profile, off: float = 0.0) -> Profile:
    """Write a profile in floats, moved by some probability from the last action that is played to the first."""
    moved = []
    for strategy in profile:
        floats = [float(p) for p in strategy]
        last = max(k for k, p in enumerate(floats) if p > 0)
        floats[last] -= off
        floats[0] += off
        moved.append(tuple(floats))
    return tuple(moved)


def checked(game: accord.Game, *answers: tuple[Completeness, list[Profile]], claims: Any = None) -> CrossCheck:
    """Judge what solvers A, B, … say."""
    trials = [Trial("ABCDEFGH"[k], None, None, "", 1.0) for k in range(len(answers))]
    attempts = [Attempt(Outcome.ANSWERED, "", tuple(profiles), completeness) for completeness, profiles in answers]
    return judge("game", game, trials, attempts, (1.0, 1.0), claims)


ALL, SOME, UNSURE = Completeness.CLAIMED, Completeness.PARTIAL, Completeness.UNKNOWN


@st.composite
def bimatrices(draw: st.DrawFn) -> Any:
    """Two payoff matrices of few small whole numbers: often degenerate."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    entries = draw(st.lists(st.integers(0, 3), min_size=2 * rows * columns, max_size=2 * rows * columns))
    table = np.empty(len(entries), dtype=object)
    table[:] = [Fraction(e) for e in entries]
    return table.reshape(2, rows, columns)


def midpoints(extreme: list[Profile]) -> list[Profile]:
    """Points between extreme equilibria that share a strategy: equilibria by definition, and not extreme."""
    found = []
    for one, other in combinations(extreme, 2):
        for i in (0, 1):
            if one[i] == other[i]:
                middle = tuple((p + q) / 2 for p, q in zip(one[1 - i], other[1 - i], strict=True))
                found.append((one[0], middle) if i == 0 else (middle, one[1]))
    return found


@settings(max_examples=60, deadline=None)
@given(bimatrices())
def test_crosscheck_knows_the_extreme_equilibria_and_takes_no_point_between_them_for_another(payoffs: Any) -> None:
    extreme = extreme_equilibria(payoffs)
    between = midpoints(extreme)
    game = accord.Game.from_arrays(*payoffs)
    check = checked(game, (ALL, extreme), (SOME, between), (SOME, [roughly(p) for p in between]))
    assert check.consistent
    assert sorted(known.profile for known in check.equilibria) == extreme
    assert check.rows[0].status == "agrees"
    ends = {number: known.component for number, known in enumerate(check.equilibria, 1)}
    for row in check.rows[1:]:
        assert not row.refuted
        assert row.inside == tuple(sorted({c.number for c in check.continua if set(c.sampled_by) & {row.name}}))
        assert bool(row.inside) == bool(between)
    assert {c.number for c in check.continua} == {k for k in ends.values() if list(ends.values()).count(k) > 1}


@settings(max_examples=60, deadline=None)
@given(bimatrices(), st.data())
def test_crosscheck_catches_every_gap_in_a_list_that_is_called_complete(payoffs: Any, data: st.DataObject) -> None:
    extreme = extreme_equilibria(payoffs)
    gap = data.draw(st.sampled_from(extreme))
    rest = [profile for profile in extreme if profile != gap]
    game = accord.Game.from_arrays(*payoffs)
    check = checked(game, (ALL, rest), (SOME, [gap]), (UNSURE, rest))
    number = next(known.number for known in check.equilibria if known.profile == gap)
    assert check.rows[0].status == "incomplete"
    assert check.rows[0].contradictions == (f"it says that its list is complete, and lacks equilibrium {number}",)
    assert all(lack.excuse for row in check.rows[1:] for lack in row.lacks)
    assert not check.consistent
    assert check.equilibria[number - 1].lacked_by == ("A", "C")


@settings(max_examples=60, deadline=None)
@given(bimatrices(), st.data())
def test_crosscheck_measures_the_gain_from_leaving_a_false_profile_in_the_games_own_units(
    payoffs: Any, data: st.DataObject
) -> None:
    shape = payoffs.shape[1:]
    weights = [data.draw(st.lists(st.integers(0, 3), min_size=k, max_size=k).filter(any)) for k in shape]
    profile = tuple(tuple(Fraction(w, sum(own)) for w in own) for own in weights)
    scale = [data.draw(st.sampled_from([Fraction(1), Fraction(10**12), Fraction(1, 10**12)])) for _ in shape]
    scaled = np.array([payoffs[i] * scale[i] for i in (0, 1)], dtype=object)
    now = expected(scaled, profile)
    gains: dict[tuple[int, int], Fraction] = {}
    for i, count in enumerate(shape):
        for a in range(count):
            pure = tuple(Fraction(int(k == a)) for k in range(count))
            other = (pure, profile[1]) if i == 0 else (profile[0], pure)
            gains[i, a] = expected(scaled, other)[i] - now[i]
    check = checked(accord.Game.from_arrays(*scaled), (SOME, [profile]))
    refuted = check.rows[0].refuted
    assert bool(refuted) == (max(gains.values()) > 0)
    for wrong in refuted:
        assert wrong.deviation is not None
        assert gains[wrong.deviation.player, wrong.deviation.action] == wrong.deviation.gain
        share = {key: gain / (scaled[key[0]].max() - scaled[key[0]].min() or 1) for key, gain in gains.items()}
        assert share[wrong.deviation.player, wrong.deviation.action] == max(share.values())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=24, max_size=24))
def test_crosscheck_of_three_players_lists_every_pure_equilibrium(entries: list[int]) -> None:
    payoffs = np.array(entries, dtype=object).reshape(3, 2, 2, 2)
    pure = pure_equilibria(payoffs)
    profiles = [tuple(tuple(Fraction(int(k == a)) for k in (0, 1)) for a in cell) for cell in pure]
    check = checked(accord.Game.from_arrays(*payoffs), (SOME, profiles), (SOME, [roughly(p) for p in profiles]))
    assert sorted(known.profile for known in check.equilibria) == sorted(profiles)
    assert all(row.status == "agrees" for row in check.rows)
    assert check.degeneracy is None
    assert check.continua == ()


def test_crosscheck_proves_an_even_list_of_a_nondegenerate_game_incomplete() -> None:
    check = checked(accord.read("chicken"), (ALL, CHICKEN[:2]))
    (sentence,) = check.rows[0].contradictions
    assert sentence == "it says that its list of 2 is complete; a nondegenerate game has an odd number of equilibria"
    assert checked(accord.read("chicken"), (SOME, CHICKEN[:2])).consistent


def test_crosscheck_never_takes_parity_for_degeneracy() -> None:
    bananas = accord.read("bananas")  # one player has a single action, the other is indifferent: two extreme equilibria
    check = checked(bananas, (ALL, [[[1], [1, 0]], [[1], [0, 1]]]))
    assert check.consistent
    assert check.degeneracy is not None
    assert check.degeneracy.degenerate is True
    chicken = checked(accord.read("chicken"), (SOME, CHICKEN[:2]))
    assert chicken.degeneracy is not None
    assert chicken.degeneracy.degenerate is False


def test_crosscheck_of_a_complete_list_without_any_equilibrium_is_a_contradiction() -> None:
    check = checked(accord.read("chicken"), (ALL, []))
    assert check.rows[0].contradictions == (
        "it says that its list is complete, and has no equilibrium at all; every finite game has one",
    )


def test_crosscheck_lists_what_follows_from_extreme_strategies_although_nobody_found_it() -> None:
    # Of the zero game only two corners are given; the strategies are extreme, so that the other two corners are equilibria too.
    zero = accord.Game.from_arrays(np.zeros((2, 2)), np.zeros((2, 2)))
    check = checked(zero, (ALL, [[[1, 0], [1, 0]], [[0, 1], [0, 1]]]))
    assert len(check.equilibria) == 4
    assert [known.agreement for known in check.equilibria] == ["found by all", "found by none", "found by none", "found by all"]
    assert check.rows[0].status == "incomplete"
    assert check.continua[0].component.dimension == 2
    assert check.continua[0].subsets == ((1, 2, 3, 4),)


def test_crosscheck_gives_up_continua_of_exponentially_many_parts_in_a_sentence() -> None:
    """Everybody wants to be where the other is not: any two sets of actions without a common one go together."""
    count = 18
    apart = [[int(a != b) for b in range(count)] for a in range(count)]
    units = [tuple(int(k == a) for k in range(count)) for a in range(count)]
    pure = [(x, y) for x in units for y in units if x != y]
    halves = (tuple([HALF, HALF] + [0] * (count - 2)), units[2])
    check = checked(accord.Game.from_arrays(apart, apart), (ALL, pure), (ALL, [halves]))
    assert check.unsettled == "there are more than 1000 maximal Nash subsets in a component, too many to find them all"
    assert (len(check.equilibria), check.continua, check.consistent) == (len(pure) + 1, (), True)
    assert check.rows[1].lacks[0].excuse == "the components of equilibria are unknown, so that it may lie between others"
    assert f"Continua are unknown: {check.unsettled}." in " ".join(render(check, "text").split())
    assert json.loads(render(check, "json"))["continua_unknown"] == check.unsettled


def test_crosscheck_describes_a_continuum_by_its_maximal_nash_subsets() -> None:
    samples = [[[1, 0], [HALF, HALF]], [[0.25, 0.75], [0.0, 1.0]]]
    check = checked(COARSE, (ALL, CORNERS), (SOME, samples))
    (continuum,) = check.continua
    assert continuum.members == (1, 2, 3)
    assert continuum.subsets == ((1, 2), (2, 3))
    assert continuum.component.payoff_ranges == ((1, 1), (1, 1))
    assert continuum.sampled_by == ("B",)
    assert check.rows[1].status == "found 0 of 3"
    assert check.rows[1].inside == (1,)
    assert check.rows[1].lacks[0].excuse == "it looks for some equilibria only, and found points of component 1"
    assert check.consistent
    assert check.degeneracy is not None
    assert check.degeneracy.witness is not None


@pytest.mark.parametrize(("off", "number"), [(0.0, 3), (1e-12, 3), (2e-7, 3)])
def test_crosscheck_takes_a_rounded_profile_for_the_exact_one(off: float, number: int) -> None:
    check = checked(accord.read("chicken"), (ALL, CHICKEN), (SOME, [roughly(CHICKEN[2], off)]))
    mixed = next(known.number for known in check.equilibria if known.profile == exactly(CHICKEN[2]))
    assert check.rows[1].found == (mixed,)
    assert len(check.equilibria) == 3


def test_crosscheck_tells_exact_equilibria_apart_however_near() -> None:
    tiny = Fraction(1, 10**8 + 1)
    mixed = ((tiny, 1 - tiny), (tiny, 1 - tiny))
    near = accord.Game.from_arrays([[10**8, 0], [0, 1]], [[10**8, 0], [0, 1]])
    extreme = [((1, 0), (1, 0)), mixed, ((0, 1), (0, 1))]
    check = checked(near, (ALL, extreme), (SOME, [roughly(mixed, 0.0)]), (SOME, [((0.0, 1.0), (0.0, 1.0))]))
    assert [known.profile for known in check.equilibria] == extreme
    assert [row.found for row in check.rows] == [(1, 2, 3), (2,), (3,)]
    assert verify(near, extreme).profiles == tuple(extreme)


def test_crosscheck_refutes_what_only_looks_like_an_equilibrium_next_to_one() -> None:
    dilemma = accord.read("pd")
    check = checked(dilemma, (SOME, [((0.0, 1.0), (0.0, 1.0))]), (SOME, [((0.0004, 0.9996), (0.0, 1.0))]))
    assert [row.status for row in check.rows] == ["agrees", "refuted"]


def test_crosscheck_takes_no_approximation_for_evidence_against_a_complete_list() -> None:
    # Whatever a row player does brings it the same but for a billionth: far from the equilibrium nobody gains a millionth.
    flat = accord.Game.from_arrays([[1, 0], [1, Fraction(1, 10**9)]], [[1, 0], [0, 1]])
    extreme = extreme_equilibria(np.array([flat.payoffs[i].astype(object) for i in (0, 1)]))
    assert len(extreme) == 3
    away = ((0.5, 0.5), (0.0, 1.0))  # Column is indifferent, and Row gains half a billionth
    check = checked(flat, (ALL, extreme), (SOME, [away]))
    rough = [known for known in check.equilibria if not known.exact]
    assert [known.profile for known in rough] == [away]
    assert rough[0].deviation is not None
    assert float(rough[0].deviation.gain) == pytest.approx(5e-10)
    assert check.rows[0].contradictions == ()
    assert check.rows[0].lacks[0].excuse == "known approximately only, so that there may be no exact one"
    assert check.consistent


@pytest.mark.parametrize(("great", "offset"), [(1, 0), (1, 10**25), (10**299, 0)], ids=["plain", "offset", "great"])
def test_crosscheck_measures_the_gains_of_approximations_in_any_unit_and_with_any_offset(great: int, offset: int) -> None:
    """No float holds the products of such payoffs, nor what is gained beside such an offset."""
    small = Fraction(1, 10**10)
    game = accord.Game.from_arrays([[offset + great, offset], [offset, offset + small]], [[small, 0], [0, great]])
    loose = ((1 - 1e-9, 1e-9), (0.6, 0.4))
    check = checked(game, (SOME, [loose]))
    (known,) = check.equilibria
    assert known.profile == loose
    assert known.deviation is not None
    assert (known.deviation.player, known.deviation.action) == (0, 0)
    assert known.deviation.gain == pytest.approx(6e-10 * great, rel=1e-6)
    assert "inf" not in json.dumps(check.to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    "sent",
    [
        5,
        None,
        [],
        {},
        {"profiles": 1},
        {"profiles": [], "completeness": "total", "notes": []},
        {"profiles": [[[1]]]},
        "objection",
    ],
)
def test_crosscheck_takes_nothing_else_for_an_answer(sent: Any) -> None:
    assert _read(sent) == Attempt(Outcome.FAILED, "its process sent something else than an answer")


# Claims


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("claims.csv", "# of Chicken\n1,0,0,1\n\n0,1,1,0\n1/3,2/3,1/3,2/3\n"),
        ("claims.txt", "NE,1,0,0,1\nNE,0,1,1,0\nNE,1/3,2/3,1/3,2/3\nconvex-1,1,0,0,1\n"),
        ("claims.ne", "NE, 1.000000, 0.000000, 0.000000, 1.000000\nNE,0,1,1,0\nNE,0.333333,0.666667,0.333333,0.666667\n"),
        ("claims.json", '[[[1, 0], [0, 1]],\n[[0, 1], [1, 0]],\n[["1/3", "2/3"], [0.333333333333, 0.666666666667]]]'),
        ("claims.json", '{"equilibria": [{"profile": [[1, 0], [0, 1]]},\n [0, 1, 1, 0],\n [["1/3", "2/3"], ["1/3", "2/3"]]]}'),
        ("claims.toml", "equilibria = [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [['1/3', '2/3'], [0.333333, 0.666667]]]"),
        (
            "claims.toml",
            "".join(
                f"[[equilibria]]\nprofile = {p}\n" for p in ("[[1, 0], [0, 1]]", "[0, 1, 1, 0]", "['1/3', '2/3', '1/3', '2/3']")
            ),
        ),
    ],
)
def test_crosscheck_reads_claims_in_every_format(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    game = accord.read("chicken")
    check = checked(game, (ALL, CHICKEN), (SOME, CHICKEN[:2]), claims=read_claims(file, game))
    assert check.claims is not None
    assert [claim.verdict for claim in check.claims][:2] == [Verdict.EXACT] * 2 or name == "claims.ne"
    assert all(claim.verdict in (Verdict.EXACT, Verdict.ROUNDED) for claim in check.claims)
    assert [len(claim.found_by) for claim in check.claims] == [2, 2, 1]
    assert check.unclaimed == ()
    assert check.consistent


def test_crosscheck_tells_exact_rounded_approximate_and_false_claims_apart(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    lines = ["1/3,2/3,1/3,2/3", "0.33,0.67,0.33,0.67", "0.4,0.6,1/3,2/3", "333/1000,667/1000,1/3,2/3"]
    lines.append("33333/100000,66667/100000,1/3,2/3")  # Column gains 2/3 of 1/100000 out of a range of 7
    file.write_text("\n".join(lines), encoding="utf-8")
    game = accord.read("chicken")
    check = checked(game, (ALL, CHICKEN), claims=read_claims(file, game))
    assert check.claims is not None
    verdicts = [claim.verdict for claim in check.claims]
    assert verdicts == [Verdict.EXACT, Verdict.ROUNDED, Verdict.REFUTED, Verdict.REFUTED, Verdict.APPROXIMATE]
    assert check.claims[0].deviation is None
    assert check.claims[4].deviation is not None
    assert check.claims[4].deviation.gain == Fraction(2, 300_000)
    # Column's (0.4, 0.6) instead of Row's: daring against 2/5 yields 7·3/5 = 21/5, swerving 2·2/5 + 6·3/5 = 22/5.
    false = check.claims[2].deviation
    assert false is not None
    assert (false.player, false.action) == (1, 1)
    assert false.gain == Fraction(22, 5) - (Fraction(1, 3) * Fraction(21, 5) + Fraction(2, 3) * Fraction(22, 5))
    assert [claim.line for claim in check.claims] == [1, 2, 3, 4, 5]
    assert check.unclaimed == (1, 3)
    assert not check.consistent


def test_crosscheck_takes_no_digits_for_the_rounding_of_others(tmp_path: Path) -> None:
    """Four digits are off by a unit in the last place at most, and two decide as well as any without a solver's help."""
    file = tmp_path / "claims.csv"
    game = accord.read("chicken")
    lines = [
        "0.9996,0.0004,0,1",
        "0.99996,0.00004,0,1",
        "1.0000,0.0000,0,1",
        "0.33,0.67,0.33,0.67",
        "0.3333,0.6666,0.3333,0.6666",
    ]
    file.write_text("\n".join([*lines, "0.35,0.65,0.33,0.67"]), encoding="utf-8")
    check = checked(game, (SOME, CHICKEN[:2]), claims=read_claims(file, game))
    assert check.claims is not None
    verdicts = [claim.verdict for claim in check.claims]
    assert verdicts == [*[Verdict.REFUTED] * 2, Verdict.EXACT, *[Verdict.ROUNDED] * 2, Verdict.REFUTED]
    assert [claim.equilibrium for claim in check.claims] == [None, None, 1, 2, 2, None]


def test_crosscheck_places_claims_inside_continua_and_uses_them_against_solvers(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("1,0,0.25,0.75\n1/7,6/7,0,1\n", encoding="utf-8")
    check = checked(COARSE, (ALL, CORNERS), claims=read_claims(file, COARSE))
    assert check.claims is not None
    assert [(claim.equilibrium, claim.inside) for claim in check.claims] == [(None, 1), (None, 1)]
    assert check.claims[1].verdict is Verdict.EXACT
    assert check.unclaimed == (1, 2, 3)
    chicken = accord.read("chicken")
    file.write_text("1/3,2/3,1/3,2/3\n", encoding="utf-8")
    against = checked(chicken, (ALL, CHICKEN[:2]), claims=read_claims(file, chicken))
    assert against.rows[0].status == "incomplete"
    assert next(known for known in against.equilibria if known.claimed).agreement == "found by none"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("c.csv", "1,0,0,1\n1,0,0\n", r"c\.csv:2: 3 probabilities; 2 and 2 are needed"),
        ("c.csv", "\n\nrow,0,0,1\n", r"c\.csv:3: 'row' begins the line; NE or a probability does"),
        ("c.csv", "NE,1,0,x,1\n", r"c\.csv:1: a probability is 'x'; a number such as 0, 0\.25 or 1/3 is needed"),
        ("c.csv", "1,0,0.5,0.25\n", r"c\.csv:1: the probabilities of Column add up to 0\.75; 1 is needed"),
        ("c.csv", "2,-1,0,1\n", r"c\.csv:1: a probability is 2; between 0 and 1 is needed"),
        ("c.csv", "1,0,1/0,1\n", r"c\.csv:1: a probability is '1/0'"),
        ("c.csv", "1,0,nan,1\n", r"c\.csv:1: a probability is 'nan'"),
        ("c.json", "[[[1, 0], [0, 1]],\n\n [[1, 0, 0], [0, 1]]]", r"c\.json:3: 3 probabilities for Row; 2 are needed"),
        ("c.json", "[[[1, 0], [0, 1]],\n [[1, 0]]]", r"c\.json:2: 1 strategies; 2 are needed"),
        ("c.json", "[[1, 0, 0,\n", r"c\.json:\d: no JSON: "),
        ("c.json", '{"profiles": []}', r"c\.json: there is no list 'equilibria'; its keys: 'profiles'"),
        ("c.json", '{"equilibria": 3}', r"c\.json: equilibria are int; a list of profiles is needed"),
        ("c.json", "[[[true, 0], [0, 1]]]", r"c\.json:1: a probability is True"),
        ("c.json", "[[[NaN, 0], [0, 1]]]", r"c\.json:1: a probability is 'NaN'"),
        ("c.json", "[" * 100_000, r"c\.json: its lists are nested too deeply"),
        ("c.toml", "equilibria = [[[1, 0], [0, 1]]\n", r"c\.toml:1: no TOML: "),
        (
            "c.toml",
            "[[equilibria]]\nprofile = [[1, 0], [0, 1]]\n[[equilibria]]\nplay = 3\n",
            r"c\.toml:3: no profile; 2 and 2 prob",
        ),
    ],
)
def test_crosscheck_refuses_claims_that_are_no_profiles_with_the_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_claims(file, accord.read("chicken"))


def test_crosscheck_names_files_of_claims_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv cannot be read: No such file"):
        read_claims(tmp_path / "none.csv", accord.read("chicken"))
    (tmp_path / "latin.csv").write_bytes(b"1,0,0,1 # \xe9\n")
    with pytest.raises(InputError, match=r"latin\.csv is not UTF-8 text \(byte 10\)"):
        read_claims(tmp_path / "latin.csv", accord.read("chicken"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from([".csv", ".json", ".toml"]))
def test_crosscheck_ends_nonsense_for_claims_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str
) -> None:
    file = tmp_path_factory.mktemp("claims") / f"c{suffix}"
    file.write_text(text, encoding="utf-8", errors="replace")
    try:
        read_claims(file, accord.read("chicken"))
    except InputError as error:
        message = str(error)
    else:
        message = ""
    assert "\n" not in message


# Choosing solvers


def test_crosscheck_runs_every_installed_solver_by_default() -> None:
    from accord.crosschecks.trials import trials  # noqa: PLC0415
    from accord.host import load_registry  # noqa: PLC0415

    registry = load_registry()
    assert [trial.name for trial in trials(registry, None, None, 1.0)] == list(registry.names("solver"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"solvers": ["pur"]}, r"there is no solver 'pur'.*did you mean 'pure'"),
        ({"solvers": "pure"}, "a list of one or more names or instances is accepted"),
        ({"solvers": []}, "a list of one or more names or instances is accepted"),
        ({"solvers": [3]}, "is accepted"),
        (
            {"solvers": ["pure"], "settings": {"pur": {"x": 1}}},
            r"settings are given for 'pur', which is not tried; did you mean 'pure'",
        ),
        ({"solvers": ["pure"], "settings": {"pure": {"x": 1}}}, "has no setting 'x'"),
        ({"solvers": ["pure"], "time_limit": 0}, "the time limit is 0; a positive number is accepted"),
        ({"solvers": ["pure"], "memory_limit": float("nan")}, "the memory limit is nan; a positive number is accepted"),
        ({"solvers": ["pure"], "jobs": 0}, "jobs is 0; a number of processes from 1 is accepted"),
    ],
)
def test_crosscheck_says_what_would_be_accepted(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        accord.crosscheck(accord.read("chicken"), **options)


@pytest.mark.parametrize("text", ["liap", "liap=3", ".x=3", "gambit.liap.=3", "gambit.liap"])
def test_crosscheck_settings_need_a_solver_and_a_field(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"SOLVER\.FIELD=VALUE is accepted"):
        parse_settings([text])
    with pytest.raises(ConfigurationError, match=r"setting pure\.x is given twice"):
        parse_settings(["pure.x=1", "solver.pure.x=2"])


def test_crosscheck_takes_solvers_that_a_script_defines(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import dataclasses, typing, accord\n"
        "@dataclasses.dataclass(frozen=True)\n"
        "class First:\n"
        "    '''Call the first profile an equilibrium.'''\n"
        "    name: typing.ClassVar[str] = 'mine.first'\n"
        "    needs: typing.ClassVar[accord.Needs] = accord.Needs()\n"
        "    claims: typing.ClassVar[frozenset] = frozenset()\n"
        "    action: int = 0\n"
        "    def equilibria(self, game):\n"
        "        print('NOISE')\n"
        "        return accord.Findings([[[float(k == self.action) for k in range(n)] for n in game.shape]])\n"
        "if __name__ == '__main__':\n"
        "    check = accord.crosscheck(accord.read('pd'), [First(), First(action=1), 'pure'])\n"
        "    print([(row.name, row.status) for row in check.rows])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[('mine.first', 'refuted'), ('mine.first (2)', 'agrees'), ('pure', 'agrees')]\n"


# Games, reports and exit codes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of games, one of them deep down, one broken and one hidden, beside a file that is no game."""
    place = tmp_path / "games"
    (place / "deep").mkdir(parents=True)
    (place / "pd.nfg").write_text('NFG 1 R "PD" { "R" "C" } { 2 2 } 4 4 9 0 0 9 1 1\n', encoding="utf-8")
    (place / "deep" / "bos.toml").write_text("payoffs = [[[2, 1], [0, 0]], [[0, 0], [1, 2]]]\n", encoding="utf-8")
    (place / "broken.json").write_text("{", encoding="utf-8")
    (place / ".hidden.json").write_text("{", encoding="utf-8")
    (place / "notes.txt").write_text("no game", encoding="utf-8")
    return place


def test_crosscheck_of_a_folder_has_a_row_for_every_game_and_every_solver(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crosscheck", str(folder), "chicken", "--solver", "pure", "--format", "json"]) == 2  # one cannot be read
    text = capsys.readouterr().out
    assert str(folder) not in text
    found = json.loads(text)
    assert [game["name"] for game in found["games"]] == ["pd.nfg", "deep/bos.toml", "chicken"]
    assert [each["name"] for each in found["unreadable"]] == ["broken.json"]
    assert found["solvers"] == [
        {"solver": "pure", "tried": 3, "agrees": 3, "excused": 0, "refuted": 0, "incomplete": 0}
        | {"timed_out": 0, "crashed": 0, "failed": 0, "not_applicable": 0}
    ]
    assert main(["crosscheck", str(folder / "deep"), "--solver", "pure"]) == 0
    assert "deep" not in capsys.readouterr().out


def test_crosscheck_does_not_depend_on_how_many_work_at_a_time(folder: Path) -> None:
    games = [str(folder), "chicken", "bundled:pd"]
    first, second = (accord.crosscheck_all(games, ["pure"], jobs=jobs) for jobs in (1, 3))
    for form in ("text", "json", "markdown"):
        assert render(first, form) == render(second, form)


def test_crosscheck_of_a_library_takes_all_its_games(capsys: pytest.CaptureFixture[str]) -> None:
    found = accord.crosscheck_all(["bundled:"], ["pure"], jobs=2)
    from accord.builtin.readers import bundled_game, bundled_names  # noqa: PLC0415

    assert [check.game.title for check in found.checks] == [bundled_game(name).title for name in bundled_names()]
    for check in found.checks:
        pure = pure_equilibria(np.array([numerators.astype(object) for numerators in check.game.numerators]))
        assert len(check.equilibria) == len(pure)
    assert found.consistent


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chickn"], "did you mean 'chicken'"),
        (["chicken", "--solver", "pur"], "did you mean 'pure'"),
        (["chicken", "--time-limit", "-1"], "'-1' is no positive number of seconds"),
        (["chicken", "--memory-limit", "much"], "'much' is no positive number of megabytes"),
        (["chicken", "--jobs", "0"], "'0' is no number of processes from 1"),
        (["chicken", "pd", "--against", "x.csv"], "--against x.csv: claims are about one game; name a single one"),
        (["chicken", "--against", "x.csv"], "x.csv cannot be read: No such file or directory"),
        (["chicken", "--set", "pure"], "SOLVER.FIELD=VALUE is accepted"),
        (["nothing:"], "there is no game to check: nothing:: no reader for 'nothing:' URIs is installed"),
        (["--solver", "pure"], "GAME"),
    ],
)
def test_crosscheck_refuses_bad_usage_in_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["crosscheck", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert captured.err.count("\n") == 1


def test_crosscheck_of_many_games_shows_what_was_finished_before_it_was_interrupted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bad.nfg").write_text("no game", encoding="utf-8")
    arguments = ["crosscheck", "chicken", str(tmp_path / "bad.nfg"), "pd", "bos", "--solver", "pure", "--format", "json"]
    stops_after = 2

    def interrupted(*given: Any) -> Iterator[Any]:
        yield from islice(attempts(*given), stops_after)
        raise KeyboardInterrupt

    monkeypatch.setattr("accord.crosschecks.running.attempts", interrupted)
    assert main(arguments) == 130
    shown = capsys.readouterr()
    assert shown.err == "accord: interrupted: 2 of 3 games were finished before\n"
    found = json.loads(shown.out)
    assert [game["name"] for game in found["games"]] == ["chicken", "pd"]
    assert [each["name"] for each in found["unreadable"]] == ["bad.nfg"]
    stops_after = 0
    assert main(arguments) == 130
    assert capsys.readouterr() == ("", "accord: interrupted\n")


def test_crosscheck_of_an_empty_folder_says_what_it_looks_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"it has no file that ends in one of .*\.nfg"):
        accord.crosscheck_all([tmp_path])


def test_crosscheck_of_a_folder_without_any_game_gives_a_few_reasons(tmp_path: Path) -> None:
    for k in range(10):
        (tmp_path / f"{k}.nfg").write_text("no game", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        accord.crosscheck_all([tmp_path])
    told = "; ".join(f"{k}.nfg, line 1: found 'no' where NFG is needed; a .nfg file begins with NFG 1 R" for k in range(3))
    assert str(refused.value) == f"there is no game to check: {told}; and 7 more"


def test_crosscheck_of_claims_ends_with_1_if_one_is_false(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("1,0,0,1\n1/2,1/2,1/2,1/2\n", encoding="utf-8")
    assert main(["crosscheck", "chicken", "--solver", "pure", "--against", str(file), "--format", "json"]) == 1
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [(claim["line"], claim["verdict"], claim["found_by"]) for claim in claims] == [
        (1, "exact", ["pure"]),
        (2, "refuted", []),
    ]
    assert claims[1]["deviation"] == {"player": "Row", "action": "Swerve", "gain": 0.25, "exact_gain": "1/4"}
    file.write_text("1,0,0,1\n", encoding="utf-8")
    assert main(["crosscheck", "chicken", "--solver", "pure", "--against", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Not among the claims: 2." in out
    assert str(tmp_path) not in out


def test_crosscheck_reads_its_own_report_as_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.json"
    assert main(["crosscheck", "chicken", "--solver", "pure", "--format", "json"]) == 0
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    check = accord.crosscheck(accord.read("chicken"), ["pure"], against=file)
    assert check.claims is not None
    assert [claim.verdict for claim in check.claims] == [Verdict.EXACT] * 2
    assert check.unclaimed == ()


def test_crosscheck_shows_labels_as_text_everywhere() -> None:
    game = accord.Game.from_arrays([[1, 0]], [[1, 0]], players=["a|b", "<i>"], actions=[["*x*"], ["l\nf", "<b>"]])
    check = checked(game, (ALL, [[[1], [1, 0]]]), (SOME, [[[1], [0.5, 0.5]]]))
    found = CrossChecks((check,))
    for thing in (check, found):
        assert "<b>" not in html(thing)
        assert "a\\|b" in render(thing, "markdown") or isinstance(thing, CrossChecks)
        assert "l\nf" not in render(thing, "text")
        json.loads(render(thing, "json"))
    assert "<i> gains 0.5 by going over to l f" in render(check, "text")
