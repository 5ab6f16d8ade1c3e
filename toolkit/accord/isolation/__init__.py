"""Run foreign code in a worker process of its own, which can be timed out, limited and killed.

Compiled solvers may hang without ever giving up Python's lock, crash, or print what they like. A worker is a fresh interpreter
that imports the target's module once, says that it is ready, and then answers requests over a private socket as
length-prefixed JSON; whatever it prints goes nowhere. Idle workers are kept for the next call to the same module,
because importing a large library again would cost more than most calls. A call made inside a worker is run there, since
that process can be killed already. POSIX systems only.
"""

from __future__ import annotations

from accord.isolation.calling import WorkerDied, call, close, stop
from accord.isolation.messages import ForeignError
from accord.isolation.room import limited

__all__ = ["ForeignError", "WorkerDied", "call", "close", "limited", "stop"]
