"""Gambit's equilibrium solvers as components.

Every game is sent with each player's payoffs scaled exactly to [0, 1] (`nfg.normalised`) into a worker process that is killed
when the time limit passes; tolerances are therefore relative to each player's payoff range. Descriptions of all methods:
T. L. Turocy and others, *Gambit: the package for computation in game theory*, and R. D. McKelvey and A. McLennan,
"Computation of equilibria in finite games", Handbook of Computational Economics 1 (1996).
"""

from accord_gambit.solvers.approaching import Gnm, Ipa, Liap, Logit, Simpdiv
from accord_gambit.solvers.enumerating import EnumMixed, EnumPoly, EnumPure, Lcp, Lp

__all__ = ["EnumMixed", "EnumPoly", "EnumPure", "Gnm", "Ipa", "Lcp", "Liap", "Logit", "Lp", "Simpdiv"]
