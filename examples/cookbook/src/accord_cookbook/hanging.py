"""A solver that can hang: it works in a process that is killed when its time is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from accord import Claim, Completeness, Findings, Game, Needs, Range, check_settings
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
    time_limit: Annotated[float, Range(above=0)] = 60.0
    memory: Annotated[int, Range(1)] = 1000

    def __post_init__(self) -> None:
        check_settings(self, f"solver {self.name}")

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
