"""What notebooks show of games and results: HTML, and Markdown where a front end has no HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from accord.audit import AmbiguityAudit, CommitmentAudit, DesiderataAudit, EverythingAudit, MisreportAudit, ThreatAudit
from accord.comparison import Comparison
from accord.crosschecks import CrossCheck, CrossChecks
from accord.game import Game
from accord.report.crosscheck import Checked, crosscheck_sections, crosscheck_title
from accord.report.desiderata import Searched, desiderata_remarks, desiderata_rows, desiderata_title, examples
from accord.report.markdown import (
    ambiguity_markdown,
    comparison_markdown,
    crosscheck_markdown,
    desiderata_markdown,
    game_markdown,
    solution_markdown,
    strategic_markdown,
)
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
from accord.report.strategic import Section, Strategic, sections
from accord.report.strategic import title as strategic_title
from accord.report.uncertain import uncertain_reason
from accord.solution import Solution

__all__ = ["html", "markdown"]

Shown = Game | Solution | Comparison | AmbiguityAudit | Strategic | Searched | Checked


def html(thing: Shown) -> str:
    """Write a game or a result as HTML; whatever its labels are, they are text."""
    if isinstance(thing, Game):
        return _game(thing)
    if isinstance(thing, Solution):
        return _solution(thing)
    if isinstance(thing, Comparison):
        return _overview(heading(thing.game), thing.side_payments, comparison_rows(thing), thing.left_out)
    if isinstance(thing, ThreatAudit | CommitmentAudit | MisreportAudit):
        return _sectioned(strategic_title(thing), sections(thing))
    if isinstance(thing, DesiderataAudit | EverythingAudit):
        return _searched(thing)
    if isinstance(thing, CrossCheck | CrossChecks):
        return _sectioned(crosscheck_title(thing), crosscheck_sections(thing))
    title = f"{heading(thing.game)}, split {thing.split}"
    return _overview(title, thing.side_payments, ambiguity_rows(thing), thing.left_out)


def markdown(thing: Shown) -> str:
    """Write a game or a result as Markdown."""
    if isinstance(thing, Game):
        return game_markdown(thing)
    if isinstance(thing, Solution):
        return solution_markdown(thing)
    if isinstance(thing, ThreatAudit | CommitmentAudit | MisreportAudit):
        return strategic_markdown(thing)
    if isinstance(thing, DesiderataAudit | EverythingAudit):
        return desiderata_markdown(thing)
    if isinstance(thing, CrossCheck | CrossChecks):
        return crosscheck_markdown(thing)
    return comparison_markdown(thing) if isinstance(thing, Comparison) else ambiguity_markdown(thing)


def _game(game: Game) -> str:
    tables, left_out = payoff_tables(game)
    parts = [_tag("h4", heading(game))]
    parts += [_table(table.rows, caption=table.caption) for table in tables]
    parts += [_tag("p", left_out)] if left_out else []
    return _whole(parts)


def _solution(solution: Solution) -> str:
    game = solution.game
    parts = [_tag("h4", heading(game)), _table(payoff_rows(solution))]
    parts += [_tag("p", "They play"), _items(play_lines(game, solution.agreement.play)), _tag("p", payments(solution))]
    parts += [_tag("h5", "Why"), _tag("p", fallback_reason(solution))]
    if solution.disagreement.play is not None:
        parts += [_tag("p", "Then they would play"), _items(play_lines(game, solution.disagreement.play))]
    parts.append(_tag("p", agreement_reason(solution)))
    if solution.uncertainty is not None:
        parts.append(_tag("p", uncertain_reason(solution.uncertainty)))
    checks = [["", "claim", "how sure"]]
    checks += [["✓" if certificate.holds else "✗", str(certificate.claim), how] for certificate, how in assurance(solution)]
    parts += [_tag("h5", "How sure"), _table(checks)]
    if solution.warnings:
        parts.append(_items(solution.warnings))
    return _whole(parts)


def _sectioned(title: str, content: Sequence[Section]) -> str:
    parts = [_tag("h4", title)]
    for section in content:
        parts += [_tag("h5", section.caption)] + ([_table(section.rows)] if section.rows else [])
        parts += [_items(section.remarks)] if section.remarks else []
    return _whole(parts)


def _searched(audit: Searched) -> str:
    parts = [_tag("h4", desiderata_title(audit)), _table(desiderata_rows(audit)), _items(list(desiderata_remarks(audit)))]
    parts += [
        f"<details>{_tag('summary', example.caption)}{_items(example.remarks)}{_tag('pre', example.file)}</details>"
        for example in examples(audit)
    ]
    return _whole(parts)


def _overview(title: str, side_payments: bool, rows: Sequence[Sequence[str]], left_out: Sequence[tuple[str, str]]) -> str:
    parts = [_tag("h4", f"{title}, {'with' if side_payments else 'without'} side payments"), _table(rows)]
    if left_out:
        reasons = _items([f"{name}: {reason}" for name, reason in left_out])
        parts.append(f"<details>{_tag('summary', f'Left out: {len(left_out)}')}{reasons}</details>")
    return _whole(parts)


def _table(rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """Write rows, the first of them as the head and the first cell of each as its name."""
    above, *below = rows
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in above)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(_tag("td", cell) for cell in cells)}</tr>' for first, *cells in below
    )
    title = _tag("caption", caption) if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _items(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(_tag('li', line) for line in lines)}</ul>"


def _tag(name: str, content: str) -> str:
    return f"<{name}>{escape(content)}</{name}>"


def _whole(parts: Sequence[str]) -> str:
    return "<div>" + "\n".join(parts) + "</div>"
