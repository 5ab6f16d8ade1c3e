"""The example of a third-party plugin works as an installed distribution, and its own tests pass."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "third-party" / "accord-seniority"


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Run Python with the example installed as its pyproject.toml says, without a build and without a network."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path_factory.mktemp("site")
    info = site / f"accord_seniority-{project['version']}.dist-info"
    info.mkdir()
    fields = {"Metadata-Version": "2.4", "License-Expression": project["license"]}
    fields |= {"Name": project["name"], "Version": project["version"]}
    (info / "METADATA").write_text("".join(f"{key}: {value}\n" for key, value in fields.items()), encoding="utf-8")
    entries = "\n".join(f"{name} = {value}" for name, value in project["entry-points"]["accord"].items())
    (info / "entry_points.txt").write_text(f"[accord]\n{entries}\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(EXAMPLE / "src")])}

    def run(*arguments):
        return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_its_own_tests_pass(python):
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_listed_with_its_licence_and_documentation(python):
    done = python("-m", "accord", "plugins", "show", "seniority", "--format", "json")
    assert done.returncode == 0, done.stderr
    (plugin,) = json.loads(done.stdout)["plugins"]
    assert (plugin["distribution"], plugin["licence"], plugin["status"], plugin["error"]) == (
        "accord-seniority",
        "MIT",
        "active",
        None,
    )
    (component,) = plugin["components"]
    assert component["name"] == "seniority.geometric"
    assert component["summary"].startswith("Weigh each player's gain over the fallback by rank")


def test_a_setting_out_of_range_ends_in_2(python):
    done = python("-m", "accord", "solve", "chicken", "--split", "seniority.geometric", "--set", "split.ratio=2")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "ratio is 2" in done.stderr


def test_it_solves_with_a_certified_answer(python):
    done = python(
        *("-m", "accord", "solve", "chicken", "--format", "json"),
        *("--split", "seniority.geometric", "--set", "split.ratio=0.25"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    solved = json.loads(done.stdout)
    assert solved["agreement"]["payoffs"] == pytest.approx([6.45, 5.55], abs=1e-9)
    assert solved["pipeline"]["split"]["plugin"] == "seniority"
    assert all(certificate["holds"] for certificate in solved["certificates"])
