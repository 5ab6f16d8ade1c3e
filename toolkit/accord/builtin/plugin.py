"""The host's own components, registered through the same hooks as anybody's."""

from __future__ import annotations

from accord.builtin import fallbacks, guarantees, readers, selections, solvers, splits
from accord.hookspecs import hookimpl
from accord.roles import Executor, Fallback, Reader, Selection, Solver, Split, Worth

__all__: list[str] = []


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Register the solver that needs no library."""
    return [solvers.Pure]


@hookimpl
def accord_register_selections() -> list[type[Selection]]:
    """Register the selections that look at payoffs only."""
    return [
        selections.MaxWelfare,
        selections.MinWelfare,
        selections.Egalitarian,
        selections.KalaiSmorodinsky,
        selections.RandomDictator,
        selections.Midpoint,
    ]


@hookimpl
def accord_register_fallbacks() -> list[type[Fallback]]:
    """Register equilibria, optimal threats, security levels and points given by hand."""
    return [
        fallbacks.Correlated,
        fallbacks.CoarseCorrelated,
        fallbacks.Nash,
        guarantees.MinimaxThreat,
        guarantees.Security,
        guarantees.Point,
    ]


@hookimpl
def accord_register_worths() -> list[type[Worth]]:
    """Register no worths yet."""
    return []


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    """Register the splits of a surplus."""
    return [splits.Equal, splits.Weighted, splits.Nash, splits.KalaiSmorodinsky, splits.Egalitarian]


@hookimpl
def accord_register_readers() -> list[type[Reader]]:
    """Register the readers of the host's own formats and of the bundled games."""
    return [readers.NfgReader, readers.TomlReader, readers.JsonReader, readers.NpzReader, readers.BundledReader]


@hookimpl
def accord_register_executors() -> list[type[Executor]]:
    """Register no executors yet."""
    return []
