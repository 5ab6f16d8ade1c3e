"""An executor for a queue: tasks are files in a folder, from which workers on any machine that sees the folder take them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import Executor as FuturesExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from accord import Claim, Needs, Range, check_settings
from accord.errors import ConfigurationError

__all__ = ["Spool", "SpoolExecutor", "serve"]

_Result = TypeVar("_Result")
_PAUSE = 0.01
"""Seconds between two looks into the folder."""


@dataclass(frozen=True)
class Spool:
    """Put tasks into a folder that workers watch.

    Attributes:
        folder: where; on a disk that all workers see, and to which nobody else may write, because tasks are code.
        jobs: how many workers to start.
        launcher: what to put before a worker's command, such as ``srun``; by default workers run on this machine.
    """

    name: ClassVar[str] = "cookbook.spool"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    folder: str = ""
    jobs: Annotated[int, Range(1)] = 2
    launcher: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_settings(self, f"executor {self.name}")

    def executor(self) -> FuturesExecutor:
        """Return an executor with a folder and workers of its own."""
        try:
            room = Path(tempfile.mkdtemp(prefix="spool-", dir=self.folder or None))
        except OSError as error:
            raise ConfigurationError(f"{self.name}: there is no room in {self.folder} ({error.strerror})") from None
        return SpoolExecutor(room, self.jobs, self.launcher)


class SpoolExecutor(FuturesExecutor):
    """Hands tasks out as files and collects the answers as files."""

    def __init__(self, room: Path, jobs: int, launcher: tuple[str, ...]) -> None:
        self.max_workers = jobs
        self._room = room
        self._pending: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()
        self._count = 0
        self._closed = False
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [
            *launcher,
            sys.executable,
            "-c",
            "import sys; from accord_cookbook.spool import serve; serve(sys.argv[1])",
            str(room),
        ]
        try:
            # Interrupts are for this process; a worker ends when its standard input is closed, whatever becomes of us.
            self._workers = [
                subprocess.Popen(  # noqa: S603 - our own code
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, process_group=0
                )
                for _ in range(jobs)
            ]
        except OSError as error:
            raise ConfigurationError(f"{Spool.name}: {command[0]} cannot be run ({error.strerror})") from None
        self._collector = threading.Thread(target=self._collect, daemon=True)
        self._collector.start()

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Put a task into the folder; whatever cannot be pickled is refused at once."""
        task = pickle.dumps((fn, args, kwargs))
        future: Future[_Result] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._count += 1
            name = f"{self._count:09d}"
            _write(self._room / f"{name}.task", task)
            self._pending[name] = future
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no further tasks, wait for those that are there, and end the workers."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                for name, future in list(self._pending.items()):
                    with suppress(FileNotFoundError):  # a worker has it already
                        (self._room / f"{name}.task").unlink()
                        future.cancel()
                        del self._pending[name]
        if wait:
            self._collector.join()

    def _collect(self) -> None:
        """Hand the answers over until there is nothing left to wait for; then end the workers and remove the folder."""
        try:
            while True:
                with self._lock:
                    if self._closed and not self._pending:
                        return
                ended = [worker.returncode for worker in self._workers if worker.poll() is not None]
                self._gather()
                if ended:  # it may have held a task
                    self._give_up(f"a worker ended with exit code {ended[0]} before its work was done")
                time.sleep(_PAUSE)
        finally:
            for worker in self._workers:
                worker.kill()
                worker.communicate()
            for file in self._room.iterdir():
                file.unlink()
            self._room.rmdir()

    def _gather(self) -> None:
        """Hand over what has been answered."""
        for file in self._room.glob("*.answer"):
            try:
                done, result = pickle.loads(file.read_bytes())  # noqa: S301 - our own workers wrote it
            except Exception as error:  # noqa: BLE001 - it is for whoever asks for the result
                done, result = False, error
            file.unlink()
            with self._lock:
                future = self._pending.pop(file.stem)
            if future.set_running_or_notify_cancel():
                (future.set_result if done else future.set_exception)(result)

    def _give_up(self, reason: str) -> None:
        with self._lock:
            lost, self._pending, self._closed = list(self._pending.values()), {}, True
        for future in lost:
            if future.set_running_or_notify_cancel():
                future.set_exception(BrokenExecutor(reason))


def serve(room: str) -> None:
    """Be a worker: take tasks out of a folder, one at a time, until standard input is closed."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    folder = Path(room)
    while True:
        for task in sorted(folder.glob("*.task")):
            taken = task.with_suffix(f".{os.uname().nodename}-{os.getpid()}")
            with suppress(FileNotFoundError):  # another worker was faster
                task.rename(taken)
                _write(task.with_suffix(".answer"), _answer(taken.read_bytes()))
                taken.unlink()
        time.sleep(_PAUSE)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _answer(task: bytes) -> bytes:
    """Return the pickled result, or what was raised."""
    try:
        function, args, kwargs = pickle.loads(task)  # noqa: S301 - the folder belongs to whoever put it there
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - it is raised again where the result is asked for
        try:
            return pickle.dumps((False, error))
        except Exception:  # noqa: BLE001 - some errors cannot travel
            return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _write(file: Path, content: bytes) -> None:
    """Write a file that others see as a whole or not at all."""
    draft = file.with_suffix(".draft")
    draft.write_bytes(content)
    draft.rename(file)
