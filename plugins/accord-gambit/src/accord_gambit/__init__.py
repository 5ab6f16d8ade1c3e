"""Gambit's equilibrium solvers, file formats and game catalogue, as components of accord."""
