"""Splits that follow the frontier: Raiffa's two step by step, and that of Perles and Maschler along its arc."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from accord.bargain import Problem, arc, continuous, contraction, integration
from accord.builtin.splits.weights import PROMISES, Payoffs, normalised, shared
from accord.claims import Claim
from accord.ranges import Range, check_settings
from accord.roles import Agreed, Needs

__all__ = ["PerlesMaschler", "Raiffa"]

_IRRATIONAL = "the agreement is irrational and stated to about twelve digits"


@dataclass(frozen=True)
class Raiffa:
    """Agree on part of the way, again and again, each time from what has been agreed (Raiffa 1953).

    *Discrete:* the disagreement point moves to the mean of the dictator points ``p_j`` of what is left, ``d <- sum_j p_j / n``,
    until nothing is left (Luce and Raiffa 1957, section 6.7; Diskin, Koppel and Samet 2011). *Continuous:* it moves towards that
    mean all the time, ``dx/dt = sum_j p_j(x) / n - x`` (Livne 1989; Peters and van Damme 1991). Dictator j maximises ``x_j``,
    then the others' total, then the leximin of the players' shares of what they can gain.

    For two players the discrete solution is exact, and the continuous one is exact or correct to about twelve digits. For more
    players the discrete one is exact where it is reached in finitely many rounds and else as near as `tolerance`; the continuous
    one is integrated numerically to a hundred-millionth of what everybody could gain, to a ten-thousandth in games of more than
    a few thousand outcomes. What then is left is settled by the Kalai-Smorodinsky solution, so that the agreement is efficient
    all the same. With side payments: equal shares.

    Attributes:
        kind: whether the disagreement point moves in rounds or continuously.
        rounds: how many rounds at most; if they do not suffice, the gap that is left is reported. Discrete only.
        tolerance: the share of what a player could gain at first that may be left in the end. Discrete, with three and more
            players.
    """

    name: ClassVar[str] = "raiffa"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = PROMISES
    kind: Literal["discrete", "continuous"] = "discrete"
    rounds: Annotated[int, Range(1)] = 300
    tolerance: Annotated[float, Range(0, below=1)] = 1e-9

    def __post_init__(self) -> None:
        check_settings(self, "split raiffa")

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, None, n_players)

    def agree(self, problem: Problem) -> Payoffs | Agreed:
        """Return the payoffs, and how exact they are."""
        n = problem.game.n_players
        if problem.side_payments:
            return shared(problem, self.shares(n))
        found = self._continuous(problem) if self.kind == "continuous" else self._discrete(problem)
        payoffs = problem.stated(found.payoffs, exact=found.exact)
        return Agreed(payoffs, self._remarks(found))

    def _continuous(self, problem: Problem) -> contraction.Settlement:
        if problem.game.n_players == 2:
            return continuous.drifted_on(problem.frontier)
        return integration.drifted(problem.agreements, problem.floors)

    def _discrete(self, problem: Problem) -> contraction.Settlement:
        if problem.game.n_players == 2:
            return contraction.contracted_on(problem.frontier, self.rounds)
        return contraction.contracted(problem.agreements, problem.floors, self.rounds, self.tolerance)

    def _remarks(self, found: contraction.Settlement) -> tuple[str, ...]:
        if self.kind == "discrete" and found.gap > self.tolerance:
            within = f"after {found.rounds} round(s) each payoff is within {found.gap:.2g} of the discrete Raiffa solution"
            return (f"{within}, in units of what the player could gain; more rounds come closer",)
        if found.gap > 0:
            within = f"each payoff is within {found.gap:.2g} of the {self.kind} Raiffa solution"
            return (f"{within}, in units of what the player could gain",)
        return () if found.exact else (_IRRATIONAL,)


@dataclass(frozen=True)
class PerlesMaschler:
    """Let both walk along the frontier from their best points, giving up ``-dx dy`` at equal rates, until they meet.

    The point of the frontier above the disagreement point that halves the integral of ``sqrt(-dx dy)`` (Perles and Maschler
    1981); two players only. Exact where the position on its edge is rational, which is decided exactly. With side payments: equal
    shares.
    """

    name: ClassVar[str] = "perles-maschler"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = PROMISES

    def shares(self, n_players: int) -> tuple[Fraction, ...]:
        """Return each player's share of the surplus with side payments."""
        return normalised(self.name, None, n_players)

    def agree(self, problem: Problem) -> Payoffs | Agreed:
        """Return the point that halves the arc."""
        if problem.side_payments:
            return shared(problem, self.shares(2))
        point, exact = arc.halved(problem.frontier)
        return Agreed(problem.stated(point, exact=exact), () if exact else (_IRRATIONAL,))
