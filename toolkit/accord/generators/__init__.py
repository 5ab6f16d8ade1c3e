"""Families of games: random, structured and parametrised ones, numbered by seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from accord.errors import ConfigurationError, nearest
from accord.generators.base import LARGEST_SEED, SCHEME, Family, check_seed
from accord.generators.parameters import Parameter
from accord.generators.unstructured import Random

__all__ = ["FAMILIES", "LARGEST_SEED", "SCHEME", "Family", "Parameter", "Random", "check_seed", "family"]

FAMILIES: Mapping[str, type[Family]] = MappingProxyType({each.name: each for each in (Random,)})
"""All families by their names."""


def family(name: str, **parameters: Any) -> Family:
    """Return a family of games by its name.

    >>> family("random", shape="2x2", low=-1, high=1).game(seed=7).shape
    (2, 2)

    Args:
        name: which family.
        **parameters: its fields, as text or as numbers; what is left out is what it is by default.

    Raises:
        ConfigurationError: if there is no such family or parameter, or a value is not accepted.
    """
    if name not in FAMILIES:
        raise ConfigurationError(f"there is no family {name!r}{nearest(name, FAMILIES)}; families are {', '.join(FAMILIES)}")
    chosen = FAMILIES[name]
    known = tuple(field.name for field in fields(chosen))
    for parameter in parameters:
        if parameter not in known:
            raise ConfigurationError(
                f"{name}: there is no parameter {parameter!r}{nearest(parameter, known)}; parameters are {', '.join(known)}"
            )
    return chosen(**parameters)
