"""Exact answers on request: every linear program is proved as far as that is bearable, and what stays approximate is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from accord.lp import exactly
from accord.solution import Solution

__all__ = ["solved_exactly"]


def solved_exactly(solve: Callable[[], Solution]) -> Solution:
    """Return a solution for which all proofs were asked for, with a warning if part of it is approximate all the same."""
    with exactly() as shortfalls:
        solution = solve()
    parts = list(_approximate(solution))
    reasons = list(dict.fromkeys(shortfalls))
    if not parts:
        return replace(solution, exact=True)
    why = f" ({'; '.join(reasons)})" if reasons else ""
    warning = f"this answer is approximate: {', '.join(parts)}{why}"
    return replace(solution, exact=True, warnings=(*solution.warnings, warning))


def _approximate(solution: Solution) -> Iterator[str]:
    """Yield the parts of a solution that are known approximately only."""
    disagreement, agreement, steps = solution.disagreement, solution.agreement, solution.steps
    fallback, selection, split = (step.name if step else "" for step in (steps["fallback"], steps["selection"], steps["split"]))
    if not _exact(disagreement.payoffs):
        yield f"the disagreement payoffs of {fallback}" + (f" with {selection}" if selection else "")
    elif disagreement.play is not None and not disagreement.play.is_exact:
        yield f"the play of {fallback} if talks fail"
    if not _exact(agreement.payoffs):
        yield f"the payoffs that {split} agrees on"
    elif not agreement.play.is_exact:
        yield "the agreed play"
    if solution.ambiguity is not None and not all(map(_exact, solution.ambiguity.payoff_range)):
        yield "the range of agreements"


def _exact(values: tuple[object, ...]) -> bool:
    return all(isinstance(value, Fraction) for value in values)
