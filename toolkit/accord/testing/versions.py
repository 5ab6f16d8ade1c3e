"""The versions of the contract kit, and since which of them each test exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["VERSIONS", "introduced", "version_of"]

VERSIONS = ("0.1",)
"""The versions in which tests were added, oldest first; a contract pins one of them."""

_Test = TypeVar("_Test", bound=Callable[..., object])


def introduced(version: str) -> Callable[[_Test], _Test]:
    """Mark a test with the version of the kit since which it exists."""

    def mark(test: _Test) -> _Test:
        test.since = version  # type: ignore[attr-defined] # functions take attributes
        return test

    return mark


def version_of(test: object) -> str | None:
    """Return the version since which a test of the kit exists; None for tests that are an author's own."""
    found = getattr(test, "since", None)
    return found if isinstance(found, str) else None
