"""A reader: games of meeting somewhere, by URI."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from accord import Claim, Game, Needs, Reader, hookimpl
from accord.errors import InputError

LARGEST = 100


@dataclass(frozen=True)
class Meeting:
    """Read ``meeting:K``, for K from 1 to 100: two players get 1 each if they go to the same of K places, and 0 if not."""

    name: ClassVar[str] = "smallest.meeting"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ("meeting",)

    def read(self, source: str) -> Game:
        """Return the game with as many places as the URI says."""
        places = source.partition(":")[2]
        if not (places.isascii() and places.isdigit() and 1 <= len(places) <= 3 and 1 <= int(places) <= LARGEST):
            raise InputError(f"{source}: {places!r} is no number of places; 1 to {LARGEST} is accepted, as in meeting:3")
        table = np.eye(int(places), dtype=int)
        return Game.from_arrays(table, table, title=f"Meeting in one of {int(places)} places")

    def games(self) -> Sequence[Game]:
        """Return the small ones."""
        return [self.read(f"meeting:{places}") for places in (2, 3)]


@hookimpl
def accord_register_readers() -> list[type[Reader]]:
    """Register the reader."""
    return [Meeting]
