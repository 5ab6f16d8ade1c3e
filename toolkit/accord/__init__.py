"""Bargaining over games: what the players of a finite game should agree on, starting from what happens if talks fail.

Everything public is an attribute of this module and is loaded when it is first used, so that importing accord costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord import fallbacks, generators, plot, selections, solvers, splits, worths
    from accord.ambiguity import Ambiguity
    from accord.api import (
        assemble,
        audit_ambiguity,
        audit_commitment,
        audit_desiderata,
        audit_everything,
        audit_misreport,
        audit_threats,
        compare,
        compare_conventions,
        crosscheck,
        crosscheck_all,
        export_results,
        generate,
        read,
        read_pipeline,
        read_results,
        solve,
        summarise_results,
        sweep,
        working,
    )
    from accord.bargain import Problem
    from accord.builtin.readers import format_json, format_nfg, format_toml
    from accord.claims import Certificate, Claim
    from accord.coalitions import CharacteristicFunction, PartitionFunction
    from accord.comparison import Comparison
    from accord.equilibria import Equilibrium, EquilibriumSet, PayoffSet, Polygon
    from accord.errors import AccordError
    from accord.game import Game
    from accord.hookspecs import hookimpl
    from accord.pipeline import Pipeline
    from accord.plan import JointPlan
    from accord.ranges import Range, check_settings
    from accord.rationals import Array, Number
    from accord.roles import (
        Agreed,
        Axiom,
        Completeness,
        Demand,
        Disagreement,
        EquilibriumFallback,
        Executor,
        Fallback,
        Findings,
        Needs,
        Reader,
        Selection,
        Solver,
        Solving,
        Split,
        Uncertainty,
        Worth,
    )
    from accord.solution import Agreement, Solution

__all__ = [
    "AccordError",
    "Agreed",
    "Agreement",
    "Ambiguity",
    "Array",
    "Axiom",
    "Certificate",
    "CharacteristicFunction",
    "Claim",
    "Comparison",
    "Completeness",
    "Demand",
    "Disagreement",
    "Equilibrium",
    "EquilibriumFallback",
    "EquilibriumSet",
    "Executor",
    "Fallback",
    "Findings",
    "Game",
    "JointPlan",
    "Needs",
    "Number",
    "PartitionFunction",
    "PayoffSet",
    "Pipeline",
    "Polygon",
    "Problem",
    "Range",
    "Reader",
    "Selection",
    "Solution",
    "Solver",
    "Solving",
    "Split",
    "Uncertainty",
    "Worth",
    "assemble",
    "audit_ambiguity",
    "audit_commitment",
    "audit_desiderata",
    "audit_everything",
    "audit_misreport",
    "audit_threats",
    "check_settings",
    "compare",
    "compare_conventions",
    "crosscheck",
    "crosscheck_all",
    "export_results",
    "fallbacks",
    "format_json",
    "format_nfg",
    "format_toml",
    "generate",
    "generators",
    "hookimpl",
    "plot",
    "read",
    "read_pipeline",
    "read_results",
    "selections",
    "solve",
    "solvers",
    "splits",
    "summarise_results",
    "sweep",
    "working",
    "worths",
]

_HOMES = {
    "accord.api": (
        "assemble",
        "audit_ambiguity",
        "audit_commitment",
        "audit_desiderata",
        "audit_everything",
        "audit_misreport",
        "audit_threats",
        "compare",
        "compare_conventions",
        "crosscheck",
        "crosscheck_all",
        "export_results",
        "generate",
        "read",
        "read_pipeline",
        "read_results",
        "solve",
        "summarise_results",
        "sweep",
        "working",
    ),
    "accord.ambiguity": ("Ambiguity",),
    "accord.bargain": ("Problem",),
    "accord.builtin.readers": ("format_json", "format_nfg", "format_toml"),
    "accord.claims": ("Certificate", "Claim"),
    "accord.coalitions": ("CharacteristicFunction", "PartitionFunction"),
    "accord.comparison": ("Comparison",),
    "accord.equilibria": ("Equilibrium", "EquilibriumSet", "PayoffSet", "Polygon"),
    "accord.errors": ("AccordError",),
    "accord.game": ("Game",),
    "accord.hookspecs": ("hookimpl",),
    "accord.pipeline": ("Pipeline",),
    "accord.plan": ("JointPlan",),
    "accord.ranges": ("Range", "check_settings"),
    "accord.rationals": ("Array", "Number"),
    "accord.roles": (
        "Agreed",
        "Axiom",
        "Completeness",
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
    ),
    "accord.solution": ("Agreement", "Solution"),
}
_MODULES = ("fallbacks", "generators", "plot", "selections", "solvers", "splits", "worths")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"accord.{name}")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'accord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
