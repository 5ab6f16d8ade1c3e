"""Faces of a payoff polytope, described by linear equations in the payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.rationals import Number

__all__ = ["Equation", "common_solution", "independent"]


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


def independent(equations: Sequence[Equation], n: int) -> tuple[Equation, ...]:
    """Return the equations that do not follow from those before them."""
    return tuple(equation for equation, _, _ in _echelon(equations, n))


def common_solution(equations: Sequence[Equation], n: int) -> tuple[Number, ...] | None:
    """Return the n payoffs that satisfy the first n independent equations, or None if there are fewer than n.

    The payoffs are fractions if all values are.
    """
    echelon = _echelon(equations, n)
    if len(echelon) < n:
        return None
    solution = [line[n] for _, _, line in sorted(echelon, key=lambda entry: entry[1])]
    exact = all(isinstance(equation.value, Fraction) for equation, _, _ in echelon)
    return tuple(solution) if exact else tuple(float(v) for v in solution)


def _echelon(equations: Sequence[Equation], n: int) -> list[tuple[Equation, int, list[Fraction]]]:
    """Eliminate: return each independent equation with its leading player and its reduced coefficients and value."""
    echelon: list[tuple[Equation, int, list[Fraction]]] = []
    for equation in equations:
        line = [*equation.weights, Fraction(equation.value)]
        for _, lead, other in echelon:
            line = _without(line, lead, other)
        lead = next((k for k in range(n) if line[k]), n)
        if lead < n:
            line = [a / line[lead] for a in line]
            echelon = [(e, k, _without(other, lead, line)) for e, k, other in echelon]
            echelon.append((equation, lead, line))
    return echelon


def _without(line: list[Fraction], lead: int, other: list[Fraction]) -> list[Fraction]:
    factor = line[lead]
    return [a - factor * b for a, b in zip(line, other, strict=True)] if factor else line
