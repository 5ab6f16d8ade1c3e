"""What a sweep is to do, before anything is done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from accord.builtin.executors import Serial
from accord.config import describe
from accord.config.describing import plain
from accord.errors import ConfigurationError
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.roles import Executor
from accord.solution import Step
from accord.sweeps.games import Source
from accord.sweeps.limits import Limits
from accord.sweeps.records import Detail, PipelineRecord
from accord.sweeps.solving import Assignment, parts
from accord.work.identity import identity

__all__ = ["Plan", "planned"]

_FORMAT = "1"
"""Changes when the same task would be written down otherwise."""


@dataclass(frozen=True)
class Plan:
    """Many games, many pipelines, and who does the work.

    Attributes:
        games: where the games come from.
        assignments: the pipelines.
        records: what the store keeps about each of them.
        executor: supplies the workers.
        limits: of each task.
        registry: where readers and components come from.
        left_out: combinations of components that do not fit, each with the reason.
    """

    games: tuple[Source, ...]
    assignments: tuple[Assignment, ...]
    records: tuple[PipelineRecord, ...]
    executor: Executor
    limits: Limits
    registry: Registry
    left_out: tuple[tuple[str, str], ...] = ()

    @cached_property
    def count(self) -> int | None:
        """How many tasks there are, or None if nobody knows yet."""
        counts = [source.count(self.registry) for source in self.games]
        return None if None in counts else sum(c or 0 for c in counts) * len(self.assignments)

    def keys(self, digest: str) -> list[bytes]:
        """Return what the outcomes for one game are known by, in the order of the pipelines."""
        return [hashlib.sha256(f"{_FORMAT}\0{digest}\0{a.id}\0{a.versions}".encode()).digest() for a in self.assignments]


def planned(
    games: Sequence[Source],
    pipelines: Iterable[tuple[str, Pipeline]],
    executor: Executor,
    registry: Registry,
    *,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    detail: Detail = Detail.CERTIFIED,
    exact: bool = False,
    left_out: Sequence[tuple[str, str]] = (),
) -> Plan:
    """Return a plan.

    Args:
        games: where the games come from.
        pipelines: what to call each, and its components.
        executor: supplies the workers.
        registry: where readers and components come from.
        limits: of each task.
        detail: how much is worked out.
        exact: whether to prove all that can be proved.
        left_out: combinations of components that do not fit, each with the reason.

    Raises:
        ConfigurationError: if there are no games or no pipelines, or two pipelines are the same or have the same label.
    """
    made: dict[str, tuple[Assignment, PipelineRecord]] = {}
    labels: set[str] = set()
    for label, pipeline in pipelines:
        steps = tuple(map(partial(describe, registry), parts(pipeline)))
        name = hashlib.sha256(f"{identity(pipeline)}, exact={exact}".encode()).hexdigest()[:16]
        if name in made:
            raise ConfigurationError(f"pipelines {made[name][1].label!r} and {label!r} are the same; leave one of them out")
        if label in labels:
            raise ConfigurationError(f"two pipelines are called {label!r}; give each a name of its own")
        labels.add(label)
        versions = _versions(steps, registry)
        record = PipelineRecord(name, label, pipeline.side_payments, json.dumps(_stages(pipeline)), versions)
        made[name] = Assignment(pipeline, name, versions, steps, detail, exact), record
    if limits != Limits() and isinstance(executor, Serial):
        raise ConfigurationError(
            "limits of time and memory need workers in processes of their own; use the executor processes instead of serial"
        )
    if not made or not games:
        raise ConfigurationError(f"the sweep has no {'games' if made else 'pipelines'}; at least one is needed")
    assignments, records = zip(*made.values(), strict=True)
    return Plan(tuple(games), assignments, records, executor, limits, registry, tuple(left_out))


def _versions(steps: Sequence[Step], registry: Registry) -> str:
    """Return the versions of accord and of all distributions that the components come from."""
    known = {(plugin.distribution, plugin.version) for plugin in registry.plugins[:1]}
    known |= {(step.distribution, step.version) for top in steps for step in _nested(top)}
    return ", ".join(sorted(f"{name} {version}" for name, version in known if name))


def _nested(value: Any) -> Iterator[Step]:
    if isinstance(value, Step):
        yield value
        value = value.settings
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        yield from _nested(inner)


def _stages(pipeline: Pipeline) -> dict[str, Any]:
    """Return each stage's component with its settings; the stages inside a fallback stand beside it."""
    stages = {"fallback": plain(pipeline.fallback), "selection": None, "solver": None}
    for inner in ("selection", "solver"):
        if isinstance(stages["fallback"]["settings"].get(inner), dict):
            stages[inner] = stages["fallback"]["settings"].pop(inner)
    return stages | {"worth": plain(pipeline.worth), "split": plain(pipeline.split)}
