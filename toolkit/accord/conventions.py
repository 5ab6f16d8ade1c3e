"""What each coalition is worth under every convention, side by side, and the payoffs that each convention leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from accord.answers import disagree
from accord.bargain import Problem
from accord.coalitions import CharacteristicFunction, Violation
from accord.coalitions.characteristic import members
from accord.coalitions.core import Core, core
from accord.config import assemble, describe
from accord.errors import AccordError, ConfigurationError, UnsuitableError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline, agree
from accord.rationals import Number
from accord.roles import Disagreement, Worth
from accord.solution import Solution
from accord.valuing import worths_of

__all__ = ["Convention", "Conventions", "conventions"]


@dataclass(frozen=True)
class Convention:
    """One reading of what coalitions are worth.

    Attributes:
        name: the worth's name, with its reading where it has several.
        worths: what every coalition is worth; None if the worth failed.
        values: by split, the payoffs that divide the worths, or why there are none.
        violations: properties that the worths lack, with the coalitions that show it.
        core: whether some payoffs leave every coalition content, with a witness; None if that is not known.
        certified: whether every certificate of every division holds.
        trouble: why there are no worths.
    """

    name: str
    worths: CharacteristicFunction | None
    values: tuple[tuple[str, tuple[Number, ...] | str], ...] = ()
    violations: tuple[Violation, ...] = ()
    core: Core | None = None
    certified: bool = True
    trouble: str = ""


@dataclass(frozen=True)
class Conventions:
    """All conventions on one game.

    Attributes:
        game: the game.
        columns: one per convention, in the order of registration.
        certified: whether every certificate of every solution holds.
        left_out: components that were not tried, each with the reason.
    """

    game: Game
    columns: tuple[Convention, ...]
    certified: bool
    left_out: tuple[tuple[str, str], ...]

    @property
    def coalitions(self) -> list[tuple[int, ...]]:
        """All coalitions as tuples of player numbers, the smaller ones first."""
        return sorted(map(members, range(1, 1 << self.game.n_players)), key=lambda inside: (len(inside), inside))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-able data."""
        players = self.game.players
        return {
            "game": {"title": self.game.title, "digest": self.game.digest, "players": list(players)},
            "conventions": [self._column(column) for column in self.columns],
            "left_out": [{"component": name, "reason": reason} for name, reason in self.left_out],
        }

    def _column(self, column: Convention) -> dict[str, Any]:
        if column.worths is None:
            return {"worth": column.name, "error": column.trouble}
        worths = column.worths
        return {
            "worth": column.name,
            "worths": [{"coalition": self._labels(inside), **_number("worth", worths[inside])} for inside in self.coalitions],
            "values": [
                {"split": split, "error": found}
                if isinstance(found, str)
                else {"split": split, "payoffs": [float(x) + 0.0 for x in found], "exact": _exact(found)}
                for split, found in column.values
            ],
            "violations": [violation.to_dict(self.game.players) for violation in column.violations],
            "core": None if column.core is None else self._core(column.core),
        }

    def _core(self, found: Core) -> dict[str, Any]:
        blocking = [
            {"coalition": self._labels(sorted(coalition)), **_number("weight", weight)}
            for coalition, weight in found.blocking or ()
        ]
        point = None if found.point is None else [float(x) + 0.0 for x in found.point]
        return {"empty": found.is_empty, "point": point, "blocking": blocking or None}

    def _labels(self, inside: Sequence[int]) -> list[str]:
        return [self.game.players[i] for i in inside]


def _number(key: str, value: Number) -> dict[str, Any]:
    return {key: float(value) + 0.0, "exact": None if isinstance(value, float) else str(value)}


def _exact(values: Sequence[Number]) -> list[str] | None:
    return None if any(isinstance(x, float) for x in values) else [str(x) for x in values]


def conventions(
    game: Game,
    registry: Registry,
    *,
    fallback: object = None,
    selection: object = None,
    solver: object = None,
    worths: Sequence[str] | None = None,
    splits: Sequence[str] | None = None,
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
        time_limit: seconds, for every component that can run long.

    Raises:
        ConfigurationError: if there is no such component, or a split does not divide worths.
    """
    left_out: list[tuple[str, str]] = []
    dividing = list(_dividing(registry, splits, left_out))
    stages = {"fallback": fallback, "selection": selection, "solver": solver, "time_limit": time_limit}
    alone = assemble(registry, **stages)  # type: ignore[arg-type] # the names of the stages are right
    refusal = alone.fallback.needs.objection(game, True)
    if refusal:
        raise UnsuitableError(f"fallback {alone.fallback.name} {refusal}")
    disagreement = disagree(alone.fallback, game)
    columns, sound = [], True
    for name, table in _readings(registry, worths):
        try:
            worth = assemble(registry, worth=table, **stages).worth  # type: ignore[arg-type] # as above
        except ConfigurationError as error:
            if worths is not None:
                raise
            left_out.append((name, str(error)))
            continue
        if worth is None or (reason := worth.needs.objection(game, True)):
            left_out.append((name, reason or "no worth"))
            continue
        solve = partial(_solved, disagreement, game, registry)
        columns.append(_column(name, worth, [replace(alone, worth=worth, split=split) for split in dividing], solve, game))
        sound = sound and columns[-1].certified
    return Conventions(game, tuple(columns), sound, tuple(left_out))


def _dividing(registry: Registry, named: Sequence[str] | None, left_out: list[tuple[str, str]]) -> Iterator[Any]:
    if named is not None:
        for name in named:
            split = assemble(registry, split=name).split
            if not getattr(split, "uses_worths", False):
                raise ConfigurationError(f"split {name!r} does not divide the worths of coalitions, as shapley does")
            yield split
        return
    for entry in registry.of_role("split"):
        if getattr(entry.component, "uses_worths", False):
            try:
                yield assemble(registry, split=entry.name).split
            except ConfigurationError as error:
                left_out.append((entry.name, str(error)))


def _readings(registry: Registry, named: Sequence[str] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every worth, and every reading of those that have a field of that name."""
    for name in registry.names("worth") if named is None else named:
        component = registry.lookup("worth", name).component
        options = getattr(component, "readings", ())
        for reading in options or (None,):
            yield (f"{name} ({reading})", {"name": name, "reading": reading}) if reading else (name, {"name": name})


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
