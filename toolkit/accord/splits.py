"""The host's splits, to be set up by hand: ``accord.splits.Weighted(weights=(2, 1))``."""

from accord.builtin.splits import Egalitarian, Equal, KalaiSmorodinsky, Nash, Weighted

__all__ = ["Egalitarian", "Equal", "KalaiSmorodinsky", "Nash", "Weighted"]
