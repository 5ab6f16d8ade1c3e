"""The entry point: what this distribution registers. It imports no solver library."""

from __future__ import annotations

from accord.hookspecs import hookimpl
from accord.roles import Solver
from accord_nashpy.solvers import LemkeHowson, SupportEnumeration, VertexEnumeration

__all__ = ["accord_register_solvers"]


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Return Nashpy's solvers."""
    return [SupportEnumeration, VertexEnumeration, LemkeHowson]
