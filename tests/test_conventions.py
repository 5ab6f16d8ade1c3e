"""``accord coalitions``: worths under several conventions side by side, and what these lead to."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

import accord
from accord.cli import main
from accord.errors import ConfigurationError, UnsuitableError
from accord.rationals import weighted, written
from accord.report import render

NAMES = ("alpha", "beta", "bloc", "delta", "mediator", "minimax-threat", "partition", "singletons")


@dataclass(frozen=True)
class _Given:
    """Worths that were found elsewhere."""

    name: ClassVar[str] = "tests.given"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    function: accord.CharacteristicFunction

    def worth(self, game, coalition):
        return self.function[coalition]


def run(capsys, *arguments):
    code = main(["coalitions", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_all_conventions_and_values_of_a_published_game():
    found = accord.compare_conventions(accord.read("public_good3_asym"))
    assert found.certified
    assert [one.name.split(" ")[0] for one in found.columns] == [
        name for name in NAMES for _ in range(5 if name == "partition" else 1)
    ]
    shapley = {one.name: dict(one.values)["shapley"] for one in found.columns}
    assert list(map(str, shapley["bloc"])) == ["17/30", "13/15", "2/3"]
    assert list(map(str, shapley["singletons"])) == ["13/15", "2/3", "17/30"]
    assert shapley["partition (externality-free)"] == shapley["singletons"]
    assert list(map(str, shapley["partition (mpw)"])) == ["43/60", "23/30", "37/60"]
    assert list(map(str, shapley["partition (myerson)"])) == ["4/15", "16/15", "23/30"]
    assert list(map(str, shapley["minimax-threat"])) == ["7/10"] * 3


@pytest.mark.parametrize("fallback", ["correlated", "coarse-correlated"])
@pytest.mark.parametrize("selection", ["egalitarian", "min-welfare"])
def test_every_table_is_what_solve_says(fallback, selection):
    game = accord.Game.from_tensor(np.random.default_rng(8).integers(0, 9, (3, 2, 2, 2)))
    found = accord.compare_conventions(game, fallback=fallback, selection=selection, splits=["shapley", "nucleolus"])
    for one in found.columns:
        name, _, reading = one.name.partition(" (")
        worth = {"name": name, "reading": reading.rstrip(")")} if reading else name
        for split, payoffs in one.values:
            solved = accord.solve(game, fallback=fallback, selection=selection, worth=worth, split=split)
            assert solved.agreement.payoffs == payoffs, (one.name, split)
            assert [w for _, w in solved.worths] == [one.worths[inside] for inside in found.coalitions]
            assert solved.worth_violations == one.violations


def test_the_forms_agree(capsys):
    arguments = ("ir_violation3", "--worth", "bloc", "--worth", "minimax-threat", "--split", "shapley", "--split", "tau")
    code, out, _ = run(capsys, *arguments, "--format", "json")
    assert code == 0
    data = json.loads(out)
    assert [one["worth"] for one in data["conventions"]] == ["bloc", "minimax-threat"]
    bloc = data["conventions"][0]
    assert bloc["worths"][3] == {"coalition": ["Player 1", "Player 2"], "worth": 1.5, "exact": "3/2"}
    assert bloc["values"][0] == {"split": "shapley", "payoffs": [5 / 6, 5 / 6, 1 / 3], "exact": ["5/6", "5/6", "1/3"]}
    assert "quasi-balanced" in bloc["values"][1]["error"]
    assert bloc["core"]["empty"]
    assert {v["property"] for v in bloc["violations"]} == {"superadditive", "convex", "individually-rational", "essential"}
    rows = list(csv.DictReader(io.StringIO(run(capsys, *arguments, "--format", "csv")[1])))
    assert len(rows) == 2 * 7 + 2 * 3 + 3  # tau of minimax-threat only
    assert rows[3] == {
        "quantity": "worth", "convention": "bloc", "split": "", "who": "Player 1 + Player 2", "value": "1.5", "exact": "3/2"
    }  # fmt: skip
    assert [row["exact"] for row in rows if row["quantity"] == "payoff"][:3] == ["5/6", "5/6", "1/3"]
    for form, heads in (("text", "coalition  "), ("markdown", "| coalition | bloc |")):
        shown = run(capsys, *arguments, "--format", form)[1]
        assert heads in shown
        assert "5/6, 5/6, 1/3" in shown


def test_exact_tables_are_written_in_fractions(capsys):
    arguments = ("public_good3_asym", "--worth", "bloc", "--split", "shapley")
    assert "0.8\n" in run(capsys, *arguments)[1]
    shown = run(capsys, *arguments, "--exact")[1]
    assert "4/5\n" in shown
    assert "0.8" not in shown


def test_settings_go_to_the_components_that_take_them(capsys):
    code, out, _ = run(
        capsys, "ir_violation3", "--worth", "bloc", "--worth", "alpha", "--set", "worth.mixed=false",
        "--set", "split.individually_rational=true", "--set", "split.kind=prenucleolus", "--set", "selection.reference=nadir",
        "--format", "json",
    )  # fmt: skip
    assert code == 0
    values = {value["split"]: value for value in json.loads(out)["conventions"][0]["values"]}
    assert values["shapley"]["exact"] == ["1", "3/4", "1/4"]
    code, out, _ = run(capsys, "majority3", "--worth", "partition", "--set", "worth.reading=optimistic", "--format", "json")
    assert code == 0
    assert [one["worth"] for one in json.loads(out)["conventions"]] == ["partition (optimistic)"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "split.foo=1"], "split has no setting 'foo'; settings of banzhaf, equal-surplus, nucleolus, shapley, tau: "),
        (["--set", "split.normalized=false"], "did you mean 'normalised'?"),
        (["--set", "worth.mixed=false", "--worth", "bloc"], "worth has no setting 'mixed'; settings of bloc: fallback"),
        (["--set", "worth.mixed=perhaps", "--worth", "alpha"], "mixed"),
        (["--set", "split.samples=1"], "a whole number from 0, but not 1"),
        (["--set", "game.size=2"], "there is no stage 'game'"),
        (["--split", "equal"], "split 'equal' does not divide the worths of coalitions, as banzhaf"),
        (["--split", "shapely"], "did you mean 'shapley'?"),
        (["--worth", "block"], "did you mean 'bloc'?"),
        (["--jobs", "0"], "'0' is no number of processes from 1"),
        (["--selection", "egalitarian", "--fallback", "security"], "fallback 'security' takes no selection"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(capsys, arguments, said):
    code, out, err = run(capsys, "majority3", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_banzhaf_value_that_is_not_normalised_is_no_agreement(capsys):
    game = accord.read("ir_violation3")
    solution = accord.solve(game, worth="bloc", split=accord.splits.Banzhaf(normalised=False))
    assert not solution.certified
    assert {c.claim for c in solution.certificates if not c.holds} == {accord.Claim.FEASIBLE, accord.Claim.EFFICIENT}
    assert "the Banzhaf values add up to 1.75 and there is 2 to share" in solution.warnings
    ours = dict(zip(range(8), accord.worths.Bloc().worths(game).worths, strict=True))
    expected = [
        sum((ours[mask | 1 << i] - ours[mask] for mask in range(8) if not mask >> i & 1), Fraction(0)) / 4 for i in range(3)
    ]
    assert list(solution.agreement.payoffs) == expected
    assert accord.solve(accord.read("chicken"), worth="bloc", split=accord.splits.Banzhaf(normalised=False)).certified


def test_properties_of_worths_that_were_not_looked_at_are_not_claimed():
    game = accord.Game.from_tensor(np.random.default_rng(3).integers(0, 20, (6, *[2] * 6)))
    shown = render(accord.solve(game, worth="bloc", split={"name": "shapley", "samples": 3}))
    assert "Which properties these worths have is not known" in " ".join(shown.split())
    assert "superadditive" not in shown


def test_fractions_too_long_to_be_read_are_rounded_or_left_out():
    rng = np.random.default_rng(0)
    terms = [(Fraction(int(a), 7), Fraction(int(b), int(c))) for a, b, c in rng.integers(1, 2**62, (300, 3))]
    exact = sum((w * v for w, v in terms), Fraction(0))
    assert written(exact) is None
    rounded = weighted(terms)
    assert isinstance(rounded, float)
    assert rounded == float(exact)
    assert weighted(terms[:5]) == sum((w * v for w, v in terms[:5]), Fraction(0))
    tiny = [(w * Fraction(1, 10**290), v) for w, v in terms]
    assert weighted(tiny) == float(exact / 10**290)
    assert abs(weighted([*terms, (Fraction(-1), exact)])) < float(exact) * 2.0**-240  # terms that cancel out
    assert weighted([]) == 0


def test_tables_with_unreadable_fractions_can_be_written_in_every_form():
    rng = np.random.default_rng(0)
    worths = [Fraction(0), *(Fraction(int(a), int(b)) for a, b in rng.integers(1, 2**62, (254, 2)))]
    game = accord.Game.from_tensor(rng.integers(0, 9, (8, *[2] * 8)))
    most = Fraction(int(game.welfare[0].max()))
    given = accord.CharacteristicFunction(8, (*worths, most))
    solution = accord.solve(game, worth=_Given(given), split="shapley")
    assert solution.to_dict()["exact"]["agreement"]["payoffs"] is None
    for form in ("text", "json", "markdown"):
        assert render(solution, form)


def test_interrupts_and_refusals_name_what_is_left(monkeypatch):
    def stop(self, game):
        raise KeyboardInterrupt

    monkeypatch.setattr(accord.worths.Singletons, "worths", stop)
    with pytest.raises(KeyboardInterrupt) as interrupt:
        accord.compare_conventions(accord.read("majority3"), worths=["bloc", "singletons", "alpha"])
    so_far = interrupt.value.so_far
    assert [one.name for one in so_far.columns] == ["bloc"]
    assert [name for name, _ in so_far.left_out] == ["singletons", "alpha"]


def test_a_fallback_that_fails_costs_only_what_is_played_for(capsys):
    code, out, _ = run(
        capsys, "matching_pennies", "--fallback", "nash", "--solver", "pure", "--split", "shapley", "--format", "json"
    )
    data = json.loads(out)
    assert code == 0
    errors = {one["worth"]: "error" in one for one in data["conventions"]}
    assert {name for name, failed in errors.items() if not failed} == {"alpha", "beta", "minimax-threat"}
    assert len(errors) == 12
    assert data["left_out"][-1]["component"] == "fallback nash"
    assert "pure found no Nash equilibrium" in data["left_out"][-1]["reason"]


def test_a_fallback_that_refuses_the_game_is_named():
    with pytest.raises(UnsuitableError, match=r"fallback rational-threats"):
        accord.compare_conventions(accord.read("majority3"), fallback="rational-threats")
    with pytest.raises(ConfigurationError, match="does not divide"):
        accord.compare_conventions(accord.read("majority3"), splits=["weighted"])
