"""The command line: what it prints, what it imports and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import pytest

import accord
from accord.claims import Claim
from accord.cli import main
from accord.cli.tables import paragraph, table
from accord.errors import ConfigurationError, SolverError
from accord.host import Plugin, Registration, Registry, Status
from accord.rationals import Number
from accord.roles import Needs, Selection

HEAVY = {"scipy", "highspy", "nashpy", "pygambit", "pytest", "hypothesis", "distributed", "pyarrow", "matplotlib"}


def run(*arguments, text=None, **environment):
    env = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "accord", *arguments], env=env, input=text, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["plugins", "doctor"], ["plugins"], ["games"], ["solve", "--help"]], ids=" ".join
)
def test_light_commands_import_nothing_heavy(arguments):
    code = f"import sys; from accord.cli import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert HEAVY.isdisjoint(name.partition(".")[0] for name in done.stderr.split())


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.split()[0] == "accord"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["solv"],
        ["solve"],
        ["solve", "chicken", "--bogus"],
        ["solve", "chicken", "--time-limit", "-1"],
        ["solve", "chicken", "--time-limit", "soon"],
        ["solve", "chicken", "--format", "yaml"],
        ["solve", "chicken", "--fall", "point"],
        ["plugins", "show"],
        ["plugins", "show", "no-such-thing"],
        ["games", "show", "no-such-game"],
        ["plugins", "diagnose"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_one_line_and_exit_code_2(arguments, capsys):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("accord: error: ")
    assert captured.err.count("\n") == 1


@dataclass(frozen=True)
class Softmax:
    """Pick by a soft maximum.

    The weight of an equilibrium is exp(U / temperature).

    Attributes:
        temperature: how much
            chance there is.
        start, seeds: where to begin.
    """

    name: ClassVar[str] = "soft.max"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2, constant_sum=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.CORRELATED})
    temperature: Number
    start: Selection | None = None
    seeds: tuple[int, ...] = (1, 2)

    def select(self, equilibria): ...


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    found = Registry(
        plugins=(
            Plugin("accord", "accord", "1", "MIT"),
            Plugin("soft", "accord-soft", "2", "GPL", accord=">=1, <2", import_seconds=0.0126),
            Plugin("off", "x", "3", None, Status.DISABLED, disabled_by="--no-plugin"),
        ),
        registrations=(Registration("selection", "soft.max", Softmax, "soft", "accord-soft", "2"),),
    )
    monkeypatch.setattr("accord.host.discover", lambda **_: found)
    monkeypatch.setattr("accord.host.load_registry", lambda: found)
    return found


def test_list_shows_plugins_and_components(registry, capsys):
    assert main(["plugins"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "soft    accord-soft   2        GPL      active    1           13 ms   >=1, <2" in lines
    assert "off     x             3        -        disabled  0           -       -" in lines
    assert "off is switched off by --no-plugin" in lines
    assert "selection  soft.max" in lines


@pytest.mark.parametrize(
    "arguments", [["list", "--format", "json"], ["--format", "json"], ["--format", "json", "list"]], ids=" ".join
)
def test_list_as_json(registry, capsys, arguments):
    assert main(["plugins", *arguments]) == 0
    shown = json.loads(capsys.readouterr().out)
    soft = {"name": "soft", "distribution": "accord-soft", "version": "2", "licence": "GPL", "status": "active", "components": 1}
    assert shown["plugins"][1] == soft | {"import_ms": 12.6, "accord": ">=1, <2", "disabled_by": None}
    assert shown["plugins"][2]["disabled_by"] == "--no-plugin"
    assert shown["components"]["selection"] == [
        {"name": "soft.max", "plugin": "soft", "distribution": "accord-soft", "version": "2"}
    ]


@pytest.mark.parametrize("arguments", [["--requirements"], ["list", "--requirements"]], ids=" ".join)
def test_list_as_requirements(registry, capsys, arguments):
    assert main(["plugins", *arguments]) == 0
    assert capsys.readouterr().out == "accord-soft==2\naccord==1\n"


def test_show_a_component(registry, capsys):
    assert main(["plugins", "show", "soft.max"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "The weight of an equilibrium is exp(U / temperature).",
        "  temperature       how much chance there is; a number such as 3, 0.5 or '17/3'; required",
        "  start             where to begin; the name of a selection or none; default none",
        "  seeds             where to begin; a list, each a whole number; default [1, 2]",
        "exactly 2 player(s), a constant-sum game",
        "correlated equilibrium",
        "plugin soft (accord-soft 2)",
    ):
        assert part in shown
    assert "Attributes:" not in shown


def test_show_a_component_as_json(registry, capsys):
    assert main(["plugins", "show", "soft.max", "--format", "json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)["components"]
    assert [setting["name"] for setting in shown["settings"]] == ["temperature", "start", "seeds"]
    assert shown["settings"][2]["default"] == [1, 2]
    assert shown["settings"][0]["required"]
    assert (shown["role"], shown["claims"]) == ("selection", ["correlated equilibrium"])


def test_show_a_plugin(registry, capsys):
    assert main(["plugins", "show", "soft"]) == 0
    shown = capsys.readouterr().out
    assert "plugin soft: active" in shown
    assert "Pick by a soft maximum." in shown


def test_show_knows_the_nearest_name(registry, capsys):
    assert main(["plugins", "show", "soft.mox"]) == 2
    assert "did you mean 'soft.max'?" in capsys.readouterr().err


def test_the_doctor_is_content_with_working_plugins(registry, capsys):
    assert main(["plugins", "doctor"]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0] == "off (x 3): switched off by --no-plugin"
    assert text.splitlines()[-1] == "2 of 3 plugins work, 1 disabled"


@pytest.fixture
def calls(monkeypatch, registry):
    """Stand-ins for what solves and what prints; returns what they were called with."""
    made = SimpleNamespace(arguments=None, work=None, certified=True, error=None)

    def solve(game, **arguments):
        if made.error:
            raise made.error
        made.arguments = {"game": game, **arguments}
        return SimpleNamespace(certified=made.certified)

    def working(**how):
        made.work = how
        return nullcontext()

    modules = {
        "api": {"solve": solve, "compare": solve, "working": working},
        "report": {"render": lambda result, style: f"rendered as {style}"},
        "source": {"read": lambda source, _: f"game {source}"},
    }
    for name, content in modules.items():
        module = ModuleType(f"accord.{name}")
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(accord, name, module, raising=False)
    return made


def test_solve_passes_everything_on(calls, capsys):
    options = "--fallback nash --selection fair --solver pure --split equal --no-side-payments --time-limit 2.5 --format json"
    options += " --jobs 2 --keep worths.db --set split.a=1 --set selection.reference=nadir"
    assert main(["solve", "chicken", *options.split()]) == 0
    assert capsys.readouterr().out == "rendered as json\n"
    assert calls.work == {"jobs": 2, "keep": "worths.db", "progress": False}
    assert calls.arguments == {
        "game": "game chicken",
        "fallback": "nash",
        "selection": "fair",
        "solver": "pure",
        "worth": None,
        "split": "equal",
        "side_payments": False,
        "settings": {"split": {"a": "1"}, "selection": {"reference": "nadir"}},
        "time_limit": 2.5,
        "exact": False,
    }


def test_compare_passes_everything_on(calls, capsys):
    assert main(["compare", "chicken", "--no-side-payments", "--solver", "a", "--solver", "b", "--time-limit", "3"]) == 0
    assert calls.arguments == {
        "game": "game chicken",
        "side_payments": False,
        "solvers": ["a", "b"],
        "time_limit": 3.0,
        "exact": False,
    }
    assert capsys.readouterr().out == "rendered as text\n"


def test_an_answer_that_is_not_certified_ends_in_1(calls):
    calls.certified = False
    assert main(["solve", "chicken"]) == 1


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (ConfigurationError("two\nlines"), 2, "accord: error: two lines\n"),
        (SolverError("gave up"), 3, "accord: error: gave up\n"),
        (KeyboardInterrupt(), 130, "accord: interrupted\n"),
        (BrokenPipeError(), 0, ""),
        (OSError(28, "No space left on device"), 2, "accord: error: No space left on device\n"),
        (SystemExit(0), 3, "accord: error: SystemExit: 0 (this is a bug; ACCORD_DEBUG=1 shows where)\n"),
    ],
)
def test_how_errors_end(calls, capfd, error, code, line):
    calls.error = error
    assert main(["solve", "chicken"]) == code
    assert capfd.readouterr().err == line


def test_a_bug_is_one_line_unless_it_is_debugged(calls, capsys, monkeypatch):
    calls.error = IndexError("out of\n luck")
    assert main(["solve", "chicken"]) == 3
    assert capsys.readouterr().err.startswith("accord: error: IndexError: out of luck (this is a bug")
    monkeypatch.setenv("ACCORD_DEBUG", "1")
    with pytest.raises(IndexError):
        main(["solve", "chicken"])


def test_a_reader_of_the_output_may_leave_early():
    script = f"{sys.executable} -m accord plugins list --format json | head -c 5"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), (">&-", 0), ("> /dev/full", 2)])
def test_closed_and_full_streams(closed, code):
    script = f"{sys.executable} -m accord {'solve -' if closed == '<&-' else 'plugins'} {closed}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == (1 if code else 0)


def test_an_interrupt_ends_in_130_without_a_traceback(tmp_path):
    pipe = tmp_path / "never.nfg"
    os.mkfifo(pipe)
    code = f"import sys; from accord.cli import main; print('ready', flush=True); sys.exit(main(['solve', {str(pipe)!r}]))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        time.sleep(1.0)  # by then it waits for somebody to write into the pipe
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()  # a process that is deaf to interrupts would keep the test waiting for ever
    assert process.returncode == 130
    assert errors == "accord: interrupted\n"


def test_output_in_a_narrow_encoding_does_not_fail():
    done = run("games", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr


def test_tables_wrap_their_last_column(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = table(["a", "b"], [["x", "word " * 40], ["longer", ""]]).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1] == "------  " + "-" * 72
    assert lines[3].startswith("        word")
    assert paragraph("label", "text " * 40).count("\n") == 3
    assert paragraph("a long label", "text", 5) == "a long label\n     text"
