"""Exact numbers: rationals out of whatever holds a number, and integer arrays over a common denominator."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from accord.errors import InputError

__all__ = [
    "Array",
    "IntArray",
    "Number",
    "Vector",
    "all_written",
    "common",
    "dot",
    "fractions_written",
    "integers",
    "narrow",
    "rational",
    "text",
    "total",
    "weighted",
    "written",
]

Array = NDArray[np.floating[Any]]
"""An array of floats."""
IntArray = NDArray[Any]
"""Integers as int64 where they and their differences fit, as Python integers (dtype object) where not."""
Number = Fraction | float
"""A fraction where the number is known exactly, a float where it is known approximately."""


class Vector(tuple[Number, ...]):
    """One number per player: fractions where they are known exactly; numpy reads them as floats.

    >>> np.allclose(Vector([Fraction(21, 4), 6.0]), [5.25, 6])
    True
    """

    __slots__ = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return the numbers as a float array."""
        return np.array([float(value) for value in self], dtype=dtype)


_SAFE_BITS = 61
"""An int64 of at most this many bits can be subtracted from another without overflow."""
_AS_FRACTIONS: ContextVar[bool] = ContextVar("as_fractions", default=False)
_LONGEST_FRACTION = 400
"""Binary digits of a fraction that is written in full where fractions are asked for: about 120 decimal ones."""
_LONGEST_WRITTEN = 12_000
"""Binary digits of a fraction that is written down for machines: Python refuses to write integers of 4300 decimal ones."""
_LONGEST_SUM = 4_096
"""Binary digits of the denominator of a sum that is added up exactly."""
_ROUNDED_TO = 256
"""Binary digits below the greatest term to which longer sums are added up before they are rounded."""
_LONGEST_EXPONENT = 4000
"""Decimal exponents beyond this are refused before they are expanded into integers of that many digits."""


def rational(value: object, where: str = "value") -> Fraction:
    """Read one number exactly.

    Accepts integers, fractions, decimals, finite floats (as the dyadic rational they are) and the strings
    ``"3"``, ``"-1.5e3"``, ``"17/3"``.

    >>> rational("17/3"), rational(0.5)
    (Fraction(17, 3), Fraction(1, 2))

    Raises:
        InputError: for booleans, complex numbers, NaN, infinities and anything that is no number.
    """
    if _is_plain(value):
        return value
    if isinstance(value, (bool, np.bool_)):
        raise InputError(f"{where} is {value}, a truth value; a number is needed")
    try:
        if isinstance(value, (int, Rational)):
            return Fraction(int(value.numerator), int(value.denominator))
        if isinstance(value, np.integer):
            return Fraction(int(value))
        if isinstance(value, (float, np.floating)):
            return Fraction(*value.as_integer_ratio())
        if isinstance(value, Decimal):
            _check_exponent(str(value), where)
            return Fraction(value)
        if isinstance(value, str):
            _check_exponent(value, where)
            return Fraction(value.strip())
    except (OverflowError, ValueError, ZeroDivisionError):
        pass
    raise InputError(f"{where} is {_shown(value)}; a finite number such as 3, -1.5 or '17/3' is needed")


def _is_plain(value: object) -> TypeGuard[Fraction]:
    """Whether this is a fraction of Python integers; numpy's would overflow."""
    return isinstance(value, Fraction) and type(value.numerator) is type(value.denominator) is int


def _check_exponent(literal: str, where: str) -> None:
    _, mark, exponent = literal.lower().replace("_", "").partition("e")
    if mark and exponent.strip().lstrip("+-").isdigit() and abs(int(exponent)) > _LONGEST_EXPONENT:
        raise InputError(
            f"{where} is {_shown(literal)}; exponents between -{_LONGEST_EXPONENT} and {_LONGEST_EXPONENT} are accepted"
        )


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."


def narrow(values: IntArray) -> IntArray:
    """Return the same integers as int64 if they are small enough to be subtracted safely, else as objects."""
    if values.dtype == np.int64 or values.size == 0:
        return values
    if max(abs(int(values.max())), abs(int(values.min()))).bit_length() <= _SAFE_BITS:
        return values.astype(np.int64)
    return values


def integers(values: NDArray[Any], where: str = "payoffs") -> tuple[IntArray, int]:
    """Write an array of numbers exactly as integers over one common denominator.

    Args:
        values: floats, integers or an object array of numbers, of any shape.
        where: what to call the array in an error.

    Returns:
        The integers, of the same shape, and the denominator (at least 1).

    Raises:
        InputError: if an entry is not a finite real number.
    """
    kind = values.dtype.kind
    if kind == "i":
        return _bounded(values.astype(np.int64)), 1
    if kind == "u":
        return narrow(values.astype(object)), 1
    if kind == "f":
        return _from_floats(values.astype(np.float64), where)
    if kind == "O":
        return _from_objects(values, where)
    raise InputError(f"{where} have type {values.dtype}; integers, floats or fractions are accepted")


def _bounded(values: IntArray) -> IntArray:
    return narrow(values.astype(object)) if values.size and np.abs(values // 2).max() >= 2 ** (_SAFE_BITS - 1) else values


def _from_floats(values: NDArray[np.float64], where: str) -> tuple[IntArray, int]:
    if not np.isfinite(values).all():
        cell = tuple(int(k) for k in np.argwhere(~np.isfinite(values))[0])
        raise InputError(f"{where}{list(cell)} is {values[cell]}; every payoff must be finite")
    mantissa, exponent = np.frexp(values)
    whole = (mantissa * 2.0**53).astype(np.int64)
    lowest_bit = np.where(whole == 0, 1, whole & -whole)
    zeros = np.log2(lowest_bit.astype(np.float64)).astype(np.int64)
    odd = whole >> zeros
    power = np.where(whole == 0, 0, exponent - 53 + zeros)
    shift = max(0, -int(power.min(initial=0)))
    power = np.where(whole == 0, 0, power + shift)
    bits = np.frexp(np.abs(odd).astype(np.float64))[1] + power
    if int(bits.max(initial=0)) <= _SAFE_BITS:
        return odd << power, 1 << shift
    big = np.left_shift(odd.astype(object), power.astype(object))
    return np.asarray(big, dtype=object), 1 << shift


def _from_objects(values: NDArray[Any], where: str) -> tuple[IntArray, int]:
    def at(k: int) -> str:
        return f"{where}{list(map(int, np.unravel_index(k, values.shape)))}"

    exact = [v if _is_plain(v) else rational(v, at(k)) for k, v in enumerate(values.flat)]
    denominator = math.lcm(*{f.denominator for f in exact}) if exact else 1
    numerators = np.empty(len(exact), dtype=object)
    numerators[:] = [f.numerator * (denominator // f.denominator) for f in exact]
    return narrow(numerators.reshape(values.shape)), denominator


@contextmanager
def fractions_written(wanted: bool = True) -> Iterator[None]:
    """Let `text` write fractions as fractions inside, not as decimals."""
    token = _AS_FRACTIONS.set(wanted)
    try:
        yield
    finally:
        _AS_FRACTIONS.reset(token)


def text(value: Number) -> str:
    """Write a number for people: exact fractions as they are, floats to nine significant digits.

    >>> text(Fraction(21, 4)), text(Fraction(17, 3)), text(2.0)
    ('5.25', '17/3', '2')
    >>> with fractions_written():
    ...     text(Fraction(21, 4)), text(2.0)
    ('21/4', '2')
    """
    if isinstance(value, Fraction):
        return (
            str(value) if _AS_FRACTIONS.get() and _bits(value) <= _LONGEST_FRACTION else _decimal(value) or _fraction_text(value)
        )
    return f"{value + 0.0:.9g}"


def written(value: Number) -> str | None:
    """Write a number that is known exactly as a fraction; None for a float, and for a fraction longer than anybody reads.

    >>> written(Fraction(-17, 3)), written(0.5), written(Fraction(1, 3**9000))
    ('-17/3', None, None)
    """
    return None if isinstance(value, float) or _bits(value) > _LONGEST_WRITTEN else str(value)


def all_written(values: Iterable[Number]) -> list[str] | None:
    """Write numbers as fractions, or return None if one of them cannot be."""
    shown = [written(value) for value in values]
    return None if None in shown else shown  # type: ignore[return-value] # none is None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _fraction_text(value: Fraction) -> str:
    shown = written(value)
    return shown if shown is not None and len(shown) <= 24 else f"{float(value):.9g}"


def _decimal(value: Fraction) -> str:
    """Return a terminating decimal of at most six places, or an empty string."""
    scaled = value * 10**6
    if scaled.denominator != 1 or abs(scaled.numerator) >= 10**18:
        return ""
    whole, rest = divmod(abs(scaled.numerator), 10**6)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")


def total(values: Iterable[Number]) -> Number:
    """Add numbers up: a fraction if all of them are."""
    result: Number = Fraction(0)
    for value in values:
        result = result + value
    return result


def dot(weights: Iterable[Number], values: Iterable[Number]) -> Number:
    """Add up products: a fraction if all the numbers are."""
    return total(w * v for w, v in zip(weights, values, strict=True))


def weighted(terms: Sequence[tuple[Fraction, Number]]) -> Number:
    """Add up weights times numbers: a fraction if all the numbers are, unless it would be longer than anybody reads.

    A sum over many linear programs has as many unrelated denominators; it is added up to 256 binary digits then, and returned as
    the nearest float.

    >>> weighted([(Fraction(1, 2), Fraction(1, 3)), (Fraction(1, 2), Fraction(1, 5))])
    Fraction(4, 15)
    """
    if any(isinstance(v, float) for _, v in terms):
        return math.fsum(float(w) * float(v) for w, v in terms)
    numerators = [w.numerator * v.numerator for w, v in terms]  # type: ignore[union-attr] # none is a float
    denominators = [w.denominator * v.denominator for w, v in terms]  # type: ignore[union-attr] # as above
    shared = 1
    for denominator in denominators:
        shared = math.lcm(shared, denominator)
        if shared.bit_length() > _LONGEST_SUM:
            break
    else:
        return Fraction(sum(a * (shared // b) for a, b in zip(numerators, denominators, strict=True)), shared)
    greatest = max(a.bit_length() - b.bit_length() for a, b in zip(numerators, denominators, strict=True))
    places = max(_ROUNDED_TO - greatest, 0)
    return float(Fraction(sum((a << places) // b for a, b in zip(numerators, denominators, strict=True)), 1 << places))


def common(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Write fractions as integers over their least common denominator."""
    denominator = math.lcm(*(f.denominator for f in values)) if values else 1
    return [f.numerator * (denominator // f.denominator) for f in values], denominator
