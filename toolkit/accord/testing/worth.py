"""The contract of the role `worth`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Worth
from accord.testing.base import Contract

__all__ = ["WorthContract"]


class WorthContract(Contract):
    """What every worth promises."""

    component: ClassVar[Worth]
    role: ClassVar[str] = "worth"
