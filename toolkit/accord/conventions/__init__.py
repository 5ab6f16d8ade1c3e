"""What each coalition is worth under every convention, side by side, and the payoffs that each convention leads to."""

from accord.conventions.computing import conventions
from accord.conventions.table import Convention, Conventions, Interrupted

__all__ = ["Convention", "Conventions", "Interrupted", "conventions"]
