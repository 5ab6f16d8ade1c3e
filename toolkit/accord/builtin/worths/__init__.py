"""Worths: what a coalition earns by itself, in every reading of that question."""

from accord.builtin.worths.merged import Bloc, PartitionWorth, Singletons
from accord.builtin.worths.replies import Delta, Mediator
from accord.builtin.worths.threats import Alpha, Beta, MinimaxThreatWorth

__all__ = ["Alpha", "Beta", "Bloc", "Delta", "Mediator", "MinimaxThreatWorth", "PartitionWorth", "Singletons"]
