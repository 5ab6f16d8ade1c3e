"""What every family of games is: a frozen dataclass whose fields are parameters, and whose games are numbered by seeds."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import ClassVar
from urllib.parse import quote

from accord.errors import ConfigurationError
from accord.game import Game
from accord.generators.drawing import Draw
from accord.generators.parameters import Parameter, whole_number
from accord.memory import ensure_room

__all__ = ["LARGEST_SEED", "SCHEME", "Family", "check_seed"]

SCHEME = "generate"
"""How URIs of generated games begin."""
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Family(ABC):
    """A family of games. The same parameters and seed give the same game, on every machine and with every version of numpy.

    Parameters may be given as text or as numbers; they are kept as whole numbers, fractions, and tuples of these.

    Attributes:
        name: what to call the family.
        source: where it comes from in the literature.
        drawn: whether the seed makes a difference.
    """

    name: ClassVar[str]
    source: ClassVar[str]
    drawn: ClassVar[bool] = True

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = Parameter.of(field).take(getattr(self, field.name), f"{self.name}: {field.name}")
            object.__setattr__(self, field.name, value)
        self.check()
        if prod(self.sizes) > 2**60:
            raise self.refuse("the game has more than 10^18 action profiles; no memory can hold it")
        ensure_room(self.sizes, self.name)

    @property
    @abstractmethod
    def sizes(self) -> tuple[int, ...]:
        """Each player's number of actions."""

    @abstractmethod
    def build(self, draw: Draw, title: str) -> Game:
        """Return the game that some random numbers make."""

    def check(self) -> None:  # noqa: B027 - most families have nothing to check
        """Check how the parameters fit together.

        Raises:
            ConfigurationError: if they do not.
        """

    def game(self, seed: int = 0) -> Game:
        """Return the game of one seed; its title says which one it is.

        Raises:
            ConfigurationError: if the seed is no whole number from 0.
        """
        number = check_seed(seed)
        return self.build(Draw(number), f"{self._title}, seed {number}" if self.drawn else self._title)

    @cached_property
    def settings(self) -> dict[str, str]:
        """All parameters as text, from which `family` makes the same family."""
        return {field.name: Parameter.of(field).write(getattr(self, field.name)) for field in dataclasses.fields(self)}

    @cached_property
    def _title(self) -> str:
        return self.name + "".join(f", {name} {value}" for name, value in self.settings.items())

    def uri(self, seed: int = 0) -> str:
        """Return the URI of one game, which `accord.read` and the command line take."""
        pairs = self.settings | ({"seed": str(seed)} if self.drawn else {})
        return f"{SCHEME}:{self.name}?" + "&".join(f"{name}={quote(value, safe=',/')}" for name, value in pairs.items())

    def refuse(self, what: str) -> ConfigurationError:
        """Return the error that says how parameters do not fit together."""
        return ConfigurationError(f"{self.name}: {what}")


def check_seed(seed: object) -> int:
    """Return a seed, out of text or a number.

    Raises:
        ConfigurationError: if it is none.
    """
    number: int = whole_number(0, LARGEST_SEED).take(seed, "seed")
    return number
