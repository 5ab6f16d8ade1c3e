"""How hard linear programs are tried to be proved: as far as that is cheap, or as far as it is bearable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["asked", "exactly"]

_SHORTFALLS: ContextVar[list[str] | None] = ContextVar("shortfalls", default=None)


@contextmanager
def exactly(wanted: bool = True) -> Iterator[list[str]]:
    """Ask for proofs of all linear programs that are solved inside, wherever they are solved.

    Programs are solved deep inside components of all roles, those of plugins too. A request that travelled through their
    arguments would end at the first component that knows nothing of it; this one reaches them all, like the precision of
    `decimal`, and ends with its block.

    Args:
        wanted: False for the usual effort.

    Yields:
        A list that fills with the reasons why programs were not proved, one clause each.
    """
    shortfalls: list[str] = []
    token = _SHORTFALLS.set(shortfalls if wanted else None)
    try:
        yield shortfalls
    finally:
        _SHORTFALLS.reset(token)


def asked() -> list[str] | None:
    """Return the list for reasons why a program was not proved, or None if proofs are not asked for."""
    return _SHORTFALLS.get()
