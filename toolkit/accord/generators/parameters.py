"""Parameters of families of games: what each accepts, how text is read as it, and how it is written."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from accord.errors import ConfigurationError, InputError, nearest
from accord.ranges import refusal
from accord.rationals import rational, text

__all__ = ["Parameter", "choice", "number", "shape", "whole", "whole_number"]

_ACCEPTS = "accepts"
_LARGEST = 10**9
_FINEST = 10**6
_MOST_PLAYERS = 60
"""With two actions each, more players than this need more cells than any machine can address."""


class Parameter(ABC):
    """What one parameter accepts."""

    @abstractmethod
    def read(self, value: object) -> Any:
        """Return the value as the family keeps it, out of text or of a typed value.

        Raises:
            ValueError: if it is not accepted.
        """

    @abstractmethod
    def __str__(self) -> str:
        """Say what is accepted, as in "a whole number from 2 to 10"."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted; what text means is left to `read`."""

    def write(self, value: Any) -> str:
        """Write a value so that `read` reads it back."""
        return str(value)

    def take(self, value: object, where: str) -> Any:
        """Return the value as the family keeps it.

        Raises:
            ConfigurationError: if it is not accepted, with what would be.
        """
        try:
            return self.read(value)
        except (ValueError, InputError):
            hint = nearest(value, getattr(self, "names", ())) if isinstance(value, str) else ""
            raise ConfigurationError(f"{refusal(value, where, str(self))}{hint}") from None

    @staticmethod
    def of(field: dataclasses.Field[Any]) -> Parameter:
        """Return what a field of a family accepts."""
        found: Parameter = field.metadata[_ACCEPTS]
        return found


@dataclass(frozen=True)
class _Whole(Parameter):
    least: int
    most: int

    def read(self, value: object) -> int:
        if isinstance(value, str):
            value = int(value)
        if (
            isinstance(value, (bool, np.bool_))
            or not isinstance(value, (int, np.integer))
            or not self.least <= value <= self.most
        ):
            raise ValueError
        return int(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": self.least, "maximum": self.most}, {"type": "string"}]}

    def __str__(self) -> str:
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class _Number(Parameter):
    least: Fraction | None
    most: Fraction | None
    above: Fraction | None
    """Must be greater than this, where it is no least value."""

    def read(self, value: object) -> Fraction:
        # A float is the decimal that Python shows: 0.1 is a tenth.
        exact = Fraction(repr(float(value))) if isinstance(value, (float, np.floating)) else rational(value)
        if abs(exact) > _LARGEST or exact.denominator > _FINEST:
            raise ValueError
        low = self.least is not None and exact < self.least
        high = self.most is not None and exact > self.most
        if low or high or (self.above is not None and exact <= self.above):
            raise ValueError
        return exact

    def schema(self) -> dict[str, Any]:
        least = -_LARGEST if self.least is None else float(self.least)
        bounds = {"minimum": least, "maximum": _LARGEST if self.most is None else float(self.most)}
        if self.above is not None:
            bounds["exclusiveMinimum"] = float(self.above)
        return {"anyOf": [{"type": "number", **bounds}, {"type": "string"}]}

    def write(self, value: Any) -> str:
        return text(value) if Fraction(text(value)) == value else str(value)

    def __str__(self) -> str:
        start = f"above {text(self.above)}" if self.above is not None else ""
        if self.least is not None:
            start = f"from {text(self.least)}"
        end = f"to {text(self.most)}" if self.most is not None else ""
        bounds = " ".join(filter(None, ("a number", start, end)))
        return bounds if start and end else f"{bounds} such as 3, 0.5 or 17/3 (up to 10^9, denominators up to 10^6)"


@dataclass(frozen=True)
class _Shape(Parameter):
    fewest: int
    most: int

    def read(self, value: object) -> tuple[int, ...]:
        items: object = (
            value.lower().replace("x", ",").replace("×", ",").strip("[] ").split(",") if isinstance(value, str) else value
        )
        if isinstance(items, str) or not isinstance(items, Sequence) or not self.fewest <= len(items) <= self.most:
            raise ValueError
        return tuple(_Whole(1, _LARGEST).read(item) for item in items)

    def schema(self) -> dict[str, Any]:
        size = _Whole(1, _LARGEST).schema()
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": size, "minItems": self.fewest, "maxItems": self.most}]}

    def write(self, value: Any) -> str:
        return "x".join(map(str, value))

    def __str__(self) -> str:
        return "a number of actions for each player, such as 3x3" + (" or 2x2x2" if self.most > 2 else " (two players)")


@dataclass(frozen=True)
class _Choice(Parameter):
    names: tuple[str, ...]

    def read(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.names:
            raise ValueError
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.names)}

    def __str__(self) -> str:
        return "one of " + ", ".join(self.names)


def whole_number(least: int, most: int) -> Parameter:
    """Return what accepts a whole number."""
    return _Whole(least, most)


def whole(default: int, least: int, most: int) -> Any:
    """Return a field that holds a whole number."""
    return _field(default, _Whole(least, most))


def number(
    default: int | str, *, least: int | str | None = None, most: int | str | None = None, above: int | str | None = None
) -> Any:
    """Return a field that holds a fraction, within bounds where these are given."""
    return _field(Fraction(default), _Number(*(None if bound is None else Fraction(bound) for bound in (least, most, above))))


def shape(default: tuple[int, ...], fewest: int = 1, most: int = _MOST_PLAYERS) -> Any:
    """Return a field that holds each player's number of actions."""
    return _field(default, _Shape(fewest, most))


def choice(default: str, *others: str) -> Any:
    """Return a field that holds one of several names."""
    return _field(default, _Choice((default, *others)))


def _field(default: object, accepts: Parameter) -> Any:
    return dataclasses.field(default=default, metadata={_ACCEPTS: accepts})
