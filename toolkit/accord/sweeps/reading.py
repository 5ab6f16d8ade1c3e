"""Sweep files: what is to be solved, by what, by whom and into which store, read without doing any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from accord.config import build
from accord.config.files import located
from accord.documents import open_document
from accord.errors import AccordError, ConfigurationError
from accord.host import Registry
from accord.roles import Executor
from accord.sweeps.game_tables import games_of
from accord.sweeps.limits import Limits
from accord.sweeps.pipeline_tables import grid_of, pipelines_of
from accord.sweeps.plan import Plan, planned
from accord.sweeps.records import Detail
from accord.sweeps.tables import Table

__all__ = ["Request", "read_sweep"]

_KEYS = ("store", "detail", "exact", "games", "pipelines", "grid", "executor", "limits")
_DETAILS = tuple(detail.name.lower() for detail in Detail)


@dataclass(frozen=True)
class Request:
    """What a sweep file asks for.

    Attributes:
        plan: the sweep.
        store: the file for its results.
    """

    plan: Plan
    store: Path


def read_sweep(
    where: str | PathLike[str],
    registry: Registry,
    *,
    executor: object = None,
    jobs: int | None = None,
    seconds: float | None = None,
    megabytes: float | None = None,
    assignments: Sequence[str] = (),
) -> Request:
    """Read a sweep file. Files that it names are looked for beside it.

    Args:
        where: the file.
        registry: where components come from.
        executor: instead of the file's.
        jobs: the executor's setting of this name, instead of the file's.
        seconds: the most that a task may take, instead of the file's.
        megabytes: of memory, as above.
        assignments: settings of the executor, as ``executor.FIELD=VALUE``.

    Raises:
        InputError: if the file is not there, or is no TOML.
        ConfigurationError: if it asks for something that there is not, with the file and the line.
    """
    path = Path(where)
    document = open_document(where, "a sweep file")
    top = Table(document, (), document.values)
    top.only(_KEYS)
    games = [games for table in top.tables("games") for games in games_of(table, path.parent, registry)]
    pipelines = [each for table in top.tables("pipelines") for each in pipelines_of(table, path.parent, registry)]
    left_out: list[tuple[str, str]] = []
    for table in top.tables("grid"):
        pipelines += grid_of(table, registry, left_out)
    detail = top.text("detail", "certified", f"one of {', '.join(_DETAILS)}", _DETAILS)
    limits = _limits(top, seconds, megabytes)
    workers = _executor(top, registry, executor, jobs, assignments, limited=limits != Limits())
    store = top.text("store", f"{path.stem}.sqlite", "the name of a file")
    exact = top.truth("exact", default=False)
    try:
        plan = planned(
            games, pipelines, workers, registry, limits=limits, detail=Detail[str(detail).upper()], exact=exact, left_out=left_out
        )
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {error}") from None
    return Request(plan, path.parent / str(store))


def _limits(top: Table, seconds: float | None, megabytes: float | None) -> Limits:
    table = top.table("limits")
    if table is not None:
        table.only(("seconds", "megabytes"))
        seconds = table.positive("seconds", "a positive number of seconds") if seconds is None else seconds
        megabytes = table.positive("megabytes", "a positive number of megabytes") if megabytes is None else megabytes
    return Limits(seconds, megabytes)


def _executor(
    top: Table, registry: Registry, given: object, jobs: int | None, assignments: Sequence[str], *, limited: bool
) -> Executor:
    """Return the executor; by default one that can keep the limits, if there are any, and has the jobs that are wanted."""
    inside, settings = top.values.get("executor"), _changes(assignments)
    if jobs is not None:
        settings["jobs"] = jobs
    if given is None and inside is not None:
        if not isinstance(inside, dict | str):
            raise top.refused("executor", "the name of an executor, or a table [executor],")
        try:
            given = build(registry, "executor", inside, {}, "executor", typed=True)
        except AccordError as error:
            raise located(error, top.document, ("executor",)) from None
    if given is None:
        given = "processes" if limited or (jobs or 1) > 1 or settings else "serial"
    made: Executor = build(registry, "executor", given, settings, "executor")
    return made


def _changes(assignments: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for text in assignments:
        left, sign, value = text.partition("=")
        section, dot, field = (part.strip() for part in left.partition("."))
        if not sign or not dot or section != "executor" or not field:
            raise ConfigurationError(
                f"setting {text!r} is not understood; executor.FIELD=VALUE is accepted, such as executor.jobs=4"
            )
        if field in found:
            raise ConfigurationError(f"setting executor.{field} is given twice")
        found[field] = value.strip()
    return found
