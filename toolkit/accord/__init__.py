"""Bargaining over games: what the players of a finite game should agree on, starting from what happens if talks fail.

Everything public is an attribute of this module and is loaded when it is first used, so that importing accord costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord import fallbacks, selections, solvers, splits
    from accord.api import compare, read, solve
    from accord.bargain import Problem
    from accord.claims import Certificate, Claim
    from accord.comparison import Comparison
    from accord.equilibria import Equilibrium, EquilibriumSet
    from accord.errors import AccordError
    from accord.game import Game
    from accord.hookspecs import hookimpl
    from accord.plan import JointPlan
    from accord.rationals import Array, Number
    from accord.roles import (
        Completeness,
        Disagreement,
        Executor,
        Fallback,
        Findings,
        Needs,
        Reader,
        Selection,
        Solver,
        Split,
        Worth,
    )
    from accord.solution import Agreement, Solution

__all__ = [
    "AccordError",
    "Agreement",
    "Array",
    "Certificate",
    "Claim",
    "Comparison",
    "Completeness",
    "Disagreement",
    "Equilibrium",
    "EquilibriumSet",
    "Executor",
    "Fallback",
    "Findings",
    "Game",
    "JointPlan",
    "Needs",
    "Number",
    "Problem",
    "Reader",
    "Selection",
    "Solution",
    "Solver",
    "Split",
    "Worth",
    "compare",
    "fallbacks",
    "hookimpl",
    "read",
    "selections",
    "solve",
    "solvers",
    "splits",
]

_HOMES = {
    "accord.api": ("compare", "read", "solve"),
    "accord.bargain": ("Problem",),
    "accord.claims": ("Certificate", "Claim"),
    "accord.comparison": ("Comparison",),
    "accord.equilibria": ("Equilibrium", "EquilibriumSet"),
    "accord.errors": ("AccordError",),
    "accord.game": ("Game",),
    "accord.hookspecs": ("hookimpl",),
    "accord.plan": ("JointPlan",),
    "accord.rationals": ("Array", "Number"),
    "accord.roles": (
        "Completeness",
        "Disagreement",
        "Executor",
        "Fallback",
        "Findings",
        "Needs",
        "Reader",
        "Selection",
        "Solver",
        "Split",
        "Worth",
    ),
    "accord.solution": ("Agreement", "Solution"),
}
_MODULES = ("fallbacks", "selections", "solvers", "splits")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"accord.{name}")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'accord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
