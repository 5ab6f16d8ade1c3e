"""Imports are rehearsed in another process, to learn which of them end the process or never come back."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import monotonic

__all__ = ["PATIENCE", "rehearse"]

PATIENCE = 30.0
"""Seconds that a plugin may take to be imported and asked, before it is given up in a rehearsal."""
_START = 120.0
"""Seconds that the other interpreter may take to start."""
_OFF = "ACCORD_NO_PLUGIN"
_DONE = "\0"
_INTERRUPTED = 130
_PLAY = """
import os, sys
sys.path[:] = {path!r}
from accord.host.discovery import discover
try:
    discover(begin=lambda name: os.write({pipe}, (name + chr(10)).encode()))
except KeyboardInterrupt:
    os._exit({interrupted})
os.write({pipe}, {done!r}.encode())
os._exit(0)
"""


def rehearse(patience: float = PATIENCE) -> dict[str, str]:
    """Find out which plugins must not be imported, because this process would not survive it.

    All plugins are imported in a fresh interpreter, one after the other. If it ends or stands still before the last one, another
    interpreter does the same without the plugin at which it did; so one is enough where there is no such plugin.

    Args:
        patience: seconds that a plugin may take.

    Returns:
        What is wrong, by plugin; empty if all can be imported, whether that succeeds or not.
    """
    lost: dict[str, str] = {}
    while True:
        names: list[str] = []
        trouble = _played(list(lost), patience, names)
        if trouble is None or not names or names[-1] in lost:
            return lost
        lost[names[-1]] = trouble


def _played(without: Sequence[str], patience: float, names: list[str]) -> str | None:
    """Import all plugins but some, and say what kept that from coming to its end; `names` are those that were begun with."""
    with _pipe() as (reading, writing):
        code = _PLAY.format(pipe=writing, path=sys.path, interrupted=_INTERRUPTED, done=_DONE)
        environment = {**os.environ, _OFF: ",".join(filter(None, [os.environ.get(_OFF), *without]))}
        silent = subprocess.DEVNULL
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, and plugins that are about to be imported here
            [sys.executable, "-P", "-W", "ignore", "-c", code],
            env=environment,
            stdin=silent,
            stdout=silent,
            stderr=silent,
            pass_fds=[writing],
            start_new_session=True,
        )
        os.close(writing)
        try:
            if _listened(reading, patience, names):
                return None
            child.wait(timeout=patience)
            return _ended(child.returncode)
        except (TimeoutError, subprocess.TimeoutExpired):
            return f"its import does not come back within {patience:g} s, so that every command hangs"
        except KeyboardInterrupt:
            raise KeyboardInterrupt(*(f"the plugin {name!r} was being imported" for name in names[-1:])) from None
        finally:
            _end(child)


@contextlib.contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    """Give a pipe to read from and to write into; whoever starts a process that writes closes the latter end."""
    reading, writing = os.pipe()
    try:
        yield reading, writing
    finally:
        os.close(reading)


def _listened(pipe: int, patience: float, names: list[str]) -> bool:
    """Add the names that come through a pipe to those that are known; return whether the last word is that all is done.

    Raises:
        TimeoutError: if nothing comes for too long.
    """
    told, until = b"", monotonic() + max(patience, _START)
    while select.select([pipe], [], [], max(0.0, until - monotonic()))[0]:
        more = os.read(pipe, 4096)
        told, until = told + more, monotonic() + patience
        names[:] = told.decode().rstrip(_DONE).splitlines()
        if not more or told.endswith(_DONE.encode()):
            return bool(more)
    raise TimeoutError


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the other process, and whatever its plugins have started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        child.kill()
    child.wait()


def _ended(code: int) -> str:
    if code == _INTERRUPTED:
        return "its import raises KeyboardInterrupt, so that every command ends as if it had been interrupted"
    if code >= 0:
        return f"its import ends the whole process, with exit code {code}, so that no command gets any further"
    names = {int(known): known.name for known in signal.Signals}
    return f"its import kills the whole process ({names.get(-code, -code)}), so that no command gets any further"
