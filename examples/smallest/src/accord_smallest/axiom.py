"""An axiom: units do not matter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from accord import Axiom, Claim, Demand, Game, Needs, Solving, hookimpl


@dataclass(frozen=True)
class Homogeneity:
    """Halving all payoffs of all players halves the agreed ones."""

    name: ClassVar[str] = "smallest.homogeneity"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Solve the game in the other unit as well; payoffs are numerators over denominators, so the latter are doubled."""
        halved = replace(game, denominators=tuple(2 * d for d in game.denominators))
        required = tuple(x / 2 for x in solve(game))
        yield Demand("half the payoffs lead to half the agreement", solve(halved), required, changed=halved)


@hookimpl
def accord_register_axioms() -> list[type[Axiom]]:
    """Register the axiom."""
    return [Homogeneity]
