"""Run foreign code in a worker process of its own, which can be timed out, limited and killed.

Compiled solvers may hang without ever giving up Python's lock, crash, or print what they like. A worker is a fresh interpreter
that imports the target's module once, says that it is ready, and then answers requests over a private socket as
length-prefixed JSON; whatever it prints goes nowhere. Idle workers are kept for the next call to the same module,
because importing a large library again would cost more than most calls. A call made inside a worker is run there, since
that process can be killed already. POSIX systems only.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accord import errors
from accord.errors import AccordError, ConfigurationError, SolverError, TimeLimitError

__all__ = ["ForeignError", "WorkerDied", "call", "close", "limited", "stop"]

_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from accord.isolation import _serve; _serve(int(sys.argv[1]), sys.argv[2])"
_START_LIMIT = 120.0
"""Seconds for a worker to start and import the target's module; they do not count against a call's own limit."""
_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20
_MOST = 1 << 34
"""Bytes of a message; whatever announces more is none."""
_MARK = "ACCORD_WORKER"
"""The environment variable by which a worker's descendants are told, wherever they have gone."""
_FAILURE = {"type": str, "ours": bool, "message": str, "detail": str}
"""What is sent in the place of a result."""
_SWEEPS = 20
"""How often the descendants of a worker are looked for and killed, if they go on multiplying."""


class ForeignError(Exception):
    """What went wrong inside a worker, with its traceback: the cause of the short error that users see."""


class WorkerDied(SolverError):  # noqa: N818 - a death is what it is
    """The worker process ended before it had answered."""


def call(
    target: str, payload: dict[str, Any], *, time_limit: float, memory: int | None = None, what: str = "", owner: str = ""
) -> Any:
    """Call ``target(payload)`` in a worker process and return its result.

    Args:
        target: ``"package.module:function"``; the function takes one dictionary.
        payload: the argument; like the result, something that JSON can carry.
        time_limit: seconds of wall-clock time, counted from when the worker is ready.
        memory: bytes that the call may take on top of what the worker holds already; no limit by default.
        what: the component to name in errors; the target by default.
        owner: whose code runs, where that must not harm anybody else's: a worker serves calls of one owner only, and after each
            it is given up if it has grown by half of `memory`, or if threads or processes are left behind, which end with it.

    Raises:
        TimeLimitError: if the call is not over in time; the worker is killed.
        WorkerDied: if the worker crashes or exits.
        SolverError: if the call runs out of memory or raises; what it raised is the ``__cause__``.
        AccordError: whatever error of accord the function raises, as it is.
    """
    what = what or target
    if not time_limit > 0:
        raise ConfigurationError(f"the time limit of {what} is {time_limit!r}; a positive number of seconds is needed")
    module, _, function = target.partition(":")
    if _POOL.parent is not None:
        return _call_here(_POOL.parent, module, function, payload, what)
    worker = _POOL.take(module, what, owner)
    try:
        answer = worker.ask({"function": function, "payload": payload, "memory": memory}, time_limit)
    except TimeoutError:
        worker.kill()
        raise TimeLimitError(
            f"{what} did not finish within {time_limit:g} s; allow more (time_limit) or use another method"
        ) from None
    except (EOFError, ConnectionError):
        raise WorkerDied(f"{what} died: its process {worker.kill()}{_limit_text(memory)}") from None
    except ValueError:
        worker.kill()
        raise WorkerDied(f"{what} died: its process sent something else than an answer") from None
    except BaseException:
        worker.kill()
        raise
    if answer.get("type") == "MemoryError":  # other threads and libraries of the worker may be in any state now
        worker.kill()
        raise SolverError(f"{what} ran out of memory{_limit_text(memory)}") from ForeignError(answer["detail"])
    if owner and (answer.get("threads", 1) or worker.is_spent(memory)):
        worker.kill()
    else:
        _POOL.give_back(worker)
    return _unpack(answer, what)


def close() -> None:
    """Stop all idle workers; later calls start new ones."""
    _POOL.close()


def stop() -> None:
    """Kill all workers, busy ones as well: calls that wait for them in other threads fail."""
    _POOL.stop()


def _call_here(parent: socket.socket, module: str, function: str, payload: dict[str, Any], what: str) -> Any:
    """Run a call that is made inside a worker; importing the module does not count against the limits here either."""
    try:
        if module not in sys.modules:
            _send(parent, {"importing": True})
            try:
                with _unlimited():
                    importlib.import_module(module)
            finally:
                _send(parent, {"importing": False})
        result = getattr(sys.modules[module], function)(json.loads(json.dumps(payload)))
        answer = {"result": json.loads(json.dumps(result))}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - reported as from another process
        answer = _failure(error)
    return _unpack(answer, what)


def _limit_text(memory: int | None) -> str:
    return "" if memory is None else f" (it was allowed {memory / 1e9:.3g} GB more than at its start)"


def _unpack(answer: dict[str, Any], what: str) -> Any:
    if "result" in answer:
        return answer["result"]
    cause = ForeignError(answer["detail"])
    if answer["ours"]:
        kind: type[AccordError] = getattr(errors, answer["type"], SolverError)
        raise kind(answer["message"]) from cause
    raise SolverError(f"{what} failed inside its library, with an error of type {answer['type']}") from cause


class _Worker:
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
            _send(self.channel, request)
        answer = self._message(deadline)
        while "importing" in answer:
            left, held = deadline - time.monotonic(), _held(self.process.pid)
            answer = self._message(time.monotonic() + _START_LIMIT)
            deadline = time.monotonic() + left
            self.size += max(0, _held(self.process.pid) - held)
            if answer == {"importing": False}:
                answer = self._message(deadline)
        if "result" not in answer and not _FAILURE.items() <= {key: type(value) for key, value in answer.items()}.items():
            raise ValueError("neither a result nor a failure was sent")
        return answer

    def _message(self, deadline: float) -> dict[str, Any]:
        message = _receive(self.channel, deadline)
        if not isinstance(message, dict):
            raise ValueError(f"{type(message).__name__} was sent")
        return message

    def is_spent(self, memory: int | None) -> bool:
        """Whether calls have left something behind: memory, or processes."""
        return (memory is not None and _held(self.process.pid) - self.size > memory // 2) or bool(self.descendants())

    def descendants(self) -> list[int]:
        """Return the processes that the worker or its children have started, also those that have left its group."""
        found = []
        mark = self.mark.encode()
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # somebody else's, or gone
                if mark in (entry / "environ").read_bytes().split(b"\0") and int(entry.name) != self.process.pid:
                    found.append(int(entry.name))
        return found

    def kill(self) -> str:
        """End the worker and whatever it started, and say how it ended."""
        self.channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.05)
        self.end()
        status = self.process.wait()
        return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"exited with status {status}"

    def end(self) -> None:
        """Kill the worker and whatever it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for _ in range(_SWEEPS):
            left = self.descendants()
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
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
        self.idle: list[_Worker] = []
        self.all: weakref.WeakSet[_Worker] = weakref.WeakSet()
        self.parent: socket.socket | None = None
        """In a worker, the way to its parent."""

    def take(self, module: str, what: str, owner: str) -> _Worker:
        """Return an idle worker for the module and the owner that is alive, or a new one."""
        with self.lock:
            for worker in [w for w in self.idle if (w.module, w.owner) == (module, owner)]:
                self.idle.remove(worker)
                if worker.process.poll() is None:
                    return worker
                worker.kill()
        worker = _Worker(module, owner)
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
            _unpack(greeting, what)
        worker.size = _held(worker.process.pid)
        return worker

    def give_back(self, worker: _Worker) -> None:
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
        """Leave the workers to the parent process, and its lock as well, which some thread may have held.

        In what a worker forks, also leave talking to the worker's parent to the worker.
        """
        if self.parent is not None:
            self.parent.close()
        for worker in list(self.all):
            worker.disown()
        self.lock, self.idle, self.all = threading.Lock(), [], weakref.WeakSet()


_POOL = _Pool()  # workers outlive the calls, so somebody must hold them until the process ends
atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.after_fork)


def _send(channel: socket.socket, message: object) -> None:
    data = json.dumps(message).encode()
    channel.sendall(_LENGTH.pack(len(data)) + data)


def _receive(channel: socket.socket, deadline: float | None) -> Any:
    (length,) = _LENGTH.unpack(_receive_bytes(channel, _LENGTH.size, deadline))
    if length > _MOST:
        raise ValueError(f"{length} bytes are announced")
    return json.loads(_receive_bytes(channel, length, deadline))


def _receive_bytes(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < count:
        if deadline is not None:
            channel.settimeout(max(deadline - time.monotonic(), 1e-6))
        part = channel.recv(min(_CHUNK, count - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _serve(fd: int, module: str) -> None:
    """Be a worker: import the module, greet, and answer requests until the parent closes the socket."""
    channel = socket.socket(fileno=fd)
    channel.set_inheritable(False)
    try:
        loaded = importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 - everything is reported to the parent
        _send(channel, _failure(error))
        return
    _send(channel, {"result": None})
    _POOL.parent = channel
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            answer = _answer(loaded, _receive(channel, None), channel)
            _send(channel, {**answer, "threads": threading.active_count() - 1})


def _answer(module: object, request: dict[str, Any], channel: socket.socket) -> dict[str, Any]:
    try:
        with _ended_by_hang_up(channel), limited(request["memory"]):
            answer = {"result": getattr(module, request["function"])(request["payload"])}
        json.dumps(answer)
    except Exception as error:  # noqa: BLE001 - everything is reported to the parent
        return _failure(error)
    return answer


def _failure(error: Exception) -> dict[str, Any]:
    kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    detail = "".join(traceback.format_exception(error))
    ours = isinstance(error, AccordError)
    return {
        "type": kind,
        "ours": ours,
        "message": str(error) if ours else "",
        "detail": detail,
    }  # others may not even have a text


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


@contextlib.contextmanager
def limited(memory: int | None) -> Iterator[None]:
    """Let this process take so many bytes more than it holds already, and no more, inside a block; None is no limit."""
    if memory is None:
        yield
        return
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _held() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def _unlimited() -> Iterator[None]:
    """Lift the limit of memory, and allow what was taken meanwhile on top of it afterwards."""
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = _held()
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        if soft != hard:
            soft += max(0, _held() - held)
            resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _held(pid: int | str = "self") -> int:
    """Return the bytes of address space that a process holds, or 0 where the system does not say."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
