"""What may be written to a terminal."""

from __future__ import annotations

import re

__all__ = ["harmless"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, and halves of characters."""


def harmless(text: str) -> str:
    r"""Replace control characters, but for ends of lines and tabs: files and solvers put what they like into labels and messages.

    >>> harmless("a\x1b[31mb\n")
    'a\ufffd[31mb\n'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
