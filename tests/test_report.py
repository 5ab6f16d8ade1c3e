"""Results as people read them, and as programs do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import accord
from accord.cli import main
from accord.report import FORMATS, render

F = Fraction
KEYS = {
    "": {
        "accord", "game", "pipeline", "disagreement", "worths", "worth_violations", "agreement", "surplus", "ambiguity",
        "uncertainty", "exact", "certificates", "warnings",
    },
    "game": {"title", "digest", "players", "actions"},
    "pipeline": {"side_payments", "fallback", "selection", "worth", "split"},
    "disagreement": {"payoffs", "play", "unique", "payoff_range"},
    "agreement": {"payoffs", "play", "play_payoffs", "transfers"},
}  # fmt: skip


def three(seed: int = 1) -> accord.Game:
    return accord.Game.from_tensor(np.random.default_rng(seed).integers(-3, 9, (3, 2, 2, 2)), players=["Ann", "Bob", "Cyd"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["chicken"],
        ["majority3", "--no-side-payments"],
        ["bos", "--fallback", "nash", "--solver", "pure"],
        ["hot_dog", "--fallback", "security"],
        ["hot_dog", "--fallback", "point", "--set", "fallback.payoffs=1/3,2"],
    ],
    ids=" ".join,
)
def test_json_has_exactly_the_documented_keys(arguments: list[str], capsys: Any) -> None:
    assert main(["solve", *arguments, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    document = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    for key, wanted in KEYS.items():
        assert (document[key] if key else document).keys() == wanted
    for plan in (document["disagreement"]["play"], document["agreement"]["play"]):
        assert plan is None or sum(entry["probability"] for entry in plan) == pytest.approx(1)
        assert plan is None or all(entry.keys() == {"profile", "probability"} for entry in plan)
    for certificate in document["certificates"]:
        assert {"claim", "residual", "tolerance", "holds"} <= certificate.keys()
    n = len(document["game"]["players"])
    assert [float(F(x)) for x in document["exact"]["agreement"]["payoffs"]] == document["agreement"]["payoffs"]
    assert len(document["agreement"]["transfers"]) == n
    assert sum(document["agreement"]["transfers"]) == pytest.approx(0, abs=1e-12)
    assert document["surplus"] == pytest.approx(
        sum(document["agreement"]["payoffs"]) - sum(document["disagreement"]["payoffs"]), abs=1e-12
    )
    assert main(["solve", *arguments, "--format", "json"]) == 0
    assert capsys.readouterr().out == out


@pytest.mark.parametrize("command", ["solve", "compare"])
def test_fresh_processes_write_the_same_bytes(command: str) -> None:
    written = [
        subprocess.run(
            [sys.executable, "-m", "accord", command, "majority3" if command == "solve" else "bos", "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=120,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert written[0] == written[1]
    assert json.loads(written[0])


@pytest.mark.parametrize("form", FORMATS)
def test_comparisons(form: str, capsys: Any) -> None:
    for options in ([], ["--no-side-payments"]):
        assert main(["compare", "bos", "--format", form, *options]) == 0
        out = capsys.readouterr().out
        assert "max-welfare" in out
        assert "weighted" in out  # left out, with the reason


def test_text_is_aligned_also_in_wide_characters() -> None:
    game = accord.Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]], players=["甲方公司", "Cafe\u0301"])
    lines = render(accord.solve(game)).splitlines()
    head, first, second = lines[2], lines[4], lines[5]
    assert head.index("agreement") == len("甲方公司") * 2 + 2
    assert first.index("6") == head.index("agreement") - 4
    assert second.index("6") == head.index("agreement") + 1


def test_labels_cannot_break_the_layout() -> None:
    game = accord.Game.from_arrays(
        [[0, 7], [2, 6]],
        [[0, 2], [7, 6]],
        players=["a|b", "c\nd"],
        actions=[["x", "<b>y</b>"], ["[l](u)", "`c`\n# no heading"]],
        title="**not bold**",
    )
    solution = accord.solve(game, fallback=accord.fallbacks.Point(payoffs=(F(1), F(2))))
    markdown = render(solution, "markdown")
    assert markdown.startswith(r"## \*\*not bold\*\* (a\|b, c d; 2 × 2)")
    assert "\n#" not in markdown.replace("\n### ", "")
    assert "<b>" not in markdown.replace(r"\<b\>", "")
    assert r"a\|b pays c d 0.5." in markdown
    text = render(solution)
    assert "They play <b>y</b> / `c` # no heading." in text.splitlines()
    assert json.loads(render(solution, "json"))["game"]["players"] == ["a|b", "c\nd"]


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ((0, 0, 0), None),
        ((6, 0, 0), None),
        ((0, 6, 0), None),
    ],
)
def test_what_is_said_to_be_paid_adds_up(point: Any, sentence: None) -> None:
    for seed in range(4):
        solution = accord.solve(three(seed), fallback=accord.fallbacks.Point(payoffs=tuple(map(F, point))))
        payers = [p for p, t in zip(("Ann", "Bob", "Cyd"), solution.agreement.transfers, strict=True) if t < 0]
        takers = [p for p, t in zip(("Ann", "Bob", "Cyd"), solution.agreement.transfers, strict=True) if t > 0]
        text = " ".join(render(solution).split("How sure")[0].split())
        for payer in payers:
            assert f"{payer} pays" in text
        for taker in takers:
            assert f"pays {taker}" in text or f"{taker} receives" in text
        if not payers:
            assert "No money changes hands." in text


def test_one_player_and_long_plays() -> None:
    alone = render(accord.solve(accord.Game.from_arrays([3, 1, 3])))
    assert "No money changes hands." in alone
    crowded = accord.solve(accord.Game.from_tensor(np.zeros((2, 5, 5))))
    assert "… and 13 more profiles" in render(crowded)
    assert "No side payments are allowed." in render(accord.solve(accord.read("pd"), side_payments=False), "markdown")


def test_formats_are_listed() -> None:
    with pytest.raises(accord.AccordError, match="text, json, markdown"):
        render(accord.solve(accord.read("pd")), "yaml")
