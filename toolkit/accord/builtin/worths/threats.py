"""Worths that coalitions can force: by optimal threats, or whatever the others do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord.builtin.worths.playing import ensure_bearable
from accord.claims import Claim
from accord.coalitions import CharacteristicFunction
from accord.coalitions.masks import mask_of
from accord.coalitions.threats import as_worths, greatest_total, guarantees, threat_leads
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
        mask = mask_of(coalition, game.n_players)
        return (greatest_total(game) + threat_leads(game, [mask])[mask]) / 2

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
        return guarantees(game, [mask], mixed=self.mixed)[mask]

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions."""
        return _guaranteed(self.name, game, mixed=self.mixed, first=True)


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
        return guarantees(game, [mask], mixed=self.mixed, first=False)[mask]

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions."""
        return _guaranteed(self.name, game, mixed=self.mixed, first=False)


def _guaranteed(name: str, game: Game, *, mixed: bool, first: bool) -> CharacteristicFunction:
    count = 1 << game.n_players
    ensure_bearable(name, game, count - 2)
    levels = guarantees(game, range(count), mixed=mixed, first=first)
    return CharacteristicFunction(game.n_players, tuple(levels[mask] for mask in range(count)))
