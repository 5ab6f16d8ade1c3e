"""Lets the tests import the oracles and the reference tables that lie beside them, and benchmarks each other."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "benchmarks")]

# A shell starts background jobs deaf to interrupts, and they pass that on; some tests send interrupts and wait.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What whoever runs the tests has set about plugins is for their work with accord, and not every program that tests start is free
# of warnings. Where Gambit's sources lie is said for the tests.
for _name in [name for name in os.environ if name.startswith(("ACCORD_", "PYTHONWARNINGS")) and name != "ACCORD_GAMBIT_SOURCE"]:
    del os.environ[_name]
