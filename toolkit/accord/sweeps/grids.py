"""Pipelines by the grid: every combination of the listed components that fits together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from accord.config import assemble
from accord.config.assignments import STAGES
from accord.config.building import fields_of
from accord.config.faults import all_of
from accord.errors import AccordError, ConfigurationError
from accord.host import Registry
from accord.pipeline import Pipeline

__all__ = ["TERMS", "Combination", "called", "combined", "labelled"]

TERMS = "side_payments"
_INNER = ("selection", "solver")
Combination = dict[str, Any]
"""By stage what was listed for it, and the terms."""


def combined(
    lists: Mapping[str, Sequence[Any]], registry: Registry, *, typed: bool = False
) -> tuple[list[tuple[str, Pipeline]], list[tuple[str, str]], list[tuple[str, int, AccordError]]]:
    """Put every combination together.

    A stage that a fallback has no use for is left out for this fallback: ``security`` with three selections is one pipeline.

    Args:
        lists: for each stage what to combine: names, tables, instances, or None for none; and truth values for ``side_payments``.
        registry: where the components come from.
        typed: as for `assemble`.

    Returns:
        The pipelines with their labels; the combinations that do not fit, each with the reason; and what is in no pipeline
        at all: the stage, the position in its list, and the error of the first combination with it, or of itself if it has one.
    """
    used: set[tuple[str, int]] = set()
    reasons: dict[tuple[str, int], AccordError] = {}
    seen: set[str] = set()
    made: list[tuple[str, Pipeline]] = []
    left_out: list[tuple[str, str]] = []
    stages = list(lists)
    for positions in product(*(range(len(lists[stage])) for stage in stages)):
        chosen = dict(zip(stages, positions, strict=True))
        stages_of = {stage: lists[stage][k] for stage, k in chosen.items()}
        idle = [stage for stage in _INNER if stage in stages_of and not _takes(registry, stages_of.get("fallback"), stage)]
        combination = {stage: value for stage, value in stages_of.items() if stage not in idle}
        label = labelled(combination)
        if label in seen:
            continue
        seen.add(label)
        taken = [(stage, k) for stage, k in chosen.items() if stage not in idle]
        try:
            pipeline = assemble(registry, **combination, typed=typed)
            mismatch = pipeline.mismatch()
            if mismatch:
                raise ConfigurationError(mismatch)
        except AccordError as error:
            left_out.append((label, str(error)))
            blamed = {fault.path[:1] for fault in all_of(error)}
            for each in taken:
                if each not in reasons or (each[0],) in blamed:
                    reasons[each] = error
            continue
        used.update(taken)
        made.append((label, pipeline))
    useless = [(stage, k, reason) for (stage, k), reason in reasons.items() if (stage, k) not in used]
    return made, left_out, useless


def labelled(combination: Mapping[str, Any]) -> str:
    """Return what to call a combination: its components, in the order of the pipeline.

    >>> labelled({"split": "equal", "fallback": {"name": "nash", "solver": "pure"}, "side_payments": True})
    'nash(solver=pure) / equal'
    """
    parts = [called(combination[stage]) for stage in STAGES if combination.get(stage) is not None]
    if combination.get(TERMS) is False:
        parts.append("no side payments")
    return " / ".join(parts) or "default"


def called(component: Any) -> str:
    """Return what to call a component: its name, and the settings that were given with it."""
    if isinstance(component, Mapping):
        settings = ", ".join(f"{key}={_shown(value)}" for key, value in component.items() if key != "name")
        return str(component.get("name")) + (f"({settings})" if settings else "")
    return component if isinstance(component, str) else str(getattr(component, "name", component))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return called(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _takes(registry: Registry, fallback: Any, stage: str) -> bool:
    """Whether a fallback has a field for a stage; where that cannot be told, it is said to have one."""
    name = fallback.get("name") if isinstance(fallback, Mapping) else "correlated" if fallback is None else fallback
    if isinstance(name, str):
        found = [entry.component for entry in registry.of_role("fallback") if entry.name == name]
        return not found or stage in fields_of(found[0])
    return stage in fields_of(type(name))
