"""Past breakdowns as a fallback: the posterior by its formulas, the intervals by another route, and files that say nothing."""

from __future__ import annotations

import itertools
import json
import pickle
import sys
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import oracles
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from scipy import stats

import accord
from accord.builtin.observations import Posterior
from accord.claims import Claim
from accord.cli import main
from accord.errors import AccordError, ComponentError, ConfigurationError, InputError, UnsuitableError
from accord.fallbacks import Observed
from accord.intervals import central

CHICKEN = "Row,Column,count\nDare,Dare,1\nDare,Swerve,5\nSwerve,Dare,1\nSwerve,Swerve,3\n"
few = settings(
    max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(content: str | bytes, name: str = "b.csv") -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def fallen(content: str | bytes, game: str | accord.Game = "chicken", **fields: Any) -> Any:
    return Observed(saved(content), **fields).fall_back(accord.read(game) if isinstance(game, str) else game)


def solved(
    content: str | bytes, game: str | accord.Game = "chicken", *, split: Any = None, money: bool = True, **fields: Any
) -> Any:
    fallback = Observed(saved(content), **fields)
    solution = accord.solve(
        accord.read(game) if isinstance(game, str) else game, fallback=fallback, split=split, side_payments=money
    )
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def sample(disagreement: Any) -> Any:
    return np.array([[float(v) for v in draw] for draw in disagreement.uncertainty.draws])


def test_the_worked_example_comes_out_exactly(here: Path) -> None:
    solution = solved(CHICKEN, strength=4)
    assert solution.disagreement.play.probabilities == tuple(Fraction(k, 14) for k in (2, 6, 2, 4))
    assert solution.disagreement.payoffs == (5, Fraction(25, 7))
    assert solution.agreement.payoffs == (Fraction(47, 7), Fraction(37, 7))
    assert {c.claim for c in solution.certificates} >= {Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY}
    assert not {c.claim for c in solution.certificates} & {Claim.CORRELATED, Claim.COARSE_CORRELATED, Claim.NASH}
    assert all(c.residual == 0 and isinstance(c.residual, Fraction) for c in solution.certificates)


def test_draws_have_the_covariance_of_the_dirichlet(here: Path) -> None:
    """Against ``Cov(d) = U Cov(mu) U'`` in fractions, and ``Var(phi_1) = 10/49``, within four standard errors."""
    game, count = accord.read("chicken"), 20_000
    found = fallen(CHICKEN, strength=4, draws=count)
    mean = np.array([Fraction(k, 14) for k in (2, 6, 2, 4)], dtype=object)
    table = np.array([game.exact(cell) for cell in range(4)], dtype=object).T
    exact = table @ ((np.diag(mean) - np.outer(mean, mean)) / Fraction(15)) @ table.T
    halves = np.array([[Fraction(1, 2), Fraction(-1, 2)], [Fraction(-1, 2), Fraction(1, 2)]], dtype=object)
    assert (halves @ exact @ halves.T)[0, 0] == Fraction(10, 49)
    drawn = sample(found)
    covariance = exact.astype(float)
    error = np.sqrt((np.outer(np.diag(covariance), np.diag(covariance)) + covariance**2) / count)
    assert (np.abs(np.cov(drawn.T) - covariance) < 4 * error).all()
    assert drawn.mean(axis=0) == pytest.approx([5, 25 / 7], abs=4 * np.sqrt(covariance[0, 0] / count))
    assert np.var(drawn @ halves[0].astype(float)) == pytest.approx(10 / 49, rel=4 * np.sqrt(2 / count))


@pytest.mark.parametrize("alpha", [(1, 2), (Fraction(1, 20), Fraction(1, 10)), (300, 5), (Fraction(1, 10**9), 1)])
def test_a_drawn_weight_is_beta_distributed(alpha: tuple[Any, Any]) -> None:
    posterior = Posterior.of_payoffs([(Fraction(1),), (Fraction(0),)], [Fraction(a) for a in alpha])
    drawn = [float(draw[0]) for draw in posterior.draws(4000, 3)]
    law = stats.beta(*map(float, alpha))
    for x in (1e-6, 0.01, 0.2, 0.5, 0.9, 0.99):
        assert np.mean(np.array(drawn) <= x) == pytest.approx(law.cdf(x), abs=0.03)


def test_correlated_prior_and_its_floor(here: Path) -> None:
    """The best correlated equilibrium of Chicken is (0, 1/4, 1/4, 1/2); the floor is spread over all four profiles."""
    solution = solved(CHICKEN, base="correlated", strength=8, floor=Fraction(1, 2))
    alpha = [Fraction(8) * (Fraction(mu) / 2 + Fraction(1, 8)) for mu in (0, Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))]
    assert sum(alpha) == 8
    weights = [a + c for a, c in zip(alpha, (1, 5, 1, 3), strict=True)]
    assert solution.disagreement.play.probabilities == tuple(w / 18 for w in weights)
    structural = fallen("Row,Column\nDare,Swerve\n", base="correlated", strength=4, floor=0)
    assert structural.play.cells == (1, 2, 3)
    assert not any("Dare / Dare" in warning for warning in structural.warnings)


def test_never_seen_profiles_are_counted_with_their_weight(here: Path) -> None:
    text = " ".join(fallen("Row,Column\nDare,Swerve\nDare,Swerve\n", strength=2).warnings)
    assert "3 of the game's 4 profiles were never seen: they carry 0.375 of the play" in text
    assert "2 breakdown(s) were read as joint actions from b.csv" in text
    assert "only where talks failed" in text
    assert "count as impossible" in " ".join(fallen("Row,Column\nDare,Swerve\n", strength=0).warnings)
    assert not any("never seen" in warning for warning in fallen(CHICKEN).warnings)


def test_equal_intervals_follow_from_the_draws_in_closed_form(here: Path) -> None:
    solution = solved(CHICKEN, level=0.8, draws=250)
    found, drawn = solution.uncertainty, sample(solution.disagreement)
    agreed = drawn + (12 - drawn.sum(axis=1, keepdims=True)) / 2
    for points, intervals in ((drawn, found.disagreement), (agreed, found.agreement)):
        for values, (low, high) in zip(points.T, intervals, strict=True):
            assert [float(low), float(high)] == pytest.approx(np.sort(values)[[25, 224]], rel=1e-12)
    assert (found.level, found.draws, found.left_out, found.source) == (0.8, 250, 0, "posterior")


@pytest.mark.parametrize("split", ["nash", "kalai-smorodinsky", "egalitarian"])
def test_intervals_without_money_are_those_of_the_oracle(split: str, here: Path) -> None:
    solution = solved(CHICKEN, split=split, money=False, draws=40, level=0.7)
    table = np.array([[[0, 7], [2, 6]], [[0, 2], [7, 6]]], dtype=object) * Fraction(1)
    agreed = [oracles.agreement(table, draw, split) for draw in solution.disagreement.uncertainty.draws]
    wanted = tuple(tuple(sorted(values)[k] for k in (6, 33)) for values in zip(*agreed, strict=True))
    assert solution.uncertainty.agreement == wanted


def test_intervals_of_three_players(here: Path) -> None:
    game = accord.read("majority3")
    content = ",".join(game.players) + "\n" + "".join(",".join(game.profile(cell)) + "\n" for cell in (0, 0, 3, 5, 6))
    solution = solved(content, game, split="egalitarian", money=False, draws=6, level=0.01)
    table = np.array([[game.exact(c)[i] for c in range(game.n_profiles)] for i in range(3)], dtype=object)
    table = table.reshape((3, *game.shape))
    agreed = [oracles.agreement(table, draw, "egalitarian") for draw in solution.disagreement.uncertainty.draws]
    wanted = [[float(sorted(values)[k]) for k in (2, 3)] for values in zip(*agreed, strict=True)]
    assert np.array([[float(v) for v in pair] for pair in solution.uncertainty.agreement]) == pytest.approx(
        np.array(wanted), abs=1e-6
    )


def test_draws_without_an_agreement_are_counted(here: Path) -> None:
    """In the Prisoners' Dilemma (4, 2) is out of reach without money: t (4, 2) + (1 - t) (1, 1) is feasible up to t = 10/11."""
    game = accord.Game.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], players=["A", "B"])
    solution = solved("A,B\n4,2\n1,1\n", game, kind="payoffs", split="nash", money=False, draws=200)
    beyond = sum((draw[1] - 1) > Fraction(10, 11) for draw in solution.disagreement.uncertainty.draws)
    assert solution.uncertainty.left_out == beyond > 0
    assert any(f"{beyond} of the 200 draws of the fallback allow no agreement" in warning for warning in solution.warnings)
    with pytest.raises(UnsuitableError, match="allow side payments"):
        solved("A,B\n4,2\n", game, kind="payoffs", split="nash", money=False)


def test_payoffs_alone_are_bootstrapped(here: Path) -> None:
    content = "Row,Column,count\n6,6,2\n0,0,1\n1/3,0.25,1\n"
    solution = solved(content, draws=4000)
    assert solution.disagreement.payoffs == (Fraction(37, 12), Fraction(49, 16))
    assert solution.disagreement.play is None
    assert solution.uncertainty.source == "bootstrap"
    assert solution.to_dict()["exact"]["disagreement"]["payoffs"] == ["37/12", "49/16"]
    rows = np.array([[6, 6], [6, 6], [0, 0], [1 / 3, 1 / 4]])
    spread = np.cov(rows.T, bias=True) / 5
    assert np.cov(sample(solution.disagreement).T) == pytest.approx(spread, rel=0.08)


def test_bootstrap_of_actions_is_the_posterior_without_a_prior(here: Path) -> None:
    first, second = fallen(CHICKEN, method="bootstrap"), fallen(CHICKEN, strength=0)
    assert first.payoffs == second.payoffs == (Fraction(55, 10), Fraction(35, 10))
    assert first.play == second.play
    assert first.uncertainty.draws == second.uncertainty.draws
    assert any("alike" in warning for warning in fallen("Row,Column\nDare,Swerve\n", method="bootstrap").warnings)


def test_how_a_table_is_written_makes_no_difference(here: Path) -> None:
    expected = fallen(CHICKEN)
    body = [line.rsplit(",", 1) for line in CHICKEN.splitlines()[1:]]
    for content in (
        CHICKEN.replace("\n", "\r\n"),
        "\ufeff" + CHICKEN,
        CHICKEN.rstrip("\n"),
        CHICKEN.replace("Dare", ' " Dare "').replace(' "', '"').replace("\n", "\n\n"),
        "count, Column ,Row\n" + "".join("{2},{1},{0}\n".format(*line.split(",")) for line in CHICKEN.splitlines()[1:]),
        "Row,Column\n" + "".join(f"{profile}\n" * int(count) for profile, count in reversed(body)),
        "Row,Column,count\n" + "".join(f"{profile},{count}/2\n{profile},{count}e0\n{profile},-0\n" for profile, count in body),
    ):
        found = fallen(content)
        scaled = "/2" in content
        assert (found.uncertainty.draws == expected.uncertainty.draws) is not scaled
        assert scaled or (found.payoffs, found.play) == (expected.payoffs, expected.play)
    halves = fallen(
        "Row,Column,count\n" + "".join(f"{profile},{count}/2\n{profile},{int(count) / 2}\n" for profile, count in body)
    )
    assert halves.uncertainty.draws == expected.uncertainty.draws


def test_parquet_holds_the_same(here: Path) -> None:
    columns = {"Row": ["Dare", "Dare", "Swerve", "Swerve"], "Column": ["Dare", "Swerve"] * 2}
    expected, game = fallen(CHICKEN), accord.read("chicken")
    for kind in (pa.int8(), pa.float64(), pa.decimal128(30, 2), pa.string()):
        counts = pa.array([str(c) for c in (1, 5, 1, 3)] if kind == pa.string() else [1, 5, 1, 3]).cast(kind)
        words = {name: pa.array(values).dictionary_encode() for name, values in columns.items()}
        parquet.write_table(pa.table({**words, "count": counts}), "b.parquet")
        found = Observed("b.parquet").fall_back(game)
        assert (found.payoffs, found.uncertainty) == (expected.payoffs, expected.uncertainty)
    parquet.write_table(pa.table({"Row": [0.5, 6.0], "Column": [0.25, 6.0]}), "p.PARQUET")
    assert Observed("p.PARQUET").fall_back(game).payoffs == (Fraction(13, 4), Fraction(25, 8))
    numbered = accord.Game.from_tensor(game.payoffs)
    parquet.write_table(pa.table({"player 1": [1, 2, 2], "player 2": [2, 1, 1]}), "n.parquet")
    assert Observed("n.parquet", kind="actions", strength=0).fall_back(numbered).play.cells == (1, 2)


PARQUET: dict[str, tuple[dict[str, Any], str]] = {
    "a null": ({"Row": ["Dare", None], "Column": ["Dare", "Dare"]}, "row 2: there is no value for Row"),
    "a list": ({"Row": [["Dare"]], "Column": ["Dare"]}, "column 'Row' holds values of type list"),
    "truth values": ({"Row": [True], "Column": [False]}, "column 'Row' holds values of type bool"),
    "no rows": ({"Row": pa.array([], pa.string()), "Column": pa.array([], pa.string())}, "holds no breakdown"),
    "no columns": ({}, "there is no column"),
    "nan": ({"Row": [1.0, float("nan")], "Column": [1.5, 2.0]}, "row 2: the payoff of Row is nan"),
    "another label": ({"Row": ["Dare"], "Column": ["Swrve"]}, "row 1: Column has no action 'Swrve'; did you mean 'Swerve'?"),
}


@pytest.mark.parametrize("case", PARQUET)
def test_parquet_files_that_do_not_do(case: str, here: Path) -> None:
    columns, words = PARQUET[case]
    parquet.write_table(pa.table(columns), "b.parquet")
    with pytest.raises(InputError) as caught:
        Observed("b.parquet").fall_back(accord.read("chicken"))
    assert str(caught.value).startswith("b.parquet")
    assert words in str(caught.value)


def test_broken_parquet_files_and_a_missing_library(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game = accord.read("chicken")
    parquet.write_table(pa.table({"Row": ["Dare"], "Column": ["Dare"]}), "b.parquet")
    whole = Path("b.parquet").read_bytes()
    for content in (b"", CHICKEN.encode(), whole[:-9], whole[:20] + b"\0" * 40 + whole[60:], b"PAR1" * 9):
        with pytest.raises(InputError, match=r"^b\.parquet"):
            Observed(saved(content, "b.parquet")).fall_back(game)
    with pytest.raises(InputError, match=r"b\.csv is a binary file|is not UTF-8"):
        Observed(saved(whole)).fall_back(game)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'accord\[parquet\]'"):
        Observed(saved(whole, "b.parquet")).fall_back(game)


TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "line 1: there is no column"),
    "a head only": ("Row,Column\n\n", "holds no breakdown"),
    "no head": ("Dare,Swerve\nDare,Dare\n", "line 1: there is no player 'Dare'"),
    "no head and equal actions": ("Dare,Dare\n", "line 1: column 'Dare' occurs twice; the columns are named first"),
    "a wrong name": ("Rwo,Column\nDare,Dare\n", "line 1: there is no player 'Rwo'; did you mean 'Row'?"),
    "a missing player": ("Row\nDare\n", "line 1: there is no column for player 'Column'"),
    "an extra column": ("Row,Column,year\nDare,Dare,2001\n", "there is no player 'year'"),
    "a nameless column": ("Row,,Column\nDare,,Dare\n", "line 1: column 2 has no name"),
    "a repeated column": ("Row,Row ,Column\nDare,Dare,Dare\n", "column 'Row' occurs twice"),
    "semicolons": ("Row;Column\nDare;Dare\n", "the file seems to use semicolons; commas are needed"),
    "an unknown label": ("Row,Column\nDare,Dare\nDare,swerve\n", "line 3: Column has no action 'swerve'; did you mean 'Swerve'?"),
    "too few values": ("Row,Column\nDare,Dare\nDare\n", "line 3 has 1 value(s)"),
    "too many values": ("Row,Column\n\nDare,Dare,Dare\n", "line 3 has 3 value(s)"),
    "an empty cell": ("Row,Column\nDare,\n", "line 2: there is no value for Column"),
    "a blank count": ("Row,Column,count\nDare,Dare, \n", "line 2: there is no value for count"),
    "a negative count": ("Row,Column,count\nDare,Dare,-1\n", "line 2: count is -1; a number that is not negative"),
    "a word for a count": ("Row,Column,count\nDare,Dare,often\n", "line 2: count is 'often'"),
    "nan for a count": ("Row,Column,count\nDare,Dare,nan\n", "line 2: count is 'nan'"),
    "a count beyond floats": ("Row,Column,count\nDare,Dare,1e301\nDare,Dare,1e310\n", "count is too large"),
    "an endless count": ("Row,Column,count\nDare,Dare,1e-3999\n", "count has too many digits"),
    "zero counts": ("Row,Column,count\nDare,Dare,0\nSwerve,Dare,0\n", "all counts are 0"),
    "an open quote": ('Row,Column\nDare,Dare\n"Dare,Dare\n', "line 3: "),
    "words after a quote": ('Row,Column\n"Dare" or so,Dare\n', "line 2: "),
    "latin 1": ("Row,Column\nDare,Dar\xe9\n".encode("latin-1"), "line 2: byte 0xe9 is not UTF-8"),
    "utf 16": (CHICKEN.encode("utf-16"), "is not UTF-8"),
    "zero bytes": ("Row,Column\nDare,\0\n", "binary file"),
    "nan for a payoff": ("Row,Column\n1.5,2\nnan,1\n", "line 3: the payoff of Row is 'nan'"),
    "infinite payoffs": ("Row,Column\n1.5,2\n3,-inf\n", "line 3: the payoff of Column is '-inf'"),
    "payoffs too large": ("Row,Column\n1.5,2\n8,2\n", "line 3 contradicts the game: Row got 8; the game pays between 0 and 7"),
    "payoffs too small": ("Row,Column\n1.5,-1/2\n", "line 2 contradicts the game: Column got -0.5"),
    "too much together": ("Row,Column\n6.5,7\n", "line 2 contradicts the game: the payoffs add up to 13.5"),
    "numbers of actions": ("Row,Column\n0,1\n1,1\n", "numbers only, which could be payoffs or stand for actions"),
    "another payoff": (
        "Row,Column,Row payoff\nDare,Swerve,7\nDare,Dare,3\n",
        "line 3 contradicts the game: Row got 3, and Dare / Dare",
    ),
    "no payoff": ("Row,Column,Column payoff\nDare,Swerve,much\n", "line 2: Column payoff is 'much'"),
    "a long label": (f"Row,Column\nDare,{'x' * 200_000}\n", "line 2: field larger than field limit"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_files_that_do_not_do(case: str, here: Path, capsys: Any) -> None:
    content, words = TEXTS[case]
    with pytest.raises(InputError) as caught:
        fallen(content)
    assert words in str(caught.value)
    assert str(caught.value).startswith("b.csv")
    assert len(str(caught.value)) < 400
    assert main(["solve", "chicken", "--fallback", "observed", "--set", "fallback.file=b.csv"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err


def test_files_that_are_none(here: Path) -> None:
    game = accord.read("chicken")
    (here / "folder.csv").mkdir()
    saved(CHICKEN, "breakdowns.csv")
    for name, words in {
        "folder.csv": "is a directory; a CSV or Parquet file is needed",
        "breakdown.csv": "did you mean 'breakdowns.csv'?",
        "nowhere/b.csv": "no such file",
        "breakdowns.txt": "no such file",
        "x" * 300 + ".csv": "no such file",
        "nul\0.csv": "no such file",
        "/dev/null": "is no regular file",
    }.items():
        with pytest.raises(InputError) as caught:
            Observed(name).fall_back(game)
        assert words in str(caught.value)
    for name, words in {"b.txt": "the ending '.txt'", "b": "no ending"}.items():
        with pytest.raises(InputError, match=words):
            Observed(saved(CHICKEN, name)).fall_back(game)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": ""}, "file=breakdowns.csv"),
        ({"file": "-"}, "standard input"),
        ({"file": None}, "file is None"),
        ({"kind": "acts"}, "one of 'auto', 'actions', 'payoffs'"),
        ({"method": "normal"}, "one of 'auto', 'dirichlet', 'bootstrap'"),
        ({"base": "nash"}, "one of 'uniform', 'correlated'"),
        ({"kind": "payoffs", "method": "dirichlet"}, "needs joint actions"),
        ({"strength": -1}, "strength is -1"),
        ({"strength": float("nan")}, "strength is nan"),
        ({"strength": float("inf")}, "strength is inf"),
        ({"strength": True}, "strength is true;"),
        ({"strength": Fraction(-17, 3)}, "strength is -17/3;"),
        ({"floor": Fraction(3, 2)}, "floor is 3/2;"),
        ({"floor": "1"}, "floor is '1'"),
        ({"level": 0.0}, "level is 0.0"),
        ({"level": 1}, "level is 1"),
        ({"draws": 0}, "draws is 0"),
        ({"draws": 2.5}, "draws is 2.5"),
        ({"seed": -1}, "seed is -1"),
    ],
    ids=str,
)
def test_settings_out_of_range(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Observed(**{"file": "b.csv", **fields})
    assert words in str(caught.value)


def test_what_could_be_read_both_ways_is_not_guessed(here: Path) -> None:
    """Actions that are called 1 and 2, as in a game without labels."""
    game = accord.Game.from_tensor(accord.read("chicken").payoffs, players=["Row", "Column"])
    content = "Row,Column\n1,2\n2,2\n"
    with pytest.raises(InputError, match="kind=payoffs"):
        fallen(content, game)
    assert fallen(content, game, kind="actions", strength=0).play.cells == (1, 3)
    assert fallen(content, game, kind="payoffs").payoffs == (Fraction(3, 2), 2)
    with pytest.raises(InputError):
        fallen("Row,Column\n1.5,2\n", game)
    assert fallen("Row,Column\n1.5,2\n").payoffs == (Fraction(3, 2), 2)
    assert fallen("Row,Column,Row payoff,count\n1,2,6.9999,1\n", game, strength=0).payoffs == (7, 2)
    with pytest.raises(InputError, match="line 1: column 'Row payoff' goes with actions"):
        fallen("Row,Column,Row payoff\n1,2,7\n", game, kind="payoffs")
    with pytest.raises(InputError, match="line 2: Row has no action '7'"):
        fallen("Row,Column\n7,2\n", game, kind="actions")
    with pytest.raises(UnsuitableError, match="bootstrap is accepted"):
        fallen("Row,Column\n1.5,2\n", method="dirichlet")


def test_players_may_be_called_anything(here: Path) -> None:
    game = accord.Game.from_arrays(
        [[0, 7], [2, 6]], [[0, 2], [7, 6]], players=["count", "a, b"], actions=[["x\ny", " z"], ['"', "é"]]
    )
    found = fallen('count,"a, b",count payoff\n"x\ny",é,7\nz,"""",2\n', game, strength=0)
    assert found.play.cells == (1, 2)
    spaces = accord.Game.from_arrays([[1]], [[1]], players=["A", "A "])
    with pytest.raises(InputError, match="differ in spaces only"):
        fallen("A,count\n1,1\n", spaces)


def test_results_are_reproducible_and_components_travel(here: Path, capsys: Any) -> None:
    command = ["solve", "chicken", "--fallback", "observed", "--set", "fallback.file=b.csv", "--format", "json"]
    saved(CHICKEN)
    texts = []
    for extra in ([], [], ["--set", "fallback.seed=1"]):
        assert main(command + extra) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] != texts[2]
    result = json.loads(texts[0])
    assert list(result["uncertainty"]) == ["source", "level", "draws", "left_out", "disagreement", "agreement"]
    assert str(here) not in texts[0]
    assert result["pipeline"]["fallback"]["settings"]["file"] == "b.csv"
    fallback = Observed("b.csv", strength=Fraction(1, 3), seed=5)
    assert pickle.loads(pickle.dumps(fallback)) == fallback
    assert pickle.loads(pickle.dumps(solved(CHICKEN))).uncertainty == solved(CHICKEN).uncertainty


def test_reports_show_the_intervals(here: Path, capsys: Any) -> None:
    saved(CHICKEN)
    command = ["solve", "chicken", "--fallback", "observed", "--set", "fallback.file=b.csv", "--set", "fallback.level=0.5"]
    for form in ("text", "markdown"):
        assert main([*command, "--format", form]) == 0
        out = capsys.readouterr().out
        for words in ("agreement, 50 %", "fallback, 50 %", "each interval holds 50 % of 400 draws", "SHA-256"):
            assert words in out.replace("\n  ", " ")


def test_comparisons_do_not_bargain_over_draws(here: Path) -> None:
    comparison = accord.compare(accord.read("chicken"))
    assert dict(comparison.left_out)["observed"] == "fallback 'observed' needs the setting 'file'; text is accepted"
    uncertain = [row.solution for row in comparison.rows if row.solution and row.solution.disagreement.uncertainty]
    assert uncertain, "learned has one draw for each seed"
    assert all(solution.uncertainty is None for solution in uncertain)


def test_central_intervals_leave_out_as_many_on_either_side() -> None:
    assert central(list(range(400)), 0.9) == (20, 379)
    assert central([3, 1, 2], 0.9) == (1, 3)
    assert central([3, 1, 2], 1e-9) == (2, 2)
    assert central([4, 3, 1, 2], 1e-30) == (2, 3)
    assert central([7], 0.5) == (7, 7)


def test_an_uncertainty_that_is_none_is_the_fallbacks_fault() -> None:
    from dataclasses import dataclass  # noqa: PLC0415

    @dataclass(frozen=True)
    class Vague:
        name = "vague"
        needs = accord.Needs()
        claims = frozenset()  # type: ignore[var-annotated]
        draws: tuple[Any, ...] = ()
        level: float = 0.9

        def fall_back(self, game: accord.Game) -> accord.Disagreement:
            return accord.Disagreement((0, 0), uncertainty=accord.Uncertainty(self.draws, self.level, "vague"))

    game = accord.read("chicken")
    for vague in (Vague(), Vague(((0, 0),), 1.0), Vague(((0, 0, 0),)), Vague(((0, float("nan")),))):
        with pytest.raises(ComponentError, match="vague"):
            accord.solve(game, fallback=vague)
    found = accord.solve(game, fallback=Vague(((0, 0), (2, 0.0), (Fraction(1), 0)))).uncertainty
    assert found.agreement == ((6, 7), (5, 6))
    nothing = accord.solve(game, fallback=Vague(((100, 0),))).uncertainty
    assert (nothing.agreement, nothing.left_out) == (None, 1)
    assert nothing.to_dict()["agreement"] is None


@few
@given(data=st.data())
def test_the_posterior_mean_on_random_games(data: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    shape = data.draw(st.sampled_from([(1,), (3,), (2, 2), (1, 4), (2, 3, 2), (2, 2, 2, 2)]))
    numbers = st.fractions(min_value=-9, max_value=9, max_denominator=7)
    cells = list(itertools.product(*map(range, shape)))
    table = [data.draw(st.lists(numbers, min_size=len(cells), max_size=len(cells))) for _ in shape]
    game = accord.Game.from_arrays(*(np.array(u, dtype=object).reshape(shape) for u in table))
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(cells), max_size=len(cells)).filter(any))
    strength = data.draw(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(7)]))
    rows = [",".join([*(str(k + 1) for k in cell), str(c)]) for cell, c in zip(cells, counts, strict=True)]
    file = tmp_path_factory.mktemp("observed") / "b.csv"
    file.write_text(",".join([*(f"player {i + 1}" for i in range(len(shape))), "count"]) + "\n" + "\n".join(rows))
    solution = accord.solve(game, fallback=Observed(str(file), kind="actions", strength=strength, draws=30))
    whole = strength + sum(counts)
    wanted = tuple(
        sum(((c + strength / prod(shape)) * u for c, u in zip(counts, column, strict=True)), Fraction(0)) / whole
        for column in table
    )
    assert solution.certified
    assert solution.disagreement.payoffs == wanted
    most = max(map(sum, zip(*table, strict=True)))
    for draw in solution.disagreement.uncertainty.draws:
        assert all(isinstance(v, Fraction) for v in draw)
        assert all(min(u) <= v <= max(u) for u, v in zip(table, draw, strict=True))
        assert sum(draw) <= most
    assert solution.uncertainty.left_out == 0


@pytest.mark.parametrize("scale", [Fraction(1, 10**300), Fraction(10**280), Fraction(1)])
@pytest.mark.parametrize("offset", [0, 10**18])
def test_units_and_offsets_of_any_size(scale: Fraction, offset: int, here: Path) -> None:
    chicken = accord.read("chicken")
    moved = [[[(u + offset) * scale for u in row] for row in table] for table in ([[0, 7], [2, 6]], [[0, 2], [7, 6]])]
    game = accord.Game.from_arrays(*moved, players=chicken.players, actions=chicken.actions)
    near, far = fallen(CHICKEN), fallen(CHICKEN, game)
    assert far.payoffs == tuple((d + offset) * scale for d in near.payoffs)
    assert far.uncertainty.draws == tuple(tuple((d + offset) * scale for d in draw) for draw in near.uncertainty.draws)
    solution = solved(CHICKEN, game)
    assert solution.uncertainty.left_out == 0
    json.dumps(solution.to_dict(), allow_nan=False)


def test_breakdowns_on_the_frontier_stay_feasible_without_money(here: Path) -> None:
    """All draws lie on the segment from (7, 2) to (6, 6), where nobody can gain: exactly so, or some would be infeasible."""
    solution = solved("Row,Column\nDare,Swerve\nSwerve,Swerve\n", strength=0, split="egalitarian", money=False, draws=60)
    assert solution.agreement.payoffs == solution.disagreement.payoffs == (Fraction(13, 2), 4)
    assert solution.uncertainty.left_out == 0
    assert solution.uncertainty.agreement == solution.uncertainty.disagreement


@pytest.mark.parametrize("count", ["1e-300", "1e300", "1/3", "0.1"])
def test_counts_of_any_size(count: str, here: Path) -> None:
    solution = solved(f"Row,Column,count\nDare,Swerve,{count}\nSwerve,Swerve,{count}\n", strength=Fraction(1, 10**6))
    assert all(7 >= v >= 0 for draw in solution.disagreement.uncertainty.draws for v in draw)
    certain = solved(f"Row,Column,count\nDare,Swerve,{count}\nSwerve,Swerve,{count}\n", strength=0)
    assert certain.disagreement.payoffs == (Fraction(13, 2), 4)


def test_one_player_and_constant_payoffs(here: Path) -> None:
    alone = accord.Game.from_arrays([1, 3, 2], players=["Me"], actions=[["a", "b", "c"]])
    solution = solved("Me\na\na\nb\n", alone, strength=0)
    assert (solution.disagreement.payoffs, solution.agreement.payoffs) == ((Fraction(5, 3),), (3,))
    flat = accord.Game.from_arrays([[2, 2]], [[1, 1]], players=["A", "B"], actions=[["x"], ["y", "z"]])
    for money, split in ((True, "equal"), (False, "nash")):
        constant = solved("A,B\nx,z\n", flat, split=split, money=money)
        assert constant.agreement.payoffs == (2, 1)
        assert constant.uncertainty.agreement == ((2, 2), (1, 1))
    assert solved("A,B\n2,1\n", flat, kind="payoffs").disagreement.payoffs == (2, 1)
    with pytest.raises(InputError, match="contradicts"):
        fallen("A,B\n2,2\n", flat, kind="payoffs")


def test_large_files_and_games(here: Path) -> None:
    rng = np.random.default_rng(0)
    game = accord.Game.from_tensor(rng.integers(0, 100, (2, 60, 50)), players=["A", "B"])
    chosen = rng.integers(1, 51, (60_000, 2))
    found = fallen("A,B\n" + "\n".join(f"{a},{b}" for a, b in chosen.tolist()), game, kind="actions", draws=50)
    counts = np.zeros((60, 50), dtype=int)
    np.add.at(counts, tuple(chosen.T - 1), 1)
    tables = (np.asarray(u, dtype=object) for u in game.numerators)
    wanted = tuple(Fraction(int((u * counts).sum())) / 60_001 + Fraction(int(u.sum()), 3000 * 60_001) for u in tables)
    assert found.payoffs == wanted
    assert "500 of the game's 3000 profiles were never seen" in " ".join(found.warnings)


def test_errors_of_other_games_name_their_players(here: Path) -> None:
    saved("Row,Column\nDare,Dare\n")
    with pytest.raises(AccordError, match="there is no player 'Row'"):
        accord.solve(accord.read("majority3"), fallback="observed", settings={"fallback": {"file": "b.csv"}})
