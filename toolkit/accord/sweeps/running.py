"""Running a sweep from beginning to end."""

from __future__ import annotations

from contextlib import ExitStack
from os import PathLike, fspath
from pathlib import Path

from accord.errors import InputError
from accord.sweeps.driving import drive
from accord.sweeps.plan import Plan
from accord.sweeps.results import Results, Summary
from accord.sweeps.store import opened
from accord.work import Progress

__all__ = ["run_sweep"]


def run_sweep(
    plan: Plan,
    store: str | PathLike[str] | None = None,
    *,
    resume: bool = False,
    retry_failed: bool = False,
    progress: Progress | None = None,
) -> Results:
    """Do all tasks of a sweep that a store does not know yet, and return the table of all of them.

    Args:
        plan: the sweep.
        store: the file for the results; they are in memory alone if None.
        resume: insist that the file is there already.
        retry_failed: do again what has failed before.
        progress: is told how far the work is.

    Raises:
        InputError: if the file cannot be used, or is not there although it should be.
        AccordError: if the sweep cannot go on.
        KeyboardInterrupt: if it was interrupted; what was done by then is in the store.
    """
    where = fspath(store) if isinstance(store, str | PathLike) else ":memory:" if store is None else ""
    if not where or "\0" in where:  # SQLite takes an empty name for a file that is gone afterwards
        raise InputError(f"the store is {store!r}; the name of a file is accepted")
    if resume and not Path(where).exists():
        raise InputError(f"there is no store {where!r} to go on with; leave --resume out to begin, or name the store of that run")
    with ExitStack() as stack:
        kept = stack.enter_context(opened(where, new=True))
        new = drive(plan, kept, retry_failed=retry_failed, progress=progress)
        summary = Summary.of(kept, new, plan.left_out)
        return Results(kept, stack.pop_all(), summary)
