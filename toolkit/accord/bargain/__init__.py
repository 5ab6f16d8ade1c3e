"""Bargaining problems: feasible agreements and the disagreement point, with and without side payments."""

from accord.bargain.problem import Problem

__all__ = ["Problem"]
