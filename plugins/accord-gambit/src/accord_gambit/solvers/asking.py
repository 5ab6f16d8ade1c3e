"""What Gambit's solvers share: sending a game to a worker, reading its answer, checking settings."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Annotated, Any, Literal

from accord import isolation
from accord.claims import Claim
from accord.errors import ConfigurationError, UnsuitableError
from accord.game import Game
from accord.ranges import Range
from accord.rationals import Number
from accord.roles import Completeness, Findings, Needs, Solver
from accord_gambit import nfg

__all__ = [
    "ANY",
    "NASH",
    "ROUNDED",
    "SEVERAL",
    "TWO",
    "Arithmetic",
    "Count",
    "Positive",
    "Seconds",
    "ask",
    "check_least",
    "check_positive",
    "drawn",
    "is_exact",
]

NASH = frozenset({Claim.NASH})
ANY = Needs()
TWO = Needs(min_players=2, max_players=2)
SEVERAL = Needs(min_players=2)
ROUNDED = "the profiles are floating-point approximations"

Arithmetic = Literal["exact", "float"]
Count = Annotated[int, Range(1)]
Positive = Annotated[float, Range(above=0)]
Seconds = Annotated[float, Range(above=0, says="a positive number of seconds")]


def ask(
    solver: Solver,
    game: Game,
    completeness: Completeness,
    notes: tuple[str, ...],
    *starts: Any,
    **options: Any,
) -> Findings:
    """Run the method after which the solver is named, and read its profiles."""
    objection = solver.needs.objection(game)
    if objection:
        raise UnsuitableError(f"{solver.name} {objection}")
    method = solver.name.partition(".")[2]
    payload = {"game": nfg.normalised(game), "method": method, "options": options, "starts": list(starts)}
    limit: float = solver.time_limit  # type: ignore[attr-defined]  # all of this module's solvers have one
    answer = isolation.call("accord_gambit.worker:solve", payload, time_limit=limit, what=solver.name)
    found = [[[_number(p) for p in strategy] for strategy in profile] for profile in answer["profiles"]]
    return Findings([p for k, p in enumerate(found) if not any(_same(p, other) for other in found[:k])], completeness, notes)


def _same(profile: list[list[Number]], other: list[list[Number]]) -> bool:
    """Whether two profiles are equal, or so close that they approximate the same one (floats only)."""
    pairs = [pq for own, others in zip(profile, other, strict=True) for pq in zip(own, others, strict=True)]
    return all(p == q if isinstance(p, Fraction) else abs(p - q) < 1e-6 for p, q in pairs)


def _number(probability: str | float) -> Number:
    return Fraction(probability) if isinstance(probability, str) else float(probability)


def drawn(count: int, draw: random.Random) -> list[float]:
    """Return a point drawn uniformly from the mixed strategies over this many actions."""
    weights = [draw.expovariate(1.0) for _ in range(count)]
    return [weight / sum(weights) for weight in weights]


def is_exact(arithmetic: str, name: str) -> bool:
    """Return whether a solver is to calculate with fractions; raise `ConfigurationError` for an unknown arithmetic."""
    if arithmetic not in ("exact", "float"):
        raise ConfigurationError(f"arithmetic of {name} is {arithmetic!r}; 'exact' or 'float' is accepted")
    return arithmetic == "exact"


def check_least(least: int, solver: Solver, *settings: str) -> None:
    """Raise `ConfigurationError` if a setting is given and too small."""
    for setting in settings:
        value = getattr(solver, setting)
        if value is not None and value < least:
            raise ConfigurationError(f"{setting} of {solver.name} is {value}; at least {least} is needed")


def check_positive(solver: Solver, setting: str) -> float:
    """Return a setting; raise `ConfigurationError` if it is not positive."""
    value: float = getattr(solver, setting)
    if not value > 0:
        raise ConfigurationError(f"{setting} of {solver.name} is {value!r}; a positive number is needed")
    return value
