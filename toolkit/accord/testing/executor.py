"""The contract of the role `executor`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Executor
from accord.testing.base import Contract

__all__ = ["ExecutorContract"]


class ExecutorContract(Contract):
    """What every executor promises."""

    component: ClassVar[Executor]
    role: ClassVar[str] = "executor"
