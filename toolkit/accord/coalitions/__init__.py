"""What coalitions are worth, and how to divide it."""

from accord.coalitions.characteristic import CharacteristicFunction, Violation
from accord.coalitions.partition_function import PartitionFunction

__all__ = ["CharacteristicFunction", "PartitionFunction", "Violation"]
