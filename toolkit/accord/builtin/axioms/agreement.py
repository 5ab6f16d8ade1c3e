"""Axioms about the agreement in one game."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord.builtin.axioms.changes import shifted, table, with_payoffs
from accord.claims import Claim, Evidence, check
from accord.coalitions.threats import greatest_total, threat_leads
from accord.equilibria.guarantees import security_level
from accord.game import Game
from accord.rationals import Number, total
from accord.roles import Demand, Needs, Solving

__all__ = ["BalancedThreats", "ConstantSumValue", "Efficiency", "IndividualRationality", "PayoffDominance"]


@dataclass(frozen=True)
class Efficiency:
    """Nothing is left on the table.

    With side payments the agreement adds up to the greatest total payoff W; without, no lottery over outcomes gives everybody
    more, as far as weights of the players prove.
    """

    name: ClassVar[str] = "efficiency"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Compare the total with the greatest one, or look for something better for all."""
        found = solve(game)
        if solve.side_payments:
            yield Demand("the agreement adds up to the greatest total payoff", (total(found),), (greatest_total(game),))
            return
        evidence = Evidence(game, False, found, agreement=found)
        (certificate,) = check({Claim.EFFICIENT}, evidence)
        missed = Fraction(0) if certificate.holds else certificate.residual
        yield Demand("no lottery over outcomes is better for the players", (-missed,), (Fraction(0),), at_least=True)


@dataclass(frozen=True)
class IndividualRationality:
    """Nobody gets less than it can guarantee itself, ``max over own mixtures of min over the others' actions``."""

    name: ClassVar[str] = "individual-rationality"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Compare with the security levels."""
        levels = tuple(security_level(game, i) for i in range(game.n_players))
        yield Demand("nobody gets less than it can guarantee itself", solve(game), levels, at_least=True)


@dataclass(frozen=True)
class PayoffDominance:
    """Of two players, one who is never worse off than the other gets no less than the other (Kalai and Kalai 2013).

    If ``u_i(a) >= u_j(a)`` in every outcome a, then player i gets at least as much as j.
    """

    name: ClassVar[str] = "payoff-dominance"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def adapt(self, game: Game) -> Game:
        """Raise the first player's payoffs to the other's wherever they are below."""
        payoffs = table(game)
        return with_payoffs(game, np.stack([np.maximum(payoffs[0], payoffs[1]), payoffs[1]]))

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Compare the players, if one is never worse off."""
        payoffs = table(game)
        for i, j in ((0, 1), (1, 0)):
            if (payoffs[i] >= payoffs[j]).all():
                found = solve(game)
                who, other = game.players[i], game.players[j]
                yield Demand(f"{who}, never worse off than {other}, gets no less", (found[i],), (found[j],), at_least=True)


@dataclass(frozen=True)
class ConstantSumValue:
    """Two players whose payoffs always add up to the same get the value of their game: there is nothing to agree on."""

    name: ClassVar[str] = "constant-sum-value"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def adapt(self, game: Game) -> Game:
        """Let the second player lose what the first one wins."""
        first = table(game)[0]
        return with_payoffs(game, np.stack([first, -first]))

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Compare with the value, if the game has a constant sum."""
        if Needs(constant_sum=True).objection(game) is None:
            value = security_level(game, 0)
            yield Demand("both get the value of their game", solve(game), (value, greatest_total(game) - value))


@dataclass(frozen=True)
class BalancedThreats:
    """If no coalition can force a lead over the others, everybody gets the same (Kohlberg and Neyman 2021).

    The lead of S is the value of the zero-sum game in which S gets ``sum_S u - sum_{N - S} u``. Money must be transferable.
    """

    name: ClassVar[str] = "balanced-threats"
    needs: ClassVar[Needs] = Needs(min_players=2, side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def adapt(self, game: Game) -> Game:
        """Shift the payoffs of two or three players until no coalition leads; more players have too many coalitions for that."""
        n, leads = game.n_players, threat_leads(game)
        if n == 2:
            return shifted(game, (-leads[1], 0))
        if n == 3:
            single = [leads[1 << i] for i in range(3)]
            return shifted(game, tuple(total([d for j, d in enumerate(single) if j != i]) / 2 for i in range(3)))
        return game

    def examine(self, game: Game, solve: Solving) -> Iterator[Demand]:
        """Compare all shares with each other, if no coalition leads."""
        leads = threat_leads(game)
        if all(leads[mask] == 0 for mask in range(1, 2**game.n_players - 1)):
            found = solve(game)
            mean: Number = total(found) / game.n_players
            yield Demand("everybody gets the same, as no coalition can force a lead", found, (mean,) * game.n_players)
