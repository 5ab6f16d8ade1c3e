"""What a component says about a game, through the whole pipeline, as plain data that can be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import accord
from accord.errors import AccordError, ComponentError, PluginError, UnsuitableError
from accord.game import Game
from accord.solution import Solution
from accord.testing.games import shown
from accord.testing.observing import Run

__all__ = ["Stages", "difference", "fault", "numbers", "objection", "plain", "said", "solved"]

Stages = Mapping[str, object]
"""Keywords of `accord.solve`: the stages of a pipeline beside the component under test."""
_FAULTS = (ComponentError, PluginError)
_BRIEF = 120
"""Characters of what stands in a message."""


def solved(role: str, component: Any, stages: Stages, game: Game) -> Solution:
    """Solve a game with a component."""
    return accord.solve(game, **{role: component}, **stages)  # type: ignore[arg-type] # keywords of its own


def said(role: str, component: Any, stages: Stages, game: Game) -> dict[str, Any]:
    """Return the answer as plain data, or why there is none."""
    try:
        return solved(role, component, stages, game).to_dict()
    except AccordError as error:
        return {"error": type(error).__name__, "message": str(error)}


def plain(run: Run) -> dict[str, Any]:
    """Return what came of a call of `solved` as `said` does."""
    if run.error is not None:
        return {"error": type(run.error).__name__, "message": str(run.error)}
    found: dict[str, Any] = run.answer.to_dict()
    return found


def numbers(run: Run) -> Any:
    """Return what came of a call of `solved` without any labels."""
    if run.error is not None:
        return type(run.error).__name__
    solution: Solution = run.answer
    worths = None if solution.worths is None else [worth for _, worth in solution.worths]
    fallen = solution.disagreement
    return {
        "disagreement": {"payoffs": fallen.payoffs, "play": fallen.play, "range": fallen.payoff_range},
        "worths": worths,
        "agreement": {"payoffs": solution.agreement.payoffs, "play": solution.agreement.play},
    }


def difference(one: Any, other: Any, place: str = "") -> str:
    """Say where two answers first differ, and what stands there; nothing if they are the same."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(f"{place}.{key}" if place else str(key), one[key], other[key]) for key in one]
    elif isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
        pairs = [(f"{place}[{k}]", a, b) for k, (a, b) in enumerate(zip(one, other, strict=True))]
    elif one == other:
        return ""
    else:
        return f"{f'{place} is ' if place else ''}{_brief(one)}, and then {_brief(other)}"
    return next(filter(None, (difference(a, b, at) for at, a, b in pairs)), "")


def _brief(value: Any) -> str:
    if isinstance(value, dict) and "message" in value:
        return f"{value['error']}: {value['message']}"
    words = (
        str(value) if isinstance(value, (int, float, Fraction, str)) else "an answer" if isinstance(value, dict) else repr(value)
    )
    return words if len(words) <= _BRIEF else f"{words[:_BRIEF]}…"


def objection(component: Any, stages: Stages, game: Game) -> str | None:
    """Say why a component refuses a game on the terms of a pipeline, by its `needs`."""
    reason: str | None = component.needs.objection(game, stages.get("side_payments", True))
    return reason


def fault(component: Any, stages: Stages, game: Game, run: Run) -> str | None:
    """Say what is wrong with how a call of `solved` ended, or return None: an answer, or a refusal in one line, is all right."""
    where = f"on {shown(game)}"
    reason = objection(component, stages, game)
    if reason is not None:
        if not isinstance(run.error, UnsuitableError):
            return f"{component.name} {reason}, {where}, and yet it is not refused with an UnsuitableError: {_ended(run)}"
        if component.name not in str(run.error) or reason not in str(run.error):
            return f"the refusal {str(run.error)!r} {where} does not say that {component.name} {reason}"
        return None
    if run.error is None:
        return _unspeakable(run.answer, where)
    if not isinstance(run.error, AccordError) or isinstance(run.error, _FAULTS):
        return f"{component.name} neither answers nor refuses {where}: {_ended(run)}"
    if not str(run.error).strip():
        return f"{component.name} refuses without a word {where}"
    return None


def _unspeakable(solution: Solution, where: str) -> str | None:
    try:
        json.dumps(solution.to_dict(), allow_nan=False)
    except (ValueError, TypeError, OverflowError) as error:
        return f"the answer {where} cannot be written as JSON: {error}"
    return None


def _ended(run: Run) -> str:
    return "it answers" if run.error is None else f"{type(run.error).__name__}: {run.error}"
