"""The contract of the role `split`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Split
from accord.testing.playing import PlayingContract

__all__ = ["SplitContract"]


class SplitContract(PlayingContract):
    """What every split promises."""

    component: ClassVar[Split]
    role: ClassVar[str] = "split"
