"""Nashpy's equilibrium solvers as components of accord, and conversions between the two libraries' games."""

from accord_nashpy.convert import from_nashpy, to_nashpy

__all__ = ["from_nashpy", "to_nashpy"]
