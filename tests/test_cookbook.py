"""The cookbook for authors of plugins works as an installed distribution: every recipe passes its contract and its own tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COOKBOOK = Path(__file__).parents[1] / "examples" / "cookbook"
LICENCE = "COOKBOOK_LICENCE"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Install the cookbook into a folder of its own, with what is there already."""
    folder = tmp_path_factory.mktemp("cookbook") / "site"
    alone = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "install", *alone, "--target", folder, COOKBOOK], check=True, timeout=120)
    return folder


def outcome(site, *arguments, **environment):
    env = {key: value for key, value in os.environ.items() if key != LICENCE} | {"PYTHONPATH": str(site), **environment}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_recipe_passes_its_contract_and_its_own_tests(site):
    code, said = outcome(site, str(COOKBOOK / "tests"), **{LICENCE: "121"})
    assert code == 0, said
    assert "needs a licence" not in said


def test_without_a_licence_its_contract_is_skipped_and_that_is_seen(site):
    code, said = outcome(site, str(COOKBOOK / "tests" / "test_contracts.py"), "-k", "SaddlePoints")
    assert code == 0, said
    assert f": the solver needs a licence: set {LICENCE}" in said
    assert "passed" not in said
