"""The units in which an axis is drawn, so that payoffs of any size and any offset can be read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from accord.rationals import Number, text

__all__ = ["PLAIN", "Units", "comparable", "units_for"]

_LEAST, _LARGEST = Fraction(1, 1000), Fraction(100_000)
"""Payoffs of such sizes are written as they are."""
_THIN = Fraction(1, 1000)
"""Where the range is smaller than this share of the payoffs, differences are written."""
_UNLIKE = 5
"""Axes whose ranges differ by more than this factor are scaled one by one."""


@dataclass(frozen=True)
class Units:
    """An axis on which a payoff u is drawn at ``(u - offset) / unit``.

    Attributes:
        offset: what is taken off every payoff, 0 as a rule.
        unit: what counts as 1, a power of ten.
    """

    offset: Fraction = Fraction(0)
    unit: Fraction = Fraction(1)

    def place(self, payoff: Number) -> float:
        """Return where a payoff is drawn; the difference is formed exactly."""
        return float((Fraction(payoff) - self.offset) / self.unit)

    @property
    def remark(self) -> str:
        """What to add to the name of the axis."""
        parts = []
        if self.offset:
            parts.append(f"{'above' if self.offset > 0 else 'above −'}{' ' if self.offset > 0 else ''}{text(abs(self.offset))}")
        if self.unit != 1:
            parts.append(f"in units of {power(self.unit)}")
        return f" ({', '.join(parts)})" if parts else ""


PLAIN = Units()


def power(unit: Fraction) -> str:
    """Write a power of ten.

    >>> power(Fraction(10**12)), power(Fraction(1, 10**6))
    ('1e12', '1e-6')
    """
    return f"1e{len(str(unit.numerator)) - len(str(unit.denominator))}"


def units_for(low: Fraction, high: Fraction) -> Units:
    """Return the units for payoffs between two bounds.

    >>> units_for(Fraction(0), Fraction(7)) == PLAIN
    True
    >>> units_for(Fraction(0), Fraction(3 * 10**295)).remark
    ' (in units of 1e295)'
    """
    largest, span = max(abs(low), abs(high)), high - low
    offset = Fraction(0)
    if 0 < span < largest * _THIN:
        step = _power_below(span) * 100
        offset = math.floor(low / step) * step
        largest = max(abs(low - offset), abs(high - offset))
    if largest == 0 or _LEAST <= largest < _LARGEST:
        return Units(offset)
    return Units(offset, _power_below(largest))


def comparable(ranges: tuple[tuple[Fraction, Fraction], ...]) -> bool:
    """Return whether the ranges of all axes are so alike that one scale can serve all; ranges of a single payoff do not count."""
    spans = [high - low for low, high in ranges if high > low]
    return not spans or max(spans) <= _UNLIKE * min(spans)


def _power_below(value: Fraction) -> Fraction:
    """Return the greatest power of ten that is not above a positive number."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    power_of_ten = Fraction(10) ** exponent
    return power_of_ten if power_of_ten <= value else power_of_ten / 10
