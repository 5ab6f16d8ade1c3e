"""The side of the parent: worker processes, and the pool in which idle ones wait for the next call."""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accord.errors import SolverError
from accord.isolation.messages import FAILURE, receive, send, unpacked
from accord.isolation.room import held

__all__ = ["POOL", "Worker"]

_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from accord.isolation.serving import serve; serve(int(sys.argv[1]), sys.argv[2])"
_START_LIMIT = 120.0
"""Seconds for a worker to start and import the target's module; they do not count against a call's own limit."""
_MARK = "ACCORD_WORKER"
"""The environment variable by which a worker's descendants are told, wherever they have gone."""
_SWEEPS = 20
"""How often the descendants of a worker are looked for and killed, if they go on multiplying."""


class Worker:
    """One worker process and this side of its socket."""

    def __init__(self, module: str, owner: str) -> None:
        self.module = module
        self.owner = owner
        self.mark = f"{_MARK}={secrets.token_hex(16)}"
        self.size = 0
        self.channel, theirs = socket.socketpair()
        with theirs:
            fd = theirs.fileno()
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [sys.executable, "-P", "-c", _BOOT, str(fd), module, *sys.path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[fd],
                env={**os.environ, _MARK: self.mark.partition("=")[2]},
                process_group=0,  # Ctrl-C is for the parent, which then kills the whole group
            )

    def ask(self, request: dict[str, Any] | None, limit: float) -> dict[str, Any]:
        """Send a request (None: only wait for the greeting) and return the answer; raise `TimeoutError` or `EOFError`."""
        deadline = time.monotonic() + limit
        if request is not None:
            self.channel.settimeout(limit)
            send(self.channel, request)
        answer = self._message(deadline)
        while "importing" in answer:
            left, before = deadline - time.monotonic(), held(self.process.pid)
            answer = self._message(time.monotonic() + _START_LIMIT)
            deadline = time.monotonic() + left
            self.size += max(0, held(self.process.pid) - before)
            if answer == {"importing": False}:
                answer = self._message(deadline)
        if "result" not in answer and not FAILURE.items() <= {key: type(value) for key, value in answer.items()}.items():
            raise ValueError("neither a result nor a failure was sent")
        return answer

    def _message(self, deadline: float) -> dict[str, Any]:
        message = receive(self.channel, deadline)
        if not isinstance(message, dict):
            raise ValueError(f"{type(message).__name__} was sent")
        return message

    def is_spent(self, memory: int | None) -> bool:
        """Whether calls have left something behind: memory, or processes."""
        return (memory is not None and held(self.process.pid) - self.size > memory // 2) or bool(self.descendants())

    def descendants(self) -> list[int]:
        """Return the processes that the worker or its children have started, also those that have left its group."""
        mark, parents, family = self.mark.encode(), dict[int, int](), {self.process.pid}
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # somebody else's, or gone
                state, parent, *_ = (entry / "stat").read_bytes().rpartition(b")")[2].split()
                if state != b"Z":
                    parents[int(entry.name)] = int(parent)
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        family.add(int(entry.name))
        while more := {process for process, parent in parents.items() if parent in family} - family:
            family |= more
        return sorted(family - {self.process.pid})

    def kill(self) -> str:
        """End the worker and whatever it started, and say how it ended."""
        family = self.descendants()  # as long as it lives: orphans are its children then
        self.channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.05)
        self.end(family)
        status = self.process.wait()
        return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"exited with status {status}"

    def end(self, family: Sequence[int] = ()) -> None:
        """Kill the worker, its family as far as it is known, and whatever else it started."""
        left = [*family, *self.descendants()]
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for _ in range(_SWEEPS):
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            left = self.descendants()
            if not left:
                break

    def disown(self) -> None:
        """Let go of a worker that belongs to the process from which this one was forked."""
        self.channel.close()
        self.process.returncode = 0


class _Pool:
    """The workers of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle: list[Worker] = []
        self.all: weakref.WeakSet[Worker] = weakref.WeakSet()

    def take(self, module: str, what: str, owner: str) -> Worker:
        """Return an idle worker for the module and the owner that is alive, or a new one."""
        with self.lock:
            for worker in [w for w in self.idle if (w.module, w.owner) == (module, owner)]:
                self.idle.remove(worker)
                if worker.process.poll() is None:
                    return worker
                worker.kill()
        worker = Worker(module, owner)
        with self.lock:
            self.all.add(worker)
        try:
            greeting = worker.ask(None, _START_LIMIT)
        except (TimeoutError, EOFError, ConnectionError, ValueError):
            raise SolverError(f"{what} could not be started: its process {worker.kill()}") from None
        except BaseException:
            worker.kill()
            raise
        if "result" not in greeting:
            worker.kill()
            unpacked(greeting, what)
        worker.size = held(worker.process.pid)
        return worker

    def give_back(self, worker: Worker) -> None:
        with self.lock:
            self.idle.append(worker)

    def close(self) -> None:
        with self.lock:
            idle, self.idle = self.idle, []
        for worker in idle:
            worker.kill()

    def stop(self) -> None:
        self.close()
        with self.lock:
            living = [worker for worker in self.all if worker.process.returncode is None]
        for worker in living:
            worker.end()

    def after_fork(self) -> None:
        """Leave the workers to the parent process, and its lock as well, which some thread may have held."""
        for worker in list(self.all):
            worker.disown()
        self.lock, self.idle, self.all = threading.Lock(), [], weakref.WeakSet()


POOL = _Pool()  # workers outlive the calls, so somebody must hold them until the process ends
atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.after_fork)
