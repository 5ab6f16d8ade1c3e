"""Games between coalitions: how they are played if talks fail, and how many of them are bearable."""

from __future__ import annotations

from collections.abc import Iterable

from accord.coalitions.masks import members
from accord.coalitions.partition_function import Partition
from accord.errors import (
    AccordError,
    ComponentError,
    ConfigurationError,
    InputError,
    SolverError,
    TimeLimitError,
    UnsuitableError,
)
from accord.game import Game
from accord.memory import ensure_room
from accord.rationals import Number
from accord.roles import Fallback
from accord.settling import settled_payoffs
from accord.work import worked_out

__all__ = ["Board", "ensure_bearable"]

_MOST_GAMES = 5_000
"""Games of coalitions that are solved without being asked for more: all partitions of eight players are 4140."""
_REPEATABLE = (ComponentError, ConfigurationError, InputError, SolverError, TimeLimitError, UnsuitableError)


class Board:
    """One game, in which coalitions of different kinds fall back on a fallback; what is worth saying about it is collected.

    Attributes:
        game: the game.
        fallback: how merged games are played.
        notes: what a user should know, one sentence each.
    """

    def __init__(self, game: Game, fallback: Fallback) -> None:
        self.game = game
        self.fallback = fallback
        self.notes: list[str] = []

    def payoffs(self, partitions: Iterable[Partition]) -> dict[Partition, dict[int, Number]]:
        """Return, for each partition, what its blocks get if talks between them fail.

        The order of the blocks does not matter; a partition that comes up again, in any order, is not solved again.

        Raises:
            UnsuitableError: if the fallback refuses the merged game.
            ComponentError: if it returns something else than payoffs.
        """
        wanted = [tuple(sorted(pi)) for pi in partitions]
        found = worked_out("games between coalitions", _merged, (self.game, self.fallback), wanted)
        self.notes = list(dict.fromkeys([*self.notes, *(note for answer in found.values() for note in answer.notes)]))
        return {pi: dict(zip(pi, answer.numbers, strict=True)) for pi, answer in found.items()}

    def said(self, worths: Iterable[Number]) -> tuple[str, ...]:
        """Return the notes, and how many of the worths are approximate."""
        count = sum(isinstance(worth, float) for worth in worths)
        rounded = f"the worths of {count} coalition(s) are accurate to about 1e-9 of the payoffs' range"
        return (*self.notes, rounded) if count else tuple(self.notes)


def _merged(game: Game, fallback: Fallback, pi: Partition) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """Return what the blocks of a partition get, and notes."""
    merged = game.merge([members(block) for block in pi])
    names = " | ".join(merged.players)
    refusal = fallback.needs.objection(merged)
    if refusal:
        raise UnsuitableError(f"fallback {fallback.name}, with the players merged to {names}, {refusal}")
    try:
        return settled_payoffs(fallback, merged)
    except AccordError as error:
        if type(error) not in _REPEATABLE:
            raise
        raise type(error)(f"with the players merged to {names}: {error}") from error


def ensure_bearable(name: str, game: Game, count: int, what: str = "games between coalitions") -> None:
    """Refuse more games than can be solved, or such as do not fit into memory, before the first one is begun.

    Raises:
        UnsuitableError: if there are too many.
        InputError: if one does not fit.
    """
    if count > _MOST_GAMES:
        raise UnsuitableError(
            f"worth {name} needs {count:,} {what} of {game.n_players} players, each with {game.n_profiles:,} action profiles; "
            f"at most {_MOST_GAMES:,} are worked out; the split shapley with samples looks at few coalitions only"
        )
    ensure_room(game.shape, f"worth {name}: a game between coalitions")
