"""Text for people: nothing in it steers a terminal, and nouns agree with their numbers."""

from __future__ import annotations

import re

__all__ = ["counted", "harmless"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, and halves of characters."""


def harmless(text: str) -> str:
    r"""Replace control characters, but for ends of lines and tabs: files and solvers put what they like into labels and messages.

    >>> harmless("a\x1b[31mb\n")
    'a\ufffd[31mb\n'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def counted(count: object, noun: str) -> str:
    """Write a number, or what stands for one that is not known, with a noun.

    >>> counted(1, "task"), counted(2, "task"), counted("an unknown number of", "task")
    ('1 task', '2 tasks', 'an unknown number of tasks')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"
