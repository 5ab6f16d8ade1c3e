"""The host's selections, to be set up by hand: ``accord.selections.Egalitarian(reference="nadir")``."""

from accord.builtin.play_selections import AnalyticCenter, MaxEntropy, MaxGini
from accord.builtin.raiffa import Raiffa
from accord.builtin.selections import (
    Centroid,
    Egalitarian,
    KalaiSmorodinsky,
    MaxWelfare,
    Midpoint,
    MinWelfare,
    NashProduct,
    RandomDictator,
)

__all__ = [
    "AnalyticCenter",
    "Centroid",
    "Egalitarian",
    "KalaiSmorodinsky",
    "MaxEntropy",
    "MaxGini",
    "MaxWelfare",
    "Midpoint",
    "MinWelfare",
    "NashProduct",
    "Raiffa",
    "RandomDictator",
]
