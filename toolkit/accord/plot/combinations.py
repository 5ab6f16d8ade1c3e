"""The solutions that a picture shows: every combination of some fallbacks, selections and splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from accord.config import assemble, describe
from accord.config.building import fields_of
from accord.errors import ConfigurationError, UnsuitableError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline, run
from accord.plot.scene import MOST
from accord.solution import Solution

__all__ = ["USUAL", "solved"]

USUAL = ("correlated", "minimax-threat", "security")
"""The fallbacks that are shown if none is named: the default one, and for comparison what threats and caution lead to."""
_INNER = ("selection", "solver")
_Settings = Mapping[str, Mapping[str, Any]]


def solved(
    game: Game,
    registry: Registry,
    *,
    fallbacks: Sequence[str] | None = None,
    selections: Sequence[str] | None = None,
    splits: Sequence[str] | None = None,
    solver: str | None = None,
    side_payments: bool = True,
    settings: _Settings | None = None,
    time_limit: float | None = None,
) -> tuple[list[Solution], list[str]]:
    """Solve a game with every combination of some fallbacks, selections and splits.

    A selection, a solver and a setting go to the components that take them; each must find one that does.

    Args:
        game: the game.
        registry: where the names are looked up.
        fallbacks: those of `USUAL` that accept the game if not given.
        selections: one or more for the fallbacks that choose among equilibria.
        splits: the usual one for these terms if not given.
        solver: for the fallbacks that need one.
        side_payments: whether money can change hands.
        settings: by stage, the values of fields.
        time_limit: seconds, for every component that can run long.

    Returns:
        The solutions, and for every usual fallback that is left out, or leads to no agreement, the reason.

    Raises:
        ConfigurationError: if a name or a setting is unknown or fits nowhere, or there are too many combinations.
        UnsuitableError: if a component that was named refuses the game.
        AccordError: if a component fails.
    """
    names, tables = list(dict.fromkeys(fallbacks or USUAL)), settings or {}
    fields = {name: set(fields_of(registry.lookup("fallback", name).component)) for name in names}
    shares = {name: set(fields_of(registry.lookup("split", name).component)) for name in dict.fromkeys(splits or ())}
    if solver is not None:
        registry.lookup("solver", solver)  # looks for Nash equilibria as well, so that no fallback has to take it
    for stage, wanted in (("selection", selections or tables.get("selection")), ("solver", tables.get("solver"))):
        if wanted and not any(stage in known for known in fields.values()):
            raise ConfigurationError(f"{stage}: none of the fallbacks takes one: {', '.join(names)}")
    pipelines: list[Pipeline] = []
    left_out: list[str] = []
    for name in names:
        choices = tuple(dict.fromkeys(selections or ())) if "selection" in fields[name] else ()
        for selection, split in product(choices or (None,), tuple(shares) or (None,)):
            fitting = {stage: tables[stage] for stage in tables if stage not in _INNER or stage in fields[name]}
            fitting |= _shared(tables, "fallback", name, fields) | _shared(tables, "split", split, shares)
            pipeline = assemble(
                registry,
                fallback=name,
                selection=selection,
                solver=(solver or "pure") if "solver" in fields[name] else None,
                split=split,
                side_payments=side_payments,
                settings=fitting,
                time_limit=time_limit,
            )
            refusal = pipeline.objection(game)
            if refusal is None:
                pipelines.append(pipeline)
            elif fallbacks is None and pipeline.fallback.needs.objection(game, side_payments):
                left_out.append(refusal)
            else:
                raise UnsuitableError(refusal)
    if len(pipelines) > MOST:
        raise ConfigurationError(f"these are {len(pipelines)} combinations; a picture shows at most {MOST}")
    solutions = []
    for pipeline in pipelines:
        try:
            solutions.append(run(pipeline, game, lambda component: describe(registry, component)))
        except UnsuitableError as error:
            if fallbacks is not None or not (solutions or pipeline is not pipelines[-1]):
                raise
            left_out.append(f"fallback {pipeline.fallback.name}: {error}")
    return solutions, list(dict.fromkeys(left_out))


def _shared(tables: _Settings, stage: str, name: str | None, fields: Mapping[str, set[str]]) -> dict[str, Mapping[str, Any]]:
    """Return the settings of a stage without those that other components of the stage have, but not this one."""
    if stage not in tables or name is None:
        return {}
    elsewhere = set().union(*fields.values()) - fields[name]
    return {stage: {key: value for key, value in tables[stage].items() if key not in elsewhere}}
