"""Progress bars on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accord.work.doing import Progress

__all__ = ["bars"]

_DELAY = 1.0
"""Seconds before a bar appears: what is over sooner needs none."""


@contextmanager
def bars() -> Iterator[Progress]:
    """Show a bar per kind of work, with the rate and the time that remains, and take it away at the end."""
    from tqdm import tqdm  # noqa: PLC0415 - slower to load than many games are to solve

    bar: Any = None

    def show(what: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None or (bar.desc, bar.total) != (what, total) or done < bar.n:
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, initial=done - 1, desc=what, file=sys.stderr, delay=_DELAY, leave=False, dynamic_ncols=True)
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()
