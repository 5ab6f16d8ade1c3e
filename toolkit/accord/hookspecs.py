"""The hooks: one per role. Each takes no arguments and returns a list of component classes."""

from __future__ import annotations

import pluggy

from accord.roles import Axiom, Executor, Fallback, Reader, Selection, Solver, Split, Worth

__all__ = ["PROJECT", "HookSpecs", "hookimpl"]

PROJECT = "accord"
"""The entry-point group and the name under which implementations are marked."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookSpecs:
    """What a plugin may register."""

    @hookspec
    def accord_register_solvers(self) -> list[type[Solver]]:
        """Return classes that find Nash equilibria."""
        raise NotImplementedError

    @hookspec
    def accord_register_selections(self) -> list[type[Selection]]:
        """Return classes that pick one equilibrium out of a set."""
        raise NotImplementedError

    @hookspec
    def accord_register_fallbacks(self) -> list[type[Fallback]]:
        """Return classes that say how the game is played if talks fail."""
        raise NotImplementedError

    @hookspec
    def accord_register_worths(self) -> list[type[Worth]]:
        """Return classes that say what a coalition earns by itself."""
        raise NotImplementedError

    @hookspec
    def accord_register_splits(self) -> list[type[Split]]:
        """Return classes that share out the gains."""
        raise NotImplementedError

    @hookspec
    def accord_register_readers(self) -> list[type[Reader]]:
        """Return classes that read games from files or URIs."""
        raise NotImplementedError

    @hookspec
    def accord_register_executors(self) -> list[type[Executor]]:
        """Return classes that supply the workers of a sweep."""
        raise NotImplementedError

    @hookspec
    def accord_register_axioms(self) -> list[type[Axiom]]:
        """Return classes that say what a good rule does."""
        raise NotImplementedError
