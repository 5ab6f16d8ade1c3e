"""Tables of pipelines in sweep files: those in files of their own, those written out, and grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path
from typing import Any

from accord.config import assemble
from accord.config.assignments import STAGES
from accord.config.bundled import bundled_pipelines
from accord.config.files import located, open_pipeline
from accord.errors import AccordError, ConfigurationError, nearest
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.sweeps.grids import TERMS, combined, labelled
from accord.sweeps.tables import Table, files_like

__all__ = ["grid_of", "pipelines_of"]

_MOST_COMBINATIONS = 10_000


def pipelines_of(table: Table, folder: Path, registry: Registry) -> Iterator[tuple[str, Pipeline]]:
    """Yield the pipelines of one table: those in files, or the one that is written there."""
    if "file" in table.values:
        table.only(("file", "name"))
        label = table.text("name", None, "what to call the pipeline")
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
    table.only(("name", *STAGES, TERMS))
    stages = {stage: table.values[stage] for stage in STAGES if stage in table.values}
    terms = table.truth(TERMS, default=True)
    try:
        pipeline = assemble(registry, **_shaped(table, stages), side_payments=terms)
        mismatch = pipeline.mismatch()
        if mismatch:
            raise ConfigurationError(mismatch)
    except AccordError as error:
        if error.path:
            raise located(error, table.document, table.path) from None
        raise table.placed(error, *_guilty(stages, str(error))) from None
    yield table.text("name", None, "what to call the pipeline") or labelled({**stages, TERMS: terms}), pipeline


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


def _shaped(table: Table, stages: dict[str, Any]) -> dict[str, Any]:
    """Return the stages, each a name or a table with a name."""
    for stage, given in stages.items():
        named = given.get("name") if isinstance(given, dict) else given
        if not isinstance(named, str) or not named:
            raise table.refused(stage, f"the name of a {stage}, or a table such as {{name = …, setting = …}},")
    return stages


def _guilty(stages: Iterable[str], message: str) -> tuple[str, ...]:
    """Return the stage that an error names first."""
    named = sorted((stage for stage in stages if stage in message), key=message.index)
    return tuple(named[:1])


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
    made, unfit, useless = combined(lists, registry)
    for stage, k, reason in useless:
        raise table.placed(ConfigurationError(reason), stage, *([k] if isinstance(table.values[stage], list) else []))
    left_out += unfit
    return made
