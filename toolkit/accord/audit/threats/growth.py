"""How a gain grows with what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accord.rationals import Number, all_written, written

__all__ = ["Growth"]

_SETTLED = 1e-6
"""Slopes that differ by no more than this have settled, if not exactly."""
_DIGITS = 6


@dataclass(frozen=True)
class Growth:
    """Gains for four or more growing amounts at stake.

    Attributes:
        amounts: what is at stake, each more than the one before.
        gains: what that brings.
    """

    amounts: tuple[Fraction, ...]
    gains: tuple[Number, ...]

    @property
    def slopes(self) -> tuple[Number, Number]:
        """Gain per unit at stake, between the last amount but two and the next, and between that and the last."""
        (k0, k1, k2), (t0, t1, t2) = self.amounts[-3:], self.gains[-3:]
        return (t1 - t0) / (k1 - k0), (t2 - t1) / (k2 - k1)

    @property
    def settled(self) -> str:
        """Whether the slope is the same between the last three amounts: ``exactly``, ``about`` or ``no``."""
        before, last = self.slopes
        if isinstance(before, Fraction) and before == last:
            return "exactly"
        return "about" if abs(float(before) - float(last)) <= _SETTLED else "no"

    @property
    def index(self) -> Number:
        """The limit of gain over amount: the last slope, to six digits unless it has settled exactly."""
        last = self.slopes[1]
        return last if self.settled == "exactly" else round(float(last), _DIGITS) + 0.0

    @property
    def leak(self) -> Number | None:
        """The largest gain for any amount tried, at least 0; None unless gains stop growing with what is at stake."""
        return max(*self.gains, Fraction(0)) if self.settled != "no" and self.index == 0 else None

    @property
    def rising(self) -> bool:
        """Whether the last amount brings more than any other: the leak may be larger still."""
        return self.gains[-1] > max(*self.gains[:-1], Fraction(0))

    def to_dict(self) -> dict[str, Any]:
        """Return the growth as JSON-able data."""
        leak = self.leak
        return {
            "amounts": list(map(float, self.amounts)),
            "gains": [float(gain) + 0.0 for gain in self.gains],
            "index": float(self.index) + 0.0,
            "settled": self.settled,
            "leak": None if leak is None else float(leak) + 0.0,
            "rising": self.rising,
            "exact": {
                "gains": all_written(self.gains),
                "index": written(self.index),
                "leak": None if leak is None else written(leak),
            },
        }
