"""Worths that coalitions can force: by optimal threats, or whatever the others do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.builtin.worths.playing import ensure_bearable
from accord.claims import Claim
from accord.coalitions import CharacteristicFunction
from accord.coalitions.masks import mask_of
from accord.coalitions.threats import as_worths, greatest_total, guaranteed, threat_lead, threat_leads
from accord.game import Game
from accord.rationals import Number
from accord.roles import Needs

__all__ = ["Alpha", "Beta", "MinimaxThreatWorth"]

_NO_CLAIMS: frozenset[Claim] = frozenset()


@dataclass(frozen=True)
class MinimaxThreatWorth:
    """Count what a coalition would get if it and the others threatened each other as best they can, and then split the gains.

    ``v(S) = (W + d(S)) / 2``, with ``d(S)`` the value of the zero-sum game of S against the rest with payoff
    ``sum_S u - sum_{N - S} u``. Its Shapley value is the Kohlberg-Neyman value (Harsanyi 1959; Kohlberg and Neyman 2021), for two
    players the CoCo value.
    """

    name: ClassVar[str] = "minimax-threat"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        return (greatest_total(game) + threat_lead(game, mask_of(coalition, game.n_players))) / 2

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions; a coalition and its complement share a zero-sum game."""
        ensure_bearable(self.name, game, (1 << (game.n_players - 1)) - 1)
        return as_worths(threat_leads(game), game.n_players)


@dataclass(frozen=True)
class Alpha:
    """Count what a coalition can guarantee itself, moving first, whatever the others do (Aumann 1959).

    ``max over strategies of S of min over those of the others of sum_S u``.

    Attributes:
        mixed: whether both sides may draw joint actions at random; alpha and beta agree then.
    """

    name: ClassVar[str] = "alpha"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    mixed: bool = True

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        mask = mask_of(coalition, game.n_players)
        return guaranteed(game, mask, mixed=self.mixed) if mask else Fraction(0)

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions."""
        ensure_bearable(self.name, game, (1 << game.n_players) - 2)
        return CharacteristicFunction.of(game.n_players, lambda coalition: self.worth(game, coalition))


@dataclass(frozen=True)
class Beta:
    """Count what a coalition cannot be kept from, moving second (Aumann 1959).

    ``min over strategies of the others of max over those of S of sum_S u``.

    Attributes:
        mixed: whether both sides may draw joint actions at random; alpha and beta agree then.
    """

    name: ClassVar[str] = "beta"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    mixed: bool = True

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        mask = mask_of(coalition, game.n_players)
        return guaranteed(game, mask, mixed=self.mixed, first=False) if mask else Fraction(0)

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions."""
        ensure_bearable(self.name, game, (1 << game.n_players) - 2)
        return CharacteristicFunction.of(game.n_players, lambda coalition: self.worth(game, coalition))
