"""Solving from the command line, and what happens when a component breaks its contract."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

import accord
from accord.claims import Claim
from accord.cli import main
from accord.equilibria import Equilibrium
from accord.errors import AccordError, ComponentError, SolverError
from accord.host import Plugin, Registration, Registry, load_registry
from accord.plan import JointPlan
from accord.report import render
from accord.roles import Disagreement, Findings, Needs

F = Fraction
CHICKEN = accord.read("chicken")
VERBS = {"split": "agree", "selection": "select", "fallback": "fall_back", "solver": "equilibria"}


def component(role: str, act: Callable[[Any], Any], *promises: Claim) -> Any:
    """A component of a role that returns whatever it is told to."""

    @dataclass(frozen=True)
    class Test:
        """Do as told."""

        name: ClassVar[str] = "test.told"
        needs: ClassVar[Needs] = Needs()
        claims: ClassVar[frozenset[Claim]] = frozenset(promises)

    setattr(Test, VERBS[role], lambda self, given: act(given))
    return Test


def told(role: str, act: Callable[[Any], Any], *promises: Claim, **pipeline: Any) -> Any:
    if role == "solver":
        pipeline["fallback"] = "nash"
    return accord.solve(CHICKEN, **{role: component(role, act, *promises)()}, **pipeline)


def failing(_: Any) -> Any:
    raise RuntimeError("out of\norder")


def pure(*cells: int) -> JointPlan:
    return JointPlan.uniform(cells)


BROKEN: dict[str, list[Callable[[Any], Any]]] = {
    "split": [
        failing,
        lambda _: None,
        lambda _: 5,
        lambda _: "ab",
        lambda _: [6.0],
        lambda _: [4.0, 4.0, 4.0],
        lambda _: [None, None],
        lambda _: [1j, 2],
        lambda _: [float("nan"), 6.0],
        lambda _: [float("inf"), 0],
        lambda _: [1e308, 1e308],
        lambda _: [10**400, 1],
        lambda _: [F(10**400), 1],
        lambda _: np.ones((2, 2)),
    ],
    "selection": [
        failing,
        lambda _: None,
        lambda _: _,
        lambda _: Equilibrium((F(6),), pure(3)),
        lambda _: Equilibrium((float("nan"), F(6)), pure(3)),
        lambda _: Equilibrium((F(6), F(6)), pure(33)),
        lambda _: Equilibrium((F(6), F(6)), "a play"),  # type: ignore[arg-type]
        lambda _: Equilibrium(None, pure(3)),  # type: ignore[arg-type]
    ],
    "fallback": [
        failing,
        lambda _: None,
        lambda _: Disagreement((F(1),)),
        lambda _: Disagreement((float("nan"), 2.0)),
        lambda _: Disagreement((F(0), F(0)), "a play"),  # type: ignore[arg-type]
        lambda _: Disagreement((F(0), F(0)), pure(77)),
        lambda _: Disagreement((F(0), F(0)), JointPlan((), ())),
        lambda _: Disagreement((F(0), F(0)), JointPlan((1, 0), (F(1, 2), F(1, 2)))),
        lambda _: Disagreement((F(0), F(0)), JointPlan((0, 1), (0.5, float("nan")))),
        lambda _: Disagreement((F(0), F(0)), payoff_range=5),  # type: ignore[arg-type]
        lambda _: Disagreement((F(0), F(0)), payoff_range=((F(0), F(7)),)),
        lambda _: Disagreement((F(0), F(0)), payoff_range=((F(0), F(7), F(8)), (F(0), F(7), F(8)))),  # type: ignore[arg-type]
        lambda _: Disagreement((F(0), F(0)), payoff_range=((F(0), float("nan")), (F(0), F(7)))),
    ],
    "solver": [
        failing,
        lambda _: None,
        lambda _: [],
        lambda _: Findings(None),  # type: ignore[arg-type]
        lambda _: Findings([None]),  # type: ignore[list-item]
        lambda _: Findings([[1, 2]]),  # type: ignore[list-item]
        lambda _: Findings([[["a", 0.0], [1.0, 0.0]]]),  # type: ignore[list-item]
    ],
}


@pytest.mark.parametrize("money", [True, False])
@pytest.mark.parametrize(
    ("role", "act"), [pytest.param(role, act, id=f"{role}-{k}") for role, acts in BROKEN.items() for k, act in enumerate(acts)]
)
def test_a_component_that_breaks_its_contract_is_named(role: str, act: Callable[[Any], Any], money: bool) -> None:
    with pytest.raises(ComponentError) as caught:
        told(role, act, side_payments=money)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    assert "test.told" in str(caught.value) or role == "selection"


def test_an_agreement_out_of_reach_is_the_split_s_fault() -> None:
    with pytest.raises(ComponentError, match=r"split test\.told returned \(7, 7\), which no joint plan yields"):
        told("split", lambda _: [7.0, 7.0], side_payments=False)


@pytest.mark.parametrize(
    ("returned", "profile"),
    [
        ([[float("nan"), 0.0], [1.0, 0.0]], "not finite"),
        ([[10**400, 0], [0, 1]], "not finite"),
        ([[1.0], [1.0, 0.0]], "probabilities per player"),
        ([[1.5, -0.5], [0.0, 1.0]], "negative"),
        ([[0.5, 0.4], [0.0, 1.0]], "add up to 1"),
        ([[1.0, 0.0], [1.0, 0.0]], "by deviating"),
    ],
)
def test_what_is_no_equilibrium_is_rejected_with_the_reason(returned: Any, profile: str) -> None:
    with pytest.raises(SolverError, match=profile):
        told("solver", lambda _: Findings([returned]))
    kept = told("solver", lambda _: Findings([returned, [[1.0, 0.0], [0.0, 1.0]]]))
    assert kept.disagreement.payoffs == (7, 2)
    assert any(profile in warning for warning in kept.warnings)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    ("role", "act", "promises", "broken"),
    [
        ("split", lambda _: [5.0, 5.0], [Claim.EFFICIENT], [Claim.FEASIBLE, Claim.EFFICIENT]),
        ("split", lambda _: [12.0, 0.0], [Claim.INDIVIDUALLY_RATIONAL], [Claim.INDIVIDUALLY_RATIONAL]),
        ("split", lambda _: [7.0, 5.0], [Claim.EQUAL_GAINS], [Claim.EQUAL_GAINS]),
        ("selection", lambda _: Equilibrium((F(6), F(6)), pure(3)), [], [Claim.CORRELATED]),
        ("selection", lambda _: Equilibrium((F(5), F(5)), pure(1, 2)), [], [Claim.PAYOFFS_OF_PLAY]),
        ("fallback", lambda _: Disagreement((F(0), F(0)), pure(0)), [Claim.CORRELATED], [Claim.CORRELATED]),
        ("fallback", lambda _: Disagreement((F(0), F(0)), pure(0)), [Claim.NASH], [Claim.NASH]),
        ("fallback", lambda _: Disagreement((F(0), F(0))), [Claim.SECURITY], [Claim.SECURITY]),
        ("fallback", lambda _: Disagreement((F(0), F(0)), JointPlan((0,), (F(2),))), [], [Claim.DISTRIBUTION]),
    ],
)
def test_a_lie_is_found_out(role: str, act: Any, promises: list[Claim], broken: list[Claim], form: str) -> None:
    solution = told(role, act, *promises)
    assert not solution.certified
    assert {c.claim for c in solution.certificates if not c.holds} == set(broken)
    assert {"text": "✗", "markdown": "NO", "json": '"holds": false'}[form] in render(solution, form)


@pytest.fixture
def with_component(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install a component for the command line."""

    def install(role: str, act: Callable[[Any], Any], *promises: Claim) -> None:
        found = load_registry()
        plugin = Plugin("test", "accord-test", "0.1")
        extra = Registration(role, "test.told", component(role, act, *promises), "test", "accord-test", "0.1")
        registry = Registry((*found.plugins, plugin), (*found.registrations, extra))
        for module in ("accord.host", "accord.api.solving"):
            monkeypatch.setattr(f"{module}.load_registry", lambda: registry)

    return install


@pytest.mark.parametrize(
    ("role", "act", "code"),
    [
        ("split", lambda _: [5.0, 5.0], 1),
        ("split", lambda _: None, 3),
        ("split", failing, 3),
        ("fallback", lambda _: Disagreement((F(9), F(9))), 2),
        ("selection", failing, 3),
        ("selection", lambda _: Equilibrium((F(6), F(6)), pure(3)), 1),
        ("solver", failing, 3),
        ("solver", lambda _: Findings([]), 3),
    ],
)
def test_exit_codes(role: str, act: Any, code: int, with_component: Any, capsys: Any) -> None:
    with_component(role, act)
    more = ["--fallback", "nash"] if role == "solver" else []
    assert main(["solve", "chicken", f"--{role}", "test.told", *more]) == code
    out, err = capsys.readouterr()
    assert bool(out) == (code == 1)
    assert err.count("\n") == (code != 1)


@pytest.mark.parametrize("role", ["split", "fallback", "selection"])
def test_a_comparison_survives_a_broken_component(role: str, with_component: Any, capsys: Any) -> None:
    with_component(role, failing)
    assert main(["compare", "chicken", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    told_rows = [row for row in rows if row[role] == "test.told"]
    assert told_rows
    assert all("RuntimeError" in row["error"] or "interior" in row["error"] for row in told_rows)
    unsuitable = [row for row in rows if row["fallback"] == "nash" and row["selection"] == "analytic-center"]
    assert all("interior" in row["error"] for row in unsuitable if row not in told_rows)
    assert all(row["certified"] for row in rows if row not in told_rows and row not in unsuitable)


def test_a_lie_in_a_comparison_ends_in_1(with_component: Any, capsys: Any) -> None:
    with_component("split", lambda _: [5.0, 5.0], Claim.EFFICIENT)
    assert main(["compare", "chicken"]) == 1
    assert "NO" in capsys.readouterr().out


def test_accord_errors_of_components_pass_through() -> None:
    class OddError(AccordError):
        pass

    def refuse(_: Any) -> Any:
        raise OddError("not today")

    with pytest.raises(OddError, match="not today"):
        told("split", refuse)


def test_an_interrupt_while_solving_ends_in_130(tmp_path: Path) -> None:
    path = tmp_path / "slow.npz"
    np.savez(path, payoffs=np.random.default_rng(0).random((2, 120, 120)))
    with subprocess.Popen(
        [sys.executable, "-m", "accord", "solve", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        time.sleep(4.0)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "accord: interrupted\n")
