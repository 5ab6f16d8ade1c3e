"""Pipelines in files: a table per stage, strictly read, and every error with its line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import metadata
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from accord.config.assembly import assemble
from accord.config.assignments import STAGES
from accord.config.bundled import bundled_pipeline, bundled_pipelines
from accord.config.faults import Faults, all_of, together
from accord.documents import BEFORE_TABLES, Document, open_document, read_document
from accord.errors import AccordError, ConfigurationError, nearest
from accord.host import Registry
from accord.ranges import refusal

if TYPE_CHECKING:
    from accord.pipeline import Pipeline

__all__ = ["KEYS", "PipelineFile", "load_pipeline", "located", "open_pipeline", "parse_pipeline", "stages_of"]

_TERMS, _LIMIT, _VERSION = "side_payments", "time_limit", "accord"
_TEXTS = ("title", "description")
KEYS = (*STAGES, _TERMS, _LIMIT, *_TEXTS, _VERSION)
"""What a pipeline file may hold."""
_SWEEP = " (sweep files have games; 'accord run --dry-run' checks them)"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NEEDED_BY = {"fallback": ("solver", "selection"), "solver": ("fallback", "selection"), "worth": ("split",)}
"""What cannot be judged while something else is malformed."""


@dataclass(frozen=True)
class PipelineFile:
    """A pipeline with the text that it was read from.

    Attributes:
        document: the text and its values.
        pipeline: the components.
        title: what the file calls it, or nothing.
        description: what the file says about it, or nothing.
        time_limit: the seconds that the file gives to every component that can run long.
    """

    document: Document
    pipeline: Pipeline
    title: str = ""
    description: str = ""
    time_limit: float | None = None

    @property
    def stages(self) -> dict[str, Any]:
        """What `assemble` takes."""
        made = self.pipeline
        return {"fallback": made.fallback, "worth": made.worth, "split": made.split, _TERMS: made.side_payments}


def load_pipeline(where: str | PathLike[str], registry: Registry) -> dict[str, Any]:
    """Read a pipeline file, and return what `assemble` takes; errors are those of `open_pipeline`."""
    return open_pipeline(where, registry).stages


def open_pipeline(where: str | PathLike[str], registry: Registry) -> PipelineFile:
    """Read a pipeline from a file, or one of those that come with accord by its name.

    The file is TOML: for each of ``fallback``, ``selection``, ``solver``, ``worth`` and ``split`` a component's name, or a table
    with its ``name`` and its settings; ``side_payments``, true or false; ``time_limit``, seconds; ``title`` and ``description``;
    ``accord``, the versions that the file is for. What is left out is what it is by default.

    Args:
        where: the file, or a name such as ``coco``; a bare name is looked for among the pipelines that come with accord first.
        registry: where the components come from.

    Raises:
        InputError: if the file is not there, or is no TOML.
        AccordError: if it holds something else, of the kind that says what is wrong, with the file, the line and the key. It
            brings the others along if several things are wrong.
    """
    name = fspath(where)
    if name in bundled_pipelines():
        return parse_pipeline(bundled_pipeline(name), f"pipeline {name}", registry)
    hint = nearest(name, bundled_pipelines())
    missing = f"there is no such file, and no pipeline of this name{hint}; 'accord pipelines' lists the bundled ones"
    return _read(open_document(name, "a pipeline file", missing), registry)


def parse_pipeline(text: str, where: str, registry: Registry) -> PipelineFile:
    """Read a pipeline from the text of a file; errors are those of `open_pipeline`."""
    return _read(read_document(text, where), registry)


def _read(document: Document, registry: Registry) -> PipelineFile:
    try:
        return _checked(document, registry)
    except AccordError as error:
        found = located(error, document)
        found.listing = f"accord pipelines check {shlex.quote(document.where)}"
        raise found from error


def located(error: AccordError, document: Document, around: tuple[str | int, ...] = ()) -> AccordError:
    """Return an error about values of a document with the file, the line and the key, and so for all that come with it.

    Args:
        error: what was found in values, with the `path` within these.
        document: where they come from.
        around: the way to these values.
    """
    faults = sorted(all_of(error), key=lambda fault: document.around((*around, *fault.path)) or 0)
    return together(_located(fault, document, (*around, *fault.path)) for fault in faults)


def _located(fault: AccordError, document: Document, path: tuple[str | int, ...]) -> AccordError:
    message, key = str(fault), _dotted(path)
    if len(path) == 2 and path[1] in KEYS and "has no setting" in message:
        message += BEFORE_TABLES
    return type(fault)(f"{document.at(path)}: {'' if key in message else f'{key}: '}{message}", path=path)


def _dotted(path: tuple[str | int, ...]) -> str:
    """Write a path as it is written in TOML and in errors: ``split.weights[1]``."""
    shown = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" if _BARE.fullmatch(p) else f".{p!r}" for p in path)[1:]
    return shown if len(shown) <= 200 else f"{shown[:197]}..."


def _checked(document: Document, registry: Registry) -> PipelineFile:
    values, faults = document.values, Faults()
    for key in values:
        if key not in KEYS:
            with faults.within(key):
                known = f"keys are {', '.join(KEYS)}{_SWEEP if key == 'games' else ''}"
                raise ConfigurationError(f"there is no key {key[:60]!r}{nearest(key, KEYS)}; {known}")
    given: dict[str, Any] = {}
    for key in (_TERMS, _LIMIT, *_TEXTS, _VERSION):
        if key in values:
            with faults.within(key):
                given[key] = _plain(key, values[key])
    pipeline = stages_of(values, registry, given.get(_TERMS, True), given.get(_LIMIT), faults)
    faults.report()
    return PipelineFile(document, pipeline, given.get("title", ""), given.get("description", ""), given.get(_LIMIT))


def stages_of(values: Mapping[str, Any], registry: Registry, terms: bool, limit: float | None, faults: Faults) -> Any:
    """Return the pipeline that the stages in a table of a file make, or None if there is something to report.

    Args:
        values: the table; what is no stage is not looked at.
        registry: where the components come from.
        terms: whether money can change hands.
        limit: seconds for every component that can run long.
        faults: collects what is wrong.
    """
    stages = {stage: values[stage] for stage in STAGES if stage in values}
    malformed = [stage for stage in stages if not _is_stage(stage, stages[stage], faults)]
    for unsure in {each for stage in malformed for each in (stage, *_NEEDED_BY.get(stage, ()))}:
        stages.pop(unsure, None)
    pipeline: Any = None
    with faults.within():
        pipeline = assemble(registry, **stages, side_payments=terms, time_limit=limit, typed=True)
        _check_twice(values)
        if pipeline.mismatch() and not malformed:
            raise ConfigurationError(str(pipeline.mismatch()), path=("split",))
    return pipeline


def _plain(key: str, value: Any) -> Any:
    """Return the value of a key that is no stage."""
    if key == _TERMS:
        if not isinstance(value, bool):
            raise refusal(value, key, "true or false")
    elif key == _LIMIT:
        finite = not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()))
        if not finite or not 0 < value < 10**300:
            raise refusal(value, key, "a positive number of seconds")
        return float(value)
    elif not isinstance(value, str):
        raise refusal(value, key, "text")
    elif key == _VERSION:
        _check_version(value)
    return value


def _check_version(wanted: str) -> None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - few files ask for a version

    version = metadata.version("accord")
    try:
        fits = SpecifierSet(wanted).contains(version, prereleases=True)
    except InvalidSpecifier:
        raise refusal(wanted, _VERSION, "a requirement of versions, such as '>=0.1,<0.2',") from None
    if not fits:
        raise ConfigurationError(f"the file is for accord {wanted}, and this is accord {version}")


def _is_stage(stage: str, value: Any, faults: Faults) -> bool:
    """Whether a stage is a name or a table with a name; if not, that is a fault."""
    named = value.get("name") if isinstance(value, Mapping) else value
    if isinstance(named, str):
        return True
    path = (stage, "name") if isinstance(value, Mapping) and "name" in value else (stage,)
    with faults.within(*path):
        raise ConfigurationError(
            f"{stage} needs a table with a name, such as [{stage}] followed by name = …, or a name, such as {stage} = …"
        )
    return False


def _check_twice(values: Mapping[str, Any]) -> None:
    """Refuse a selection or a solver that stands both beside the fallback and inside of it."""
    inside = values.get("fallback")
    for stage in ("selection", "solver"):
        if isinstance(inside, Mapping) and stage in inside and stage in values:
            raise ConfigurationError(f"{stage} is given twice: here, and inside of the fallback", path=(stage,))
