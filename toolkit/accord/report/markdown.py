"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from accord.audit import AmbiguityAudit
from accord.comparison import Comparison
from accord.conventions import Conventions
from accord.game import Game
from accord.report.coalitions import convention_remarks, value_rows, worth_lines, worth_remarks, worth_rows
from accord.report.crosscheck import Checked, crosscheck_sections, crosscheck_title
from accord.report.desiderata import Searched, desiderata_remarks, desiderata_rows, desiderata_title, examples
from accord.report.payoffs import payoff_tables
from accord.report.sentences import (
    agreement_reason,
    ambiguity_rows,
    assurance,
    comparison_rows,
    fallback_reason,
    heading,
    payments,
    payoff_rows,
    play_lines,
)
from accord.report.stores import store_sections, store_title
from accord.report.strategic import Section, Strategic, sections, title
from accord.report.uncertain import uncertain_reason
from accord.solution import Solution
from accord.sweeps import StoreSummary

__all__ = [
    "ambiguity_markdown",
    "comparison_markdown",
    "conventions_markdown",
    "crosscheck_markdown",
    "desiderata_markdown",
    "game_markdown",
    "solution_markdown",
    "store_markdown",
    "strategic_markdown",
]


def game_markdown(game: Game) -> str:
    """Write a game's payoffs as a section with tables."""
    tables, left_out = payoff_tables(game)
    parts = [f"## {_safe(heading(game))}"]
    for table in tables:
        parts += ["", *([_safe(table.caption), ""] if table.caption else []), *_table(table.rows)]
    return "\n".join([*parts, *(["", _safe(left_out)] if left_out else [])])


def solution_markdown(solution: Solution) -> str:
    """Write a solution as a section with tables."""
    game = solution.game
    parts = [f"## {_safe(heading(game))}", "", *_table(payoff_rows(solution)), ""]
    parts += ["**They play**", "", *_items(play_lines(game, solution.agreement.play)), "", _safe(payments(solution)), ""]
    parts += ["### Why", "", _safe(fallback_reason(solution))]
    if solution.disagreement.play is not None:
        parts += ["", "Then they would play", "", *_items(play_lines(game, solution.disagreement.play))]
    parts += ["", _safe(agreement_reason(solution))]
    if solution.worths is not None:
        parts += ["", *_items(worth_lines(solution)), "", _safe(worth_remarks(solution))]
    if solution.uncertainty is not None:
        parts += ["", _safe(uncertain_reason(solution.uncertainty))]
    checks = [["claim", "holds", "how"]]
    checks += [[str(certificate.claim), "yes" if certificate.holds else "NO", how] for certificate, how in assurance(solution)]
    parts += ["", "### How sure", "", *_table(checks)]
    if solution.warnings:
        parts += ["", *_items(solution.warnings)]
    return "\n".join(parts)


def comparison_markdown(comparison: Comparison) -> str:
    """Write a comparison as a section with one table."""
    return _overview(heading(comparison.game), comparison.side_payments, comparison_rows(comparison), comparison.left_out)


def ambiguity_markdown(audit: AmbiguityAudit) -> str:
    """Write an audit of ambiguity as a section with one table."""
    title = f"{heading(audit.game)}, split {audit.split}"
    return _overview(title, audit.side_payments, ambiguity_rows(audit), audit.left_out)


def conventions_markdown(found: Conventions) -> str:
    """Write what coalitions are worth, what that leads to, and what is wrong with it, as a section."""
    parts = [f"## {_safe(heading(found.game))}", "", "### What coalitions are worth", "", *_table(worth_rows(found)), ""]
    parts += ["### What that leads to", "", *_table(value_rows(found)), "", "### Remarks", ""]
    parts += _items([f"{name}: {remark}" for name, remark in convention_remarks(found)])
    return "\n".join([*parts, *_omissions(found.left_out)])


def strategic_markdown(audit: Strategic) -> str:
    """Write what threats, commitments or misreports bring as a section, with a table for each matter."""
    return _sectioned(title(audit), sections(audit))


def crosscheck_markdown(found: Checked) -> str:
    """Write what became of each solver, and which equilibria there are, as a section."""
    return _sectioned(crosscheck_title(found), crosscheck_sections(found))


def store_markdown(summary: StoreSummary) -> str:
    """Write what a results store holds as a section, with a table for each matter."""
    return _sectioned(store_title(summary), store_sections(summary))


def _sectioned(title: str, parts: Sequence[Section]) -> str:
    lines = [f"## {_safe(title)}"]
    for section in parts:
        lines += ["", f"### {_safe(section.caption)}"]
        lines += ["", *_table(section.rows)] if section.rows else []
        lines += ["", *_items(section.remarks)] if section.remarks else []
    return "\n".join(lines)


def desiderata_markdown(audit: Searched) -> str:
    """Write which axioms are violated as a section, with a table and every counterexample as a game file."""
    parts = [
        f"## {_safe(desiderata_title(audit))}",
        "",
        *_table(desiderata_rows(audit)),
        "",
        *_items(list(desiderata_remarks(audit))),
    ]
    for example in examples(audit):
        parts += ["", f"### {_safe(example.caption)}", "", *_items(example.remarks), "", "```toml", example.file, "```"]
    return "\n".join(parts)


def _overview(title: str, side_payments: bool, rows: Sequence[Sequence[str]], left_out: Sequence[tuple[str, str]]) -> str:
    parts = [f"## {_safe(title)}, {'with' if side_payments else 'without'} side payments", "", *_table(rows)]
    return "\n".join([*parts, *_omissions(left_out)])


def _omissions(left_out: Sequence[tuple[str, str]]) -> list[str]:
    return ["", "Left out:", "", *_items([f"{name}: {reason}" for name, reason in left_out])] if left_out else []


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
