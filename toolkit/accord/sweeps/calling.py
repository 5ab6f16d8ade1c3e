"""Sweeps that a script asks for: games and pipelines in whatever form they are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np

from accord.config import assemble, build
from accord.config.assignments import STAGES
from accord.config.files import open_pipeline
from accord.errors import ConfigurationError, nearest
from accord.game import Game
from accord.generators import Family, check_seed
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.sweeps.games import Generated, Given, Library, Named, Source
from accord.sweeps.grids import TERMS, combined, labelled
from accord.sweeps.limits import Limits
from accord.sweeps.plan import Plan, planned
from accord.sweeps.records import Detail

__all__ = ["asked_for"]


def asked_for(
    games: object,
    pipelines: object,
    registry: Registry,
    *,
    grid: Mapping[str, Any] | None = None,
    executor: object = None,
    jobs: int | None = None,
    limits: Limits,
    detail: str,
    exact: bool,
) -> Plan:
    """Return the plan of a sweep; the arguments are those of `accord.sweep`.

    Raises:
        ConfigurationError: if anything is unknown, or of no use.
    """
    listed = list(_pipelines(pipelines, registry))
    made, left_out, useless = combined(_lists(grid), registry) if grid else ([], [], [])
    for stage, k, reason in useless:
        raise ConfigurationError(f"grid: {stage}, number {k + 1}: {reason}")
    names = [each.name.lower() for each in Detail]
    if detail not in names:
        raise ConfigurationError(f"detail is {detail!r}; one of {', '.join(names)} is accepted{nearest(str(detail), names)}")
    for name, value in (("time_limit", limits.seconds), ("memory_limit", limits.megabytes)):
        if value is not None and not (isinstance(value, int | float) and value is not True and 0 < value < float("inf")):
            raise ConfigurationError(f"{name} is {value!r}; a positive number is accepted")
    if jobs is not None and not (type(jobs) is int and jobs > 0):
        raise ConfigurationError(f"jobs is {jobs!r}; a whole number from 1 is accepted")
    if not isinstance(exact, bool):
        raise ConfigurationError(f"exact is {exact!r}; True or False is accepted")
    if executor is None:
        executor = "processes" if (jobs or 1) > 1 or limits != Limits() else "serial"
    workers = build(registry, "executor", executor, {} if jobs is None else {"jobs": jobs}, "executor")
    return planned(
        list(_sources(games)),
        [*listed, *made],
        workers,
        registry,
        limits=limits,
        detail=Detail[detail.upper()],
        exact=exact,
        left_out=left_out,
    )


def _sources(games: object) -> Iterator[Source]:
    """Yield where the games come from; what can only be iterated over is not looked at before its turn."""
    if isinstance(games, np.ndarray) and games.ndim == 0:
        raise ConfigurationError("games are an array without dimensions; one of shape (B, n, A1, …, An) is accepted")
    if isinstance(games, np.ndarray):
        yield Given(games)
    elif isinstance(games, Game | str | PathLike | Family) or _is_drawn(games):
        yield _source(games)
    elif isinstance(games, Sequence):
        plain: list[Game] = []
        for each in games:
            if isinstance(each, Game):
                plain.append(each)
                continue
            if plain:
                yield Given(plain)
                plain = []
            yield _source(each)
        if plain:
            yield Given(plain)
    elif isinstance(games, Iterable):
        yield Given(games)
    else:
        raise ConfigurationError(f"games are {type(games).__name__}; games, names of games or families of games are accepted")


def _source(given: object) -> Source:
    if isinstance(given, Game):
        return Given([given])
    if isinstance(given, Family):
        return Generated((given,), (0,))
    if _is_drawn(given):
        drawn: Any = given
        return Generated((drawn[0],), _seeds(drawn[1]))
    if isinstance(given, str | PathLike):
        name = fspath(given)
        return Library(name[:-1]) if name.endswith(":") and "/" not in name else Named(((name, name),))
    raise ConfigurationError(
        f"a game of the sweep is {type(given).__name__}; an accord.Game, a name, a family, or a family with seeds is accepted"
    )


def _seeds(given: Any) -> Sequence[int]:
    """Return seeds, one by one, or so many from 0 on."""
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return range(given)
    if isinstance(given, range) and given and min(given) >= 0:
        return given
    if not isinstance(given, Iterable) or isinstance(given, str | range):
        raise ConfigurationError(f"seeds are {given!r}; how many, or a list of whole numbers from 0, is accepted")
    return tuple(map(check_seed, given))


def _is_drawn(given: object) -> bool:
    """Whether this is a family with seeds."""
    return isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], Family) and not isinstance(given[1], Family)


def _pipelines(given: object, registry: Registry) -> Iterator[tuple[str, Pipeline]]:
    """Yield pipelines with their labels."""
    if given is None:
        return
    if isinstance(given, Mapping) and not set(given) <= {*STAGES, TERMS}:
        for label, each in given.items():
            yield str(label), _pipeline(each, registry)[1]
        return
    if isinstance(given, Mapping | Pipeline | str | PathLike):
        yield _pipeline(given, registry)
        return
    if not isinstance(given, Iterable):
        raise ConfigurationError(f"pipelines are {type(given).__name__}; a list, or a table by their names, is accepted")
    for each in given:
        yield _pipeline(each, registry)


def _pipeline(given: object, registry: Registry) -> tuple[str, Pipeline]:
    if isinstance(given, Pipeline):
        stages = {stage: getattr(given, stage, getattr(given.fallback, stage, None)) for stage in STAGES}
        return labelled({**stages, TERMS: given.side_payments}), given
    if isinstance(given, Mapping):
        return labelled(given), assemble(registry, **given)
    if isinstance(given, str | PathLike):
        return Path(given).stem, open_pipeline(given, registry).pipeline
    raise ConfigurationError(
        f"a pipeline of the sweep is {type(given).__name__}; a table such as {{'fallback': 'security'}} or a file is accepted"
    )


def _lists(grid: Mapping[str, Any]) -> dict[str, list[Any]]:
    if not isinstance(grid, Mapping):
        raise ConfigurationError(f"grid is {type(grid).__name__}; a table with a list for each of some stages is accepted")
    for stage in grid:
        if stage not in {*STAGES, TERMS}:
            known = (*STAGES, TERMS)
            raise ConfigurationError(f"grid: there is no stage {stage!r}{nearest(stage, known)}; stages are {', '.join(known)}")
    return {stage: list(given) if isinstance(given, list | tuple) else [given] for stage, given in grid.items()}
