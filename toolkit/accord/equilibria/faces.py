"""Faces of a payoff polytope, described by linear equations in the payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.rationals import Number

__all__ = ["Equation", "common_solution"]


@dataclass(frozen=True)
class Equation:
    """``sum_i weights[i] * U_i = value`` on a face.

    Attributes:
        weights: one per player.
        value: what the sum comes to; a float if it is known approximately.
    """

    weights: tuple[Fraction, ...]
    value: Number

    @classmethod
    def payoff(cls, player: int, value: Number, n: int) -> Equation:
        """Say what one of n players gets."""
        return cls(tuple(Fraction(int(j == player)) for j in range(n)), value)


def common_solution(equations: Sequence[Equation], n: int) -> tuple[Number, ...] | None:
    """Return the n payoffs that satisfy the first n independent equations, or None if there are fewer than n.

    The payoffs are fractions if all values are.
    """
    echelon: list[tuple[int, list[Fraction]]] = []
    exact = True
    for equation in equations:
        line = [*equation.weights, Fraction(equation.value)]
        for pivot, other in echelon:
            if line[pivot]:
                line = [a - line[pivot] * b for a, b in zip(line, other, strict=True)]
        lead = next((k for k in range(n) if line[k]), None)
        if lead is None:
            continue
        exact = exact and isinstance(equation.value, Fraction)
        line = [a / line[lead] for a in line]
        echelon = [(p, [a - o[lead] * b for a, b in zip(o, line, strict=True)]) for p, o in echelon] + [(lead, line)]
    if len(echelon) < n:
        return None
    solution = [line[n] for _, line in sorted(echelon)]
    return tuple(solution) if exact else tuple(float(v) for v in solution)
