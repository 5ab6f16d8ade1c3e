"""A worth: what a coalition can be sure of without tossing coins."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord import Claim, Game, Needs, Number, Worth, hookimpl


@dataclass(frozen=True)
class PureGuarantee:
    """Count the greatest total that some joint action gives a coalition whatever the others do: ``max_a min_b u_S(a, b)``."""

    name: ClassVar[str] = "smallest.pure-guarantee"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Merge the coalition into one player and the others into another."""
        others = [i for i in range(game.n_players) if i not in coalition]
        merged = game.merge([sorted(coalition), others])
        return Fraction(int(merged.numerators[0].min(axis=1).max()), merged.denominators[0])


@hookimpl
def accord_register_worths() -> list[type[Worth]]:
    """Register the worth."""
    return [PureGuarantee]
