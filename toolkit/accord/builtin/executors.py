"""Where the tasks of a sweep are done: here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from accord.builtin.settings import Jobs, Seconds
from accord.claims import Claim
from accord.errors import ConfigurationError, SolverError
from accord.ranges import check_settings
from accord.roles import Needs
from accord.work.processes import attend, deaf_to_interrupts

__all__ = ["Dask", "Processes", "Serial"]

_NO_CLAIMS: frozenset[Claim] = frozenset()


@dataclass(frozen=True)
class Serial:
    """Do one task after the other in this process: nothing is started, and nothing can be stopped from outside.

    Limits of time and memory need workers in processes of their own.
    """

    name: ClassVar[str] = "serial"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS

    def executor(self) -> Executor:
        """Return an executor that does what it is given at once."""
        return _Here()


@dataclass(frozen=True)
class Processes:
    """Do tasks side by side in processes of this machine.

    The processes are fresh interpreters that do not run the caller's script, leave interrupts to it, and end when it ends,
    however that happens. It needs the library loky, which ``accord[parallel]`` brings.

    Attributes:
        jobs: how many processes; as many as there are processors by default.
    """

    name: ClassVar[str] = "processes"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    jobs: Jobs | None = None

    def __post_init__(self) -> None:
        check_settings(self, "executor processes")

    def executor(self) -> Executor:
        """Return an executor that starts processes when it is given something to do."""
        try:
            from loky import ProcessPoolExecutor, cpu_count  # noqa: PLC0415 - an optional dependency
        except ImportError:
            raise ConfigurationError("executor processes needs the library loky: pip install 'accord[parallel]'") from None
        jobs = cpu_count() if self.jobs is None else self.jobs
        crew: Executor = ProcessPoolExecutor(max_workers=jobs, initializer=attend, initargs=(os.getpid(),))
        return crew


@dataclass(frozen=True)
class Dask:
    """Do tasks on a Dask cluster: one that runs already, or one of this machine that is started for the occasion.

    Its workers need accord and the plugins that the pipelines name, in the same versions. It needs the library distributed,
    which ``accord[dask]`` brings.

    Attributes:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``.
        scheduler_file: what ``dask scheduler --scheduler-file`` has written, instead of the address.
        jobs: how many worker processes a cluster of this machine has; as many as there are processors by default.
        timeout: seconds to wait for the cluster.
    """

    name: ClassVar[str] = "dask"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    address: str | None = None
    scheduler_file: str | None = None
    jobs: Jobs | None = None
    timeout: Seconds = 60.0

    def __post_init__(self) -> None:
        check_settings(self, "executor dask")
        given = [n for n in ("address", "scheduler_file", "jobs") if getattr(self, n) is not None]
        if len(given) > 1:
            raise ConfigurationError(
                f"executor dask has both {' and '.join(given)}; one of address, scheduler_file and jobs will do"
            )

    def executor(self) -> Executor:
        """Return an executor that hands its tasks to the cluster."""
        try:
            import distributed  # noqa: PLC0415 - an optional dependency, slow to load
        except ImportError:
            raise ConfigurationError("executor dask needs the library distributed: pip install 'accord[dask]'") from None
        from multiprocessing import resource_tracker  # noqa: PLC0415 - as above

        resource_tracker.ensure_running()  # where it is started, interrupts are let in again
        with ExitStack() as stack, deaf_to_interrupts():
            where: Any = self.address
            try:
                if self.address is None and self.scheduler_file is None:
                    scratch = stack.enter_context(TemporaryDirectory(prefix="accord-", ignore_cleanup_errors=True))
                    where = stack.enter_context(_local(self.jobs, scratch))
                client: Any = distributed.Client(  # type: ignore[no-untyped-call] # it has no annotations
                    where, scheduler_file=self.scheduler_file, timeout=self.timeout, set_as_default=False
                )
                stack.enter_context(client)
            except (OSError, ValueError, TimeoutError, RuntimeError) as error:
                said = " ".join(str(error).split())
                named = self.address or self.scheduler_file
                if named is not None:
                    raise SolverError(f"executor dask: no cluster answers at {named} ({said})") from error
                raise SolverError(
                    f"executor dask: no cluster could be started on this machine ({said}); in a script, the call belongs under "
                    "if __name__ == '__main__':"
                ) from error
            return _Cluster(client, stack.pop_all())


def _local(jobs: int | None, scratch: str) -> Any:
    """Start a cluster on this machine, with workers of one thread each."""
    import dask  # noqa: PLC0415 - as above
    import distributed  # noqa: PLC0415 - as above

    # A batch that killed its worker is not tried again by the scheduler: who sent it finds out which task it was.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        return distributed.LocalCluster(  # type: ignore[no-untyped-call] # as above
            n_workers=jobs or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
            local_directory=scratch,
        )


class _Here(Executor):
    """Does everything when it is submitted."""

    max_workers = 1
    immediate = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is the future's
            done.set_exception(error)
        return done


class _Cluster(Executor):
    """A Dask cluster behind the interface of `concurrent.futures`; closing it closes what was opened for it."""

    def __init__(self, client: Any, stack: ExitStack) -> None:
        self._client = client
        self._stack = stack
        # What is submitted twice is to be done twice: the first time, its worker may have died.
        self._inner = client.get_executor(pure=False)

    @property
    def max_workers(self) -> int:
        """How many tasks can be done side by side now."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call to the cluster."""
        submitted: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return submitted

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what is not done, and close the cluster if it was started for this."""
        self._inner.shutdown(wait=wait and not cancel_futures)
        self._stack.close()
