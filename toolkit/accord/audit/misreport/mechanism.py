"""What a false report of one's payoffs leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np

from accord.audit.misreport.families import Line
from accord.audit.rule import Rule, changes, largest, tables
from accord.errors import AccordError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import IntArray, Number

__all__ = ["Liar", "breakpoints", "outcome"]

_MOST_BREAKPOINTS = 24
"""Amounts at which incentives change that are looked at along a line; more are thinned out evenly."""


def outcome(rule: Rule, game: Game, player: int, reported: Game) -> tuple[Number, ...]:
    """Return what everybody truly gets if one player reports payoffs that are not its own.

    The players play evenly over the profiles of greatest *reported* total payoff, and pay each other so that reported payoffs are
    what the rule says for the reported game. The liar truly gets that, plus what the play is worth to it, less what it reports it
    to be worth.

    Raises:
        AccordError: if the rule has no answer for the reported game.
    """
    agreed = rule.payoffs(reported)
    welfare = reported.welfare[0].ravel()
    play = JointPlan.uniform(np.flatnonzero(welfare == welfare.max()))
    hidden = play.payoffs(game)[player] - play.payoffs(reported)[player]
    return tuple(x + hidden if k == player else x for k, x in enumerate(agreed))


@dataclass
class Liar:
    """Tries reports of one player, each once, and counts them.

    Attributes:
        rule, game, player: whose payoffs in which game are reported falsely under which rule.
        before: what the players agree on if everybody tells the truth.
        tried: what everybody gains by each report that was tried, None where the rule has no answer.
        errors: why it has none, once for each of these.
    """

    rule: Rule
    game: Game
    player: int
    before: tuple[Number, ...]
    tried: dict[tuple[Fraction, ...], tuple[Number, ...] | None] = field(default_factory=dict)
    errors: list[AccordError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables = tables(self.game)

    def report(self, line: Line, distance: Fraction) -> tuple[Fraction, ...]:
        """Return the payoffs that a line reports at some distance from the truth, cell by cell."""
        truth = self.tables[self.player].ravel()
        return tuple(u + distance * step for u, step in zip(truth, line.direction, strict=True))

    def changes(self, report: tuple[Fraction, ...]) -> tuple[Number, ...] | None:
        """Return what everybody truly gains by a report, or None if the rule has no answer for it."""
        if report not in self.tried:
            self.tried[report] = self._changes(report)
        return self.tried[report]

    def _changes(self, report: tuple[Fraction, ...]) -> tuple[Number, ...] | None:
        said = np.array(report, dtype=object).reshape(self.game.shape)
        arrays = [said if k == self.player else u for k, u in enumerate(self.tables)]
        reported = Game.from_arrays(*arrays, players=self.game.players, actions=self.game.actions, title=self.game.title)
        try:
            after = outcome(self.rule, self.game, self.player, reported)
        except AccordError as error:
            self.errors.append(error)
            return None
        return changes(after, self.before, max(largest(self.game), largest(reported)))


def breakpoints(game: Game, player: int, line: Line, steps: int) -> list[Fraction]:
    """Return where along a line of reports something may jump, from 0 to the line's reach.

    These are the distances at which the profiles of greatest reported total change, those at which the liar becomes indifferent
    between two own actions against something that the others do, and equal steps.
    """
    direction = np.array(line.direction, dtype=object).reshape(game.shape)
    found = {line.reach * k / steps for k in range(steps + 1)}
    found |= set(_ties(np.array(tables(game)).sum(axis=0).ravel(), direction.ravel(), line.reach))
    indifferent = sorted(set(_indifferences(tables(game)[player], direction, player, line.reach)) - found)
    if len(indifferent) > _MOST_BREAKPOINTS:
        indifferent = [indifferent[k * len(indifferent) // _MOST_BREAKPOINTS] for k in range(_MOST_BREAKPOINTS)]
    return sorted(found.union(indifferent))


def _ties(values: IntArray, slopes: IntArray, reach: Fraction) -> Iterator[Fraction]:
    """Yield where the largest of several lines changes, going from 0 to `reach`."""
    highest: dict[Fraction, Fraction] = {}
    for value, slope in zip(values, slopes, strict=True):
        highest[slope] = max(value, highest.get(slope, value))
    at, (value, slope) = Fraction(0), max((value, slope) for slope, value in highest.items())
    while True:
        crossings = [((value - v) / (s - slope), s) for s, v in highest.items() if s > slope]
        if not crossings:
            return
        at = min(crossings)[0]
        if at >= reach:
            return
        slope = max(s for crossing, s in crossings if crossing == at)
        value = highest[slope]
        if at > 0:
            yield at


def _indifferences(truth: IntArray, direction: IntArray, player: int, reach: Fraction) -> Iterator[Fraction]:
    """Yield where two own actions become equally good against something that the others do."""
    rows, steps = (np.moveaxis(table, player, 0).reshape(truth.shape[player], -1) for table in (truth, direction))
    for a, b in combinations(range(len(rows)), 2):
        for difference, step in zip(rows[a] - rows[b], steps[a] - steps[b], strict=True):
            if step != 0 and 0 < -difference / step < reach:
                yield Fraction(-difference / step)
