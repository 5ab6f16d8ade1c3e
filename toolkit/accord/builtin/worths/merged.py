"""Worths that are played for: merge the players of a coalition, say what the others do, and see how the game is played."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, cast

from accord.builtin.fallbacks import Correlated
from accord.builtin.worths.playing import Board, ensure_bearable
from accord.claims import Claim
from accord.coalitions import CharacteristicFunction, PartitionFunction
from accord.coalitions.masks import mask_of, members
from accord.coalitions.partition_function import Partition, Reading, bell, embedded, partitions, surroundings, weighed
from accord.coalitions.threats import greatest_total
from accord.game import Game
from accord.ranges import check_settings
from accord.rationals import Number, total
from accord.roles import Fallback, Needs

__all__ = ["Bloc", "PartitionWorth", "Singletons"]

_NO_CLAIMS: frozenset[Claim] = frozenset()


@dataclass(frozen=True)
class Bloc:
    """Count what a coalition gets if talks fail between it and all others, who act as one player.

    The payoff of block S in the fallback of the game merged to ``{S, N - S}`` (McQuillin 2009, for partition functions).

    Attributes:
        fallback: how the merged game is played; in a pipeline the pipeline's own by default.
    """

    name: ClassVar[str] = "bloc"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    fallback: Fallback = Correlated()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        whole, mask = (1 << game.n_players) - 1, mask_of(coalition, game.n_players)
        if mask in {0, whole}:
            return greatest_total(game) if mask else Fraction(0)
        return _alone(game, self.fallback, mask, (mask, whole ^ mask))

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions; a coalition and its complement share a merged game."""
        n = game.n_players
        whole = (1 << n) - 1
        ensure_bearable(self.name, game, (1 << (n - 1)) - 1)
        board = Board(game, self.fallback)
        worths: list[Number] = [Fraction(0)] * (whole + 1)
        worths[whole] = greatest_total(game)
        for payoffs in board.payoffs((mask, whole ^ mask) for mask in range(1, 1 << (n - 1))).values():
            for block, payoff in payoffs.items():
                worths[block] = payoff
        return CharacteristicFunction(n, tuple(worths), board.said(worths))


@dataclass(frozen=True)
class Singletons:
    """Count what a coalition gets if talks fail between it and the others, each of whom acts alone.

    The payoff of block S in the fallback of the game merged to S and singletons: the gamma convention of Chander and Tulkens
    (1997), with the fallback's equilibrium in place of Nash.

    Attributes:
        fallback: how the merged game is played; in a pipeline the pipeline's own by default.
    """

    name: ClassVar[str] = "singletons"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    fallback: Fallback = Correlated()

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        whole, mask = (1 << game.n_players) - 1, mask_of(coalition, game.n_players)
        if mask in {0, whole}:
            return greatest_total(game) if mask else Fraction(0)
        return _alone(game, self.fallback, mask, _apart(mask, whole))

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions; the single players share one game."""
        n = game.n_players
        whole = (1 << n) - 1
        ensure_bearable(self.name, game, (1 << n) - n - 1)
        board = Board(game, self.fallback)
        worths: list[Number] = [Fraction(0)] * (whole + 1)
        apart = {mask: _apart(mask, whole) for mask in range(1, whole)}
        payoffs = board.payoffs(apart.values())
        for mask, pi in apart.items():
            worths[mask] = payoffs[pi][mask]
        worths[whole] = greatest_total(game)
        return CharacteristicFunction(n, tuple(worths), board.said(worths))


def _apart(mask: int, whole: int) -> Partition:
    """Return the partition into a coalition and the others one by one."""
    return embedded(mask, tuple(1 << i for i in members(whole ^ mask)))


def _alone(game: Game, fallback: Fallback, mask: int, pi: Partition) -> Number:
    """Return what one block of a partition gets."""
    (payoffs,) = Board(game, fallback).payoffs([pi]).values()
    return payoffs[mask]


@dataclass(frozen=True)
class PartitionWorth:
    """Count what a coalition gets over all the ways in which the others may team up.

    The partition function ``w(S; pi)`` is the payoff of block S in the fallback of the game merged to pi. ``mpw`` averages it
    over the partitions of the others as if they met in random order (Macho-Stadler, Pérez-Castrillo and Wettstein 2007),
    ``externality-free`` leaves them alone (de Clippel and Serrano 2008), ``optimistic`` and ``pessimistic`` take the best and
    the worst for S. ``myerson`` gives every coalition the sum of its members' values after Myerson (1977), so that every split
    of the worths returns these.

    Attributes:
        fallback: how the merged games are played; in a pipeline the pipeline's own by default.
        reading: how the partition function is read.
    """

    name: ClassVar[str] = "partition"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = _NO_CLAIMS
    readings: ClassVar[tuple[str, ...]] = ("mpw", "externality-free", "optimistic", "pessimistic", "myerson")
    fallback: Fallback = Correlated()
    reading: Literal["mpw", "externality-free", "optimistic", "pessimistic", "myerson"] = "mpw"

    def __post_init__(self) -> None:
        check_settings(self, "worth partition")

    def worth(self, game: Game, coalition: frozenset[int]) -> Number:
        """Return the worth of one coalition."""
        whole, mask = (1 << game.n_players) - 1, mask_of(coalition, game.n_players)
        if mask in {0, whole}:
            return greatest_total(game) if mask else Fraction(0)
        if self.reading == "myerson":
            return self.worths(game)[coalition]
        rest = whole ^ mask
        ensure_bearable(self.name, game, 1 if self.reading == "externality-free" else bell(rest.bit_count()))
        settings = surroundings(rest, self.reading)
        payoffs = Board(game, self.fallback).payoffs(embedded(mask, rho) for _, rho in settings)
        return weighed([(weight, payoffs[embedded(mask, rho)][mask]) for weight, rho in settings], self.reading)

    def worths(self, game: Game) -> CharacteristicFunction:
        """Return the worths of all coalitions, as the reading has them."""
        if self.reading == "externality-free":
            return Singletons(self.fallback).worths(game)
        n = game.n_players
        ensure_bearable(self.name, game, bell(n))
        board = Board(game, self.fallback)
        function = self._function(board)
        if self.reading != "myerson":
            worths = function.read(cast("Reading", self.reading)).worths
        else:
            values = function.myerson()
            worths = tuple(total(values[i] for i in members(mask)) for mask in range(1 << n))
        return CharacteristicFunction(n, worths, board.said(worths))

    def partition_function(self, game: Game) -> PartitionFunction:
        """Return what every block gets in every partition of the players.

        Raises:
            UnsuitableError: if there are too many partitions.
        """
        ensure_bearable(self.name, game, bell(game.n_players))
        return self._function(Board(game, self.fallback))

    def _function(self, board: Board) -> PartitionFunction:
        n = board.game.n_players
        whole = (1 << n) - 1
        found = board.payoffs(pi for pi in partitions(whole) if len(pi) > 1)
        worths = {(block, pi): payoff for pi, payoffs in found.items() for block, payoff in payoffs.items()}
        return PartitionFunction(n, worths | {(whole, (whole,)): greatest_total(board.game)})
