"""Executors with one fault each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, ClassVar

from accord import Claim, Game, Needs


class Inline(Executor):
    """Do everything at once; what comes of it passes through two methods."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(self.result(fn(*args, **kwargs)))
        except Exception as error:  # noqa: BLE001 - it is the future's
            done.set_exception(self.error(error))
        return done

    def result(self, value: Any) -> Any:
        return value

    def error(self, error: Exception) -> Exception:
        return error


class Reversing(Inline):
    def map(self, fn: Callable[..., Any], *iterables: Any, timeout: float | None = None, chunksize: int = 1) -> Iterator[Any]:
        return iter(list(super().map(fn, *iterables, timeout=timeout, chunksize=chunksize))[::-1])


class Wrapping(Inline):
    def error(self, error: Exception) -> Exception:
        return RuntimeError(f"it failed: {error}")


class Exchanging(Inline):
    def result(self, value: Any) -> Any:
        return Game.from_arrays([1]) if isinstance(value, Game) else value


class Staying(ProcessPoolExecutor):
    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go on."""


class Denying(ProcessPoolExecutor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        told: Future[Any] = Future()

        def tell(done: Future[Any]) -> None:
            error = done.exception()
            if error is None or isinstance(error, BrokenExecutor):
                told.set_result(None if error else done.result())
            else:
                told.set_exception(error)

        super().submit(fn, *args, **kwargs).add_done_callback(tell)
        return told


@dataclass(frozen=True)
class Here:
    """Work in this process."""

    name: ClassVar[str] = "kit.here"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def executor(self) -> Executor:
        return Inline()


@dataclass(frozen=True)
class Backwards(Here):
    """Return what is mapped in reverse order."""

    name: ClassVar[str] = "kit.backwards"

    def executor(self) -> Executor:
        return Reversing()


@dataclass(frozen=True)
class Muffling(Here):
    """Wrap all errors."""

    name: ClassVar[str] = "kit.muffling"

    def executor(self) -> Executor:
        return Wrapping()


@dataclass(frozen=True)
class Forging(Here):
    """Exchange games."""

    name: ClassVar[str] = "kit.forging"

    def executor(self) -> Executor:
        return Exchanging()


@dataclass(frozen=True)
class Greeting(Here):
    """Greet."""

    name: ClassVar[str] = "kit.greeting"

    def executor(self) -> Executor:
        print("hello")
        return Inline()


@dataclass(frozen=True)
class Lingering(Here):
    """Leave a worker behind."""

    name: ClassVar[str] = "kit.lingering"

    def executor(self) -> Executor:
        return Staying(1, mp_context=get_context("spawn"))


@dataclass(frozen=True)
class Hushing(Here):
    """Deny that a worker has died."""

    name: ClassVar[str] = "kit.hushing"

    def executor(self) -> Executor:
        return Denying(1, mp_context=get_context("spawn"))
