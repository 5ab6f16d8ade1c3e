"""Sweeps, and the stores that hold their results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.host import load_registry

if TYPE_CHECKING:
    from accord.sweeps import Condition, Results, StoreSummary

__all__ = ["export_results", "read_results", "summarise_results", "sweep"]


def sweep(
    games: object,
    pipelines: object = None,
    *,
    grid: Mapping[str, Any] | None = None,
    executor: object = None,
    jobs: int | None = None,
    store: str | PathLike[str] | None = None,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    detail: str = "certified",
    exact: bool = False,
    retry_failed: bool = False,
    progress: bool = False,
) -> Results:
    """Solve many games by many pipelines, and return one table; see `accord.sweeps`.

    >>> found = sweep(["chicken", "pd"], {"CoCo": {"fallback": "minimax-threat"}, "default": {}})
    >>> [(row["game"], row["pipeline"], row["agreement_1_exact"]) for row in found][:2]
    [('Chicken', 'CoCo', '6'), ('Chicken', 'default', '6')]

    Args:
        games: games, names of games (a scheme alone, such as ``"bundled:"``, is all that is behind it), families of games or
            pairs of a family and seeds (or how many), in a list; an array (B, n, A1, …, An); or anything that yields games.
        pipelines: a list, or a table by their names, of what `solve` takes as keywords, of pipeline files, or of both.
        grid: for each stage, and for ``side_payments``, a list of what to combine with all others.
        executor: ``serial``, ``processes``, ``dask``, or an instance of an executor component; ``processes`` by default if there
            are several jobs or limits.
        jobs: how many workers the executor has.
        store: a file in which every result is kept as soon as it is there; what is in it is not done again.
        time_limit: seconds that one game and one pipeline may take.
        memory_limit: megabytes that they may take, on top of what the worker holds.
        detail: ``payoffs`` alone; ``certified``, with transfers and certificates; ``full``, all that `solve` says as well.
        exact: prove every linear program as far as that is bearable.
        retry_failed: do again what the store knows to have failed.
        progress: show a bar on standard error.

    Raises:
        AccordError: if something is wrong with the sweep as a whole; what goes wrong with one game and one pipeline is a row.
    """
    from accord import work  # noqa: PLC0415 (brings the linear programs with it)
    from accord.sweeps import Limits, run_sweep  # noqa: PLC0415 (as above)
    from accord.sweeps.calling import asked_for  # noqa: PLC0415 (as above)

    limits = Limits(time_limit, memory_limit)
    options: dict[str, Any] = {"grid": grid, "executor": executor, "jobs": jobs, "detail": detail, "exact": exact}
    plan = asked_for(games, pipelines, load_registry(), limits=limits, **options)
    with work.bars() if progress else nullcontext() as show:
        return run_sweep(plan, store, retry_failed=retry_failed, progress=show)


def read_results(store: str | PathLike[str], *, where: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return the wide table of a results store: a dictionary from columns to values for every game and pipeline.

    Args:
        store: a file that ``accord run`` or `sweep` has written.
        where: conditions on rows, such as ``"status=solved"`` or ``"fallback!=nash"``.

    Raises:
        InputError: if the file is not there, holds something else, or is damaged.
        ConfigurationError: if a condition is none, or about a column that there is not.
    """
    from accord.sweeps import opened, rows_of  # noqa: PLC0415 (brings the linear programs with it)

    with opened(store) as found:
        return list(rows_of(found, _conditions(where))[1])


def summarise_results(
    store: str | PathLike[str], *, by: Sequence[str] = ("pipeline",), where: Sequence[str] = ()
) -> StoreSummary:
    """Return in short what a results store holds: how tasks ended, what the answers are like, and why there are none.

    Args:
        store: as for `read_results`, as is `where`.
        by: columns; tasks with the same values there are put together.
        where: as above.
    """
    from accord.sweeps import opened, summarised  # noqa: PLC0415 (brings the linear programs with it)

    with opened(store) as found:
        return summarised(found, (by,) if isinstance(by, str) else by, _conditions(where))


def export_results(
    store: str | PathLike[str],
    file: str | PathLike[str],
    form: str | None = None,
    *,
    where: Sequence[str] = (),
    solutions: bool = False,
    force: bool = False,
) -> int:
    """Write the wide table of a results store into a file, row by row, and return how many rows there are.

    Args:
        store: as for `read_results`, as is `where`.
        file: where to; it appears when it is complete.
        form: ``csv``, ``jsonl`` or ``parquet``; what the ending of the file says if None.
        where: as above.
        solutions: add a column with full solutions as JSON, where the sweep has kept them.
        force: write over a file that is there.

    Raises:
        InputError: as `read_results`, and if the file is there already or cannot be written.
        ConfigurationError: as `read_results`, and if it is unclear what to write, or pyarrow is needed and not installed.
    """
    from accord.sweeps import export, form_of, opened  # noqa: PLC0415 (brings the linear programs with it)

    path = Path(file)
    with opened(store) as found:
        chosen = form_of(path, form)
        return export(found, path, chosen, conditions=_conditions(where), solutions=solutions, force=force)


def _conditions(texts: Sequence[str]) -> list[Condition]:
    from accord.sweeps import Condition  # noqa: PLC0415 (brings the linear programs with it)

    return [Condition.parse(text) for text in ((texts,) if isinstance(texts, str) else texts)]
