"""A finite strategic-form game: exact payoffs, labels, a float view and a content digest."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from accord.displays import Displayed
from accord.errors import InputError
from accord.labels import action_labels, distinct, player_labels
from accord.memory import ensure_room
from accord.quotients import are_floats, nearest_floats, times, widened
from accord.rationals import IntArray, common, integers, narrow

__all__ = ["LARGEST", "Game"]

LARGEST = 2**1000
"""Payoffs of this magnitude are refused: their sums would not fit into a float."""


@dataclass(frozen=True, eq=False, repr=False)
class Game(Displayed):
    """A finite game in strategic form, with rational payoffs.

    ``u_i(a) = numerators[i][a] / denominators[i]`` for every action profile ``a``. Profiles are also numbered in C order
    (the last player's action changes fastest); such a number is called a *cell*. Two games are equal when their payoffs
    and labels are; the title does not count.

    Attributes:
        numerators: one integer array per player, each of shape (A1, …, An).
        denominators: one positive integer per player.
        players: the players' labels.
        actions: each player's action labels.
        title: what to call the game.
    """

    numerators: tuple[IntArray, ...]
    denominators: tuple[int, ...]
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    title: str = ""

    @classmethod
    def from_arrays(
        cls,
        *arrays: ArrayLike | Sequence[Any],
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        title: str = "",
    ) -> Game:
        """Build a game from one payoff array per player, each of shape (A1, …, An).

        Entries may be integers, floats (taken as the rationals they are), `fractions.Fraction`, `decimal.Decimal` or
        strings such as ``"17/3"``.

        >>> Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]]).shape
        (2, 2)

        Raises:
            InputError: if the arrays are ragged, empty, of different or wrong dimension, hold something that is no
                finite number, or the labels do not fit.
        """
        if not arrays:
            raise InputError("a game needs one payoff array per player; none was given")
        tables = [_table(array, f"payoffs of player {i + 1}") for i, array in enumerate(arrays)]
        shape = tables[0].shape
        for i, table in enumerate(tables):
            if table.ndim != len(tables):
                raise InputError(
                    f"payoffs of player {i + 1} have {table.ndim} dimension(s); a game of {len(tables)} player(s) needs "
                    f"{len(tables)}, one per player"
                )
            if table.shape != shape:
                raise InputError(
                    f"payoffs of player {i + 1} have shape {table.shape}, those of player 1 {shape}; they must agree"
                )
        if 0 in shape:
            raise InputError(f"player {shape.index(0) + 1} has no action; every player needs at least one")
        ensure_room(shape, title or "the game")
        exact = [integers(table, f"payoffs of player {i + 1}") for i, table in enumerate(tables)]
        game = cls(
            numerators=tuple(_frozen(numerators) for numerators, _ in exact),
            denominators=tuple(denominator for _, denominator in exact),
            players=player_labels(players, len(shape)),
            actions=action_labels(actions, shape),
            title=title,
        )
        game._ensure_floats()
        return game

    @classmethod
    def from_tensor(cls, payoffs: ArrayLike, **labels: Any) -> Game:
        """Build a game from one array of shape (n, A1, …, An); keywords as in `from_arrays`."""
        table = _table(payoffs, "payoffs")
        if table.ndim == 0:
            raise InputError("payoffs are a single number; an array of shape (n, A1, …, An) is needed")
        return cls.from_arrays(*table, **labels)

    def _ensure_floats(self) -> None:
        for i in range(self.n_players):
            largest = max(abs(self.highest[i]), abs(self.lowest[i]))
            if largest >= LARGEST:
                raise InputError(
                    f"payoffs of player {i + 1} reach 10^{_magnitude(largest)}; magnitudes below 10^300 are accepted"
                )

    @property
    def n_players(self) -> int:
        """The number of players."""
        return len(self.numerators)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return tuple(self.numerators[0].shape)

    @property
    def n_profiles(self) -> int:
        """The number of action profiles."""
        return math.prod(self.shape)

    @cached_property
    def payoffs(self) -> NDArray[np.float64]:
        """The payoffs as floats, shape (n, A1, …, An), each the nearest to the exact one; read-only."""
        view = np.empty((self.n_players, *self.shape))
        for i, (numerators, denominator) in enumerate(zip(self.numerators, self.denominators, strict=True)):
            view[i] = nearest_floats(numerators, denominator)
        view.flags.writeable = False
        return view

    @cached_property
    def lowest(self) -> tuple[Fraction, ...]:
        """Each player's least payoff."""
        return tuple(Fraction(int(k.min()), d) for k, d in zip(self.numerators, self.denominators, strict=True))

    @cached_property
    def highest(self) -> tuple[Fraction, ...]:
        """Each player's greatest payoff."""
        return tuple(Fraction(int(k.max()), d) for k, d in zip(self.numerators, self.denominators, strict=True))

    @cached_property
    def normalised(self) -> NDArray[np.float64]:
        """The payoffs as floats after mapping each player's least to 0 and greatest to 1, shape (n, A1, …, An); read-only.

        ``(u_i - min u_i) / (max u_i - min u_i)``, or 0 for a player whose payoff never changes. Equilibria stay what they are, so
        this is what to give to numerical code, whose tolerances are absolute.
        """
        view = np.zeros((self.n_players, *self.shape))
        for i, numerators in enumerate(self.numerators):
            low, high = int(numerators.min()), int(numerators.max())
            if high > low:
                view[i] = nearest_floats(
                    narrow(numerators - low) if numerators.dtype == object else numerators - np.int64(low), high - low
                )
        view.flags.writeable = False
        return view

    def exact(self, cell: int) -> tuple[Fraction, ...]:
        """Return the payoffs of all players in one cell."""
        at = np.unravel_index(cell, self.shape)
        return tuple(Fraction(int(k[at]), d) for k, d in zip(self.numerators, self.denominators, strict=True))

    def weighted(self, weights: Sequence[Fraction]) -> tuple[IntArray, int]:
        """Return ``sum_i weights[i] * u_i`` over all profiles, as integers of shape (A1, …, An) and a denominator."""
        factors, denominator = common([Fraction(w) / d for w, d in zip(weights, self.denominators, strict=True)])
        total: IntArray | None = None
        for factor, numerators in zip(factors, self.numerators, strict=True):
            if factor == 0:
                continue
            term = times(numerators, factor)
            total = term if total is None else narrow(widened(total, term) + term)
        return (np.zeros(self.shape, dtype=np.int64) if total is None else total), denominator

    @cached_property
    def welfare(self) -> tuple[IntArray, int]:
        """The sum of all players' payoffs in every profile, as integers and a denominator."""
        return self.weighted([Fraction(1)] * self.n_players)

    def profile(self, cell: int) -> tuple[str, ...]:
        """Return the action labels of one cell, one per player."""
        return tuple(self.actions[i][int(k)] for i, k in enumerate(np.unravel_index(cell, self.shape)))

    def restrict(self, kept: Sequence[Sequence[int]]) -> Game:
        """Return the game in which each player keeps only the listed actions.

        Args:
            kept: for each player the numbers of the actions to keep, at least one, in the order that they are to have.
        """
        grid = np.ix_(*[np.asarray(k, dtype=np.intp) for k in kept])
        return Game(
            numerators=tuple(_frozen(narrow(numerators[grid])) for numerators in self.numerators),
            denominators=self.denominators,
            players=self.players,
            actions=tuple(tuple(names[k] for k in keep) for names, keep in zip(self.actions, kept, strict=True)),
            title=self.title,
        )

    def reference(self) -> dict[str, Any]:
        """Return which game this is, as JSON-able data: its title, digest and players."""
        return {"title": self.title, "digest": self.digest, "players": list(self.players)}

    def merge(self, partition: Sequence[Sequence[int | str]]) -> Game:
        """Return the game in which the blocks of a partition act as one player each.

        A block chooses actions for all its members and gets the sum of their payoffs. Its actions run through its members' in the
        order in which these are listed, the last one's fastest.

        >>> river = Game.from_arrays([[[1, 2], [3, 4]]], [[[0, 1], [0, 1]]], [[[5, 5], [5, 6]]])
        >>> merged = river.merge([[0, 2], [1]])
        >>> merged.shape, merged.players, [str(u) for u in merged.exact(3)]
        ((2, 2), ('player 1 + player 3', 'player 2'), ['10', '1'])

        Args:
            partition: the blocks, each a list of player numbers or labels; every player belongs to one.

        Raises:
            InputError: if a player is unknown, occurs twice, or is missing.
        """
        if isinstance(partition, str) or not all(
            isinstance(block, Collection) and not isinstance(block, str) for block in partition
        ):
            raise InputError(f"{partition!r} is no partition of the players; a list of blocks, each a list of players, is needed")
        blocks = [[self._player(who) for who in block] for block in partition]
        order = [i for block in blocks for i in block]
        if sorted(order) != list(range(self.n_players)) or not all(blocks):
            shown = " | ".join(", ".join(map(str, block)) for block in partition)
            raise InputError(f"{shown} is no partition of the {self.n_players} players; each belongs to one non-empty block")
        ensure_room(self.shape, "the merged game")
        shape = [math.prod(self.shape[i] for i in block) for block in blocks]
        sums = [self.weighted([Fraction(int(i in block)) for i in range(self.n_players)]) for block in blocks]
        return Game(
            numerators=tuple(_frozen(numerators.transpose(order).reshape(shape)) for numerators, _ in sums),
            denominators=tuple(denominator for _, denominator in sums),
            players=tuple(distinct(" + ".join(self.players[i] for i in block) for block in blocks)),
            actions=tuple(distinct(map(" / ".join, product(*(self.actions[i] for i in block)))) for block in blocks),
            title=self.title,
        )

    def _player(self, who: int | str) -> int:
        if isinstance(who, str) and who in self.players:
            return self.players.index(who)
        if isinstance(who, (int, np.integer)) and not isinstance(who, bool) and 0 <= who < self.n_players:
            return int(who)
        raise InputError(f"there is no player {who!r}; players are {', '.join(self.players)}, or 0 to {self.n_players - 1}")

    @cached_property
    def digest(self) -> str:
        """A SHA-256 of the payoffs and labels: equal games have equal digests, however they were written."""
        sha = hashlib.sha256(json.dumps([self.players, self.actions]).encode())
        sha.update((self.payoffs + 0.0).astype("<f8").tobytes())
        for i, (numerators, denominator) in enumerate(zip(self.numerators, self.denominators, strict=True)):
            if are_floats(numerators, denominator):
                continue
            for cell, (numerator, value) in enumerate(zip(numerators.flat, self.payoffs[i].flat, strict=True)):
                payoff = Fraction(int(numerator), denominator)
                if payoff != Fraction(*float(value).as_integer_ratio()):
                    sha.update(f"{i},{cell}:{payoff};".encode())
        return sha.hexdigest()

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Game) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        size = " × ".join(map(str, self.shape))
        return f"<Game {self.title or self.digest[:12]!r}: {size}, {self.n_players} player(s)>"


def _table(array: ArrayLike, where: str) -> NDArray[Any]:
    try:
        table = np.asarray(array)
    except ValueError:
        raise InputError(f"{where} are ragged: every row must have the same length") from None
    if table.dtype.kind in "US" or (table.dtype.kind in "iuf" and not isinstance(array, np.ndarray)):
        table = np.asarray(array, dtype=object)
    if table.dtype == object and any(isinstance(v, (list, tuple, np.ndarray)) for v in table.flat):
        raise InputError(f"{where} are ragged: every row must have the same length")
    return table


def _frozen(array: IntArray) -> IntArray:
    array = np.array(array, order="C")
    array.flags.writeable = False
    return array


def _magnitude(value: Fraction) -> int:
    return len(str(value.numerator // value.denominator)) - 1
