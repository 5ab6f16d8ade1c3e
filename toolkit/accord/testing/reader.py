"""The contract of the role `reader`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Reader
from accord.testing.base import Contract

__all__ = ["ReaderContract"]


class ReaderContract(Contract):
    """What every reader promises."""

    component: ClassVar[Reader]
    role: ClassVar[str] = "reader"
