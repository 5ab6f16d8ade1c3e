"""Every faulty plugin is blocked by itself, with its reason; the host and the good plugins live."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from faulty.installing import install

from accord.host.switches import VARIABLES

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "faulty" / "plugins.toml").read_text(encoding="utf-8"))
FAULTS = sorted(CASES["faulty"])


def run(folder, *arguments, **environment):
    env = {**os.environ, "PYTHONPATH": str(folder), **environment}
    for switch in (*VARIABLES, "ACCORD_DEBUG"):
        env.pop(switch, None) if switch not in environment else None
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    for plugin, case in {**CASES["good"], **CASES["faulty"]}.items():
        options = {key: case[key] for key in ("attribute", "requires") if key in case}
        install(folder, plugin, CASES["prelude"] + case["code"], **options)
    good = CASES["prelude"] + CASES["good"]["sound"]["code"]
    install(folder, "shared", good, distribution="first-owner")
    install(folder, "shared", good, distribution="second-owner")
    install(folder, "pointless", good, entry="not a module!")
    (folder / "nobody-1.0.dist-info").mkdir()
    (folder / "nobody-1.0.dist-info" / "entry_points.txt").write_text("[accord]\nthis is no entry point\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def diagnosis(folder):
    done = run(folder, "-m", "accord", "plugins", "doctor", "--format", "json")
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)["broken"]


def test_there_are_at_least_twelve_faults():
    assert len(FAULTS) >= 12


@pytest.mark.parametrize("plugin", FAULTS)
def test_doctor_names_the_fault_and_the_remedy(diagnosis, plugin):
    case = CASES["faulty"][plugin]
    (found,) = [row for row in diagnosis if row["plugin"] == plugin]
    assert found["distribution"] == f"faulty-{plugin.lower().replace('_', '-')}"
    assert found["version"] == "1.2"
    assert case["reason"] in found["error"]
    assert case["advice"] in found["advice"]
    assert found["fault"] == case["fault"]
    assert f"ACCORD_DISABLE_PLUGINS={plugin}" in found["advice"]
    assert "\n" not in found["error"]


def test_one_name_in_two_distributions_blocks_both_and_names_both(diagnosis):
    found = [row for row in diagnosis if row["plugin"] == "shared"]
    assert {row["distribution"] for row in found} == {"first-owner", "second-owner"}
    assert all("first-owner" in row["error"] and "second-owner" in row["error"] for row in found)


def test_an_entry_point_to_nowhere_is_explained(diagnosis):
    (found,) = [row for row in diagnosis if row["plugin"] == "pointless"]
    assert "not a module!" in found["error"]


def test_only_the_faulty_are_blocked(diagnosis):
    assert {row["plugin"] for row in diagnosis} - {"shared", "pointless"} == set(FAULTS)


def test_listing_goes_on_and_the_good_plugin_works(folder):
    done = run(folder, "-m", "accord", "plugins", "list", "--format", "json")
    assert done.returncode == 0, done.stderr
    listed = json.loads(done.stdout)
    status = {(row["name"], row["distribution"]): row["status"] for row in listed["plugins"]}
    assert status["sound", "faulty-sound"] == "active"
    assert status["accord", "accord"] == "active"
    assert status["accord", "faulty-accord"] == "broken"
    splits = {row["name"]: row for row in listed["components"]["split"]}
    assert splits["sound.good"] == {"name": "sound.good", "plugin": "sound", "distribution": "faulty-sound", "version": "1.2"}
    assert "equal" in splits
    assert not {name.partition(".")[0] for name in splits} & set(FAULTS)


def test_what_a_plugin_prints_goes_to_standard_error(folder):
    done = run(folder, "-m", "accord", "plugins", "list")
    assert "this must not" not in done.stdout
    assert "this must not" in done.stderr


def test_nothing_that_is_printed_at_import_is_a_result(folder):
    """Neither by Python nor by a child process or through the descriptor; a plugin cannot keep standard output for itself."""
    done = run(folder, "-m", "accord", "solve", "chicken", "--split", "noisy.good", "--format", "json")
    assert done.returncode == 1, done.stderr  # it leaves the surplus where it is, and that is found out
    assert json.loads(done.stdout)["pipeline"]["split"]["plugin"] == "noisy"
    assert done.stderr.count("this must not") == 3


def test_a_plugin_that_is_made_for_another_accord_is_not_imported(diagnosis):
    found = {row["plugin"]: row["error"] for row in diagnosis if row["fault"] == "version mismatch"}
    assert set(found) == {"ahead", "behind", "garbled-need"}
    assert not any("it was imported" in error for error in found.values())


def test_the_doctor_takes_a_second_look_at_plugins_that_work(folder):
    done = run(folder, "-m", "accord", "plugins", "doctor", "--format", "json", ACCORD_DISABLE_PLUGINS="raises")
    found = json.loads(done.stdout)
    said = {row["remark"]: row["advice"] for row in found["remarks"] if row["plugin"] == "slow"}
    slow = next(remark for remark in said if "import took" in remark)
    assert re.search(r"; plugin_faulty_slow takes \d{3,} ms of it", slow)
    assert "inside the methods" in said[slow]
    assert (
        said["needs a-distribution-nobody-has, which is not installed"]
        == "'pip install --upgrade faulty-slow' gets what it needs"
    )
    assert "it does not say which versions of accord it works with" in said
    assert "split slow.good does not explain its settings share" in said
    assert "split slow.good lacks what it needs here: the program lrsnash is not on the path" in said
    assert any(
        "cannot tell whether all that it needs is here: it failed: AttributeError" in row["remark"] for row in found["remarks"]
    )
    assert {row["plugin"] for row in found["remarks"]} >= {"slow", "sound", "noisy"}
    assert found["disabled"] == [
        {"plugin": "raises", "distribution": "faulty-raises", "version": "1.2", "by": "ACCORD_DISABLE_PLUGINS"}
    ]


def test_the_listing_says_how_long_imports_took_and_for_which_accord_plugins_are(folder):
    done = run(folder, "-m", "accord", "plugins", "list", "--format", "json")
    found = {(row["name"], row["distribution"]): row for row in json.loads(done.stdout)["plugins"]}
    assert 400 <= found["slow", "faulty-slow"]["import_ms"] < 60_000
    assert found["ahead", "faulty-ahead"]["import_ms"] is None
    assert found["ahead", "faulty-ahead"]["accord"] == ">=99, <100"
    assert found["raises", "faulty-raises"]["import_ms"] is not None


def test_tracebacks_on_request(folder):
    done = run(folder, "-m", "accord", "plugins", "doctor", "--verbose", "--no-plugin", "raises")
    assert "boom at import" not in done.stdout
    assert "raises (faulty-raises 1.2): switched off by --no-plugin" in done.stdout
    assert "  | ZeroDivisionError: division by zero" in done.stdout
    assert "plugin_faulty_hook_raises.py" in done.stdout


def test_text_of_the_doctor_fits_and_counts(folder):
    done = run(folder, "-m", "accord", "plugins", "doctor", COLUMNS="90")
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) <= 90
    assert f"{len(FAULTS) + 3} broken" in done.stdout.splitlines()[-1]


LOOKUPS = """
import json, os
from accord.errors import ConfigurationError, PluginError
from accord.host import load_registry
try:
    registry = load_registry()
except Exception as error:
    print(json.dumps([type(error).__name__, str(error), type(error.__cause__).__name__]))
    raise SystemExit
answers = []
for name in {names!r}:
    try:
        registry.lookup("split", name)
        answers.append([name, "found", ""])
    except Exception as error:
        answers.append([type(error).__name__, str(error), type(error.__cause__).__name__])
print(json.dumps(answers))
"""


def lookups(folder, *names, **environment):
    done = run(folder, "-c", LOOKUPS.format(names=names), **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_naming_a_component_of_a_broken_plugin_raises_its_error_chained(folder):
    raised, blocked, equal, unknown = lookups(folder, "raises.rule", "thawed.bad", "equal", "no-such-rule")
    assert raised[0] == "PluginError"
    assert raised[2] == "RuntimeError"
    assert "boom at import" in raised[1]
    assert "faulty-raises 1.2" in raised[1]
    assert (blocked[0], blocked[2]) == ("PluginError", "PluginError")
    assert equal[1] == "found"
    assert unknown[0] == "ConfigurationError"  # a foreign plugin named accord does not own names without a prefix


def test_disabled_plugins_are_not_imported(folder):
    (raised, sound), listed = (
        lookups(folder, "raises.rule", "sound.good", ACCORD_DISABLE_PLUGINS="raises, sound"),
        run(folder, "-m", "accord", "plugins", "list", "--format", "json", ACCORD_DISABLE_PLUGINS="raises,sound"),
    )
    assert raised[0] == sound[0] == "ConfigurationError"
    assert "switched off by ACCORD_DISABLE_PLUGINS" in raised[1]
    assert {row["name"] for row in json.loads(listed.stdout)["plugins"] if row["status"] == "disabled"} == {"raises", "sound"}
    assert "this must not end up in the results" not in listed.stderr


def test_the_host_itself_cannot_be_disabled(folder):
    done = run(folder, "-m", "accord", "plugins", ACCORD_DISABLE_PLUGINS="accord")
    assert done.returncode == 2
    assert done.stderr.startswith("accord: error: ACCORD_DISABLE_PLUGINS")


def test_strict_makes_a_broken_plugin_an_error_but_the_doctor_still_works(folder):
    kind, text, cause = lookups(folder, "equal", ACCORD_STRICT="1")
    assert kind == "PluginError"
    assert "is broken" in text
    assert cause != "NoneType"
    assert run(folder, "-m", "accord", "plugins", "doctor", ACCORD_STRICT="1").returncode == 1
