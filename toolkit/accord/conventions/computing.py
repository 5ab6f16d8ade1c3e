"""How conventions are compared: every worth, in every reading, with every split that divides worths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from accord.answers import disagree
from accord.bargain import Problem
from accord.coalitions import CharacteristicFunction
from accord.coalitions.core import core
from accord.config import assemble, describe
from accord.config.building import fields_of
from accord.conventions.table import Convention, Conventions, Interrupted
from accord.errors import AccordError, ConfigurationError, UnsuitableError, nearest
from accord.fallbacks import Security
from accord.game import Game
from accord.host import Registry
from accord.lp import asked
from accord.pipeline import Pipeline, agree
from accord.rationals import Number
from accord.roles import Disagreement, Worth
from accord.solution import Solution
from accord.valuing import worths_of
from accord.work import shared

__all__ = ["conventions"]

_Settings = Mapping[str, Mapping[str, Any]]


def conventions(
    game: Game,
    registry: Registry,
    *,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worths: Sequence[str] | None = None,
    splits: Sequence[str] | None = None,
    settings: _Settings | None = None,
    time_limit: float | None = None,
) -> Conventions:
    """Compute what every coalition is worth under several conventions, and what each leads to.

    Args:
        game: the game.
        registry: where the components come from.
        fallback: how games between coalitions are played if talks fail; ``correlated`` by default.
        selection: which of the fallback's equilibria.
        solver: what finds the equilibria of a fallback that needs it.
        worths: the worths to try; by default all that accept the game, and every reading of those that have several.
        splits: the splits to try; by default all that divide worths.
        settings: by stage, the values of fields; those of worths and splits go to all that have the field.
        time_limit: seconds, for every component that can run long.

    Raises:
        ConfigurationError: if there is no such component or setting, or a split does not divide worths.
        Interrupted: if it is interrupted; with what was finished.
    """
    tables = {stage: dict(table) for stage, table in (settings or {}).items()}
    left_out: list[tuple[str, str]] = []
    build = partial(assemble, registry, fallback=fallback, selection=selection, solver=solver, time_limit=time_limit)
    inner = {stage: table for stage, table in tables.items() if stage not in {"worth", "split"}}
    dividing = list(_dividing(registry, splits, tables.get("split", {}), left_out))
    alone = build(settings=inner)
    refusal = alone.fallback.needs.objection(game, True)
    if refusal:
        raise UnsuitableError(f"fallback {alone.fallback.name} {refusal}")
    alone, disagreement = _grounded(alone, game, left_out)
    readings = list(_readings(registry, worths, tables.get("worth", {})))
    columns: list[Convention] = []
    with shared():
        for place, (name, table) in enumerate(readings):
            try:
                worth = build(worth=table, settings=inner).worth
            except ConfigurationError as error:
                if worths is not None:
                    raise
                left_out.append((name, str(error)))
                continue
            if worth is None or (reason := worth.needs.objection(game, True)):
                left_out.append((name, reason or "no worth"))
                continue
            solve = partial(_solved, disagreement, game, registry)
            pipelines = [replace(alone, worth=worth, split=split) for split in dividing]
            try:
                columns.append(_column(name, worth, pipelines, solve, game))
            except KeyboardInterrupt:
                left_out += [(name, "interrupted before it was finished") for name, _ in readings[place:]]
                raise Interrupted(_table(game, columns, left_out)) from None
    return _table(game, columns, left_out)


def _grounded(pipeline: Pipeline, game: Game, left_out: list[tuple[str, str]]) -> tuple[Pipeline, Disagreement]:
    """Return the disagreement point, that of security levels where the fallback fails: most worths and values look at neither."""
    fallback = pipeline.fallback
    try:
        return pipeline, disagree(fallback, game)
    except AccordError as error:
        left_out.append((f"fallback {fallback.name}", f"{error}; splits that look at the disagreement point see security levels"))
        return replace(pipeline, fallback=Security()), disagree(Security(), game)


def _table(game: Game, columns: Sequence[Convention], left_out: Sequence[tuple[str, str]]) -> Conventions:
    sound = all(column.certified for column in columns)
    return Conventions(game, tuple(columns), sound, tuple(left_out), exact=asked() is not None)


def _dividing(
    registry: Registry, named: Sequence[str] | None, table: Mapping[str, Any], left_out: list[tuple[str, str]]
) -> Iterator[Any]:
    """Yield the splits, each with the settings that it takes."""
    usual = [entry.name for entry in registry.of_role("split") if getattr(entry.component, "uses_worths", False)]
    names = usual if named is None else list(dict.fromkeys(named))
    for name in names:
        if not getattr(registry.lookup("split", name).component, "uses_worths", False):
            raise ConfigurationError(f"split {name!r} does not divide the worths of coalitions, as {', '.join(usual)} do")
    for name, fitting in _fitting(registry, "split", names, table):
        try:
            yield assemble(registry, split={"name": name, **fitting}).split
        except ConfigurationError as error:
            if named is not None or fitting:
                raise
            left_out.append((name, str(error)))


def _readings(registry: Registry, named: Sequence[str] | None, table: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every worth, with the settings that it takes, and every reading of those that have several."""
    names = registry.names("worth") if named is None else list(dict.fromkeys(named))
    for name, fitting in _fitting(registry, "worth", names, table):
        options = () if "reading" in fitting else getattr(registry.lookup("worth", name).component, "readings", ())
        for reading in options or (fitting.get("reading"),):
            shown = name if reading is None else f"{name} ({reading})"
            yield shown, {"name": name, **fitting, **({} if reading is None else {"reading": reading})}


def _fitting(registry: Registry, stage: str, names: Sequence[str], table: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return components with those of some settings that they have a field for.

    Raises:
        ConfigurationError: if none of them has a field for one of the settings.
    """
    fields = {name: fields_of(registry.lookup(stage, name).component) for name in names}
    known = set().union(*fields.values())
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        listed = ", ".join(sorted(known)) or "none"
        raise ConfigurationError(
            f"{stage} has no setting {unknown!r}{nearest(unknown, known)}; settings of {', '.join(names)}: {listed}"
        )
    return [(name, {key: value for key, value in table.items() if key in own}) for name, own in fields.items()]


def _column(
    name: str,
    worth: Worth,
    pipelines: Sequence[Pipeline],
    solve: Callable[[Pipeline, CharacteristicFunction], Solution],
    game: Game,
) -> Convention:
    try:
        worths = worths_of(worth, game)
    except AccordError as error:
        return Convention(name, None, trouble=str(error))
    values: list[tuple[str, tuple[Number, ...] | str]] = []
    certified = True
    for pipeline in pipelines:
        try:
            solution = solve(pipeline, worths)
        except AccordError as error:
            values.append((pipeline.split.name, str(error)))
        else:
            values.append((pipeline.split.name, solution.agreement.payoffs))
            certified = certified and solution.certified
    try:
        witness = core(worths)
    except AccordError:
        witness = None
    return Convention(name, worths, tuple(values), worths.violations(), witness, certified)


def _solved(
    disagreement: Disagreement, game: Game, registry: Registry, pipeline: Pipeline, worths: CharacteristicFunction
) -> Solution:
    refusal = pipeline.split.needs.objection(game, True)
    if refusal:
        raise UnsuitableError(refusal)
    problem = Problem(game, disagreement.payoffs, worths=worths)
    return agree(pipeline, problem, disagreement, lambda component: describe(registry, component))
