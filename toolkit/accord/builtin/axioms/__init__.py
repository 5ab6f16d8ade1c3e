"""Axioms: what a good rule does, each as an examination of one game and of games made from it."""

from accord.builtin.axioms.actions import ActionMonotonicity, ClonedActions, DominatedActions, FreeThreats, RedundantActions
from accord.builtin.axioms.agreement import (
    BalancedThreats,
    ConstantSumValue,
    Efficiency,
    IndividualRationality,
    PayoffDominance,
)
from accord.builtin.axioms.comparing import (
    Additivity,
    Continuity,
    NullPlayer,
    ScaleCovariance,
    ShiftInvariance,
    Symmetry,
)

__all__ = [
    "ActionMonotonicity",
    "Additivity",
    "BalancedThreats",
    "ClonedActions",
    "ConstantSumValue",
    "Continuity",
    "DominatedActions",
    "Efficiency",
    "FreeThreats",
    "IndividualRationality",
    "NullPlayer",
    "PayoffDominance",
    "RedundantActions",
    "ScaleCovariance",
    "ShiftInvariance",
    "Symmetry",
]
