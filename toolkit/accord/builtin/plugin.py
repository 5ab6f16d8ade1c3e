"""The host's own components, registered through the same hooks as anybody's."""

from __future__ import annotations

from accord.builtin import (
    axioms,
    executors,
    fallbacks,
    guarantees,
    learned,
    observed,
    pareto_meet,
    play_selections,
    raiffa,
    rational_threats,
    readers,
    selections,
    solvers,
    splits,
    worths,
)
from accord.hookspecs import hookimpl
from accord.roles import Axiom, Executor, Fallback, Reader, Selection, Solver, Split, Worth

__all__: list[str] = []


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    """Register the solver that needs no library."""
    return [solvers.Pure]


@hookimpl
def accord_register_selections() -> list[type[Selection]]:
    """Register the selections, first those that look at payoffs only."""
    return [
        selections.MaxWelfare,
        selections.MinWelfare,
        selections.Egalitarian,
        selections.KalaiSmorodinsky,
        selections.NashProduct,
        selections.RandomDictator,
        raiffa.Raiffa,
        selections.Midpoint,
        selections.Centroid,
        play_selections.MaxEntropy,
        play_selections.MaxGini,
        play_selections.AnalyticCenter,
    ]


@hookimpl
def accord_register_fallbacks() -> list[type[Fallback]]:
    """Register equilibria, optimal threats, security levels and points given by hand."""
    return [
        fallbacks.Correlated,
        fallbacks.CoarseCorrelated,
        fallbacks.Nash,
        guarantees.MinimaxThreat,
        rational_threats.RationalThreats,
        guarantees.Security,
        guarantees.Point,
        observed.Observed,
        learned.Learned,
        pareto_meet.ParetoMeet,
    ]


@hookimpl
def accord_register_worths() -> list[type[Worth]]:
    """Register every reading of what a coalition earns by itself."""
    return [
        worths.MinimaxThreatWorth,
        worths.Alpha,
        worths.Beta,
        worths.Bloc,
        worths.Singletons,
        worths.PartitionWorth,
        worths.Delta,
        worths.Mediator,
    ]


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    """Register the splits of a surplus, of what can be agreed on without side payments, and of worths."""
    return [
        splits.Equal,
        splits.Weighted,
        splits.Nash,
        splits.KalaiSmorodinsky,
        splits.Egalitarian,
        splits.EqualLoss,
        splits.Raiffa,
        splits.PerlesMaschler,
        splits.Utilitarian,
        splits.Shapley,
        splits.Banzhaf,
        splits.Nucleolus,
        splits.Tau,
        splits.EqualSurplus,
    ]


@hookimpl
def accord_register_readers() -> list[type[Reader]]:
    """Register the readers of the host's own formats, of the bundled games and of generated ones."""
    return [
        readers.NfgReader,
        readers.TomlReader,
        readers.JsonReader,
        readers.NpzReader,
        readers.BundledReader,
        readers.GeneratedReader,
    ]


@hookimpl
def accord_register_executors() -> list[type[Executor]]:
    """Register the executors of one machine and of Dask clusters."""
    return [executors.Serial, executors.Processes, executors.Dask]


@hookimpl
def accord_register_axioms() -> list[type[Axiom]]:
    """Register the axioms of bargaining over games, first those about one game, then those that compare games."""
    return [
        axioms.Efficiency,
        axioms.IndividualRationality,
        axioms.PayoffDominance,
        axioms.ConstantSumValue,
        axioms.BalancedThreats,
        axioms.Symmetry,
        axioms.ShiftInvariance,
        axioms.ScaleCovariance,
        axioms.ActionMonotonicity,
        axioms.RedundantActions,
        axioms.ClonedActions,
        axioms.DominatedActions,
        axioms.FreeThreats,
        axioms.NullPlayer,
        axioms.Additivity,
        axioms.Continuity,
    ]
