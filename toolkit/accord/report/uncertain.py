"""How intervals are written: no finer than the draws can tell."""

from __future__ import annotations

import math

from accord.intervals import Intervals
from accord.rationals import Number
from accord.solution import Solution

__all__ = ["uncertain_columns", "uncertain_reason"]

_DIGITS = 3
"""Digits that an interval's ends show beyond those they share."""
_MOST_DIGITS = 12


def uncertain_columns(solution: Solution) -> list[tuple[str, list[str]]]:
    """Return the columns that an uncertain fallback adds to the table of payoffs: a head, and an interval per player."""
    found = solution.uncertainty
    if found is None:
        return []
    columns = [] if found.agreement is None else [(f"agreement, {_share(found)}", found.agreement)]
    columns.append((f"fallback, {_share(found)}", found.disagreement))
    return [(head, [_interval(*pair) for pair in pairs]) for head, pairs in columns]


def uncertain_reason(found: Intervals) -> str:
    """Say what the intervals are."""
    share = f"each interval holds {_share(found)} of {found.draws} draws"
    return f"The fallback is known from data or chance only ({found.source}); {share}."


def _share(found: Intervals) -> str:
    return f"{100 * found.level:.6g} %"


def _interval(low: Number, high: Number) -> str:
    """Write both ends with as many digits as tell them apart, and a few more."""
    ends = [float(low), float(high)]
    width, largest = ends[1] - ends[0], max(map(abs, ends))
    shared = math.log10(largest / width) if width > 0 and math.isfinite(largest / width) else _MOST_DIGITS if width else 6
    digits = min(_MOST_DIGITS, _DIGITS + max(0, math.floor(shared)))
    shown = [f"{end + 0.0:.{digits}g}" for end in ends]
    return shown[0] if shown[0] == shown[1] else " … ".join(shown)
