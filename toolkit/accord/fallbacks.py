"""The host's fallbacks, to be set up by hand: ``accord.fallbacks.Correlated(selection=…)``."""

from accord.builtin.fallbacks import CoarseCorrelated, Correlated, Nash
from accord.builtin.guarantees import MinimaxThreat, Point, Security
from accord.builtin.learned import Learned
from accord.builtin.observed import Observed
from accord.builtin.pareto_meet import ParetoMeet
from accord.builtin.rational_threats import RationalThreats

__all__ = [
    "CoarseCorrelated",
    "Correlated",
    "Learned",
    "MinimaxThreat",
    "Nash",
    "Observed",
    "ParetoMeet",
    "Point",
    "RationalThreats",
    "Security",
]
