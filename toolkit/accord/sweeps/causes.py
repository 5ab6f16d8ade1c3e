"""Why tasks have no answer: reasons that differ in numbers only are one cause."""

from __future__ import annotations

import re

__all__ = ["pattern"]

_NUMBER = re.compile(r"-?\d+(?:[./]\d+)*(?:e[+-]?\d+)?")


def pattern(reason: str) -> str:
    """Return a reason without its numbers.

    >>> pattern("needs at least 3 players; the game has 2")
    'needs at least … players; the game has …'
    """
    return _NUMBER.sub("…", reason)
