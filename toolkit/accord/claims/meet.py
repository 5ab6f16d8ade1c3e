"""The claim that stated payoffs are the least ones that efficiency leaves to each player."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from accord.claims.evidence import Evidence, Finding, Unmeasurable, exact, payoff_units
from accord.claims.hyperplane import beyond
from accord.game import Game
from accord.rationals import IntArray, Number

__all__ = ["pareto_meet"]

_NEARLY = Fraction(1, 10**9)
"""An outcome with the stated payoff may lack so much of a proof of efficiency; one with another payoff must have a proof."""


def pareto_meet(evidence: Evidence) -> Finding:
    """Measure how far each stated payoff is from the player's least one over the efficient outcomes.

    The efficient payoffs are faces of the feasible set, and a face has the least payoff at a corner, hence at an outcome. Every
    outcome that gives the player less than stated is tried: it must be dominated, by another outcome or by a lottery. One that
    gives exactly the stated payoff must be efficient; supporting hyperplanes prove that.
    """
    game = evidence.game
    stated = exact(evidence.disagreement, "the disagreement payoffs", game.n_players)
    table = np.stack([numerators.ravel() for numerators in game.numerators], axis=1)
    candidates = _undominated(game, table)
    known: dict[int, Number] = {}
    worst: list[Number] = []
    for i, (level, unit) in enumerate(zip(stated, payoff_units(game), strict=True)):
        for cell in candidates[np.argsort(table[candidates, i], kind="stable")].tolist():
            if cell not in known:
                known[cell] = _lacking(game, cell)
            apart = abs(game.exact(cell)[i] - level) / unit
            if known[cell] == 0 or (apart == 0 and known[cell] <= _NEARLY):
                worst.append(max(apart, known[cell]))
                break
        else:
            raise Unmeasurable("no outcome was found to be efficient")
    return Finding(max(worst), "stated payoffs against the least ones of efficient outcomes")


def _undominated(game: Game, table: IntArray) -> NDArray[np.intp]:
    """Return the cells that no other cell beats, one for each payoff vector: the best total is one, then the best of the rest."""
    total = game.normalised.reshape(game.n_players, -1).sum(axis=0)
    left = np.argsort(-total, kind="stable")
    found: list[int] = []
    while len(left):
        found.append(int(left[0]))
        left = left[(table[left] > table[left[0]]).any(axis=1)]
    return np.array(found, dtype=np.intp)


def _lacking(game: Game, cell: int) -> Number:
    """Return what is known to bound the total that a lottery over outcomes can add while nobody loses; 0 proves efficiency."""
    n = game.n_players
    return beyond(game, game.exact(cell), [Fraction(1)] * n, [None] * n, proof=True)
