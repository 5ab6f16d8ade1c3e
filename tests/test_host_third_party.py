"""The example of a third-party plugin works as an installed distribution, and its own tests pass."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from accord.scaffold import Wish, write

EXAMPLE = Path(__file__).parents[1] / "examples" / "third-party" / "accord-seniority"


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Run Python with the example installed by pip, into a folder of its own, with the build backend that is there already."""
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(site)]
    done = subprocess.run([*command, str(EXAMPLE)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    env = {**os.environ, "PYTHONPATH": str(site)}

    def run(*arguments):
        return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=300, check=False)

    return run


def test_it_has_all_files_that_a_new_plugin_has(tmp_path):
    new = write(Wish("youth", "split"), tmp_path)
    begun = {str(path.relative_to(new)).replace("youth", "seniority") for path in new.rglob("*") if path.is_file()}
    assert all((EXAMPLE / name.replace("test_plugin", "test_seniority")).exists() for name in begun)


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
    assert "split.ratio is '2'; a number above 0 and up to 1 is accepted" in done.stderr


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
