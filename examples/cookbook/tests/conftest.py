"""The program that one recipe wraps is found along PATH, as an installed one would be."""

import os
from pathlib import Path

import pytest

BIN = Path(__file__).parents[1] / "bin"


@pytest.fixture(autouse=True)
def small_supports_is_installed(monkeypatch):
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
