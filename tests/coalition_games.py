"""Characteristic functions for the tests: random ones for hypothesis, and classic ones with published solutions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from oracles import coalitions as oracle

import accord

WORTHS = st.integers(-20, 20) | st.fractions(-5, 5, max_denominator=6)


@st.composite
def characteristic(draw: Any, least: int = 1, most: int = 4) -> Any:
    """Draw a characteristic function, as a dictionary and as accord's own."""
    n = draw(st.integers(least, most))
    worths = draw(st.lists(WORTHS, min_size=2**n - 1, max_size=2**n - 1))
    v = dict(zip(oracle.subsets(range(n)), [Fraction(0), *map(Fraction, worths)], strict=True))
    return n, v, accord.CharacteristicFunction.of(n, v)


@st.composite
def games(draw: Any, players: int = 3, most: int = 2, span: int = 9) -> Any:
    """Draw payoff tables of integers, shape (n, A1, …, An), as an object array of fractions."""
    import numpy as np  # noqa: PLC0415

    shape = (players, *(draw(st.integers(1, most)) for _ in range(players)))
    size = int(np.prod(shape))
    numbers = draw(st.lists(st.integers(-span, span), min_size=size, max_size=size))
    return np.array([Fraction(v) for v in numbers], dtype=object).reshape(shape)


def of(n: int, worth: Any) -> accord.CharacteristicFunction:
    """Tabulate a function of coalitions."""
    return accord.CharacteristicFunction.of(n, worth)


def bankruptcy(estate: int, claims: tuple[int, ...]) -> accord.CharacteristicFunction:
    """Return what the others' claims leave to every coalition (O'Neill 1982)."""
    return of(len(claims), lambda s: max(0, estate - sum(c for i, c in enumerate(claims) if i not in s)))


def voting(quota: int, weights: tuple[int, ...]) -> accord.CharacteristicFunction:
    """Return 1 for coalitions that reach the quota."""
    return of(len(weights), lambda s: int(sum(weights[i] for i in s) >= quota))


def gloves(left: int, right: int) -> accord.CharacteristicFunction:
    """Return how many pairs coalitions of owners of single gloves have; the first players own left ones."""
    return of(left + right, lambda s: min(sum(i < left for i in s), sum(i >= left for i in s)))


def by_size(*worths: int, n: int) -> accord.CharacteristicFunction:
    """Read worths listed by the size of the coalitions, then in the order of their members."""
    return of(n, dict(zip(oracle.subsets(range(n))[1:], worths, strict=True)))
