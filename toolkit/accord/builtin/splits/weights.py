"""Bargaining weights: what is accepted, and the shares of a surplus that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

from accord.bargain import Problem
from accord.claims import Claim
from accord.errors import ConfigurationError, InputError, UnsuitableError
from accord.ranges import Range
from accord.rationals import Number, rational

__all__ = ["PROMISES", "Payoffs", "Weight", "ensure", "normalised", "shared"]

PROMISES = frozenset({Claim.FEASIBLE, Claim.EFFICIENT, Claim.INDIVIDUALLY_RATIONAL})
"""What every split of the host keeps."""
Payoffs = tuple[Number, ...]
Weight = Annotated[Number, Range(0)]
"""How much one player's share counts for."""


def ensure(name: str, weights: Sequence[Any] | None) -> None:
    """Check weights when they are set; None stands for equal ones.

    Raises:
        ConfigurationError: unless they are finite numbers, not negative and not all 0.
    """
    if weights is None:
        return
    try:
        numbers = [rational(w, f"split {name}: weight {k + 1}") for k, w in enumerate(weights)]
    except InputError as error:
        raise ConfigurationError(str(error), path=("weights",)) from None
    if not numbers or min(numbers) < 0 or max(numbers) == 0:
        raise ConfigurationError(
            f"split {name} needs weights, one per player, not negative and not all 0, such as weights=2,1", path=("weights",)
        )


def normalised(name: str, weights: Sequence[Number] | None, n_players: int) -> tuple[Fraction, ...]:
    """Return the weights divided by their sum; equal ones if there are none.

    Raises:
        UnsuitableError: if there are not as many as players.
    """
    if weights is None:
        return (Fraction(1, n_players),) * n_players
    if len(weights) != n_players:
        raise UnsuitableError(f"split {name} has {len(weights)} weight(s); the game has {n_players} player(s)")
    exact = [Fraction(w) for w in weights]
    return tuple(w / sum(exact) for w in exact)


def shared(problem: Problem, shares: Sequence[Fraction]) -> Payoffs:
    """Return the disagreement point plus everybody's share of the surplus, with side payments."""
    return tuple(d + problem.surplus * share for d, share in zip(problem.fallback, shares, strict=True))
