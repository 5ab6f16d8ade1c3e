"""The sentences that text and Markdown share: who plays and pays what, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from accord.audit import AmbiguityAudit, AmbiguityRow
from accord.claims import Certificate
from accord.comparison import Comparison, Row
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, text, total
from accord.report.uncertain import uncertain_columns
from accord.solution import Solution, Step

__all__ = [
    "agreement_reason",
    "ambiguity_rows",
    "assurance",
    "comparison_rows",
    "component",
    "fallback_reason",
    "flat",
    "heading",
    "payments",
    "payoff_rows",
    "play_lines",
]

_MOST_PROFILES = 12
"""Profiles of a play that are listed; the rest is counted."""
_MOST_SPLITS = 3
"""If more splits than these were tried and all agree, they are counted, not listed."""
_ROUNDING = 1e-12
"""Floats below this share of a player's largest payoff are shown as 0."""
_MONEY = 1e-9
"""Transfers below this share of the largest payoff are rounding."""


def heading(game: Game) -> str:
    """Name a game and its size."""
    size = " × ".join(map(str, game.shape))
    return flat(f"{game.title or 'Untitled game'} ({', '.join(game.players)}; {size})")


def payoff_rows(solution: Solution) -> list[list[str]]:
    """Return a row per player: agreement, fallback, gain and, where known, what the admissible equilibria give and lead to."""
    agreement, fallback = solution.agreement.payoffs, solution.disagreement.payoffs
    ranges, ambiguity = solution.disagreement.payoff_range, solution.ambiguity
    columns = [
        ("agreement", agreement),
        ("fallback", fallback),
        ("gain", [x - d for x, d in zip(agreement, fallback, strict=True)]),
    ]
    rows = [["", *(head for head, _ in columns)]]
    intervals = []
    if ranges:
        intervals.append(("admissible fallbacks", ranges))
    if ambiguity:
        intervals.append(("admissible agreements" + ("" if ambiguity.proved else ", at least"), ambiguity.payoff_range))
    estimates = uncertain_columns(solution)
    rows[0] += [head for head, _ in (*intervals, *estimates)]
    for i, player in enumerate(solution.game.players):
        amounts = [_amount(solution.game, i, values[i]) for _, values in columns]
        pairs = [_interval(*(_amount(solution.game, i, bound) for bound in pairs[i])) for _, pairs in intervals]
        rows.append([flat(player), *amounts, *pairs, *(shown[i] for _, shown in estimates)])
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
        (flat(p), t)
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
    return f"If talks fail: {component(solution.steps['fallback'])}, worth {text(alone)} in total{others}."


def agreement_reason(solution: Solution) -> str:
    """Say what talks add and how that is shared."""
    whole, split = text(total(solution.agreement.payoffs)), component(solution.steps["split"])
    if solution.worths is not None:
        worth = component(solution.steps["worth"])
        return f"Agreeing is worth {whole} in total. What coalitions are worth, by {worth}, is divided by {split}."
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
        key = (_named(row), row.selection or "–", *_outcome(row, comparison.exact))
        merged.setdefault(key, []).append(row.split)
    tried = list(dict.fromkeys(row.split for row in comparison.rows))
    for (fallback, selection, d, x, sure), splits in merged.items():
        shown = f"all {len(tried)}" if splits == tried and len(tried) > _MOST_SPLITS else ", ".join(splits)
        rows.append([fallback, selection, shown, d, x, sure])
    return rows


def ambiguity_rows(audit: AmbiguityAudit) -> list[list[str]]:
    """Return a row per fallback: what each player may end up with, and how wide the widest range is."""
    game = audit.game
    rows = [["fallback", *map(flat, game.players), "width", "how sure"]]
    for row in audit.rows:
        ranges = row.payoff_range
        if row.solution is None or ranges is None:
            why = row.trouble or "the game is too large for the ranges"
            rows.append([_named(row), *["–"] * (game.n_players + 1), why])
            continue
        pairs = [_interval(_amount(game, i, low), _amount(game, i, high)) for i, (low, high) in enumerate(ranges)]
        width = max(high - low for low, high in ranges)
        ambiguity = row.solution.ambiguity
        sure = "no equilibrium to choose" if ambiguity is None else "proved" if ambiguity.proved else "searched: at least"
        approximate = audit.exact and not all(isinstance(v, Fraction) for pair in ranges for v in pair)
        rows.append([_named(row), *pairs, text(width), sure + (", approximate" if approximate else "")])
    return rows


def _named(row: Row | AmbiguityRow) -> str:
    return f"{row.fallback} ({row.solver})" if row.solver else row.fallback


def _outcome(row: Row, exact: bool) -> tuple[str, str, str]:
    """Say what came of a combination, and whether that is certified; where exact answers were asked for also what is none."""
    if row.solution is None:
        return "–", row.trouble, "–"
    game, d, x = row.solution.game, row.solution.disagreement.payoffs, row.solution.agreement.payoffs
    sure = "yes" if row.solution.certified else "NO"
    approximate = exact and not all(isinstance(v, Fraction) for v in (*d, *x))
    return _vector(game, d), _vector(game, x), sure + (", approximate" if approximate else "")


def _vector(game: Game, values: Sequence[Number]) -> str:
    return f"({', '.join(_amount(game, i, value) for i, value in enumerate(values))})"


def _interval(low: str, high: str) -> str:
    return low if low == high else f"{low} … {high}"


def _amount(game: Game, player: int, value: Number) -> str:
    """Write a payoff; a float that is nothing beside the player's payoffs is what rounding left of zero."""
    unit = max(abs(game.highest[player]), abs(game.lowest[player]))
    return text(value if isinstance(value, Fraction) or abs(value) > _ROUNDING * float(unit) else 0.0)


def _profile(game: Game, cell: int) -> str:
    return flat(" / ".join(game.profile(cell)))


def flat(label: str) -> str:
    """Write a label that spans lines in one."""
    return " ".join(label.split())


def component(step: Step | None) -> str:
    """Name a component and its settings."""
    if step is None:
        return "–"
    settings = ", ".join(_setting(key, value) for key, value in step.settings.items() if value is not None and value is not False)
    return step.name + (f" ({settings})" if settings else "")


def _setting(key: str, value: Any) -> str:
    """Write a setting; switches that are off and settings that were left open go without saying."""
    if value is True:
        return key.replace("_", " ")
    if isinstance(value, Step):
        return component(value)
    return f"{key} {', '.join(map(str, value)) if isinstance(value, list) else value}"
