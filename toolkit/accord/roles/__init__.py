"""The eight roles: what a component of each does. This and `hookspecs` are all that a plugin author must know."""

from __future__ import annotations

from typing import Any

from accord.roles.beside import Axiom, Executor, Reader, Solving
from accord.roles.passed import Agreed, Completeness, Demand, Disagreement, Findings, Needs, Uncertainty
from accord.roles.stages import Component, EquilibriumFallback, Fallback, Selection, Solver, Split, Worth

__all__ = [
    "Agreed",
    "Axiom",
    "Completeness",
    "Component",
    "Demand",
    "Disagreement",
    "EquilibriumFallback",
    "Executor",
    "Fallback",
    "Findings",
    "Needs",
    "Reader",
    "Selection",
    "Solver",
    "Solving",
    "Split",
    "Uncertainty",
    "Worth",
]

ROLES: dict[str, tuple[type[Any], str]] = {
    "solver": (Solver, "equilibria"),
    "selection": (Selection, "select"),
    "fallback": (Fallback, "fall_back"),
    "worth": (Worth, "worth"),
    "split": (Split, "agree"),
    "reader": (Reader, "read"),
    "executor": (Executor, "executor"),
    "axiom": (Axiom, "examine"),
}
"""Each role's protocol and verb."""
