"""The host's splits, to be set up by hand: ``accord.splits.Weighted(weights=(2, 1))``."""

from accord.builtin.splits import (
    Banzhaf,
    Egalitarian,
    Equal,
    EqualLoss,
    EqualSurplus,
    KalaiSmorodinsky,
    Nash,
    Nucleolus,
    PerlesMaschler,
    Raiffa,
    Shapley,
    Tau,
    Utilitarian,
    Weighted,
)

__all__ = [
    "Banzhaf",
    "Egalitarian",
    "Equal",
    "EqualLoss",
    "EqualSurplus",
    "KalaiSmorodinsky",
    "Nash",
    "Nucleolus",
    "PerlesMaschler",
    "Raiffa",
    "Shapley",
    "Tau",
    "Utilitarian",
    "Weighted",
]
