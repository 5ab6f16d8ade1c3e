"""What this plugin adds to accord. Importing it loads neither pygambit nor anything else that is slow."""

from __future__ import annotations

from accord.hookspecs import hookimpl
from accord.roles import Reader, Solver
from accord_gambit import readers, solvers

__all__ = ["accord_register_readers", "accord_register_solvers"]


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Return Gambit's solvers."""
    return [
        solvers.EnumPure,
        solvers.EnumMixed,
        solvers.Lcp,
        solvers.Lp,
        solvers.Simpdiv,
        solvers.Ipa,
        solvers.Gnm,
        solvers.Logit,
        solvers.EnumPoly,
        solvers.Liap,
    ]


@hookimpl
def accord_register_readers() -> list[type[Reader]]:
    """Return the readers of Gambit's file formats and catalogue."""
    return [readers.File, readers.Catalogue]
