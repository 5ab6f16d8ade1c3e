"""Integer arrays over a common denominator: nearest floats, exact multiples and sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.rationals import IntArray, narrow

__all__ = ["are_floats", "nearest_floats", "times", "widened"]


def nearest_floats(numerators: IntArray, denominator: int) -> NDArray[np.float64]:
    """Return the float nearest to each exact quotient."""
    if numerators.dtype == np.int64 and denominator < 2**1000:
        small = denominator <= 2**53 and max(abs(int(numerators.max())), abs(int(numerators.min()))) <= 2**53
        if small or _dyadic(denominator):
            return numerators.astype(np.float64) / denominator
    flat = [int(k) / denominator for k in numerators.flat]
    return np.array(flat, dtype=np.float64).reshape(numerators.shape)


def times(numerators: IntArray, factor: int) -> IntArray:
    """Return exact multiples, in the narrowest type that is safe."""
    if factor == 1:
        return numerators
    if numerators.dtype == np.int64 and factor.bit_length() <= 62:
        largest = max(abs(int(numerators.max())), abs(int(numerators.min())))
        if (largest * abs(factor)).bit_length() <= 61:
            return numerators * np.int64(factor)
    return narrow(numerators.astype(object) * factor)


def widened(left: IntArray, right: IntArray) -> IntArray:
    """Return `left` in a type in which it can be added to `right`."""
    return left if left.dtype == right.dtype == np.int64 else left.astype(object)


def are_floats(numerators: IntArray, denominator: int) -> bool:
    """Return whether every quotient is a float exactly, as far as that is seen at once."""
    return _dyadic(denominator) and _fits_a_float(numerators)


def _dyadic(denominator: int) -> bool:
    return denominator & (denominator - 1) == 0


def _fits_a_float(numerators: IntArray) -> bool:
    """Whether every integer has at most 53 significant bits."""
    if numerators.dtype == np.int64:
        lowest_bit = np.where(numerators == 0, 1, numerators & -numerators)
        return bool(np.abs(numerators // lowest_bit).max() < 2**53)
    return all(k.bit_length() - (k & -k).bit_length() < 53 for k in numerators.flat)
