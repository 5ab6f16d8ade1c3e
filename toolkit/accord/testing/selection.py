"""The contract of the role `selection`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Selection
from accord.testing.base import Contract

__all__ = ["SelectionContract"]


class SelectionContract(Contract):
    """What every selection promises."""

    component: ClassVar[Selection]
    role: ClassVar[str] = "selection"
