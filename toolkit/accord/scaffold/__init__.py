"""Writing the distribution of a new plugin, which installs and passes its tests as it is."""

from accord.scaffold.writing import LICENCES, Wish, write

__all__ = ["LICENCES", "Wish", "write"]
