"""A solver that can hang: it works in a process that is killed when its time is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord import Claim, Completeness, Findings, Game, Needs
from accord.errors import ConfigurationError
from accord.isolation import call

__all__ = ["BestReplies"]


@dataclass(frozen=True)
class BestReplies:
    """Follow best replies, player by player, until nobody wants to move: in a pure equilibrium.

    Where replies run in circles, as in Matching Pennies, only the time limit ends them.

    Attributes:
        time_limit: seconds.
        memory: megabytes that the search may take.
    """

    name: ClassVar[str] = "cookbook.best-replies"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})
    time_limit: float = 60.0
    memory: int = 1000

    def __post_init__(self) -> None:
        for setting in ("time_limit", "memory"):
            if not getattr(self, setting) > 0:
                raise ConfigurationError(f"{self.name}: {setting} is {getattr(self, setting)}; a positive number is accepted")

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibrium in which the replies end."""
        payload = {"payoffs": [numerators.ravel().tolist() for numerators in game.numerators], "shape": list(game.shape)}
        chosen = call(
            "accord_cookbook.hanging_worker:best_replies",
            payload,
            time_limit=self.time_limit,
            memory=self.memory * 10**6,
            what=self.name,
        )
        profile = [[int(k == action) for k in range(count)] for count, action in zip(game.shape, chosen, strict=True)]
        return Findings([profile], Completeness.PARTIAL)
