"""Checks of what components can be set to."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from accord.errors import ConfigurationError
from accord.ranges import Range
from accord.rationals import text

__all__ = ["Jobs", "Level", "Seconds", "Seed", "ensure"]


Seed = Annotated[int, Range(0)]
"""What chance depends on."""
Level = Annotated[float, Range(above=0, below=1, says="a share between 0 and 1 such as 0.9")]
"""The share of draws that intervals cover."""
Seconds = Annotated[float, Range(above=0, says="a positive number of seconds")]
"""A time limit."""
Jobs = Annotated[int, Range(1, 4096)]
"""How many processes work side by side."""


def ensure(component: str, setting: str, value: object, fits: bool, accepted: str) -> None:
    """Refuse a value that does not fit.

    Args:
        component: role and name, for the message.
        setting: the name of the field.
        value: what it was set to.
        fits: whether that will do.
        accepted: what would.

    Raises:
        ConfigurationError: if it does not fit.
    """
    if not fits:
        shown = text(value) if isinstance(value, Fraction) else repr(value)
        raise ConfigurationError(f"{component}: {setting} is {shown}; {accepted} is accepted", path=(setting,))
