"""What a piece of work leads to, and how that is written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

from accord.rationals import Number

__all__ = ["Answer", "Piece", "from_text", "number_from_text", "number_to_text", "to_text"]

Piece = tuple[int, ...]
"""Which piece of some work: coalition numbers, such as the blocks of a partition."""


@dataclass(frozen=True)
class Answer:
    """What a piece of work leads to.

    Attributes:
        numbers: the numbers asked for.
        notes: what a user should know, one sentence each.
        shortfalls: why linear programs were not proved although that was asked for, one clause each.
    """

    numbers: tuple[Number, ...]
    notes: tuple[str, ...] = ()
    shortfalls: tuple[str, ...] = ()


def to_text(answer: Answer) -> str:
    """Write an answer down without loss."""
    return json.dumps([list(map(number_to_text, answer.numbers)), answer.notes, answer.shortfalls], ensure_ascii=False)


def from_text(text: str) -> Answer:
    """Read what `to_text` has written.

    Raises:
        ValueError: if it has not.
    """
    try:
        numbers, notes, shortfalls = json.loads(text)
        return Answer(tuple(map(number_from_text, numbers)), tuple(map(str, notes)), tuple(map(str, shortfalls)))
    except (TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from None


def number_to_text(x: Number) -> str:
    """Write a number without loss: a fraction as hexadecimal integers, which have no limit of digits, a float as such."""
    return x.hex() if isinstance(x, float) else f"{x.numerator:x}/{x.denominator:x}"


def number_from_text(text: str) -> Number:
    """Read what `number_to_text` has written."""
    numerator, slash, denominator = text.partition("/")
    return Fraction(int(numerator, 16), int(denominator, 16)) if slash else float.fromhex(text)
