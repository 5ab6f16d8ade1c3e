"""Results as text: what a person wants to read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from accord.audit import AmbiguityAudit
from accord.comparison import Comparison
from accord.conventions import Conventions
from accord.report.coalitions import convention_remarks, value_rows, worth_lines, worth_remarks, worth_rows
from accord.report.columns import columns, folded, table
from accord.report.crosscheck import Checked, crosscheck_sections, crosscheck_title
from accord.report.desiderata import Searched, desiderata_remarks, desiderata_rows, desiderata_title, examples
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
    "ambiguity_text",
    "comparison_text",
    "conventions_text",
    "crosscheck_text",
    "desiderata_text",
    "solution_text",
    "store_text",
    "strategic_text",
    "table",
]

_WIDTH = 100
_NARROW = 80
"""Columns where tables are folded: those of the narrowest usual terminal."""


def solution_text(solution: Solution) -> str:
    """Write who gets what, who pays whom, why, and how sure that is."""
    game, play = solution.game, solution.agreement.play
    parts = [heading(game), "", *table(payoff_rows(solution)), ""]
    parts += _list("They play", play_lines(game, play))
    parts += [_wrapped(payments(solution)), "", "Why", _wrapped(fallback_reason(solution), "  ")]
    if solution.disagreement.play is not None:
        parts += _list("  Then they would play", play_lines(game, solution.disagreement.play), "  ")
    parts.append(_wrapped(agreement_reason(solution), "  "))
    if solution.worths is not None:
        parts += [*(f"    {line}" for line in worth_lines(solution)), _wrapped(worth_remarks(solution), "  ")]
    if solution.uncertainty is not None:
        parts.append(_wrapped(uncertain_reason(solution.uncertainty), "  "))
    parts += ["", "How sure"]
    parts += [f"  {'✓' if certificate.holds else '✗'} {certificate.claim}: {how}" for certificate, how in assurance(solution)]
    parts += [_wrapped(f"! {warning}", "  ", "    ") for warning in solution.warnings]
    return "\n".join(parts)


def comparison_text(comparison: Comparison) -> str:
    """Write one table of all combinations, and what was left out."""
    return _overview(heading(comparison.game), comparison.side_payments, comparison_rows(comparison), comparison.left_out)


def ambiguity_text(audit: AmbiguityAudit) -> str:
    """Write one table of what each fallback leaves open."""
    title = f"{heading(audit.game)}, split {audit.split}"
    return _overview(title, audit.side_payments, ambiguity_rows(audit), audit.left_out)


def conventions_text(found: Conventions) -> str:
    """Write what coalitions are worth, what that leads to, and what is wrong with it."""
    parts = [heading(found.game), "", "What coalitions are worth"]
    parts += [line for part in _side_by_side(worth_rows(found)) for line in ["", *part]]
    parts += ["", "What that leads to"]
    parts += [line for part in _side_by_side(value_rows(found)) for line in ["", *part]]
    parts += ["", "Remarks"]
    parts += [_wrapped(f"{name}: {remark}", "  ", "    ") for name, remark in convention_remarks(found)]
    return "\n".join([*parts, *_omissions(found.left_out)])


def strategic_text(audit: Strategic) -> str:
    """Write what threats, commitments or misreports bring, a table for each matter."""
    return _sectioned(title(audit), sections(audit))


def crosscheck_text(found: Checked) -> str:
    """Write what became of each solver, and which equilibria there are."""
    return _sectioned(crosscheck_title(found), crosscheck_sections(found), _NARROW)


def store_text(summary: StoreSummary) -> str:
    """Write what a results store holds, a table for each matter."""
    return _sectioned(store_title(summary), store_sections(summary))


def _sectioned(title: str, parts: Sequence[Section], width: int | None = None) -> str:
    """Write sections one after the other; tables are folded only where a width is given."""
    room = width or _WIDTH
    lines = [_wrapped(title, width=room)]
    for section in parts:
        lines += ["", _wrapped(section.caption, width=room)]
        if section.rows:
            lines += ["", *(table(section.rows) if width is None else folded(section.rows, width))]
        if section.remarks:
            lines += ["", *(_wrapped(remark, "  ", "    ", room) for remark in section.remarks)]
    return "\n".join(lines)


def desiderata_text(audit: Searched) -> str:
    """Write which axioms are violated, and every counterexample as a game file."""
    parts = [_wrapped(desiderata_title(audit))]
    for part in _side_by_side(desiderata_rows(audit)):
        parts += ["", *part]
    parts += ["", *(_wrapped(remark, "  ", "    ") for remark in desiderata_remarks(audit))]
    for example in examples(audit):
        parts += ["", example.caption, *(_wrapped(remark, "  ", "    ") for remark in example.remarks), "", example.file]
    return "\n".join(parts)


def _side_by_side(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield tables with as many of the columns each as fit into a line, the first one in all of them."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    start = 1
    while start < len(widths):
        end, used = start, widths[0]
        while end < len(widths) and (end == start or used + 2 + widths[end] <= _WIDTH):
            used += 2 + widths[end]
            end += 1
        yield table([[row[0], *row[start:end]] for row in rows])
        start = end


def _overview(title: str, side_payments: bool, rows: Sequence[Sequence[str]], left_out: Sequence[tuple[str, str]]) -> str:
    parts = [f"{title}, {'with' if side_payments else 'without'} side payments", "", *table(rows)]
    return "\n".join([*parts, *_omissions(left_out)])


def _omissions(left_out: Sequence[tuple[str, str]]) -> list[str]:
    listed = [_wrapped(f"{name}: {reason}", "  ", "    ") for name, reason in left_out]
    return ["", "Left out", *listed] if listed else []


def _list(intro: str, lines: Sequence[str], indent: str = "") -> list[str]:
    return [f"{intro} {lines[0]}."] if len(lines) == 1 else [f"{intro}, at random,", *(f"{indent}  {line}" for line in lines)]


def _wrapped(sentence: str, first: str = "", later: str | None = None, width: int = _WIDTH) -> str:
    rest = first if later is None else later
    return fill(sentence, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
