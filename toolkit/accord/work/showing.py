"""How far work is, on standard error: bars for people at a terminal, lines for logs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accord.work.doing import Progress

__all__ = ["bars", "lines"]

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


def lines(every: float = 30.0) -> Progress:
    """Return what writes a line now and then: how much is done, the rate, and the time that remains.

    Args:
        every: seconds between two lines.
    """
    begun: tuple[float, int] | None = None
    told = 0.0

    def show(what: str, done: int, total: int) -> None:
        nonlocal begun, told
        now = time.monotonic()
        if begun is None:
            begun, told = (now, done), now
        if now - told < every or now == begun[0]:
            return
        told = now
        rate = (done - begun[1]) / (now - begun[0])
        left = f", {_duration((total - done) / rate)} left" if rate else ""
        print(f"accord: {done} of {total} {what}, {rate:.3g} a second{left}", file=sys.stderr, flush=True)  # noqa: T201 - for a log

    return show


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
