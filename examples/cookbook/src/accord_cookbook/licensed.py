"""A solver that needs a licence: it can be installed, listed and imported without one, and says what is missing when it runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import ClassVar

from accord import Claim, Completeness, Findings, Game, Needs
from accord.errors import ConfigurationError

__all__ = ["VARIABLE", "SaddlePoints"]

VARIABLE = "COOKBOOK_LICENCE"
"""The environment variable that holds the licence key."""


@dataclass(frozen=True)
class SaddlePoints:
    """Find the saddle points of a constant-sum game, with a library that wants to see a licence.

    The key is read from the environment variable COOKBOOK_LICENCE.
    """

    # The key is no setting: settings are written into every result.
    name: ClassVar[str] = "cookbook.saddle-points"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2, constant_sum=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    @staticmethod
    def missing() -> str | None:
        """Say what is missing on this machine, for ``accord plugins doctor``; never what is there."""
        key = os.environ.get(VARIABLE, "")
        if not key:
            return f"a licence; set the environment variable {VARIABLE} to your key"
        return None if _is_valid(key) else f"a licence that is valid; check the environment variable {VARIABLE}"

    def equilibria(self, game: Game) -> Findings:
        """Return all saddle points."""
        missing = self.missing()
        if missing:
            raise ConfigurationError(f"solver {self.name} needs {missing}")
        found = _saddle_points(game.numerators[0].tolist(), os.environ[VARIABLE])
        profiles = [[[int(k == i) for k in range(game.shape[0])], [int(k == j) for k in range(game.shape[1])]] for i, j in found]
        return Findings(profiles, Completeness.PARTIAL)


def _is_valid(key: str) -> bool:
    """Stand in for the vendor's check: digits whose alternating sum is a multiple of 11."""
    return key.isascii() and key.isdigit() and sum(map(int, key[::2])) % 11 == sum(map(int, key[1::2])) % 11


def _saddle_points(matrix: list[list[int]], key: str) -> list[tuple[int, int]]:
    """Stand in for the vendor's library, which would be imported here and not above."""
    if not _is_valid(key):
        raise PermissionError("no licence")
    lows, highs = [min(row) for row in matrix], [max(column) for column in zip(*matrix, strict=True)]
    return [(i, j) for i, low in enumerate(lows) for j, high in enumerate(highs) if matrix[i][j] == low == high]
