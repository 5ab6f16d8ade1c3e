"""Small exact linear systems, used to turn a floating-point certificate into a proof."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["near"]

_DENOMINATOR = 10**6
"""Unknowns that the equations leave free are rounded to fractions with denominators up to this."""


def near(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction], guess: Sequence[float]) -> list[Fraction]:
    """Return an exact solution of ``rows @ z = right`` close to a guess.

    Equations are taken in order; those that contradict earlier ones are left out. Free unknowns keep their guessed
    value, rounded.

    >>> near([[Fraction(3), Fraction(1)]], [Fraction(2)], [0.33333, 1.0])
    [Fraction(1, 3), Fraction(1, 1)]
    """
    count = len(guess)
    pivots: dict[int, list[Fraction]] = {}
    for row, value in zip(rows, right, strict=True):
        line = [*row, value]
        for column, pivot in pivots.items():
            if line[column]:
                factor = line[column]
                line = [x - factor * y for x, y in zip(line, pivot, strict=True)]
        lead = next((k for k in range(count) if line[k]), None)
        if lead is None:
            continue
        line = [x / line[lead] for x in line]
        for column, pivot in pivots.items():
            if pivot[lead]:
                factor = pivot[lead]
                pivots[column] = [x - factor * y for x, y in zip(pivot, line, strict=True)]
        pivots[lead] = line
        if len(pivots) == count:
            break
    solution = [Fraction(g).limit_denominator(_DENOMINATOR) for g in guess]
    for column, pivot in pivots.items():
        free = sum((pivot[k] * solution[k] for k in range(count) if k not in pivots and pivot[k]), Fraction(0))
        solution[column] = pivot[count] - free
    return solution
