"""The contract kit finds what it is there to find: every test of it fails for a component with that fault, and for no other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from faulty_kit.contracts import CONTRACTS

from accord import testing
from accord.errors import ConfigurationError
from accord.game import Game
from accord.testing import SHARED_GAMES, shared, versions
from accord.testing.answers import difference
from accord.testing.equilibrium import extreme_equilibria, pure_equilibria, regret
from accord.testing.games import shown
from accord.testing.importing import HEAVY
from accord.testing.observing import observed

ROOT = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


def installed(folder: Path, name: str, module: str) -> None:
    """Make a module known as the plugin of a distribution."""
    info = folder / f"faulty_{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: faulty-{name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[accord]\n{name} = {module}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run pytest in a folder, with the faulty plugins installed."""
    site = tmp_path_factory.mktemp("site")
    installed(site, "kit", "faulty_kit.plugin")
    installed(site, "kit-heavy", "faulty_kit.heavy")
    installed(site, "kit-restless", "faulty_kit.restless")
    path = os.pathsep.join([str(site), str(ROOT / "tests")])

    def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    return pytest_in


@pytest.fixture(scope="module")
def failures(run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return which tests of which contract fail, and what they say."""
    report = tmp_path_factory.mktemp("report") / "report.xml"
    done = run(ROOT, "-q", f"--junitxml={report}", "tests/faulty_kit/contracts.py")
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-3000:]
    found: dict[str, dict[str, str]] = {name: {} for name in CONTRACTS}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        for fault in (*case.findall("failure"), *case.findall("error")):
            found[case.attrib["classname"].rpartition(".")[2]][case.attrib["name"]] = fault.attrib["message"]
    return found


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_fault_is_found_by_the_test_for_it_and_by_no_other(name: str, failures: dict[str, dict[str, str]]) -> None:
    found = failures[name]
    assert set(found) == set(getattr(CONTRACTS[name], "failing", ())), found


def test_every_test_of_the_kit_fails_for_some_component() -> None:
    contracts = [kind for kind in vars(testing).values() if isinstance(kind, type) and kind.__name__.endswith("Contract")]
    assert len(contracts) == 8
    for contract in contracts:
        tests = {name for name in dir(contract) if name.startswith("test_")}
        shown = {name.partition("[")[0] for kind in CONTRACTS.values() for name in getattr(kind, "failing", ())}
        assert tests <= shown, f"{contract.__name__}: no faulty component makes {tests - shown} fail"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("TestUnknownExpectation", "names 'test_claims_hole', which is no test; did you mean 'test_claims_hold'?"),
        ("TestUnknownGame", "names 'test_claims_hold[chiken]'; test_claims_hold has [chicken], [bos]"),
        ("TestNoReason", "gives no reason for 'test_answers_or_refuses[chicken]'"),
        ("TestExpectedPass", "[XPASS(strict)] it does not print after all"),
        ("TestExpectedSkip", "[XPASS(strict)] it has none"),
        ("TestFutureVersion", "since is '99.0'; this kit knows the versions 0.1"),
        ("TestSlipOfThePen", "sets 'expected_failure', which means nothing here; did you mean 'expected_failures'?"),
        ("TestClassInsteadOfInstance", "component is the class Sound; an instance, Sound(…), is needed"),
        ("TestUnregistered", "no installed plugin registers faulty_kit.splits.Unregistered"),
        ("TestHeavy", "importing faulty_kit.heavy loads scipy"),
        ("TestUndocumented", "says nothing about extra"),
        ("TestMisdocumented", "explains 'extra', which is no field"),
        ("TestUnguarded", "ends in ComponentError"),
        ("TestCrashing", "ZeroDivisionError"),
        ("TestLying", "the claim EQUAL_GAINS (equal gains) does not hold on chicken"),
        ("TestMoody", "kit.moody answers differently: agreement.payoffs"),
        ("TestReading", "differently: agreement.payoffs[0] is "),
        ("TestEntitled", "under other labels, kit.entitled answers a game ("),
        (
            "TestRestless",
            "importing faulty_kit.restless changes the state of the module random, the number of threads; a module should",
        ),
        ("TestDeepening", "kit.deepening changes the recursion limit on chicken"),
        ("TestSilencing", "kit.silencing changes how all warnings are treated on chicken"),
        ("TestNoting", "kit.noting leaves notes.txt in 'here' on chicken"),
        ("TestFavouring", "states that it satisfies symmetry, and violates it"),
        ("TestUnknowing", "states 'symetry', which is no installed axiom; did you mean 'symmetry'?"),
        ("TestBoasting", "is claimed to be complete and lacks the equilibrium"),
        ("TestTrusting", "reading it runs the code inside"),
    ],
)
def test_failures_say_what_is_wrong(name: str, words: str, failures: dict[str, dict[str, str]]) -> None:
    (message,) = failures[name].values()
    assert words in message


FRESH = """
from accord.testing import SplitContract
from faulty_kit.splits import Guarded, Loud
from accord.testing import shared

class TestGuarded(SplitContract):
    component = Guarded(parts=2)
    games = shared("chicken", "pennies")
    examples = 2

class TestLoud(SplitContract):
    component = Loud()
    games = shared("bos", "chicken")
    examples = 1
    expected_failures = {"test_prints_nothing": "it greets"}
    since = "0.1"
"""


@pytest.mark.parametrize(
    ("config", "options"),
    [("", ()), ("", ("-W", "error")), ("[pytest]\nstrict = true\n", ("-W", "error", "--import-mode=importlib"))],
    ids=["plain", "warnings as errors", "strict"],
)
def test_a_fresh_folder_with_nothing_but_a_contract(run: Run, tmp_path: Path, config: str, options: tuple[str, ...]) -> None:
    (tmp_path / "test_plugin.py").write_text(FRESH, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(config or "[pytest]\n", encoding="utf-8")
    done = run(tmp_path, "-q", "-rxs", *options)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 xfailed" in done.stdout
    assert "it greets" in done.stdout
    assert "the split has no method shares" in done.stdout


def test_a_pinned_contract_skips_newer_tests_visibly(run: Run, tmp_path: Path) -> None:
    newer = """
from accord.testing import versions
versions.VERSIONS = ("0.1", "0.2")
from accord.testing import SplitContract, shared
from accord.testing.versions import introduced
from faulty_kit.splits import Guarded

class Newer(SplitContract):
    games = shared("chicken")
    examples = 1

    @introduced("0.2")
    def test_something_new(self):
        assert False, "what is new is not kept yet"

class TestPinned(Newer):
    component = Guarded()
    since = "0.1"

class TestUpToDate(Newer):
    component = Guarded()
    since = "0.2"
"""
    (tmp_path / "test_newer.py").write_text(newer, encoding="utf-8")
    done = run(tmp_path, "-q", "-rsf")
    assert done.returncode == 1
    assert "new in version 0.2 of the kit; this contract is pinned to 0.1" in done.stdout
    assert "FAILED test_newer.py::TestUpToDate::test_something_new" in done.stdout
    assert "1 failed" in done.stdout


def test_every_test_of_the_kit_knows_its_version() -> None:
    for name in testing.__all__:
        kind: Any = getattr(testing, name)
        if isinstance(kind, type) and name.endswith("Contract"):
            for test in (getattr(kind, t) for t in dir(kind) if t.startswith("test_")):
                assert versions.version_of(test) in versions.VERSIONS, test
                assert (test.__doc__ or "").strip().endswith("."), test


def test_where_two_answers_differ_is_said() -> None:
    one = {"agreement": {"payoffs": (Fraction(1, 2), 3), "play": None}, "notes": ["a", "b"]}
    assert difference(one, one) == ""
    assert difference(one, {**one, "notes": ["a", "c"]}) == "notes[1] is b, and then c"
    assert difference(one, {**one, "notes": ["a"]}) == "notes is ['a', 'b'], and then ['a']"
    other = {**one, "agreement": {"payoffs": (Fraction(1, 3), 3), "play": None}}
    assert difference(one, other) == "agreement.payoffs[0] is 1/2, and then 1/3"
    refusal = {"error": "SolverError", "message": "it gave up"}
    assert difference(one, refusal) == "an answer, and then SolverError: it gave up"
    assert difference("x" * 500, 1) == f"{'x' * 120}…, and then 1"


def test_a_game_that_a_component_changes_is_changed_back() -> None:
    game = Game.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    before = game.payoffs.copy(), game.normalised.copy(), game.numerators[0].copy()

    def meddle(game: Game) -> None:
        for view in (game.payoffs, game.normalised, game.numerators[0]):
            view.flags.writeable = True
            view.sort()

    run = observed(meddle, game)
    assert run.error is None
    assert run.disturbed == ("the game", "the game's arrays, which are read-only")
    for view, was in zip((game.payoffs, game.normalised, game.numerators[0]), before, strict=True):
        assert view.tolist() == was.tolist()
        assert not view.flags.writeable
    assert observed(lambda _: None, game).disturbed == ()


def test_games_are_shown_in_a_line_that_can_be_read() -> None:
    lines = [shown(case.game) for case in SHARED_GAMES]
    assert max(map(len, lines)) < 400
    assert shown(shared("bos")[0].game) == "bos (2 × 2, payoffs by player (3, 0, 0, 2); (2, 0, 0, 3))"
    assert "(about 3e+299, 0, 0, about 2e+299)" in shown(shared("huge")[0].game)


def test_shared_games_are_named_and_explained() -> None:
    names = [case.name for case in SHARED_GAMES]
    assert len(set(names)) == len(names)
    assert all(case.reason for case in SHARED_GAMES)
    assert shared("bos")[0].game.shape == (2, 2)
    with pytest.raises(ConfigurationError, match=r"no shared game is called 'bso'; did you mean 'bos'\?"):
        shared("bso")


def test_shared_games_are_what_their_names_say() -> None:
    game = {case.name: case.game for case in SHARED_GAMES}
    assert len(extreme_equilibria(game["chicken"])) == 3
    assert len(extreme_equilibria(game["coordination"])) == 7
    assert len(extreme_equilibria(game["rock-paper-scissors"])) == 1
    assert len(extreme_equilibria(game["dilemma"])) == len(extreme_equilibria(game["iterated-dominance"])) == 1
    assert len(extreme_equilibria(game["continuum"])) > 2
    supports = {tuple(sum(p > 0 for p in s) for s in profile) for profile in extreme_equilibria(game["degenerate"])}
    assert any(a != b for a, b in supports)
    assert not pure_equilibria(game["pennies"])
    assert not pure_equilibria(game["three-pennies"])
    assert len(pure_equilibria(game["three-players"])) > 1
    assert all(regret(case.game, p) == 0 for case in SHARED_GAMES for p in pure_equilibria(case.game))
    assert float(max(game["huge"].highest)) > 1e299
    assert max(game["beyond-2^31"].highest) > 2**32


def test_heavy_packages_include_all_that_the_host_itself_loads_late() -> None:
    assert {"scipy", "highspy", "matplotlib", "distributed", "pyarrow", "nashpy", "pygambit", "pytest"} <= set(HEAVY)


def test_brute_force_agrees_with_another_brute_force() -> None:
    """The kit's own enumeration and the one of the tests, which was written independently."""
    import oracles  # noqa: PLC0415
    from hypothesis import given, settings  # noqa: PLC0415

    from accord.testing.strategies import games  # noqa: PLC0415

    @settings(max_examples=25, derandomize=True, deadline=None, database=None)
    @given(games(shapes=[(2, 2), (2, 3), (3, 3), (1, 3)]))
    def compared(game: Game) -> None:
        table = [
            [[game.exact(a * game.shape[1] + b)[i] for b in range(game.shape[1])] for a in range(game.shape[0])] for i in (0, 1)
        ]
        import numpy as np  # noqa: PLC0415

        assert sorted(extreme_equilibria(game)) == oracles.extreme_equilibria(np.array(table, dtype=object))

    compared()
