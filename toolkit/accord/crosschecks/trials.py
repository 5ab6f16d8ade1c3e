"""Which solvers are tried, under which names, and within which limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from accord.config import build, describe
from accord.config.assembly import limited
from accord.config.building import fields_of
from accord.errors import AccordError, ConfigurationError, nearest
from accord.host import Registry
from accord.labels import distinct
from accord.roles import Solver
from accord.solution import Step

__all__ = ["Trial", "parse_settings", "trials"]


@dataclass(frozen=True)
class Trial:
    """A solver that is to be tried.

    Attributes:
        name: what to call it.
        step: which component it is; None if it could not be set up.
        solver: the component; None if it could not be set up.
        owner: whose code it is: that of one owner may share a process as long as nothing goes wrong.
        seconds: its time limit.
        trouble: why it could not be set up.
    """

    name: str
    step: Step | None
    solver: Solver | None
    owner: str
    seconds: float
    trouble: AccordError | None = None


def trials(
    registry: Registry,
    solvers: Sequence[object] | None,
    settings: Mapping[str, Mapping[str, Any]] | None,
    seconds: float,
) -> tuple[Trial, ...]:
    """Set the solvers up.

    Args:
        registry: where they come from.
        solvers: names, tables or instances; all that are installed by default.
        settings: by the names of solvers, the values of their fields.
        seconds: a time limit for each; one that an instance or a setting gives is kept if it is shorter.

    Raises:
        ConfigurationError: if a solver or a setting that somebody named is unknown, of the wrong type or out of range.
        PluginError: if a name belongs to a broken plugin.
        ComponentError: if a solver that somebody named fails while it is set up.
    """
    changes = {name: dict(table) for name, table in (settings or {}).items()}
    wanted = registry.names("solver") if solvers is None else _listed(solvers)
    names = [_name(given) for given in wanted]
    for name in changes:
        if name not in names:
            raise ConfigurationError(f"settings are given for {name!r}, which is not tried{nearest(name, names)}")
    made = []
    for name, given in zip(distinct(names), wanted, strict=True):
        change = changes.get(_name(given), {})
        try:
            solver = build(registry, "solver", given, change, name if isinstance(given, str) else f"solver {name}")
        except AccordError as error:
            if solvers is not None or change:
                raise
            made.append(Trial(name, None, None, "", seconds, error))
            continue
        made.append(_trial(registry, name, solver, seconds, kept=not isinstance(given, str) or "time_limit" in change))
    return tuple(made)


def parse_settings(assignments: Iterable[str]) -> dict[str, dict[str, str]]:
    """Read settings of solvers as they are written on a command line.

    >>> parse_settings(["gambit.liap.starts=3", "solver.gambit.liap.seed=1"])
    {'gambit.liap': {'starts': '3', 'seed': '1'}}

    Raises:
        ConfigurationError: if one has another form, or is given twice.
    """
    tables: dict[str, dict[str, str]] = {}
    for text in assignments:
        left, sign, value = text.partition("=")
        name, dot, field = left.strip().removeprefix("solver.").rpartition(".")
        if not (sign and dot and name and field):
            raise ConfigurationError(
                f"setting {text!r} is not understood; SOLVER.FIELD=VALUE is accepted, such as gambit.liap.seed=1"
            )
        table = tables.setdefault(name, {})
        if field in table:
            raise ConfigurationError(f"setting {name}.{field} is given twice")
        table[field] = value.strip()
    return tables


def _listed(solvers: Sequence[object]) -> Sequence[object]:
    if isinstance(solvers, str) or not isinstance(solvers, Sequence) or not solvers:
        raise ConfigurationError(f"solvers are {solvers!r}; a list of one or more names or instances is accepted")
    return solvers


def _name(given: object) -> str:
    if isinstance(given, str):
        return given
    name = given.get("name") if isinstance(given, Mapping) else getattr(given, "name", None)
    return name if isinstance(name, str) else type(given).__name__


def _trial(registry: Registry, name: str, solver: Any, seconds: float, *, kept: bool) -> Trial:
    own = getattr(solver, "time_limit", None) if "time_limit" in fields_of(type(solver)) else None
    if kept and isinstance(own, (int, float)) and 0 < own < seconds:
        seconds = float(own)
    origin = registry.origin(solver)
    owner = origin.plugin if origin else f"{type(solver).__module__}.{type(solver).__qualname__}"
    with suppress(ConfigurationError):  # a field for whole seconds, say; its process is watched all the same
        solver = limited(solver, seconds)
    return Trial(name, describe(registry, solver), solver, owner, seconds)
