"""Components that misbehave while they work: each ends as one line with its name, or as a claim that fails.

Solvers in worker processes, which hang, die or fill the memory, are in the tests of cross-checks.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import accord
from accord.claims import Claim
from accord.cli import main
from accord.errors import ComponentError
from accord.host.switches import VARIABLES

FAULTY = Path(__file__).parent / "faulty"
COMMANDS = {
    "split": "--split misbehaving.split --set split.how={}",
    "selection": "--selection misbehaving.selection --set selection.how={}",
    "fallback": "--fallback misbehaving.fallback --set fallback.how={}",
    "worth": "--worth misbehaving.worth --set worth.how={}",
    "solver": "--fallback nash --solver misbehaving.solver --set solver.how={}",
}
COMMON = {
    "raises": "KeyError: 'no such\\nthing'",
    "exits": "SystemExit: enough of this",
    "escapes": "Escape: beyond Exception",
    "recursion": "RecursionError: maximum recursion depth exceeded",
    "mutates": "read-only",
    "rewrites": "read-only",
    "reassigns": "FrozenInstanceError",
    "changes-folder": "No such file or directory",
}
"""What goes wrong in all roles alike, and what the line must say."""
FINITE = "finite payoffs below 10^300 are expected"
WRONG_ANSWERS = {
    ("split", "nan"): FINITE,
    ("split", "infinite"): FINITE,
    ("split", "short"): "returned 1 payoffs; 2 are expected",
    ("split", "long"): "returned 3 payoffs; 2 are expected",
    ("split", "nothing"): "returned NoneType; 2 payoffs are expected",
    ("split", "text"): "returned str; 2 payoffs are expected",
    ("split", "complex"): "returned list of complex, int; 2 payoffs are expected",
    ("split", "nested"): "returned list of list; 2 payoffs are expected",
    ("split", "digits"): "returned tuple of str; 2 payoffs are expected",
    ("selection", "nan"): "returned the payoffs nan, 5; 2 finite ones are expected",
    ("selection", "short"): "2 finite ones are expected",
    ("selection", "nothing"): "returned NoneType; an Equilibrium is expected",
    ("selection", "text"): "payoffs that are no numbers",
    ("selection", "no-play"): "a play that is no joint plan of the game",
    ("selection", "elsewhere"): "a play that is no joint plan of the game",
    ("selection", "boasts"): "12.5 in total; no play yields more than 12",
    ("fallback", "nan"): FINITE,
    ("fallback", "short"): "returned 1 payoffs; 2 are expected",
    ("fallback", "nothing"): "returned NoneType; a Disagreement is expected",
    ("fallback", "text"): "2 payoffs are expected",
    ("fallback", "no-range"): "a payoff range that is no list of pairs",
    ("fallback", "nan-range"): FINITE,
    ("worth", "nan"): "returned nan; a finite number is expected",
    ("worth", "infinite"): "returned inf; a finite number is expected",
    ("worth", "nothing"): "returned None; a finite number is expected",
    ("worth", "text"): "returned 'two'; a finite number is expected",
    ("worth", "complex"): "returned 1j; a finite number is expected",
    ("worth", "list"): "returned [1, 2]; a finite number is expected",
    ("solver", "nothing"): "returned NoneType; Findings are expected",
    ("solver", "text"): "returned something else than lists of probabilities",
    ("solver", "nan"): "a probability is not finite",
    ("solver", "short"): "it has [2] probabilities per player",
    ("solver", "long"): "it has [3, 2] probabilities per player",
    ("solver", "negative"): "a probability is negative",
    ("solver", "half"): "the probabilities of a player do not add up",
    ("solver", "no-equilibrium"): "a player gains",
}
LIES = {
    ("split", "wasteful"): {Claim.FEASIBLE, Claim.EFFICIENT},
    ("split", "greedy"): {Claim.FEASIBLE, Claim.EFFICIENT},
    ("split", "unfair"): {Claim.INDIVIDUALLY_RATIONAL},
    ("selection", "half-a-play"): {Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY},
    ("selection", "no-equilibrium"): {Claim.CORRELATED, Claim.WITHIN_RANGE},
    ("fallback", "negative-play"): {Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY},
    ("fallback", "outside-its-range"): {Claim.WITHIN_RANGE},
    ("fallback", "no-equilibrium"): {Claim.CORRELATED},
    ("fallback", "boasts"): {Claim.PAYOFFS_OF_PLAY},
}
"""What looks like an answer; the claims that must fail."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Put the plugin where Python finds it as an installed distribution."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "misbehaving.py").write_bytes((FAULTY / "misbehaving.py").read_bytes())
    info = folder / "accord_misbehaving-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: accord-misbehaving\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[accord]\nmisbehaving = misbehaving\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(site, monkeypatch, capsys):
    """Run a command in this process; return its exit code, and what it printed where."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    # Another environment than any other test's: the registry is looked up afresh for it, with the plugin.
    monkeypatch.setenv("ACCORD_LOAD_PLUGINS", "misbehaving")
    monkeypatch.syspath_prepend(site)

    def run(*arguments):
        return main(arguments), *capsys.readouterr()

    yield run
    sys.modules.pop("misbehaving", None)


def solve(run, role, how, game="chicken"):
    return run("solve", game, *COMMANDS[role].format(how).split(), "--format", "json")


@pytest.mark.parametrize("role", COMMANDS)
@pytest.mark.parametrize("how", COMMON)
def test_what_a_component_raises_is_one_line_with_its_name(run, role, how):
    code, out, errors = solve(run, role, how)
    assert (code, out) == (3, "")
    assert errors.startswith(f"accord: error: {role} misbehaving.{role} failed: ")
    assert COMMON[how] in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize("how", COMMON)
def test_what_a_reader_raises_is_one_line_with_its_name(run, how):
    code, out, errors = run("solve", f"misbehaving:{how}", "--format", "json")
    # That a file is not there is for the user to know, whoever says so.
    assert (code, out) == (2 if how == "changes-folder" else 3, "")
    assert how == "changes-folder" or errors.startswith(f"accord: error: reader 'misbehaving.reader' failed on misbehaving:{how}")
    assert COMMON[how] in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(("role", "how"), WRONG_ANSWERS, ids="-".join)
def test_what_is_no_answer_is_one_line_with_the_name(run, role, how):
    code, out, errors = solve(run, role, how)
    assert (code, out) == (3, "")
    assert f"misbehaving.{role}" in errors
    assert WRONG_ANSWERS[role, how] in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(("how", "what"), [("nothing", "NoneType"), ("text", "str")])
def test_what_is_no_game_is_one_line_with_the_readers_name(run, how, what):
    code, out, errors = run("solve", f"misbehaving:{how}")
    assert (code, out) == (3, "")
    assert f"reader 'misbehaving.reader' returned {what} for misbehaving:{how}; an accord.Game is needed" in errors


@pytest.mark.parametrize(("role", "how"), LIES, ids="-".join)
def test_a_wrong_answer_fails_its_claims_and_no_others(run, role, how):
    code, out, errors = solve(run, role, how)
    assert (code, errors) == (1, "")
    certificates = json.loads(out)["certificates"]
    assert {row["claim"] for row in certificates if not row["holds"]} == set(map(str, LIES[role, how]))


@pytest.mark.parametrize("role", [*COMMANDS, "reader"])
def test_what_components_print_is_no_result(run, role):
    code, out, errors = run("solve", "misbehaving:prints", "--format", "json") if role == "reader" else solve(run, role, "prints")
    assert code == 0
    assert json.loads(out)["certificates"]
    assert "neither is this" in errors


def test_everything_is_as_before_afterwards(run):
    untouched = run("solve", "chicken", "--format", "json")
    assert untouched[0] == 0
    here = Path.cwd(), sys.stdout, list(sys.path)
    for role in COMMANDS:
        for how in ("mutates", "rewrites", "reassigns", "exits", "prints"):
            solve(run, role, how)
    assert (Path.cwd(), sys.stdout, list(sys.path)) == here
    assert run("solve", "chicken", "--format", "json") == untouched


def test_a_comparison_goes_on_without_the_component_that_fails(run, site):
    """The misbehaving components, as they are by default, print; the table of all combinations has the others as well."""
    code, out, errors = run("compare", "chicken", "--format", "json")
    assert code in {0, 1}
    splits = {row["split"] for row in json.loads(out)["rows"]}
    assert {"equal", "misbehaving.split"} <= splits
    assert "this is no result" in errors


@pytest.mark.parametrize(
    ("how", "trouble"),
    [
        ("raises", "KeyError"),
        ("exits", "SystemExit: enough of this"),
        ("escapes", "Escape: beyond Exception"),
        ("nothing", "'NoneType' object is not iterable"),
        ("text", "yielded 'what must hold'; demands are expected"),
        ("short", "compares 1 number(s) with 2"),
        ("nan", "no finite numbers: value is nan"),
    ],
)
def test_an_axiom_that_fails_says_nothing_about_the_rule(run, how, trouble):
    misbehaving = import_module("misbehaving")
    audit = accord.audit_desiderata(axioms=[misbehaving.Axiom(how)], budget=1, games=[accord.read("chicken")])
    (row,) = audit.rows
    assert (row.outcome, row.tried) == ("untested", 0)
    assert row.trouble.startswith("axiom misbehaving.axiom ")
    assert trouble in row.trouble


def test_python_raises_the_cause_as_well(run):
    misbehaving = import_module("misbehaving")
    with pytest.raises(ComponentError, match=r"misbehaving\.split failed: SystemExit") as caught:
        accord.solve(accord.read("chicken"), split=misbehaving.Split("exits"))
    assert isinstance(caught.value.__cause__, SystemExit)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_standard_output_of_a_process_stays_clean(site, jobs):
    """With several jobs the component prints in processes of its own."""
    env = {**os.environ, "PYTHONPATH": str(site), "ACCORD_LOAD_PLUGINS": "misbehaving"}
    command = [sys.executable, "-m", "accord", "solve", "ir_violation3", "--worth", "misbehaving.worth", "--jobs", jobs]
    done = subprocess.run([*command, "--format", "json"], env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["worths"]) == 7
    assert "this is no result" in done.stderr


def test_nothing_in_an_error_is_a_command_to_a_terminal(capsys, tmp_path):
    assert str(ComponentError("a\x1b[2Jb\n c \x9bd\x07\u200dé")) == "a\ufffd[2Jb c \ufffdd\ufffd\u200dé"
    file = tmp_path / "red.nfg"
    file.write_text("NFG 1 R \x1b[31m")
    assert main(["solve", str(file)]) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_nor_is_a_label(capsys, tmp_path, form):
    file = tmp_path / "red.toml"
    file.write_text('players = ["\\u001b[31mred", "\\u202eb\\u009b"]\npayoffs = [[[1, 1], [0, 0]], [[0, 0], [2, 2]]]\n')
    assert main(["solve", str(file), "--format", form]) == 0
    printed = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x9b"} & set(printed)
    assert "\ufffd[31mred" in printed.replace("\\", "")
