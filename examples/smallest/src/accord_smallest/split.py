"""A split: the first player is the host."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord import Claim, Needs, Number, Problem, Split, hookimpl
from accord.errors import ConfigurationError


@dataclass(frozen=True)
class Host:
    """Give the first player a fixed share of the surplus and the others equal parts of the rest.

    Attributes:
        share: what the first player takes, between 0 and 1.
    """

    name: ClassVar[str] = "smallest.host"
    needs: ClassVar[Needs] = Needs(min_players=2, side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})
    share: Fraction = Fraction(1, 3)

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ConfigurationError(f"{self.name}: share is {self.share}; a number between 0 and 1 is accepted")

    def agree(self, problem: Problem) -> Sequence[Number]:
        """Add the shares of the surplus to the disagreement point."""
        first, *others = problem.fallback
        rest = (1 - self.share) / len(others)
        return [first + self.share * problem.surplus, *(d + rest * problem.surplus for d in others)]


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    """Register the split."""
    return [Host]
