"""An executor: threads of this process."""

from concurrent.futures import Executor as FuturesExecutor
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

from accord import Claim, Executor, Needs, hookimpl
from accord.errors import ConfigurationError


@dataclass(frozen=True)
class Threads:
    """Work in threads of this process, for components that wait for others most of the time.

    Attributes:
        workers: how many threads, 1 at least.
    """

    name: ClassVar[str] = "smallest.threads"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    workers: int = 2

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ConfigurationError(f"{self.name}: workers is {self.workers}; a whole number from 1 is accepted")

    def executor(self) -> FuturesExecutor:
        """Return the threads."""
        return ThreadPoolExecutor(self.workers)


@hookimpl
def accord_register_executors() -> list[type[Executor]]:
    """Register the executor."""
    return [Threads]
