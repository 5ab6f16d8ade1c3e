"""Equilibrium sets as things one can optimise over."""

from accord.equilibria.base import Equilibrium, EquilibriumSet

__all__ = ["Equilibrium", "EquilibriumSet"]
