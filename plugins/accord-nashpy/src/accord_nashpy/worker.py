"""What runs in the worker process: calls of nashpy on matrices of floats, with nothing but lists going in and out."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import nashpy
import numpy as np

__all__ = ["lemke_howson", "support_enumeration", "vertex_enumeration"]

Answer = dict[str, Any]
_DUST = 1e-12
"""Probabilities this close to zero are rounding errors of nashpy's linear algebra."""
_OFF = 1e-6
"""A profile whose probabilities are negative or miss 1 by more than this is not a profile at all."""
_LIFT = 0.125
"""Added to all payoffs to keep the best-response polytopes bounded; a larger lift makes nashpy confuse more vertices."""


class _OutOfTimeError(Exception):
    pass


def support_enumeration(payload: dict[str, Any]) -> Answer:
    """Run `nashpy.Game.support_enumeration`."""
    with _quiet():
        return _collect(_game(payload).support_enumeration(payload["non_degenerate"], payload["tolerance"]))


def vertex_enumeration(payload: dict[str, Any]) -> Answer:
    """Run `nashpy.Game.vertex_enumeration` on raised payoffs."""
    with _quiet():
        return _collect(_game(payload, shift=_LIFT).vertex_enumeration())


def lemke_howson(payload: dict[str, Any]) -> Answer:
    """Run `nashpy.Game.lemke_howson` for each of the labels, each for at most a number of seconds."""
    game, found = _game(payload), []
    late, failed = [], []
    with _quiet():
        for label in payload["labels"]:
            try:
                found.append(_within(payload["seconds"], game.lemke_howson, label))
            except _OutOfTimeError:
                late.append(label)
            except (ArithmeticError, LookupError, TypeError, ValueError):
                failed.append(label)
    return {**_collect(found), "late": late, "failed": failed}


def _game(payload: dict[str, Any], shift: float = 0.0) -> nashpy.Game:
    return nashpy.Game(*(np.array(matrix, dtype=np.float64) + shift for matrix in payload["matrices"]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the warnings: those about an even number of equilibria are guesses, the others come from rounding."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _within(seconds: float, function: Callable[[int], Any], label: int) -> Any:
    """Call a function written in Python, and stop it when its time is up."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(label)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _collect(profiles: Iterable[tuple[Any, Any]]) -> Answer:
    """Return the profiles as lists, without those that are none and without repetitions."""
    kept: dict[tuple[bytes, ...], list[list[float]]] = {}
    broken = 0
    for profile in profiles:
        cleaned = [_clean(np.asarray(strategy, dtype=np.float64)) for strategy in profile]
        if any(strategy is None for strategy in cleaned):
            broken += 1
        else:
            strategies = [strategy for strategy in cleaned if strategy is not None]
            kept.setdefault(tuple(np.round(s, 9).tobytes() for s in strategies), [s.tolist() for s in strategies])
    return {"profiles": sorted(kept.values(), reverse=True), "broken": broken}


def _clean(strategy: Any) -> Any:
    if not np.isfinite(strategy).all() or strategy.min(initial=0.0) < -_OFF or abs(strategy.sum() - 1) > _OFF:
        return None
    strategy = np.where(strategy < _DUST, 0.0, strategy)
    return strategy / strategy.sum()
