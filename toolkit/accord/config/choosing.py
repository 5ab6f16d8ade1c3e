"""The pipeline that somebody wants: put together from stages, read from a file, or made before."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from accord.config.assembly import assemble, limited
from accord.config.files import open_pipeline
from accord.errors import ConfigurationError
from accord.host import Registry

if TYPE_CHECKING:
    from accord.pipeline import Pipeline

__all__ = ["choose"]


def choose(
    registry: Registry,
    *,
    pipeline: object = None,
    side_payments: bool | None = None,
    time_limit: float | None = None,
    **stages: Any,
) -> Pipeline:
    """Return the pipeline that is named as a whole, or put one together from what is named of it.

    Args:
        registry: where names are looked up.
        pipeline: a `Pipeline`, a pipeline file, or the name of one that comes with accord; everything but the time limit has to
            be left out then.
        side_payments: as for `assemble`, as are the others.
        time_limit: as above.
        **stages: as above.

    Raises:
        AccordError: as `assemble` and `open_pipeline`; `ConfigurationError` if a pipeline is named in part and as a whole.
    """
    if pipeline is None:
        terms = True if side_payments is None else side_payments
        return assemble(registry, side_payments=terms, time_limit=time_limit, **stages)
    given = [stage for stage, value in stages.items() if value is not None and value != {}]
    given += ["side_payments"] * (side_payments is not None)
    if given:
        raise ConfigurationError(f"pipeline is given, which is all of it; leave out {', '.join(given)}")
    made = _whole(pipeline, registry)
    if time_limit is None:
        return made
    parts = {stage: limited(getattr(made, stage), time_limit) for stage in ("fallback", "worth", "split")}
    return dataclasses.replace(made, **parts)


def _whole(pipeline: object, registry: Registry) -> Pipeline:
    from accord.pipeline import Pipeline  # noqa: PLC0415 - the pipeline brings the solvers of linear programmes with it

    if isinstance(pipeline, Pipeline):
        return pipeline
    if isinstance(pipeline, (str, PathLike)):
        return open_pipeline(pipeline, registry).pipeline
    kind = "a table of stages; accord.assemble makes a pipeline of it" if isinstance(pipeline, Mapping) else repr(pipeline)
    raise ConfigurationError(
        f"pipeline is {kind}; an accord.Pipeline, a pipeline file, or the name of one that comes with accord is accepted"
    )
