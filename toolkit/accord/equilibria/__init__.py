"""Equilibrium sets as things one can optimise over."""

from accord.equilibria.base import Equilibrium, EquilibriumSet
from accord.equilibria.deviations import Concept
from accord.equilibria.finite import FiniteSet
from accord.equilibria.nash import NashList, Rejected, regrets, verify
from accord.equilibria.payoff_set import PayoffSet
from accord.equilibria.polygon import Polygon
from accord.equilibria.polytope import Polytope

__all__ = [
    "Concept",
    "Equilibrium",
    "EquilibriumSet",
    "FiniteSet",
    "NashList",
    "PayoffSet",
    "Polygon",
    "Polytope",
    "Rejected",
    "regrets",
    "verify",
]
