"""What commands say beside their results: on standard error, a line each."""

from __future__ import annotations

import sys

from accord.errors import AccordError

__all__ = ["report_all", "tell"]


def tell(message: str) -> None:
    """Print a line, at once: in a log it stands before what takes long."""
    print(f"accord: {message}", file=sys.stderr, flush=True)


def report_all(error: AccordError) -> int:
    """Print an error and all that come with it, each in a line, for commands that check files; return the exit code."""
    for fault in (error, *error.others):
        tell(f"error: {fault}")
    return error.exit_code
