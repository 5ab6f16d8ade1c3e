"""The contract of the role `axiom`."""

from __future__ import annotations

from typing import ClassVar

from accord.roles import Axiom
from accord.testing.base import Contract

__all__ = ["AxiomContract"]


class AxiomContract(Contract):
    """What every axiom promises."""

    component: ClassVar[Axiom]
    role: ClassVar[str] = "axiom"
