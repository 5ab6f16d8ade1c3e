"""Games in which somebody can do more than before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from accord.audit.rule import tables
from accord.errors import InputError
from accord.game import Game
from accord.labels import distinct

__all__ = ["Switch", "with_action"]


@dataclass(frozen=True)
class Switch:
    """Something that one player can do to another one, whatever else happens.

    Attributes:
        owner: who has the switch.
        target: whom it affects.
        cost: what using it costs the owner.
        amount: what it takes from the target, or gives it if negative.
        guard: somebody who can ward it off at no cost; None for nobody.
    """

    owner: int
    target: int
    cost: Fraction
    amount: Fraction
    guard: int | None = None

    def added_to(self, game: Game) -> Game:
        """Return the game with the switch.

        Every action of the owner comes in two forms, with the switch off and on; on, the owner's payoff is ``u - cost`` and the
        target's ``u - amount``. With a guard, whose actions come in two forms as well, the target loses nothing where it guards.
        """
        arrays = tables(game)
        doubled = [np.concatenate([u, u - self.cost if k == self.owner else u], axis=self.owner) for k, u in enumerate(arrays)]
        on = np.concatenate([np.zeros(game.shape, dtype=int), np.ones(game.shape, dtype=int)], axis=self.owner)
        actions = [list(names) for names in game.actions]
        what = "harm" if self.amount > 0 else "help"
        actions[self.owner] += [f"{name}, {what} {game.players[self.target]}" for name in actions[self.owner]]
        if self.guard is not None:
            doubled = [np.concatenate([u, u], axis=self.guard) for u in doubled]
            on = np.concatenate([on, np.zeros_like(on)], axis=self.guard)
            actions[self.guard] += [f"{name}, protect {game.players[self.target]}" for name in actions[self.guard]]
        doubled[self.target] = doubled[self.target] - on.astype(object) * self.amount
        return Game.from_arrays(*doubled, players=game.players, actions=list(map(distinct, actions)), title=game.title)


def with_action(game: Game, addition: Game) -> tuple[int, Game]:
    """Return who gets one more action, and the game with it.

    Args:
        game: the game.
        addition: the same players; one of them has the new action and nothing else, all others what they have in `game`.

    Raises:
        InputError: if the addition does not fit the game.
    """
    if addition.players != game.players:
        raise InputError(
            f"the added action is for the players {', '.join(addition.players)}; those of the game are {', '.join(game.players)}"
        )
    different = [i for i, (old, new) in enumerate(zip(game.actions, addition.actions, strict=True)) if old != new]
    if len(different) != 1:
        found = ", ".join(game.players[i] for i in different) or "nobody"
        raise InputError(
            f"one player's actions must be the new one alone, everybody else's those of the game; they differ for {found}"
        )
    player = different[0]
    new = addition.actions[player]
    if len(new) != 1:
        raise InputError(f"{game.players[player]} gets the actions {', '.join(new)}; one action is added at a time")
    if new[0] in game.actions[player]:
        others = ", ".join(game.actions[player])
        raise InputError(f"{game.players[player]} has an action {new[0]!r} already ({others}); the new one needs another name")
    arrays = [np.concatenate(pair, axis=player) for pair in zip(tables(game), tables(addition), strict=True)]
    actions = [(*names, *new) if i == player else names for i, names in enumerate(game.actions)]
    return player, Game.from_arrays(*arrays, players=game.players, actions=actions, title=game.title)
