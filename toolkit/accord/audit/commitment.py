"""Who gains by burning bridges: deleting own actions before talks begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from accord.audit.rule import Rule, changes, largest, no_answer
from accord.displays import Displayed
from accord.errors import AccordError, UnsuitableError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.rationals import Number, Vector, all_written, written
from accord.work import tell

__all__ = ["Commitment", "CommitmentAudit", "audit_commitment"]

_MOST_ACTIONS = 7
"""A player with more actions keeps all but one, or one alone, and no other set of them."""


@dataclass(frozen=True)
class Commitment:
    """The best that one player can do by deleting own actions.

    Attributes:
        player: who deletes.
        kept: the actions that it keeps, those of the best deletion; empty if none was tried or none has an answer.
        changes: what everybody gains by that; empty as well then.
        tried: how many sets of actions were kept.
        complete: whether these are all there are.
        failed: for how many of them the rule has no answer.
        trouble: why it has none, for the first of these.
    """

    player: int
    kept: tuple[int, ...]
    changes: tuple[Number, ...]
    tried: int
    complete: bool
    failed: int = 0
    trouble: str = ""

    @property
    def gain(self) -> Number | None:
        """What the player gains by its best deletion, negative if every one hurts; None if there is none."""
        return self.changes[self.player] if self.changes else None

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return this as JSON-able data."""
        names = game.actions[self.player]
        gain = self.gain
        return {
            "player": game.players[self.player],
            "gain": None if gain is None else float(gain) + 0.0,
            "kept": [names[k] for k in self.kept] if self.changes else None,
            "deleted": [name for k, name in enumerate(names) if k not in self.kept] if self.changes else None,
            "changes": [float(x) + 0.0 for x in self.changes] if self.changes else None,
            "tried": self.tried,
            "complete": self.complete,
            "failed": self.failed,
            "exact": {
                "gain": None if gain is None else written(gain),
                "changes": all_written(self.changes) if self.changes else None,
            },
            "error": self.trouble or None,
        }


@dataclass(frozen=True)
class CommitmentAudit(Displayed):
    """Who gains by deleting own actions under a rule.

    Attributes:
        game: the game as it is.
        rule: the rule.
        payoffs: what the players agree on in the game as it is.
        players: for each player the best deletion.
        exact: whether exact answers were asked for: reports write fractions then.
    """

    game: Game
    rule: Rule
    payoffs: tuple[Number, ...]
    players: tuple[Commitment, ...]
    exact: bool = False

    @property
    def self_binding(self) -> Number:
        """The largest gain of any player, 0 if nobody gains: the self-binding index."""
        return max((row.gain for row in self.players if row.gain is not None and row.gain > 0), default=Fraction(0))

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        return {
            "game": self.game.reference(),
            "pipeline": self.rule.to_dict(),
            "payoffs": [float(x) + 0.0 for x in self.payoffs],
            "self_binding": float(self.self_binding) + 0.0,
            "players": [row.to_dict(self.game) for row in self.players],
            "exact": {"payoffs": all_written(self.payoffs), "self_binding": written(self.self_binding)},
        }


def audit_commitment(game: Game, pipeline: Pipeline, registry: Registry, *, exact: bool = False) -> CommitmentAudit:
    """Return what each player gains at best by deleting own actions before talks begin.

    The gain is ``max over sets B of own actions of phi_i(G with A_i := B) - phi_i(G)``. Among equal gains the set that keeps most
    actions counts, then the first. Up to seven actions every set is tried; with more, all sets that lack one action, and single
    actions.

    Args:
        game: the game.
        pipeline: the rule.
        registry: where the components come from.
        exact: whether reports write fractions.

    Raises:
        UnsuitableError: if the pipeline refuses the game, or nobody has an action to spare.
        AccordError: whatever else goes wrong with the game as it is, or with every deletion.
    """
    if max(game.shape) == 1:
        raise UnsuitableError("nobody can delete an action; every player of this game has one alone")
    rule = Rule.of(pipeline, registry)
    before = rule.payoffs(game)
    errors: list[AccordError] = []
    rows = tuple(_best(game, rule, before, player, errors) for player in range(game.n_players))
    if not any(row.changes for row in rows):
        raise no_answer("deletion", errors)
    return CommitmentAudit(game, rule, Vector(before), rows, exact)


def _best(game: Game, rule: Rule, before: tuple[Number, ...], player: int, errors: list[AccordError]) -> Commitment:
    best: tuple[tuple[int, ...], tuple[Number, ...]] = ((), ())
    troubles: list[str] = []
    sets = list(_kept(game.shape[player]))
    unit = largest(game)
    for done, kept in enumerate(sets, 1):
        tell(f"sets of actions of {game.players[player]}", done, len(sets))
        smaller = game.restrict([kept if i == player else range(m) for i, m in enumerate(game.shape)])
        try:
            found = changes(rule.payoffs(smaller), before, unit)
        except AccordError as error:
            errors.append(error)
            troubles.append(str(error))
            continue
        if not best[1] or changes(found, best[1], unit)[player] > 0:
            best = kept, found
    complete = game.shape[player] <= _MOST_ACTIONS
    return Commitment(player, *best, len(sets), complete, len(troubles), troubles[0] if troubles else "")


def _kept(count: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of actions that are tried, the largest first."""
    sizes = range(count - 1, 0, -1) if count <= _MOST_ACTIONS else (count - 1, 1)
    for size in sizes:
        yield from combinations(range(count), size)
