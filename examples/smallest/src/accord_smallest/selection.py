"""A selection: the greatest total, then the fairest."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord import Claim, Equilibrium, EquilibriumSet, Needs, Selection, hookimpl


@dataclass(frozen=True)
class Generous:
    """Maximise the total payoff; of several equilibria that do, take the leximin of ``U_i - m_i``, with m the nadir."""

    name: ClassVar[str] = "smallest.generous"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def select(self, equilibria: EquilibriumSet) -> Equilibrium:
        """Narrow the set twice."""
        ones = [Fraction(1)] * equilibria.game.n_players
        return equilibria.maximisers(ones).leximin(equilibria.lowest, ones).point()


@hookimpl
def accord_register_selections() -> list[type[Selection]]:
    """Register the selection."""
    return [Generous]
