"""Calls into worker processes, and what becomes of those that go wrong."""

from __future__ import annotations

from typing import Any

from accord.errors import ConfigurationError, SolverError, TimeLimitError
from accord.isolation.messages import ForeignError, unpacked
from accord.isolation.serving import call_here, is_worker
from accord.isolation.workers import POOL

__all__ = ["WorkerDied", "call", "close", "stop"]


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
    if is_worker():
        return call_here(module, function, payload, what)
    worker = POOL.take(module, what, owner)
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
        POOL.give_back(worker)
    return unpacked(answer, what)


def close() -> None:
    """Stop all idle workers; later calls start new ones."""
    POOL.close()


def stop() -> None:
    """Kill all workers, busy ones as well: calls that wait for them in other threads fail."""
    POOL.stop()


def _limit_text(memory: int | None) -> str:
    return "" if memory is None else f" (it was allowed {memory / 1e9:.3g} GB more than at its start)"
