"""Worths from one fallback of the whole game: a coalition answers what the others do in it, and they do not react."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.builtin.fallbacks import Correlated
from accord.builtin.worths.playing import ensure_bearable
from accord.claims import Claim
from accord.coalitions import CharacteristicFunction
from accord.coalitions.masks import mask_of, members
from accord.coalitions.threats import greatest_total, table
from accord.errors import ComponentError, UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, total
from accord.roles import Fallback, Needs
from accord.settling import fallen_back

__all__ = ["Delta", "Mediator"]

_NO_CLAIMS: frozenset[Claim] = frozenset()


@dataclass(frozen=True)
class Delta:
    """Count what a coalition gets from its best joint reply to what the others do if talks fail altogether.

    ``max over a_S of the expected sum_S u(a_S, a_{N - S})``, where the others' actions are drawn as in the fallback of the whole
    game and do not react (the delta characteristic function of Petrosjan and Zaccour 2003; Reddy and Zaccour 2016).

    Attributes:
        fallback: how the whole game is played; in a pipeline the pipeline's own by default.
    """

    name: ClassVar[str] = "delta"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    fallback: Fallback = Correlated()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        return _replies(self.name, self.fallback, game, pooled=False, only=mask_of(coalition, game.n_players))[coalition]

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions, from one fallback."""
        return _replies(self.name, self.fallback, game, pooled=False)


@dataclass(frozen=True)
class Mediator:
    """Count what a coalition gets if it pools its recommendations and answers them best, while the others obey theirs.

    ``sum over a_S of max over b_S of sum over a_{N - S} of mu(a) sum_S u(b_S, a_{N - S})``, with mu the play if talks fail. Where
    mu is a correlated equilibrium a single player has nothing better than to obey, so ``v(i) = d_i``.

    Attributes:
        fallback: how the whole game is played; in a pipeline the pipeline's own by default.
    """

    name: ClassVar[str] = "mediator"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    fallback: Fallback = Correlated()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        return _replies(self.name, self.fallback, game, pooled=True, only=mask_of(coalition, game.n_players))[coalition]

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions, from one fallback."""
        return _replies(self.name, self.fallback, game, pooled=True)


def _replies(name: str, fallback: Fallback, game: Game, *, pooled: bool, only: int | None = None) -> CharacteristicFunction:
    """Return what coalitions, or one of them, get by answering the fallback's play."""
    whole = (1 << game.n_players) - 1
    ensure_bearable(name, game, whole - 1 if only is None else 1, "replies of coalitions")
    found = fallen_back(fallback, game)
    if found.play is None:
        raise UnsuitableError(f"worth {name} needs a fallback that says what is played; {fallback.name} states payoffs only")
    if not (isinstance(found.play, JointPlan) and found.play.fits(game)):
        raise ComponentError(f"fallback {fallback.name} returned a play that is no joint plan of the game")
    worths: list[Number] = [Fraction(0)] * (whole + 1)
    for mask in range(1, whole) if only is None else {only} - {0, whole}:
        worths[mask] = _reply(game, found.play, mask, pooled=pooled)
    worths[whole] = greatest_total(game)
    return CharacteristicFunction(game.n_players, tuple(worths), found.warnings)


def _reply(game: Game, play: JointPlan, mask: int, *, pooled: bool) -> Number:
    own = members(mask)
    values, denominator = table(game, own, [Fraction(mask >> i & 1) for i in range(game.n_players)])
    at = np.unravel_index(np.array(play.cells), game.shape)
    others = [i for i in range(game.n_players) if i not in own]
    rows = np.ravel_multi_index([at[i] for i in own], [game.shape[i] for i in own])
    columns = np.ravel_multi_index([at[i] for i in others], [game.shape[i] for i in others])
    told = rows if pooled else np.zeros_like(rows)
    best: list[Number] = []
    for recommendation in np.unique(told):
        inside = np.flatnonzero(told == recommendation)
        chances = [play.probabilities[k] for k in inside]
        sums = values[:, columns[inside]].astype(object) @ np.array(chances, dtype=object)
        best.append(max(sums))
    return total(best) / denominator
