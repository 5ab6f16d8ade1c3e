"""Results as text: what a person wants to read first."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from unicodedata import combining, east_asian_width

from accord.comparison import Comparison
from accord.report.sentences import (
    agreement_reason,
    assurance,
    comparison_rows,
    fallback_reason,
    heading,
    payments,
    payoff_rows,
    play_lines,
)
from accord.solution import Solution

__all__ = ["comparison_text", "solution_text", "table"]

_WIDTH = 100


def solution_text(solution: Solution) -> str:
    """Write who gets what, who pays whom, why, and how sure that is."""
    game, play = solution.game, solution.agreement.play
    parts = [heading(game), "", *table(payoff_rows(solution)), ""]
    parts += _list("They play", play_lines(game, play))
    parts += [_wrapped(payments(solution)), "", "Why", _wrapped(fallback_reason(solution), "  ")]
    if solution.disagreement.play is not None:
        parts += _list("  Then they would play", play_lines(game, solution.disagreement.play), "  ")
    parts.append(_wrapped(agreement_reason(solution), "  "))
    parts += ["", "How sure"]
    parts += [f"  {'✓' if certificate.holds else '✗'} {certificate.claim}: {how}" for certificate, how in assurance(solution)]
    parts += [_wrapped(f"! {warning}", "  ", "    ") for warning in solution.warnings]
    return "\n".join(parts)


def comparison_text(comparison: Comparison) -> str:
    """Write one table of all combinations, and what was left out."""
    terms = "with side payments" if comparison.side_payments else "without side payments"
    parts = [f"{heading(comparison.game)}, {terms}", "", *table(comparison_rows(comparison))]
    if comparison.left_out:
        parts += ["", "Left out"]
        parts += [_wrapped(f"{name}: {reason}", "  ", "    ") for name, reason in comparison.left_out]
    return "\n".join(parts)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align columns; the first row is the head."""
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return [lines[0], "─" * max(map(_columns, lines)), *lines[1:]]


def _columns(cell: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in cell)


def _list(intro: str, lines: Sequence[str], indent: str = "") -> list[str]:
    return [f"{intro} {lines[0]}."] if len(lines) == 1 else [f"{intro}, at random,", *(f"{indent}  {line}" for line in lines)]


def _wrapped(sentence: str, first: str = "", later: str | None = None) -> str:
    rest = first if later is None else later
    return fill(sentence, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
