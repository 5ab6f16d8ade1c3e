"""Equilibrium sets as things one can optimise over."""

from accord.equilibria.base import Equilibrium, EquilibriumSet
from accord.equilibria.deviations import Concept
from accord.equilibria.finite import FiniteSet
from accord.equilibria.nash import NashList, Rejected, regrets, verify
from accord.equilibria.polytope import Polytope

__all__ = ["Concept", "Equilibrium", "EquilibriumSet", "FiniteSet", "NashList", "Polytope", "Rejected", "regrets", "verify"]
