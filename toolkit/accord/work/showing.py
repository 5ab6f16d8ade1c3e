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
    bar: Any = None
    shown: tuple[str, int] | None = None

    def show(what: str, done: int, total: int) -> None:
        nonlocal bar, shown
        if shown != (what, total) or done < bar.n:
            from tqdm import tqdm  # noqa: PLC0415 - most commands never show a bar

            if bar is not None:
                bar.close()
            shown = what, total
            bar = tqdm(
                total=total,
                initial=done - 1,
                desc=what,
                file=sys.stderr,
                delay=_DELAY,
                miniters=1,
                leave=False,
                dynamic_ncols=True,
            )
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()
