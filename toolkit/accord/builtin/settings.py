"""Checks of what components can be set to."""

from __future__ import annotations

from fractions import Fraction

from accord.errors import ConfigurationError

__all__ = ["ensure_share"]


def ensure_share(component: str, setting: str, value: object) -> None:
    """Refuse what is no share of a whole.

    Args:
        component: role and name, for the message.
        setting: the name of the field.
        value: what it was set to.

    Raises:
        ConfigurationError: if it is no number from 0 to below 1.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction) or not 0 <= value < 1:
        raise ConfigurationError(f"{component}: {setting} is {value!r}; a number from 0 to below 1 is accepted")
