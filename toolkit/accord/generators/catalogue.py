"""All families by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from accord.errors import ConfigurationError, nearest
from accord.generators.base import Family
from accord.generators.classics import (
    BattleOfTheSexes,
    Chicken,
    HawkDove,
    MatchingPennies,
    PrisonersDilemma,
    RandomBattleOfTheSexes,
    RandomChicken,
    RandomPrisonersDilemma,
    StagHunt,
)
from accord.generators.groups import (
    GuessTwoThirds,
    MajorityVoting,
    MinimumEffort,
    NPlayerChicken,
    NPlayerPrisonersDilemma,
    PublicGood,
    TravellersDilemma,
)
from accord.generators.markets import Auction, Bertrand, Blotto, Cournot, GrabTheDollar, Location, WarOfAttrition
from accord.generators.meetings import Collaboration, Congestion, Coordination, Dispersion, RockPaperScissors, Shapley
from accord.generators.unstructured import Covariant, Ordinal, Polymatrix, Random, Symmetric, ZeroSum, ZeroSumPlusNoise

__all__ = ["FAMILIES", "family", "family_class"]

_ALL: tuple[type[Family], ...] = (
    Random,
    Ordinal,
    Symmetric,
    ZeroSum,
    ZeroSumPlusNoise,
    Covariant,
    Polymatrix,
    Congestion,
    Chicken,
    RandomChicken,
    PrisonersDilemma,
    RandomPrisonersDilemma,
    BattleOfTheSexes,
    RandomBattleOfTheSexes,
    StagHunt,
    HawkDove,
    MatchingPennies,
    Coordination,
    Collaboration,
    Dispersion,
    RockPaperScissors,
    Shapley,
    NPlayerPrisonersDilemma,
    NPlayerChicken,
    PublicGood,
    MinimumEffort,
    GuessTwoThirds,
    MajorityVoting,
    TravellersDilemma,
    Cournot,
    Bertrand,
    Location,
    Auction,
    WarOfAttrition,
    GrabTheDollar,
    Blotto,
)

FAMILIES: Mapping[str, type[Family]] = MappingProxyType({each.name: each for each in _ALL})
"""All families by their names."""


def family(name: str, /, **parameters: Any) -> Family:
    """Return a family of games by its name.

    >>> family("random", shape="2x2", low=-1, high=1).game(seed=7).shape
    (2, 2)

    Args:
        name: which family.
        **parameters: its fields, as text or as numbers; what is left out is what it is by default.

    Raises:
        ConfigurationError: if there is no such family or parameter, or a value is not accepted.
    """
    chosen = family_class(name)
    known = tuple(field.name for field in fields(chosen))
    for parameter in parameters:
        if parameter not in known:
            raise ConfigurationError(
                f"{name}: there is no parameter {parameter!r}{nearest(parameter, known)}; parameters are {', '.join(known)}"
            )
    return chosen(**parameters)


def family_class(name: str) -> type[Family]:
    """Return the class of a family by its name.

    Raises:
        ConfigurationError: if there is none of this name.
    """
    if name not in FAMILIES:
        hint = nearest(name, FAMILIES)
        raise ConfigurationError(f"there is no family {name!r}{hint}; families are random, chicken, … ('accord games families')")
    return FAMILIES[name]
