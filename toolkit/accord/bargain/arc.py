"""The point of a two-player frontier that halves its arc in the sense of Perles and Maschler, decided exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from accord.bargain.frontier import Frontier, Vertex, between

__all__ = ["halved", "root"]

_BITS = 128
"""Binary digits to which irrational positions are found."""


def halved(frontier: Frontier) -> tuple[Vertex, bool]:
    """Return the point that halves the integral of ``sqrt(-dx dy)`` along the chain, and whether it is exact.

    An edge contributes ``sqrt(-dx dy)`` as a whole and evenly along it. Roots are kept as rational multiples of the root of one
    number per class of numbers whose quotients are squares: such roots are linearly independent over the rationals, so whether
    a sum of them is 0, and whether the position on the edge is rational, is decided without rounding.
    """
    chain = frontier.chain
    bases: list[Fraction] = []
    lengths = [_multiple(-(b[0] - a[0]) * (b[1] - a[1]), bases) for a, b in pairwise(chain)]
    ahead = [sum((r for k, r in lengths if k == base), Fraction(0)) / 2 for base in range(len(bases))]
    for (start, end), (k, length) in zip(pairwise(chain), lengths, strict=True):
        rest = [a - (length if base == k else 0) for base, a in enumerate(ahead)]
        if _sign(rest, bases) <= 0:
            if not any(v for base, v in enumerate(ahead) if base != k):
                return between(start, end, ahead[k] / length), True
            share = sum((v * root(base / bases[k]) for v, base in zip(ahead, bases, strict=True)), Fraction(0)) / length
            return between(start, end, min(max(share, Fraction(0)), Fraction(1))), False
        ahead = rest
    return chain[-1], True


def root(value: Fraction, bits: int = _BITS) -> Fraction:
    """Return a square root: exact if it is rational, else to some number of significant binary digits, rounded down."""
    p, q = value.numerator, value.denominator
    if isqrt(p) ** 2 == p and isqrt(q) ** 2 == q:
        return Fraction(isqrt(p), isqrt(q))
    shift = max(0, bits - (p.bit_length() - q.bit_length()) // 2 + 1)
    return Fraction(isqrt((p << 2 * shift) // q), 1 << shift)


def _multiple(square: Fraction, bases: list[Fraction]) -> tuple[int, Fraction]:
    """Write the root of a number as a multiple of the root of a base, adding one to the list if none will do."""
    for k, base in enumerate(bases):
        ratio = square / base
        p, q = isqrt(ratio.numerator), isqrt(ratio.denominator)
        if p * p == ratio.numerator and q * q == ratio.denominator:
            return k, Fraction(p, q)
    bases.append(square)
    return len(bases) - 1, Fraction(1)


def _sign(multiples: Sequence[Fraction], bases: Sequence[Fraction]) -> int:
    """Return the sign of ``sum_k multiples[k] * sqrt(bases[k])``, with as many digits as it takes."""
    terms = [(m, b) for m, b in zip(multiples, bases, strict=True) if m]
    if not terms:
        return 0
    bits = _BITS
    while True:
        values = [m * root(b, bits) for m, b in terms]
        total = sum(values, Fraction(0))
        if abs(total) > sum(map(abs, values)) / 2 ** (bits - 2):
            return 1 if total > 0 else -1
        bits *= 2
