"""Checks of what components can be set to."""

from __future__ import annotations

from fractions import Fraction

from accord.errors import ConfigurationError
from accord.rationals import text

__all__ = ["ensure", "ensure_share", "ensure_whole", "is_whole"]


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
        raise ConfigurationError(f"{component}: {setting} is {shown}; {accepted} is accepted")


def is_whole(value: object) -> bool:
    """Return whether this is an integer."""
    return isinstance(value, int) and not isinstance(value, bool)


def ensure_whole(component: str, setting: str, value: object, least: int, most: int) -> None:
    """Refuse what is no whole number within bounds.

    Raises:
        ConfigurationError: if it is none.
    """
    fits = isinstance(value, int) and is_whole(value) and least <= value <= most
    ensure(component, setting, value, fits, f"a number from {least} to {most}")


def ensure_share(component: str, setting: str, value: object) -> None:
    """Refuse what is no share of a whole.

    Args:
        component: role and name, for the message.
        setting: the name of the field.
        value: what it was set to.

    Raises:
        ConfigurationError: if it is no number from 0 to below 1.
    """
    fits = isinstance(value, int | float | Fraction) and not isinstance(value, bool) and 0 <= value < 1
    ensure(component, setting, value, fits, "a number from 0 to below 1")
