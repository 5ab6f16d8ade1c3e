"""How work that falls into many pieces is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from os import PathLike

from accord.host import load_registry

__all__ = ["working"]


@contextmanager
def working(*, jobs: int = 1, keep: str | PathLike[str] | None = None, progress: bool = False) -> Iterator[None]:
    """Say how work that falls into many pieces, such as the worths of all coalitions, is done inside a block.

    >>> from accord import read, solve
    >>> with working(jobs=1):
    ...     solution = solve(read("majority3"), worth="bloc", split="shapley")
    >>> [str(x) for x in solution.agreement.payoffs]
    ['1/3', '1/3', '1/3']

    Args:
        jobs: how many processes work side by side; more than 1 needs the library loky, which ``accord[parallel]`` brings.
        keep: a file in which every finished piece is kept, whatever becomes of the process; the next run with the same game,
            settings and versions goes on from there.
        progress: show bars on standard error while something takes longer.

    Raises:
        ConfigurationError: if `jobs` is no number of processes, or more than one and loky is not installed.
        InputError: if the file holds something else, or cannot be written.
    """
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)

    versions = sorted(f"{plugin.distribution} {plugin.version}" for plugin in load_registry().plugins)
    with ExitStack() as stack:
        show = stack.enter_context(work.bars()) if progress else None
        stack.enter_context(work.working(jobs=jobs, keep=keep, versions=", ".join(versions), progress=show))
        yield
