"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

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

__all__ = ["comparison_markdown", "solution_markdown"]


def solution_markdown(solution: Solution) -> str:
    """Write a solution as a section with tables."""
    game = solution.game
    parts = [f"## {_safe(heading(game))}", "", *_table(payoff_rows(solution)), ""]
    parts += ["**They play**", "", *_items(play_lines(game, solution.agreement.play)), "", _safe(payments(solution)), ""]
    parts += ["### Why", "", _safe(fallback_reason(solution))]
    if solution.disagreement.play is not None:
        parts += ["", "Then they would play", "", *_items(play_lines(game, solution.disagreement.play))]
    parts += ["", _safe(agreement_reason(solution))]
    checks = [["claim", "holds", "how"]]
    checks += [[str(certificate.claim), "yes" if certificate.holds else "NO", how] for certificate, how in assurance(solution)]
    parts += ["", "### How sure", "", *_table(checks)]
    if solution.warnings:
        parts += ["", *_items(solution.warnings)]
    return "\n".join(parts)


def comparison_markdown(comparison: Comparison) -> str:
    """Write a comparison as a section with one table."""
    terms = "with side payments" if comparison.side_payments else "without side payments"
    parts = [f"## {_safe(heading(comparison.game))}, {terms}", "", *_table(comparison_rows(comparison))]
    if comparison.left_out:
        parts += ["", "Left out:", "", *_items([f"{name}: {reason}" for name, reason in comparison.left_out])]
    return "\n".join(parts)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(_safe(cell) for cell in row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]


def _items(lines: Sequence[str]) -> list[str]:
    return [f"- {_safe(line)}" for line in lines]


def _safe(cell: str) -> str:
    """Keep labels from being read as markup."""
    for mark in "\\|`*_<>[]":
        cell = cell.replace(mark, f"\\{mark}")
    return cell
