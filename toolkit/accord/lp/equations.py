"""Systems of linear equations with integer coefficients: which of them are independent, and exact solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from accord.lp.exact import solve_square

__all__ = ["Equations"]

_PRIME = 2**61 - 1
"""Ranks are found modulo this prime; one that divides a determinant makes a rank too small, never too large."""


@dataclass(frozen=True)
class Equations:
    """The equations ``lines @ x = right``.

    Attributes:
        lines: the coefficients, one sequence per equation.
        right: the right-hand sides.
    """

    lines: Sequence[Sequence[int]]
    right: Sequence[int]

    @cached_property
    def _pivots(self) -> tuple[list[int], list[int]]:
        """The equations that do not depend on earlier ones, and as many unknowns that they determine."""
        rows = _leading([list(column) for column in zip(*self.lines, strict=True)])
        return rows, _leading([self.lines[r] for r in rows])

    @property
    def rank(self) -> int:
        """The number of independent equations."""
        return len(self._pivots[0])

    @cached_property
    def solution(self) -> tuple[Fraction, ...] | None:
        """The only solution, or None if there is none or more than one."""
        rows, columns = self._pivots
        if not self.lines or len(columns) < len(self.lines[0]):
            return None
        solved = solve_square([list(self.lines[r]) for r in rows], [self.right[r] for r in rows])
        if solved is None:
            return None
        numerators, scale = solved
        fulfilled = all(
            sum(a * x for a, x in zip(line, numerators, strict=True)) == b * scale
            for line, b in zip(self.lines, self.right, strict=True)
        )
        return tuple(Fraction(x, scale) for x in numerators) if fulfilled else None

    def implied(self, weights: Sequence[int]) -> Fraction | None:
        """Return the value that the equations imply for ``weights·x``; None if they leave it open."""
        rows, columns = self._pivots
        if len(_leading([*(self.lines[r] for r in rows), weights])) > len(rows):
            return None
        solved = solve_square([[self.lines[r][c] for r in rows] for c in columns], [weights[c] for c in columns])
        if solved is None:
            return None
        multipliers, scale = solved
        same = all(
            sum(y * self.lines[r][c] for y, r in zip(multipliers, rows, strict=True)) == w * scale for c, w in enumerate(weights)
        )
        return Fraction(sum(y * self.right[r] for y, r in zip(multipliers, rows, strict=True)), scale) if same else None


def _leading(lines: Sequence[Sequence[int]]) -> list[int]:
    """Return the columns that do not depend on earlier columns."""
    from flint import nmod_mat  # noqa: PLC0415 (loaded only when something is solved)

    if not lines or not lines[0]:
        return []
    matrix: Any = nmod_mat(len(lines), len(lines[0]), [int(v) % _PRIME for line in lines for v in line], _PRIME)
    reduced, rank = matrix.rref()
    table = reduced.tolist()[:rank]
    return [next(c for c, v in enumerate(line) if int(v)) for line in table]
