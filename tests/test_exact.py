"""Exact answers on request: larger games are proved, reports write fractions, and what stays approximate is named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from reference_tables import DISAGREEMENT, payoffs

import accord
from accord.cli import main


def is_exact(values: Any) -> bool:
    return all(isinstance(v, Fraction) for v in values)


@pytest.mark.parametrize("rule", ["max-welfare", "min-welfare", "kalai-smorodinsky"])
@pytest.mark.parametrize("name", ["chicken", "stag_hunt", "shapley3x3", "conditional_threat"])
def test_published_answers(name: str, rule: str) -> None:
    solution = accord.solve(accord.Game.from_tensor(payoffs(name)), selection=rule, exact=True)
    assert solution.disagreement.payoffs == DISAGREEMENT[name][rule]
    assert solution.exact
    assert not any("approximate" in warning for warning in solution.warnings)


def test_a_larger_game_is_proved_on_request() -> None:
    game = accord.Game.from_tensor(np.random.default_rng(3).random((2, 24, 24)))
    usual, exact = accord.solve(game), accord.solve(game, exact=True)
    assert is_exact(exact.disagreement.payoffs)
    assert is_exact(exact.agreement.payoffs)
    assert exact.certified
    for a, b in zip(usual.disagreement.payoffs, exact.disagreement.payoffs, strict=True):
        assert abs(float(a) - float(b)) < 1e-6


@pytest.mark.parametrize(
    ("game", "settings", "part"),
    [
        ("chicken", {"selection": "max-entropy"}, "disagreement payoffs of correlated with max-entropy"),
        ("bos_asym", {"split": "perles-maschler", "side_payments": False, "selection": "random-dictator"}, None),
        ("public_good3_asym", {"split": "nash", "side_payments": False}, "payoffs that nash agrees on"),
        ("chicken", {"fallback": "learned"}, "disagreement payoffs of learned"),
    ],
)
def test_what_is_approximate_is_named(game: str, settings: dict[str, Any], part: str | None) -> None:
    solution = accord.solve(accord.read(game), exact=True, **settings)
    told = [warning for warning in solution.warnings if warning.startswith("this answer is approximate: ")]
    if part is None:
        part = "" if is_exact(solution.agreement.payoffs) else "payoffs that perles-maschler agrees on"
    assert bool(told) == bool(part)
    assert all(part in warning for warning in told)


def test_a_comparison_says_what_is_approximate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "chicken", "--exact"]) == 0
    sure = {line.split()[1]: line for line in capsys.readouterr().out.splitlines() if line.startswith("correlated ")}
    assert sure["max-entropy"].endswith("yes, approximate")
    assert sure["max-gini"].endswith("yes")
    assert main(["compare", "chicken"]) == 0
    assert "approximate" not in capsys.readouterr().out


def test_fractions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "chicken", "--exact"]) == 0
    assert "Row     6          21/4      3/4   2 … 7                 7/2 … 17/2" in capsys.readouterr().out
    assert main(["solve", "chicken"]) == 0
    assert "5.25" in capsys.readouterr().out
    assert main(["compare", "chicken", "--exact", "--format", "markdown"]) == 0
    assert "(21/4, 21/4)" in capsys.readouterr().out
