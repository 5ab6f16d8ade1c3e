"""The host's worths, to be set up by hand: ``accord.worths.Bloc(fallback=…)``."""

from accord.builtin.worths import (
    Alpha,
    Beta,
    Bloc,
    Delta,
    Mediator,
    MinimaxThreatWorth,
    PartitionWorth,
    Singletons,
)

__all__ = ["Alpha", "Beta", "Bloc", "Delta", "Mediator", "MinimaxThreatWorth", "PartitionWorth", "Singletons"]
