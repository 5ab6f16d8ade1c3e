"""The contract of the role `split`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Split
from accord.testing.base import Contract

__all__ = ["SplitContract"]


class SplitContract(Contract):
    """What every split promises."""

    component: ClassVar[Split]
    role: ClassVar[str] = "split"
