"""The best false report along some lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from accord.audit.misreport.families import Line
from accord.audit.misreport.mechanism import Liar, breakpoints
from accord.audit.rule import largest
from accord.rationals import Number
from accord.work import tell

__all__ = ["Best", "best_report"]

_CLOSE = Fraction(1, 2**20)
"""How near to a breakpoint its limit is looked for, as a share of the stretch beside it."""
_MOST_LIMITS = 8
"""So many limits are looked for in each search."""
_HALVINGS = 12
"""How often the steps are halved by which the best report is moved."""
_ROUNDING = 1e-9
"""Gains that differ by less than this share of the largest payoff do not differ, unless both are exact."""


@dataclass(frozen=True)
class Best:
    """The best report that was found.

    Attributes:
        report: the reported payoffs, cell by cell; the truth if nothing better was found.
        changes: what everybody truly gains by it.
        supremum: what the liar gains at most: more than by this report if reports get ever better towards `limit`.
        limit: reported payoffs that better and better reports come near to, themselves worse; None if `report` is the best.
    """

    report: tuple[Fraction, ...]
    changes: tuple[Number, ...]
    supremum: Number
    limit: tuple[Fraction, ...] | None = None


@dataclass(frozen=True)
class _End:
    """One end of a stretch between two breakpoints, and the gain that there might be near it."""

    promise: float
    line: Line
    at: Fraction
    inwards: Fraction


def best_report(liar: Liar, lines: Sequence[Line], steps: int) -> Best | None:
    """Return the best report on any of some lines, or None if there is an answer for none of those tried.

    Tried are all breakpoints and two points of each stretch between two of them. Where a straight line through these two promises
    most, beside a breakpoint, three points near it say whether gains are a straight line there, and what its limit is. The best
    report found is moved along its line, to and fro by ever smaller steps, as long as that helps.
    """
    truth = tuple(map(Fraction, liar.tables[liar.player].ravel()))
    best = Best(truth, (Fraction(0),) * liar.game.n_players, Fraction(0))
    spot: tuple[Line, Fraction, Fraction] | None = None
    ends: list[_End] = []
    reports: set[tuple[Fraction, ...]] = set()
    for done, line in enumerate(lines, 1):
        tell(f"lines of reports of {liar.game.players[liar.player]}", done, len(lines))
        for low, high in pairwise(breakpoints(liar.game, liar.player, line, steps)):
            near, far = (3 * low + high) / 4, (low + 3 * high) / 4
            for distance in (near, far, high):
                report = liar.report(line, distance)
                better = _better(liar, best, report)
                best, spot = better, spot if better is best else (line, distance, near - low)
                reports.add(report)
            ends += _ends(liar, line, (low, near, far, high))
    if all(liar.changes(report) is None for report in reports):
        return None
    best = best if spot is None else _polished(liar, best, *spot)
    for end in sorted(ends, key=lambda end: -end.promise)[:_MOST_LIMITS]:
        if _exceeds(liar, end.promise, best.supremum):
            best = _approached(liar, best, end)
    return best


def _better(liar: Liar, best: Best, report: tuple[Fraction, ...]) -> Best:
    found = liar.changes(report)
    if found is None or not _exceeds(liar, found[liar.player], best.changes[liar.player]):
        return best
    gain = found[liar.player]
    if best.limit is not None and _exceeds(liar, best.supremum, gain):
        return Best(report, found, best.supremum, best.limit)
    return Best(report, found, gain)


def _polished(liar: Liar, best: Best, line: Line, distance: Fraction, step: Fraction) -> Best:
    """Move the best report along its line while that helps."""
    for _ in range(_HALVINGS):
        step /= 2
        for moved in (distance - step, distance + step):
            better = _better(liar, best, liar.report(line, moved)) if moved <= line.reach else best
            if better is not best:
                best, distance = better, moved
                break
    return best


def _exceeds(liar: Liar, one: Number, other: Number) -> bool:
    exact = isinstance(one, Fraction) and isinstance(other, Fraction)
    return one > other if exact else float(one) > float(other) + _ROUNDING * float(largest(liar.game))


def _ends(liar: Liar, line: Line, points: tuple[Fraction, Fraction, Fraction, Fraction]) -> list[_End]:
    """Return the ends of a stretch, with the gain there if gains were a straight line."""
    low, near, far, high = points
    first, second = (liar.changes(liar.report(line, distance)) for distance in (near, far))
    if first is None or second is None:
        return []
    one, other = float(first[liar.player]), float(second[liar.player])
    half = (other - one) / 2
    inwards = (high - low) * _CLOSE
    return [_End(one - half, line, low, inwards), _End(other + half, line, high, -inwards)]


def _approached(liar: Liar, best: Best, end: _End) -> Best:
    """Look at gains near an end."""
    reports = [liar.report(end.line, end.at + k * end.inwards) for k in (1, 2, 3)]
    found = [liar.changes(report) for report in reports]
    gains = [each[liar.player] for each in found if each is not None]
    best = _better(liar, best, reports[0])
    if len(gains) < 3:
        return best
    bend = gains[0] - 2 * gains[1] + gains[2]
    if abs(float(bend)) > _ROUNDING * float(largest(liar.game)):
        return best
    limit: Number = 2 * gains[0] - gains[1]
    limit = limit if bend == 0 else float(limit)
    if not _exceeds(liar, limit, best.supremum):
        return best
    return Best(best.report, best.changes, limit, liar.report(end.line, end.at))
