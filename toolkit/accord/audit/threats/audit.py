"""What a threat buys under a rule, and what an offer of help does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import Any

from accord.audit.rule import Rule, changes, largest, no_answer
from accord.audit.threats.games import Switch, with_action
from accord.audit.threats.growth import Growth
from accord.displays import Displayed
from accord.errors import AccordError, ConfigurationError, UnsuitableError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.rationals import Number, Vector, all_written, rational
from accord.work import tell

__all__ = ["AddedAction", "SwitchRow", "ThreatAudit", "audit_threats"]

_LARGE = (10, 100, 1000)
"""Growth is looked at for amounts so many times the one asked for, or a hundred times the largest payoff if that is more."""


@dataclass(frozen=True)
class SwitchRow:
    """What the agreement changes by because one player can do something to another one.

    Attributes:
        switch: who can do what to whom.
        changes: what everybody gains by that, compared with the game as it is; None if the rule has no answer.
        growth: how the owner's gain grows with the amount; None where that was not asked for, or the rule has no answer.
        trouble: why the rule has none.
    """

    switch: Switch
    changes: tuple[Number, ...] | None
    growth: Growth | None
    trouble: str = ""

    @property
    def gain(self) -> Number | None:
        """What the owner gains."""
        return None if self.changes is None else self.changes[self.switch.owner]

    def to_dict(self, players: tuple[str, ...]) -> dict[str, Any]:
        """Return the row as JSON-able data."""
        switch = self.switch
        return {
            "owner": players[switch.owner],
            "target": players[switch.target],
            "guard": None if switch.guard is None else players[switch.guard],
            "cost": float(switch.cost),
            "amount": float(abs(switch.amount)),
            "changes": None if self.changes is None else [float(x) + 0.0 for x in self.changes],
            "growth": None if self.growth is None else self.growth.to_dict(),
            "exact": {"changes": None if self.changes is None else all_written(self.changes)},
            "error": self.trouble or None,
        }


@dataclass(frozen=True)
class AddedAction:
    """What the agreement changes by because one player has one more action.

    Attributes:
        player: whose action it is.
        action: its label.
        payoffs: what the players agree on with it.
        changes: what everybody gains by it.
    """

    player: int
    action: str
    payoffs: tuple[Number, ...]
    changes: tuple[Number, ...]

    def to_dict(self, players: tuple[str, ...]) -> dict[str, Any]:
        """Return this as JSON-able data."""
        return {
            "player": players[self.player],
            "action": self.action,
            "payoffs": [float(x) + 0.0 for x in self.payoffs],
            "changes": [float(x) + 0.0 for x in self.changes],
            "exact": {"payoffs": all_written(self.payoffs), "changes": all_written(self.changes)},
        }


@dataclass(frozen=True)
class ThreatAudit(Displayed):
    """What threats buy under a rule, and what offers of help do.

    Attributes:
        game: the game as it is.
        rule: the rule.
        payoffs: what the players agree on in the game as it is.
        cost: what carrying a threat out costs, where it costs something.
        harm: what it does to the victim.
        threats: for each ordered pair of players, a threat at that cost, and a free one.
        guarded: the same for each pair and each third player who can ward the harm off; empty for two players.
        help: the mirror image: the amount is given, not taken.
        added: the action that was added, if one was.
        exact: whether exact answers were asked for: reports write fractions then.
    """

    game: Game
    rule: Rule
    payoffs: tuple[Number, ...]
    cost: Fraction
    harm: Fraction
    threats: tuple[SwitchRow, ...]
    guarded: tuple[SwitchRow, ...]
    help: tuple[SwitchRow, ...]
    added: AddedAction | None = None
    exact: bool = False

    def extortion_index(self, *, free: bool) -> Number | None:
        """Return the largest index of any pair, for threats that cost something or for free ones; None if there is none."""
        found = [row.growth.index for row in self.threats if row.growth is not None and (row.switch.cost == 0) is free]
        return max(found) if found else None

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        players = self.game.players
        index = {"costly": self.extortion_index(free=False), "free": self.extortion_index(free=True)}
        return {
            "game": self.game.reference(),
            "pipeline": self.rule.to_dict(),
            "payoffs": [float(x) + 0.0 for x in self.payoffs],
            "cost": float(self.cost),
            "harm": float(self.harm),
            "extortion_index": {key: None if value is None else float(value) for key, value in index.items()},
            "threats": [row.to_dict(players) for row in self.threats],
            "guarded": [row.to_dict(players) for row in self.guarded],
            "help": [row.to_dict(players) for row in self.help],
            "added": None if self.added is None else self.added.to_dict(players),
            "exact": {"payoffs": all_written(self.payoffs)},
        }


def audit_threats(
    game: Game,
    pipeline: Pipeline,
    registry: Registry,
    *,
    cost: object = 1,
    harm: object = 1000,
    added: Game | None = None,
    exact: bool = False,
) -> ThreatAudit:
    """Return what each player gains by being able to harm, or to help, each other one.

    The harm is separable: whatever else happens, the threatener may pay `cost` to take `harm` from the victim. With the agreed
    payoffs ``phi``, the gain is ``T(K, c) = phi_i(with the threat) - phi_i(without)``, and the extortion index is the limit of
    ``T(K, c) / K`` for growing harm K: the slope between the two largest of four harms, compared with the slope before that.

    Args:
        game: the game.
        pipeline: the rule.
        registry: where the components come from.
        cost: the positive cost c of threats that are not free.
        harm: the positive harm K.
        added: one more action of one player, as `with_action` takes it.
        exact: whether reports write fractions.

    Raises:
        UnsuitableError: if there is one player alone, or the pipeline refuses the game.
        ConfigurationError: if the cost or the harm is not positive.
        InputError: if the added action does not fit the game.
        AccordError: whatever goes wrong with the game as it is or with the added action, or with every single threat.
    """
    price, damage = _positive(cost, "cost"), _positive(harm, "harm")
    if game.n_players < 2:
        raise UnsuitableError("threats need somebody to be threatened; this game has one player")
    rule = Rule.of(pipeline, registry)
    before = rule.payoffs(game)
    extra = None if added is None else _added(game, rule, before, added)
    pairs, costs = list(permutations(range(game.n_players), 2)), (price, Fraction(0))
    harmful = [Switch(i, j, c, damage) for i, j in pairs for c in costs]
    wardable = [replace(s, guard=k) for s in harmful for k in range(game.n_players) if k not in {s.owner, s.target}]
    helpful = [replace(s, amount=-damage) for s in harmful]
    rows: list[SwitchRow] = []
    errors: list[AccordError] = []
    for switch in (*harmful, *wardable, *helpful):
        rows.append(_row(game, rule, before, switch, errors))
        tell("threats and offers", len(rows), len(harmful) + len(wardable) + len(helpful))
    threats = tuple(rows[: len(harmful)])
    guarded = tuple(rows[len(harmful) : -len(helpful)])
    helping = tuple(rows[-len(helpful) :])
    if len(errors) == len(rows):
        raise no_answer("threat", errors)
    return ThreatAudit(game, rule, Vector(before), price, damage, threats, guarded, helping, extra, exact)


def _positive(value: object, what: str) -> Fraction:
    number = rational(value, what)
    if number <= 0:
        raise ConfigurationError(f"{what} is {number}; a positive number is needed (threats that cost nothing are always shown)")
    return number


def _row(game: Game, rule: Rule, before: tuple[Number, ...], switch: Switch, errors: list[AccordError]) -> SwitchRow:
    """Look at a switch, and for a growing amount unless somebody guards."""
    unit = max(abs(switch.amount), 100 * largest(game))
    amounts = (abs(switch.amount), *(unit * times for times in _LARGE if switch.guard is None))
    sign = 1 if switch.amount > 0 else -1
    try:
        found = [_changes(game, rule, before, replace(switch, amount=sign * amount)) for amount in amounts]
    except AccordError as error:
        errors.append(error)
        return SwitchRow(switch, None, None, str(error))
    growth = Growth(amounts, tuple(each[switch.owner] for each in found)) if switch.guard is None else None
    return SwitchRow(switch, found[0], growth)


def _changes(game: Game, rule: Rule, before: tuple[Number, ...], switch: Switch) -> tuple[Number, ...]:
    larger = switch.added_to(game)
    return changes(rule.payoffs(larger), before, largest(larger))


def _added(game: Game, rule: Rule, before: tuple[Number, ...], addition: Game) -> AddedAction:
    player, larger = with_action(game, addition)
    after = rule.payoffs(larger)
    return AddedAction(player, larger.actions[player][-1], Vector(after), changes(after, before, largest(larger)))
