"""Brute force, straight from the definitions: slow, dense, and sharing no code with what it tests.

Games are arrays of shape (n, A1, …, An); object arrays of fractions are solved exactly (`simplex`), float arrays by
scipy. Nothing here imports accord.
"""

from __future__ import annotations

from oracles.bargaining import agreement, pareto_chain
from oracles.linear import maximise
from oracles.nash import extreme_equilibria, pure_equilibria
from oracles.polytopes import Body, FiniteSet, coarse_rows, correlated_rows, hull, polygon, vertices
from oracles.rules import RULES, dictators, references, select
from oracles.threats import rational_threats
from oracles.zerosum import coco, security, value

__all__ = [
    "RULES",
    "Body",
    "FiniteSet",
    "agreement",
    "coarse_rows",
    "coco",
    "correlated_rows",
    "dictators",
    "extreme_equilibria",
    "hull",
    "maximise",
    "pareto_chain",
    "polygon",
    "pure_equilibria",
    "rational_threats",
    "references",
    "security",
    "select",
    "value",
    "vertices",
]
