"""Sweep files: what is to be solved, by what, by whom and into which store, read without doing any of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from accord.config import build
from accord.config.faults import Faults, all_of, together
from accord.config.files import located
from accord.documents import Document, open_document
from accord.errors import AccordError, ConfigurationError
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.roles import Executor
from accord.sweeps.game_tables import games_of
from accord.sweeps.games import Source
from accord.sweeps.limits import Limits
from accord.sweeps.pipeline_tables import grid_of, pipelines_of
from accord.sweeps.plan import Plan, planned
from accord.sweeps.records import Detail
from accord.sweeps.tables import KEYS, Table

__all__ = ["Request", "read_sweep"]

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
        AccordError: if it asks for something that there is not, with the file and the line. It brings the others along if several
            things are wrong.
    """
    document, path = open_document(where, "a sweep file"), Path(where)
    top, faults, own = Table(document, (), document.values), Faults(), executor
    games: list[Source] = []
    pipelines: list[tuple[str, Pipeline]] = []
    left_out: list[tuple[str, str]] = []
    limits, exact = Limits(), False
    detail: str | None = None
    store: str | None = None
    with faults.within():
        top.only(KEYS)
    for table in _tables(top, "games", faults):
        with faults.within():
            games += games_of(table, path.parent, registry)
    for table in _tables(top, "pipelines", faults):
        with faults.within():
            pipelines += pipelines_of(table, path.parent, registry)
    for table in _tables(top, "grid", faults):
        with faults.within():
            pipelines += grid_of(table, registry, left_out)
    with faults.within():
        detail = top.text("detail", "certified", f"one of {', '.join(_DETAILS)}", _DETAILS)
    with faults.within():
        limits = _limits(top, seconds, megabytes)
    with faults.within():
        own = _own_executor(top, registry) if executor is None else executor
    with faults.within():
        store = top.text("store", f"{path.stem}.sqlite", "the name of a file")
    with faults.within():
        exact = top.truth("exact", default=False)
    _report(faults, document)
    workers = _executor(own, registry, jobs, assignments, limited=limits != Limits())
    try:
        plan = planned(
            games, pipelines, workers, registry, limits=limits, detail=Detail[str(detail).upper()], exact=exact, left_out=left_out
        )
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {error}") from None
    return Request(plan, path.parent / str(store))


def _tables(top: Table, key: str, faults: Faults) -> list[Table]:
    with faults.within():
        return list(top.tables(key))
    return []


def _report(faults: Faults, document: Document) -> None:
    """Raise what has been found, in the order of the file."""
    try:
        faults.report()
    except AccordError as error:
        found = together(sorted(all_of(error), key=lambda fault: document.around(fault.path) or 0))
        found.listing = f"accord run --dry-run {shlex.quote(document.where)}"
        raise found from None


def _limits(top: Table, seconds: float | None, megabytes: float | None) -> Limits:
    table = top.table("limits")
    if table is not None:
        table.only(("seconds", "megabytes"))
        seconds = table.positive("seconds", "a positive number of seconds") if seconds is None else seconds
        megabytes = table.positive("megabytes", "a positive number of megabytes") if megabytes is None else megabytes
    return Limits(seconds, megabytes)


def _own_executor(top: Table, registry: Registry) -> object:
    """Return the file's executor, if it has one."""
    inside = top.values.get("executor")
    if inside is None:
        return None
    if not isinstance(inside, dict | str):
        raise top.refused("executor", "the name of an executor, or a table [executor],")
    try:
        return build(registry, "executor", inside, {}, "executor", typed=True)
    except AccordError as error:
        raise located(error, top.document, ("executor",)) from None


def _executor(given: object, registry: Registry, jobs: int | None, assignments: Sequence[str], *, limited: bool) -> Executor:
    """Return the executor; by default one that can keep the limits, if there are any, and has the jobs that are wanted."""
    settings = _changes(assignments)
    if jobs is not None:
        settings["jobs"] = jobs
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
