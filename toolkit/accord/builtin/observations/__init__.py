"""Records of past breakdowns: tables out of files, what they say about a game, and what follows from them."""

from accord.builtin.observations.posterior import Posterior
from accord.builtin.observations.prior import prior_weights
from accord.builtin.observations.reading import Breakdowns, read

__all__ = ["Breakdowns", "Posterior", "prior_weights", "read"]
