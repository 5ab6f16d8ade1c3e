"""Settings that several components have, with their ranges."""

from __future__ import annotations

from typing import Annotated

from accord.ranges import Range

__all__ = ["Jobs", "Level", "Seconds", "Seed"]


Seed = Annotated[int, Range(0)]
"""What chance depends on."""
Level = Annotated[float, Range(above=0, below=1, says="a share between 0 and 1 such as 0.9")]
"""The share of draws that intervals cover."""
Seconds = Annotated[float, Range(above=0, says="a positive number of seconds")]
"""A time limit."""
Jobs = Annotated[int, Range(1, 4096)]
"""How many processes work side by side."""
