"""Splits: how the gains over the disagreement point are shared."""

from accord.builtin.splits.leximin import Egalitarian, EqualLoss, KalaiSmorodinsky
from accord.builtin.splits.product import Nash
from accord.builtin.splits.raiffa import PerlesMaschler, Raiffa
from accord.builtin.splits.surplus import Equal, Weighted
from accord.builtin.splits.utilitarian import Utilitarian
from accord.builtin.splits.values import Banzhaf, EqualSurplus, Nucleolus, Shapley, Tau

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
