"""Splits that divide what coalitions are worth, instead of a surplus over the disagreement point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from accord.bargain import Problem
from accord.builtin.settings import Seed
from accord.claims import Claim
from accord.coalitions import CharacteristicFunction, values
from accord.coalitions.nucleolus import nucleolus
from accord.coalitions.sampling import estimate
from accord.equilibria.guarantees import security_level
from accord.errors import AccordError, ConfigurationError, UnsuitableError
from accord.game import Game
from accord.ranges import Range, check_settings
from accord.rationals import Number, text, total
from accord.roles import Agreed, Needs

__all__ = ["Banzhaf", "EqualSurplus", "Nucleolus", "Shapley", "Tau"]

_PROMISES = frozenset({Claim.FEASIBLE, Claim.EFFICIENT})
_SLACK = 1e-9
"""By how much, relative to the payoff range, approximate payoffs may miss a floor."""


def _worths(name: str, problem: Problem) -> CharacteristicFunction:
    if problem.worths is None:
        raise UnsuitableError(f"split {name} divides the worths of coalitions; name a worth, such as bloc")
    return problem.worths


def _agreed(problem: Problem, payoffs: Sequence[Number], individually_rational: bool, notes: tuple[str, ...] = ()) -> Agreed:
    """Repair payoffs that leave somebody below its security level, or say that they do."""
    game = problem.game
    try:
        floors = [security_level(game, i) for i in range(game.n_players)]
    except AccordError as error:
        if individually_rational:
            raise
        return Agreed(tuple(payoffs), (*notes, f"whether the agreement is individually rational is not known: {error}"))
    low = [i for i, (x, s) in enumerate(zip(payoffs, floors, strict=True)) if s - x > _rounding(game, i, x, s)]
    if not low:
        return Agreed(tuple(payoffs), notes)
    who = "; ".join(f"{game.players[i]} gets {text(payoffs[i])} and can secure {text(floors[i])} by itself" for i in low)
    if individually_rational:
        repaired = values.individually_rational(payoffs, floors)
        return Agreed(repaired, (*notes, f"before the individual-rationality repair {who}"))
    return Agreed(tuple(payoffs), (*notes, f"{who}: the agreement is not individually rational"))


def _rounding(game: Game, player: int, payoff: Number, floor: Number) -> float:
    """Return by how much a payoff may miss its floor if one of them is approximate."""
    if isinstance(payoff, Fraction) and isinstance(floor, Fraction):
        return 0
    return _SLACK * float(game.highest[player] - game.lowest[player])


@dataclass(frozen=True)
class Shapley:
    """Give everybody its mean marginal contribution over all orders of arrival (Shapley 1953).

    ``x_i = sum over S with i of (s-1)! (n-s)! / n! (v(S) - v(S - i))``.

    With many players it can be estimated from random orders; the standard errors are among the warnings then, and only the
    coalitions that come up are worked out.

    Attributes:
        individually_rational: raise whoever gets less than its security level to that, at the equal expense of the others:
            the nearest such payoffs.
        samples: how many random orders to draw, at least 2; 0 for all orders, the exact value.
        exact_up_to: up to so many players the value is exact all the same.
        seed: of the random orders.
    """

    name: ClassVar[str] = "shapley"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _PROMISES
    uses_worths: ClassVar[bool] = True
    individually_rational: bool = False
    samples: Annotated[int, Range(0)] = 0
    exact_up_to: Annotated[int, Range(0)] = 0
    seed: Seed = 0

    def __post_init__(self) -> None:
        check_settings(self, "split shapley")
        if self.samples == 1:
            raise ConfigurationError(
                "split shapley: samples is 1; a whole number from 0, but not 1 (one order has no standard error) is accepted",
                path=("samples",),
            )

    def looks_at_few(self, n_players: int) -> bool:
        """Say whether orders are drawn at random with so many players."""
        return self.samples > 0 and n_players > self.exact_up_to

    def agree(self, problem: Problem) -> Agreed:
        """Return the Shapley value of the worths, or an estimate."""
        worths = _worths(self.name, problem)
        if not self.looks_at_few(worths.n_players):
            return _agreed(problem, values.shapley(worths), self.individually_rational)
        found = estimate(worths, self.samples, self.seed)
        return _agreed(problem, found.payoffs, self.individually_rational, (found.summary(self.seed),))


@dataclass(frozen=True)
class Banzhaf:
    """Give everybody a share in proportion to its mean marginal contribution over all coalitions (Banzhaf 1965).

    ``beta_i = sum over S without i of (v(S + i) - v(S)) / 2^(n-1)``, normalised to add up to ``v(N)``.

    Attributes:
        normalised: multiply all values by one factor, so that they add up to what there is. Without this they are a measure of
            power and no agreement, unless they happen to add up: the certificates say so.
        individually_rational: raise whoever gets less than its security level to that, at the equal expense of the others.
    """

    name: ClassVar[str] = "banzhaf"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _PROMISES
    uses_worths: ClassVar[bool] = True
    normalised: bool = True
    individually_rational: bool = False

    def agree(self, problem: Problem) -> Agreed:
        """Return the Banzhaf value of the worths."""
        worths = _worths(self.name, problem)
        payoffs = values.banzhaf(worths, normalised=self.normalised)
        together = total(payoffs)
        notes: tuple[str, ...] = ()
        if not self.normalised and together != worths.total:
            notes = (f"the Banzhaf values add up to {text(together)} and there is {text(worths.total)} to share",)
        return _agreed(problem, payoffs, self.individually_rational, notes)


@dataclass(frozen=True)
class Nucleolus:
    """Make the least content coalition as content as possible, then the next (Schmeidler 1969).

    Lexicographically minimises the excesses ``v(S) - x(S)``, sorted downwards.

    Attributes:
        kind: ``nucleolus`` admits only payoffs that give nobody less than its own worth, which need not exist; ``prenucleolus``
            (the default) admits all.
        individually_rational: raise whoever gets less than its security level to that, at the equal expense of the others.
    """

    name: ClassVar[str] = "nucleolus"
    needs: ClassVar[Needs] = Needs(side_payments=True, max_players=12)
    claims: ClassVar[frozenset[Claim]] = _PROMISES
    uses_worths: ClassVar[bool] = True
    kind: Literal["nucleolus", "prenucleolus"] = "prenucleolus"
    individually_rational: bool = False

    def __post_init__(self) -> None:
        check_settings(self, "split nucleolus")

    def agree(self, problem: Problem) -> Agreed:
        """Return the (pre)nucleolus of the worths."""
        payoffs = nucleolus(_worths(self.name, problem), imputations=self.kind == "nucleolus")
        return _agreed(problem, payoffs, self.individually_rational)


@dataclass(frozen=True)
class Tau:
    """Compromise between what players can hope for and what they can insist on (Tijs 1981).

    ``m + a (M - m)`` with utopia payoffs ``M_i = v(N) - v(N - i)`` and minimal rights m; for quasi-balanced worths only.

    Attributes:
        individually_rational: raise whoever gets less than its security level to that, at the equal expense of the others.
    """

    name: ClassVar[str] = "tau"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _PROMISES
    uses_worths: ClassVar[bool] = True
    individually_rational: bool = False

    def agree(self, problem: Problem) -> Agreed:
        """Return the tau value of the worths."""
        return _agreed(problem, values.tau(_worths(self.name, problem)), self.individually_rational)


@dataclass(frozen=True)
class EqualSurplus:
    """Give everybody its own worth and an equal share of the rest: the centre of the imputation set (Driessen and Funaki 1991).

    ``x_i = v(i) + (v(N) - sum_j v(j)) / n``.

    Attributes:
        individually_rational: raise whoever gets less than its security level to that, at the equal expense of the others.
    """

    name: ClassVar[str] = "equal-surplus"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _PROMISES
    uses_worths: ClassVar[bool] = True
    individually_rational: bool = False

    def agree(self, problem: Problem) -> Agreed:
        """Return the centre of the imputation set."""
        return _agreed(problem, values.equal_surplus(_worths(self.name, problem)), self.individually_rational)
