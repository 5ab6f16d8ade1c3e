"""How labels of any length and script are written into a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import fill

from accord.plot.surroundings import Outcome

__all__ = ["counted", "outcome_label", "safe", "wrapped"]

_PLAYER = 40
_ACTION = 16
_PROFILES = 3
_WIDTH = 34
"""Characters of a line of the legend."""


def safe(label: str, longest: int = _PLAYER) -> str:
    r"""Write a label in one line: what cannot be printed is replaced, what is too long is cut off.

    >>> safe("a\nb\x00"), safe("confess everything", 10)
    ('a b�', 'confess e…')
    """
    line = "".join(c if c.isprintable() else "�" for c in " ".join(label.split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def outcome_label(outcome: Outcome) -> str:
    """Name the action profiles of an outcome, the first few of them."""
    names = [" / ".join(safe(action, _ACTION) for action in profile) for profile in outcome.profiles[:_PROFILES]]
    more = len(outcome.profiles) - _PROFILES
    return "\n".join(names) + (f"\n… {more} more" if more > 0 else "")


def counted(numbers: Sequence[int]) -> str:
    """Write numbers from 0 for people, who count from 1; three and more in a row as a range.

    >>> counted([0, 1, 2, 4, 5])
    '1–3, 5, 6'
    """
    parts: list[str] = []
    for _, group in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        run = [number + 1 for _, number in group]
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
    return ", ".join(parts)


def wrapped(line: str, width: int = _WIDTH) -> str:
    """Break a long line into several."""
    return fill(line, width, break_long_words=True, break_on_hyphens=False)
