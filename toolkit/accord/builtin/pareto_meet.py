"""The fallback below which no player can fall in any efficient agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.bargain.frontier import pareto_chain
from accord.claims import Claim
from accord.equilibria import Polytope
from accord.equilibria.guarantees import security_level
from accord.equilibria.landmarks import reference_point
from accord.errors import SolverError
from accord.game import Game
from accord.lp import Program, Rows, row
from accord.rationals import IntArray, Number, narrow
from accord.roles import Disagreement, Needs

__all__ = ["ParetoMeet"]

_LARGEST = 200
"""Outcomes that no other outcome dominates, up to which it is decided which of them are efficient."""


@dataclass(frozen=True)
class ParetoMeet:
    """Fall back to the Pareto meet minimum: each player's least payoff over the efficient agreements (Rabin 1994).

    ``d_i = min { x_i : x efficient }``. Whatever efficient agreement is reached, nobody gets less than d; what it takes to
    argue over begins there. The least payoff is that of an outcome, so it is exact for any number of players; only where more
    than 200 outcomes are undominated is it estimated for three and more players, from above, by each player's least payoff over
    the efficient points that some player likes best, and a warning says so.

    With side payments the efficient agreements go on without end, and only those that give everybody its security level count:
    d is the vector of security levels.

    Attributes:
        side_payments: whether payoff can be transferred; taken from the terms of the pipeline by default.
    """

    name: ClassVar[str] = "pareto-meet"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    side_payments: bool | None = None

    def fall_back(self, game: Game) -> Disagreement:
        """Return the least payoffs; they claim `Claim.PARETO_MEET`, or with side payments `Claim.SECURITY`."""
        if self.side_payments:
            levels = tuple(security_level(game, i) for i in range(game.n_players))
            return Disagreement(levels, unique=True, claims=frozenset({Claim.SECURITY}))
        if game.n_players == 2:
            chain = pareto_chain(game)
            return Disagreement((chain[0][0], chain[-1][1]), unique=True, claims=frozenset({Claim.PARETO_MEET}))
        least = _least_payoffs(game)
        if least is not None:
            return Disagreement(least, unique=True, claims=frozenset({Claim.PARETO_MEET}))
        warning = f"more than {_LARGEST} outcomes are undominated: the least efficient payoffs are estimated from above"
        return Disagreement(reference_point(Polytope.whole(game), "pmm"), warnings=(warning,))


def _least_payoffs(game: Game) -> tuple[Number, ...] | None:
    """Return each player's least payoff over the efficient outcomes, or None if there are too many to try."""
    outcomes = _undominated(game)
    if outcomes is None:
        return None
    lottery = _Lottery(outcomes)
    known: dict[int, bool] = {}

    def efficient(ascending: IntArray) -> Iterator[int]:
        for k in ascending.tolist():
            if k not in known:
                known[k] = not lottery.beats(k)
            if known[k]:
                yield k

    firsts = [next(efficient(np.argsort(column, kind="stable"))) for column in outcomes.T]
    return tuple(Fraction(int(outcomes[k, i]), game.denominators[i]) for i, k in enumerate(firsts))


def _undominated(game: Game) -> IntArray | None:
    """Return the payoffs (numerators) of the outcomes that no other dominates, each once, or None if there are too many.

    What has the greatest total of those left is undominated, or as good as: then the linear program will tell.
    """
    table = np.stack([numerators.ravel() for numerators in game.numerators], axis=1)
    left = table[np.argsort(-game.normalised.reshape(game.n_players, -1).sum(axis=0), kind="stable")]
    kept: list[IntArray] = []
    while len(left):
        kept.append(left[0])
        if len(kept) > _LARGEST:
            return None
        left = left[(left > left[0]).any(axis=1)]
    return np.array(kept)


class _Lottery:
    """One linear program for all questions whether a lottery over outcomes beats one of them.

    Columns are the outcomes' probabilities and what each player gains, in units of its payoff range.
    """

    def __init__(self, outcomes: IntArray) -> None:
        count, self._players = outcomes.shape
        self._above = narrow(outcomes.astype(object) - outcomes.min(axis=0).astype(object))
        self._ranges = [int(v) or 1 for v in self._above.max(axis=0)]
        simplex = Rows.dense(np.ones((1, count), dtype=np.int64), np.arange(count)[None, :], equal=True, rhs=1)
        self._program = Program(count + self._players, simplex, slots=self._players)
        self._count = count

    def beats(self, outcome: int) -> bool:
        """Return whether some lottery is better for somebody and worse for nobody.

        Raises:
            SolverError: if the program ends without an answer.
        """
        rows = [
            row(
                [
                    *((k, Fraction(int(v))) for k, v in enumerate(self._above[:, i])),
                    (self._count + i, Fraction(-self._ranges[i])),
                ],
                Fraction(int(self._above[outcome, i])),
                equal=True,
            )
            for i in range(self._players)
        ]
        found = self._program.maximise({self._count + i: 1 for i in range(self._players)}, rows)
        if found is None:
            raise SolverError("whether an outcome is efficient was not found; the payoffs are too far apart to be compared")
        return found.value > 0
