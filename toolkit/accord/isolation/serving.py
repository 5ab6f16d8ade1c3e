"""The side of a worker: it imports a module, and answers requests until its parent is gone."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

from accord.isolation.messages import failure, receive, send, unpacked
from accord.isolation.room import limited, unlimited

__all__ = ["call_here", "is_worker", "serve"]

_PR_SET_CHILD_SUBREAPER = 36
"""As Linux numbers it."""
_PARENT: list[socket.socket] = []
"""In a worker, the way to its parent."""


def is_worker() -> bool:
    """Whether this process is a worker."""
    return bool(_PARENT)


def serve(fd: int, module: str) -> None:
    """Be a worker: import the module, greet, and answer requests until the parent closes the socket."""
    channel = socket.socket(fileno=fd)
    channel.set_inheritable(False)
    _adopt_orphans()
    try:
        loaded = importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 - everything is reported to the parent
        send(channel, failure(error))
        return
    send(channel, {"result": None})
    _PARENT.append(channel)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            answer = _answer(loaded, receive(channel, None), channel)
            send(channel, {**answer, "threads": threading.active_count() - 1})


def _adopt_orphans() -> None:
    """Let processes whose parents have ended become children of this one, where the kernel can do that: they are found then."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _answer(module: object, request: dict[str, Any], channel: socket.socket) -> dict[str, Any]:
    try:
        with _ended_by_hang_up(channel), limited(request["memory"]):
            answer = {"result": getattr(module, request["function"])(request["payload"])}
        json.dumps(answer)
    except Exception as error:  # noqa: BLE001 - everything is reported to the parent
        return failure(error)
    return answer


def call_here(module: str, function: str, payload: dict[str, Any], what: str) -> Any:
    """Run a call that is made inside a worker; importing the module does not count against the limits here either."""
    (parent,) = _PARENT
    try:
        if module not in sys.modules:
            send(parent, {"importing": True})
            try:
                with unlimited():
                    importlib.import_module(module)
            finally:
                send(parent, {"importing": False})
        result = getattr(sys.modules[module], function)(json.loads(json.dumps(payload)))
        answer = {"result": json.loads(json.dumps(result))}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - reported as from another process
        answer = failure(error)
    return unpacked(answer, what)


@contextlib.contextmanager
def _ended_by_hang_up(channel: socket.socket) -> Iterator[None]:
    """Let the kernel end this process when the parent's side of the socket goes: no Python code would get to see it."""
    import fcntl  # noqa: PLC0415 - POSIX only

    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(channel, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(channel, fcntl.F_GETFL)
    fcntl.fcntl(channel, fcntl.F_SETFL, flags | os.O_ASYNC)
    if select.select([channel], [], [], 0)[0]:  # it went before the kernel was asked to tell
        os._exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(channel, fcntl.F_SETFL, flags)


def _leave_the_parent() -> None:
    """In what a worker forks, leave talking to the worker's parent to the worker."""
    for channel in _PARENT:
        channel.close()
    _PARENT.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_the_parent)
