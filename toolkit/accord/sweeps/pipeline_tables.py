"""Tables of pipelines in sweep files: those in files of their own, those written out, and grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path
from typing import Any

from accord.config.assignments import STAGES
from accord.config.bundled import bundled_pipelines
from accord.config.faults import Faults, all_of
from accord.config.files import located, open_pipeline, stages_of
from accord.errors import AccordError, ConfigurationError, nearest
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.sweeps.grids import TERMS, combined, labelled
from accord.sweeps.tables import Table, files_like

__all__ = ["grid_of", "pipelines_of"]

_LIMIT = "time_limit"
_MOST_COMBINATIONS = 10_000


def pipelines_of(table: Table, folder: Path, registry: Registry) -> Iterator[tuple[str, Pipeline]]:
    """Yield the pipelines of one table: those in files, or the one that is written there."""
    if "file" in table.values:
        table.only(("file", "name"))
        label = table.text("name", None, "text to call the pipeline by")
        files = list(_pipeline_files(table, folder))
        if label is not None and len(files) > 1:
            raise table.error("name", f"{len(files)} files cannot all be called {label!r}; leave the name out")
        for name, file in files:
            try:
                pipeline = open_pipeline(file, registry).pipeline
            except AccordError as error:
                raise table.placed(error, "file") from None
            yield label or name, pipeline
        return
    table.only(("name", *STAGES, TERMS, _LIMIT))
    terms, limit, faults = table.truth(TERMS, default=True), table.positive(_LIMIT, "a positive number of seconds"), Faults()
    pipeline = stages_of(table.values, registry, terms, limit, faults)
    try:
        faults.report()
    except AccordError as error:
        raise located(error, table.document, table.path) from None
    stages = {stage: table.values[stage] for stage in STAGES if stage in table.values}
    yield table.text("name", None, "text to call the pipeline by") or labelled({**stages, TERMS: terms}), pipeline


def _pipeline_files(table: Table, folder: Path) -> Iterator[tuple[str, Path | str]]:
    """Yield pipelines with what to call them: those that come with accord go by name."""
    known = bundled_pipelines()
    for k, pattern in enumerate(table.texts("file", "a pipeline file, or a pattern such as pipelines/*.toml")):
        files = files_like(pattern, folder)
        if pattern in known:
            yield pattern, pattern
        elif not files:
            message = f"there is no pipeline file {pattern!r} in {folder}{nearest(pattern, known)}"
            raise table.placed(ConfigurationError(message), "file", k)
        else:
            yield from ((file.stem, file) for file in files)


def grid_of(table: Table, registry: Registry, left_out: list[tuple[str, str]]) -> list[tuple[str, Pipeline]]:
    """Return all pipelines on a grid."""
    table.only((*STAGES, TERMS))
    lists: dict[str, list[Any]] = {}
    for stage, given in table.values.items():
        listed = given if isinstance(given, list) else [given]
        if stage == TERMS:
            if not listed or not all(isinstance(item, bool) for item in listed):
                raise table.refused(stage, "true, false, or a list of both,")
        elif not listed or not all(isinstance(item.get("name") if isinstance(item, dict) else item, str) for item in listed):
            raise table.refused(stage, f"a list of names of a {stage}, or of tables {{name = …, setting = …}},")
        lists[stage] = [None if stage != TERMS and item == "none" else item for item in listed]
    if prod(map(len, lists.values())) > _MOST_COMBINATIONS:
        raise table.error(None, f"the grid has more than {_MOST_COMBINATIONS} combinations of components; shorten its lists")
    made, unfit, useless = combined(lists, registry, typed=True)
    if useless:
        raise _unused(table, useless)
    left_out += unfit
    return made


def _unused(table: Table, useless: Iterable[tuple[str, int, AccordError]]) -> AccordError:
    """Return the errors about what is in no pipeline: those of single components if there are any, for these cause the others."""
    own, others = Faults(), Faults()
    for stage, k, reason in useless:
        at = (stage, k) if isinstance(table.values[stage], list) else (stage,)
        single = [fault for fault in all_of(reason) if fault.path[:1] == (stage,)]
        for fault in single:
            with own.within(*at):
                raise type(fault)(str(fault), path=fault.path[1:])
        with others.within(*at):
            raise type(reason)(str(reason))
    try:
        own.report()
        others.report()
    except AccordError as error:
        return located(error, table.document, table.path)
    raise AssertionError(table.path)  # there is something useless
