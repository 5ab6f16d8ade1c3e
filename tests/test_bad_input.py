"""Bad input: one line on standard error that says what and where, nothing on standard output, exit code 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import accord
from accord.cli import main
from accord.errors import AccordError, InputError


def refused(arguments: list[str], capsys: Any, *words: str) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("accord: error: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "bug" not in err
    for word in words:
        assert word in err, err


ARRAYS: dict[str, tuple[list[Any], str]] = {
    "none": ([], "none was given"),
    "ragged": ([[[1, 2], [3]], [[1, 2], [3, 4]]], "ragged"),
    "empty": ([[], []], "dimension"),
    "no action": ([np.zeros((0, 2)), np.zeros((0, 2))], "player 1 has no action"),
    "no action of the second": ([np.zeros((2, 0)), np.zeros((2, 0))], "player 2 has no action"),
    "nan": ([[[1.0, float("nan")]], [[1, 2]]], "nan"),
    "infinite": ([[[1.0, float("-inf")]], [[1, 2]]], "inf"),
    "one dimension": ([[1, 2], [1, 2]], "1 dimension"),
    "three dimensions": ([np.zeros((2, 2, 2)), np.zeros((2, 2, 2))], "3 dimension"),
    "different shapes": ([np.zeros((2, 3)), np.zeros((3, 2))], "must agree"),
    "words": ([[["a", "b"]], [[1, 2]]], "finite number"),
    "truth": ([[[True, False]], [[1, 2]]], ""),
    "complex": ([[[1j, 2]], [[1, 2]]], ""),
    "none inside": ([[[None, 2]], [[1, 2]]], ""),
    "beyond floats": ([[[10**302, 2]], [[1, 2]]], "10^302"),
    "one over zero": ([[["1/0", 2]], [[1, 2]]], "finite number"),
    "an endless exponent": ([[["1e999999999", 2]], [[1, 2]]], "exponents"),
}


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays(case: str) -> None:
    arrays, words = ARRAYS[case]
    with pytest.raises(InputError) as caught:
        accord.Game.from_arrays(*arrays)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "labels",
    [
        {"players": ["A", "A"]},
        {"players": ["A"]},
        {"players": "AB"},
        {"players": ["A", ""]},
        {"players": [1, 2]},
        {"actions": [["x", "x"], ["x", "y"]]},
        {"actions": [["x", "y"]]},
        {"actions": [["x", "y"], ["x", "y", "z"]]},
    ],
    ids=str,
)
def test_labels(labels: Any) -> None:
    with pytest.raises(InputError):
        accord.Game.from_arrays(np.zeros((2, 2)), np.zeros((2, 2)), **labels)


NFG = 'NFG 1 R "g" { "a" "b" } { 2 2 }\n\n0 0 2 7 7 2 6 6\n'
FILES: dict[str, tuple[str, bytes]] = {
    "truncated nfg": ("g.nfg", NFG[:-6].encode()),
    "truncated head": ("g.nfg", NFG[:15].encode()),
    "too many payoffs": ("g.nfg", NFG.encode() + b"1 2"),
    "no actions": ("g.nfg", b'NFG 1 R "g" { "a" "b" } { 0 2 }\n'),
    "nan in nfg": ("g.nfg", NFG.replace("7 7", "nan 7").encode()),
    "too large": ("g.nfg", b'NFG 1 R "g" { "a" "b" "c" } { 100000 100000 100000 }\n1 2 3'),
    "truncated json": ("g.json", b'{"payoffs": [[[1, 2], [3, 4]]'),
    "ragged json": ("g.json", b'{"payoffs": [[[1, 2], [3, 4]], [[1, 2]]]}'),
    "nan in json": ("g.json", b'{"payoffs": [[[1, NaN], [3, 4]]]}'),
    "a list": ("g.json", b"[1, 2]"),
    "no payoffs": ("g.toml", b'title = "x"'),
    "malformed toml": ("g.toml", b"payoffs = [[[1, 2]"),
    "infinite in toml": ("g.toml", b"payoffs = [[[1, inf]]]"),
    "empty": ("g.toml", b""),
    "empty nfg": ("g.nfg", b""),
    "not UTF-8": ("g.json", b"\xff\xfe{}"),
    "not UTF-8 nfg": ("g.nfg", NFG.encode().replace(b'"g"', b'"\xe9"')),
    "no archive": ("g.npz", b"PK but not really"),
    "an unknown ending": ("g.xyz", b"whatever"),
}


@pytest.mark.parametrize("case", FILES)
def test_files(case: str, tmp_path: Path, capsys: Any) -> None:
    name, content = FILES[case]
    path = tmp_path / name
    path.write_bytes(content)
    refused(["solve", str(path)], capsys, name)
    refused(["compare", str(path)], capsys, name)


def test_paths(tmp_path: Path, capsys: Any) -> None:
    refused(["solve", str(tmp_path)], capsys, str(tmp_path))
    (tmp_path / "folder.nfg").mkdir()
    refused(["solve", str(tmp_path / "folder.nfg")], capsys, "folder.nfg")
    refused(["solve", str(tmp_path / "missing.nfg")], capsys, "missing.nfg")
    refused(["solve", "chiken"], capsys, "did you mean 'chicken'?")
    refused(["solve", "nowhere:at/all"], capsys)
    refused(["solve", ""], capsys)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--fallback corelated", ["did you mean 'correlated'?", "installed", "minimax-threat"]),
        ("--selection max-wellfare", ["did you mean 'max-welfare'?", "installed"]),
        ("--split equel", ["did you mean 'equal'?", "installed"]),
        ("--fallback nash --solver pur", ["did you mean 'pure'?", "installed"]),
        ("--fallback nash", ["solver"]),
        ("--worth alfa", ["alfa"]),
        ("--fallback nosuch.thing", ["nosuch"]),
        ("--fallback point", ["payoffs"]),
        ("--fallback point --set fallback.payoffs=1", ["1 payoff(s)", "2 player(s)"]),
        ("--fallback point --set fallback.payoffs=a,b", ["payoffs"]),
        ("--fallback point --set fallback.payoffs=1,nan", ["payoffs"]),
        ("--fallback point --set fallback.payoffs=1,inf", ["payoffs"]),
        ("--fallback point --set fallback.payoffs=100,100", ["200", "12"]),
        ("--fallback point --set fallback.payoffs=6,7 --no-side-payments", ["allow side payments"]),
        ("--split weighted", ["weights"]),
        ("--split weighted --set split.weights=1,-1", ["weights"]),
        ("--split weighted --set split.weights=0,0", ["weights"]),
        ("--split weighted --set split.weights=1,2,3", ["3 weight(s)"]),
        ("--split equal --no-side-payments", ["needs side payments"]),
        ("--set selection.reference=zenith", ["reference", "pmm"]),
        ("--set selection.nothing=1", ["nothing"]),
        ("--set nothing.reference=pmm", ["nothing"]),
        ("--set selection.reference", ["selection.reference"]),
        ("--set =", ["="]),
        ("--selection egalitarian --fallback security", ["selection"]),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_options(options: str, words: list[str], capsys: Any) -> None:
    refused(["solve", "chicken", *options.split()], capsys, *words)


def test_needs(capsys: Any) -> None:
    fallback = ["solve", "majority3", "--fallback", "rational-threats", "--no-side-payments"]
    refused(fallback, capsys, "rational-threats", "at most 2 player(s)", "3")
    split = ["solve", "majority3", "--split", "perles-maschler", "--no-side-payments"]
    refused(split, capsys, "perles-maschler", "at most 2 player(s)", "3")


@pytest.mark.parametrize("text", ["", "  \n", "\0\0", "NFG", "{", "payoffs = 1"])
def test_standard_input(text: str, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import io  # noqa: PLC0415

    stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    refused(["solve", "-"], capsys, "standard input")


def test_settings_in_all_forms(tmp_path: Path, capsys: Any) -> None:
    for value, expected in (("2,1", [6.5, 5.5 - 0.0]), ("[2, 1]", None), ("2/3,1/3", None), ("0.5,0.25", None)):
        assert main(["solve", "chicken", "--split", "weighted", "--set", f"split.weights={value}", "--format", "json"]) == 0
        solution = json.loads(capsys.readouterr().out)
        assert solution["exact"]["agreement"]["payoffs"] == ["25/4", "23/4"], (value, expected)


def test_extreme_points_given_by_hand_are_answered_or_refused() -> None:
    game = accord.read("chicken")
    for payoffs in ((10**400, 0), (-(10**400), 0), (1e300, 1), (-1e299, 0.0), (float("nan"), 0.0), (float("inf"), 0.0)):
        for money in (True, False):
            try:
                solution = accord.solve(game, fallback=accord.fallbacks.Point(payoffs=payoffs), side_payments=money)
            except AccordError as error:
                assert error.exit_code in {2, 3}  # noqa: PT017 -- refusing is one of two good ends
            else:
                assert solution.certified
                json.dumps(solution.to_dict(), allow_nan=False)
