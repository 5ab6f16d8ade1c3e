"""The host's selections, to be set up by hand: ``accord.selections.Egalitarian(reference="nadir")``."""

from accord.builtin.selections import Egalitarian, KalaiSmorodinsky, MaxWelfare, Midpoint, MinWelfare, RandomDictator

__all__ = ["Egalitarian", "KalaiSmorodinsky", "MaxWelfare", "Midpoint", "MinWelfare", "RandomDictator"]
