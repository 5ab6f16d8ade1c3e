"""The sentences that text and Markdown share: who plays and pays what, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from accord.claims import Certificate
from accord.comparison import Comparison, Row
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, text, total
from accord.solution import Solution, Step

__all__ = [
    "agreement_reason",
    "assurance",
    "comparison_rows",
    "fallback_reason",
    "heading",
    "payments",
    "payoff_rows",
    "play_lines",
]

_MOST_PROFILES = 12
"""Profiles of a play that are listed; the rest is counted."""
_ROUNDING = 1e-12
"""Floats below this share of a player's largest payoff are shown as 0."""
_MONEY = 1e-9
"""Transfers below this share of the largest payoff are rounding."""


def heading(game: Game) -> str:
    """Name a game and its size."""
    size = " × ".join(map(str, game.shape))
    return _flat(f"{game.title or 'Untitled game'} ({', '.join(game.players)}; {size})")


def payoff_rows(solution: Solution) -> list[list[str]]:
    """Return a row per player: agreement, fallback, gain and, where known, what the admissible equilibria give."""
    agreement, fallback = solution.agreement.payoffs, solution.disagreement.payoffs
    ranges = solution.disagreement.payoff_range
    rows = [["", "agreement", "fallback", "gain"] + (["admissible fallbacks"] if ranges else [])]
    for i, player in enumerate(solution.game.players):
        amounts = [agreement[i], fallback[i], agreement[i] - fallback[i], *(ranges[i] if ranges else ())]
        shown = [_amount(solution.game, i, amount) for amount in amounts]
        rows.append([_flat(player), *shown[:3], *([_interval(*shown[3:])] if ranges else [])])
    return rows


def play_lines(game: Game, plan: JointPlan) -> list[str]:
    """Describe a joint plan: its profile if there is one only, else each with its probability."""
    if len(plan.cells) == 1:
        return [_profile(game, plan.cells[0])]
    pairs = list(zip(plan.cells, plan.probabilities, strict=True))
    lines = [f"{text(p)}: {_profile(game, cell)}" for cell, p in pairs[:_MOST_PROFILES]]
    return lines + ([f"… and {len(pairs) - _MOST_PROFILES} more profiles"] if len(pairs) > _MOST_PROFILES else [])


def payments(solution: Solution) -> str:
    """Say who pays whom."""
    if not solution.side_payments:
        return "No side payments are allowed."
    unit = max(abs(float(u)) for u in (*solution.game.highest, *solution.game.lowest)) or 1.0
    moved = [
        (_flat(p), t)
        for p, t in zip(solution.game.players, solution.agreement.transfers, strict=True)
        if abs(float(t)) > _MONEY * unit
    ]
    if not moved:
        return "No money changes hands."
    payers = [(p, -t) for p, t in moved if t < 0]
    takers = [(p, t) for p, t in moved if t > 0]
    if len(payers) == 1:
        return "; ".join(f"{payers[0][0]} pays {taker} {text(amount)}" for taker, amount in takers) + "."
    if len(takers) == 1:
        return "; ".join(f"{payer} pays {takers[0][0]} {text(amount)}" for payer, amount in payers) + "."
    paid = ", ".join(f"{payer} pays in {text(amount)}" for payer, amount in payers)
    return f"{paid}; {', '.join(f'{taker} receives {text(amount)}' for taker, amount in takers)}."


def fallback_reason(solution: Solution) -> str:
    """Say what happens if talks fail, and whether anything else could."""
    alone = total(solution.disagreement.payoffs)
    unique = solution.disagreement.unique
    others = "" if unique is None else "; no other payoffs are admissible" if unique else "; other payoffs are admissible too"
    return f"If talks fail: {_component(solution.steps['fallback'])}, worth {text(alone)} in total{others}."


def agreement_reason(solution: Solution) -> str:
    """Say what talks add and how that is shared."""
    whole, split = text(total(solution.agreement.payoffs)), _component(solution.steps["split"])
    if solution.surplus == 0:
        return f"Agreeing is worth {whole} in total, no more than falling back; the split, {split}, has nothing to share."
    return f"Agreeing is worth {whole} in total. The gain of {text(solution.surplus)} is shared by {split}."


def assurance(solution: Solution) -> Iterator[tuple[Certificate, str]]:
    """Yield every certificate with how sure it is."""
    for certificate in solution.certificates:
        detail = f" ({certificate.detail})" if certificate.detail else ""
        if not certificate.holds:
            yield certificate, f"FAILS by {text(certificate.residual)}, allowed {certificate.tolerance:g}{detail}"
        elif isinstance(certificate.residual, Fraction) and certificate.residual <= 0:
            yield certificate, f"exactly{detail}"
        else:
            yield certificate, f"to {float(certificate.residual):.1e}, allowed {certificate.tolerance:g}{detail}"


def comparison_rows(comparison: Comparison) -> list[list[str]]:
    """Return a row per fallback and selection; splits that lead to the same payoffs share a row."""
    rows = [["fallback", "selection", "split", "fallback payoffs", "agreement", "sure"]]
    merged: dict[tuple[str, str, str, str, str], list[str]] = {}
    for row in comparison.rows:
        key = (_named(row), row.selection or "–", *_outcome(row))
        merged.setdefault(key, []).append(row.split)
    for (fallback, selection, d, x, sure), splits in merged.items():
        rows.append([fallback, selection, ", ".join(splits), d, x, sure])
    return rows


def _named(row: Row) -> str:
    return f"{row.fallback} ({row.solver})" if row.solver else row.fallback


def _outcome(row: Row) -> tuple[str, str, str]:
    if row.solution is None:
        return "–", row.trouble, "–"
    return (
        _vector(row.solution.game, row.solution.disagreement.payoffs),
        _vector(row.solution.game, row.solution.agreement.payoffs),
        "yes" if row.solution.certified else "NO",
    )


def _vector(game: Game, values: Sequence[Number]) -> str:
    return f"({', '.join(_amount(game, i, value) for i, value in enumerate(values))})"


def _interval(low: str, high: str) -> str:
    return low if low == high else f"{low} … {high}"


def _amount(game: Game, player: int, value: Number) -> str:
    """Write a payoff; a float that is nothing beside the player's payoffs is what rounding left of zero."""
    unit = max(abs(game.highest[player]), abs(game.lowest[player]))
    return text(value if isinstance(value, Fraction) or abs(value) > _ROUNDING * float(unit) else 0.0)


def _profile(game: Game, cell: int) -> str:
    return _flat(" / ".join(game.profile(cell)))


def _flat(label: str) -> str:
    """Write a label that spans lines in one."""
    return " ".join(label.split())


def _component(step: Step | None) -> str:
    if step is None:
        return "–"
    settings = ", ".join(_setting(key, value) for key, value in step.settings.items())
    return step.name + (f" ({settings})" if settings else "")


def _setting(key: str, value: Any) -> str:
    if isinstance(value, Step):
        return _component(value)
    return f"{key} {', '.join(map(str, value)) if isinstance(value, list) else value}"
