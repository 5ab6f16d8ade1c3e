"""The contract of the role `fallback`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Fallback
from accord.testing.base import Contract

__all__ = ["FallbackContract"]


class FallbackContract(Contract):
    """What every fallback promises."""

    component: ClassVar[Fallback]
    role: ClassVar[str] = "fallback"
