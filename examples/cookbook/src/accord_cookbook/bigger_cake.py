"""An axiom: nobody suffers if there is more to share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from accord import Claim, Demand, Game, Needs, Solving

__all__ = ["BiggerCake"]


@dataclass(frozen=True)
class BiggerCake:
    """Where every outcome of greatest total payoff becomes better by 1 for everybody, nobody agrees to less.

    For characteristic functions this is aggregate monotonicity (Megiddo 1974). In games the richer outcomes change the equilibria
    as well, and with them what happens if talks fail.
    """

    name: ClassVar[str] = "cookbook.bigger-cake"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Solve the game as it is, and with richer best outcomes."""
        welfare, _ = game.welfare
        payoffs = np.array([game.exact(cell) for cell in range(game.n_profiles)], dtype=object)
        payoffs[welfare.ravel() == welfare.max()] += 1
        tables = [column.reshape(game.shape) for column in payoffs.T]
        richer = Game.from_arrays(*tables, players=game.players, actions=game.actions, title=game.title)
        yield Demand(
            "nobody gets less when the best outcomes are better by 1 for everybody",
            found=solve(richer),
            required=solve(game),
            at_least=True,
            changed=richer,
        )
