"""Random numbers that are the same everywhere: whole numbers from the raw bits of PCG64, normal ones by basic arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Draw"]

_LOG_2 = 0.6931471805599453
_TERMS = 12
"""Of the series of a logarithm: the next one is below 1e-21."""


class Draw:
    """A stream of random numbers.

    numpy promises that the raw bits of PCG64 and the mixing of seeds never change, but not what its distributions make of
    them. So whole numbers are made here, without bias, and normal ones with nothing but additions, multiplications, divisions
    and square roots, which every machine rounds alike.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def below(self, count: int, size: int | Sequence[int] = ()) -> NDArray[np.int64]:
        """Return whole numbers from 0 to below `count`, each equally likely."""
        sizes = (size,) if isinstance(size, int) else tuple(size)
        wanted = math.prod(sizes)
        limit = 2**64 - 2**64 % count
        found = self._raw(wanted)
        if limit < 2**64:
            kept = found[found < np.uint64(limit)]
            while len(kept) < wanted:
                more = self._raw(wanted - len(kept))
                kept = np.concatenate([kept, more[more < np.uint64(limit)]])
            found = kept
        return (found % np.uint64(count)).astype(np.int64).reshape(sizes)

    def one(self, count: int) -> int:
        """Return one whole number from 0 to below `count`."""
        return int(self.below(count, 1)[0])

    def chosen(self, count: int, wanted: int) -> list[int]:
        """Return different whole numbers from 0 to below `count`, in increasing order; every set of them is equally likely."""
        found: set[int] = set()
        for top in range(count - wanted, count):  # Floyd's method: one draw for each
            k = self.one(top + 1)
            found.add(top if k in found else k)
        return sorted(found)

    def shuffled(self, count: int) -> list[int]:
        """Return the numbers from 0 to below `count` in random order."""
        order = list(range(count))
        for k in range(count - 1, 0, -1):
            other = self.one(k + 1)
            order[k], order[other] = order[other], order[k]
        return order

    def normal(self, size: Sequence[int]) -> NDArray[np.float64]:
        """Return numbers from the standard normal distribution (Marsaglia's polar method)."""
        wanted = math.prod(size)
        parts: list[NDArray[np.float64]] = []
        found = 0
        while found < wanted:
            pairs = self._signed(wanted - found + 8)
            square = pairs[0] * pairs[0] + pairs[1] * pairs[1]
            inside = (square < 1) & (square > 0)
            pairs, square = pairs[:, inside], square[inside]
            parts.append((pairs * np.sqrt(-2 * _log(square) / square)).ravel(order="F"))
            found += parts[-1].size
        return np.concatenate(parts)[:wanted].reshape(size)

    def _signed(self, count: int) -> NDArray[np.float64]:
        """Return pairs of numbers from -1 to below 1."""
        return (self._raw(2 * count) >> np.uint64(11)).astype(np.float64).reshape(count, 2).T * 2.0**-52 - 1

    def _raw(self, count: int) -> NDArray[np.uint64]:
        found: Any = self._bits.random_raw(count)
        return np.asarray(found, dtype=np.uint64)


def _log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return logarithms, the same to the last bit on every machine; those of libraries differ."""
    mantissa, exponent = np.frexp(values)
    small = mantissa < math.sqrt(0.5)
    mantissa, exponent = np.where(small, 2 * mantissa, mantissa), np.where(small, exponent - 1, exponent)
    t = (mantissa - 1) / (mantissa + 1)
    square = t * t
    series = np.zeros_like(t)
    for k in range(_TERMS, -1, -1):
        series = series * square + 1 / (2 * k + 1)
    result: NDArray[np.float64] = exponent * _LOG_2 + 2 * t * series
    return result
