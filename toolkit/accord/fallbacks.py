"""The host's fallbacks, to be set up by hand: ``accord.fallbacks.Correlated(selection=…)``."""

from accord.builtin.fallbacks import CoarseCorrelated, Correlated, Nash
from accord.builtin.guarantees import MinimaxThreat, Point, Security

__all__ = ["CoarseCorrelated", "Correlated", "MinimaxThreat", "Nash", "Point", "Security"]
