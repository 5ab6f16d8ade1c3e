"""The contract of the role `solver`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Solver
from accord.testing.base import Contract

__all__ = ["SolverContract"]


class SolverContract(Contract):
    """What every solver promises."""

    component: ClassVar[Solver]
    role: ClassVar[str] = "solver"
