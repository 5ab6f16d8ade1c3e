"""Games of families, by a URI that says which one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord.claims import Claim
from accord.game import Game
from accord.generators import SCHEME, parse
from accord.roles import Needs

__all__ = ["GeneratedReader"]


@dataclass(frozen=True)
class GeneratedReader:
    """Make a game of a family: `generate:FAMILY?PARAMETER=VALUE&seed=NUMBER`.

    What is left out is what it is by default, the seed 0. `accord games families` lists families and parameters.
    """

    name: ClassVar[str] = SCHEME
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = (SCHEME,)

    def read(self, source: str) -> Game:
        """Return the game that a URI names."""
        family, seed = parse(source)
        return family.game(seed)
