"""Lets the tests import the oracles and the reference tables that lie beside them, and benchmarks each other."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "benchmarks")]

# A shell starts background jobs deaf to interrupts, and they pass that on; some tests send interrupts and wait.
signal.signal(signal.SIGINT, signal.default_int_handler)
