"""A solver of any plugin on a game, as it runs in a worker process: nothing but text goes in and out.

A module of its own, which loads little, because each plugin has a process of its own and every death costs another start.
"""

from __future__ import annotations

import base64
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from numbers import Rational
from typing import Any

import numpy as np

from accord.errors import ComponentError
from accord.rationals import Number
from accord.roles import Completeness, Findings, Needs
from accord.work import number_to_text

__all__ = ["MOST_PROFILES", "packed", "solve"]

MOST_PROFILES = 10_000
"""Different profiles that are taken from a solver; every one is verified exactly."""
_MOST_NUMBERS = 1_000_000
_MOST_TEXT = 50_000_000
_LONGEST_NUMBER = 60_000
"""Binary digits of a numerator or denominator; equilibria of games that can be solved at all have some thousands."""
_MOST_NOTES = 20
_LONGEST_NOTE = 500

Spelled = list[list[str]]


def packed(thing: object) -> str:
    """Write a component or a game as text, for `solve`.

    Components of modules travel by reference; those that a script or a notebook defines need the library cloudpickle.

    Raises:
        ComponentError: if it cannot travel.
    """
    try:
        from cloudpickle import dumps  # noqa: PLC0415 - optional; it comes with accord[parallel]
    except ImportError:
        dumps = pickle.dumps
    try:
        data = dumps(thing)
    except Exception as error:
        raise ComponentError("it cannot be sent to a process of its own; plain values are accepted as settings") from error
    return base64.b64encode(data).decode("ascii")


def solve(payload: dict[str, Any]) -> dict[str, Any]:
    """Ask a solver for the equilibria of a game.

    Args:
        payload: ``solver`` and ``game`` as `packed` writes them.

    Returns:
        The ``objection`` of the solver's needs, or its ``profiles`` (spelled without loss), ``completeness`` and ``notes``.

    Raises:
        ComponentError: if the solver cannot be loaded here, or returns something else than findings.
        Exception: whatever it raises.
    """
    try:
        solver, game = (pickle.loads(base64.b64decode(payload[key])) for key in ("solver", "game"))  # noqa: S301 - our parent's
    except Exception as error:
        raise ComponentError("it cannot be loaded in a process of its own; one that a module defines can") from error
    if type(solver.needs) is not Needs:  # the parent asks only what is its own code
        objection = solver.needs.objection(game)
        if objection:
            return {"objection": str(objection)}
    findings = solver.equilibria(game)
    if not isinstance(findings, Findings):
        raise ComponentError(f"it returned {type(findings).__name__}; Findings are expected")
    if findings.completeness not in list(Completeness):
        known = ", ".join(Completeness)
        raise ComponentError(f"its completeness is {_shown(findings.completeness)}; one of {known} is expected")
    return {"profiles": _profiles(findings), "completeness": str(findings.completeness), "notes": _notes(findings.notes)}


def _profiles(findings: Findings) -> list[Spelled]:
    """Return the different profiles in their order."""
    kept: dict[str, Spelled] = {}
    room = _Room()
    for profile in _iterated(findings.profiles, "its profiles are"):
        spelled: Spelled = []
        for strategy in _iterated(profile, "a profile is"):
            numbers = []
            for p in _iterated(strategy, "a strategy is"):
                numbers.append(_number(p))
                room.take(len(numbers[-1]))
            spelled.append(numbers)
        room.take(0)
        kept.setdefault(repr(spelled), spelled)
        if len(kept) > MOST_PROFILES:
            raise ComponentError(f"it returned more than {MOST_PROFILES} profiles; fewer are accepted")
    return list(kept.values())


@dataclass
class _Room:
    """How much is still taken from a solver."""

    numbers: int = _MOST_NUMBERS
    letters: int = _MOST_TEXT

    def take(self, letters: int) -> None:
        self.numbers -= 1
        self.letters -= letters
        if self.numbers < 0:
            raise ComponentError(f"it returned more than {_MOST_NUMBERS} probabilities; fewer are accepted")
        if self.letters < 0:
            raise ComponentError("it returned probabilities of altogether too many digits; simpler ones are accepted")


def _iterated(values: object, what: str) -> Iterable[Any]:
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        raise ComponentError(f"{what} {_shown(values)}; a list is expected")
    return values


def _number(value: Any) -> str:
    number: Number
    if isinstance(value, (float, np.floating)):
        number = float(value)
    elif isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer, Rational, Decimal)):
        raise ComponentError(f"a probability is {_shown(value)}; a fraction or a float is expected")
    elif isinstance(value, Decimal):
        number = Fraction(value) if value.is_finite() else float(value)
    else:
        number = Fraction(int(value.numerator), int(value.denominator))
    if isinstance(number, Fraction) and max(number.numerator.bit_length(), number.denominator.bit_length()) > _LONGEST_NUMBER:
        raise ComponentError(f"a probability has more than {_LONGEST_NUMBER} binary digits; simpler ones are accepted")
    return number_to_text(number)


def _notes(notes: object) -> list[str]:
    listed = [notes] if isinstance(notes, str) else islice(_iterated(notes, "its notes are"), _MOST_NOTES)
    return [" ".join(str(note).split())[:_LONGEST_NOTE] for note in listed]


def _shown(value: object) -> str:
    return f"of type {type(value).__name__}"
