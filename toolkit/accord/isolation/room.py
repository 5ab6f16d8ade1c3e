"""How much memory a process holds, and may hold."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["held", "limited", "unlimited"]


@contextlib.contextmanager
def limited(memory: int | None) -> Iterator[None]:
    """Let this process take so many bytes more than it holds already, and no more, inside a block; None is no limit."""
    if memory is None:
        yield
        return
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = held() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def unlimited() -> Iterator[None]:
    """Lift the limit of memory, and allow what was taken meanwhile on top of it afterwards."""
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = held()
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        if soft != hard:
            soft += max(0, held() - before)
            resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def held(pid: int | str = "self") -> int:
    """Return the bytes of address space that a process holds, or 0 where the system does not say."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
