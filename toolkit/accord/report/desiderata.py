"""What text, Markdown and notebooks say about desiderata: tables and counterexamples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.audit import DesiderataAudit, DesideratumRow, EverythingAudit
from accord.rationals import Number, text
from accord.report.sentences import component, flat

__all__ = ["Example", "Searched", "desiderata_remarks", "desiderata_rows", "desiderata_title", "examples"]

Searched = DesiderataAudit | EverythingAudit
_MARKS = {"violated": "✗", "not refuted": "✓", "untested": "–"}


@dataclass(frozen=True)
class Example:
    """A counterexample as a report shows it.

    Attributes:
        caption: which axiom is violated, and by what.
        remarks: how.
        file: the game as a file.
    """

    caption: str
    remarks: tuple[str, ...]
    file: str


def desiderata_title(audit: Searched) -> str:
    """Say what was searched, and how."""
    how = f"seed {audit.seed}, budget {audit.budget}" + (", interrupted" if audit.interrupted else "")
    if isinstance(audit, EverythingAudit):
        return f"Desiderata of {len(audit.pipelines)} pipelines ({how})"
    worth = audit.rule.steps["worth"]
    stages = [component(audit.rule.steps["fallback"]), *([f"worth {component(worth)}"] if worth else [])]
    stages.append(f"split {component(audit.rule.steps['split'])}")
    terms = "with" if audit.rule.pipeline.side_payments else "without"
    return f"Desiderata of {', '.join(stages)}, {terms} side payments ({how})"


def desiderata_rows(audit: Searched) -> list[list[str]]:
    """Return a row per axiom, with the verdict and how many games it rests on; for several pipelines a column of marks each."""
    if isinstance(audit, DesiderataAudit):
        head = ["", "desideratum", "verdict", "tried", "not about it", "refused", "failed"]
        return [head, *(_row(row) for row in audit.rows)]
    rows = [["desideratum", *(p.name for p in audit.pipelines)]]
    marks = [{} if p.audit is None else {row.axiom: _mark(row) for row in p.audit.rows} for p in audit.pipelines]
    return rows + [[axiom, *(mark.get(axiom, "!") for mark in marks)] for axiom in audit.axioms]


def _row(row: DesideratumRow) -> list[str]:
    stated = ", as stated" if row.claimed and row.outcome == "not refuted" else ""
    verdict = f"BROKEN CLAIM of {row.claimed}" if row.broken else row.outcome + stated
    counts = map(str, (row.tried, row.unconcerned, row.refused, row.failed))
    return [_MARKS[row.outcome], row.axiom, verdict, *counts]


def _mark(row: DesideratumRow) -> str:
    """Mark a verdict; what was not refuted says in how many games."""
    count = f" {row.tried}" if row.outcome == "not refuted" else ""
    return _MARKS[row.outcome] + count + (" BROKEN CLAIM" if row.broken else "")


def desiderata_remarks(audit: Searched) -> Iterator[str]:
    """Say what the marks mean, and what went wrong."""
    yield "✗ violated; ✓ not refuted by the games tried, which is no proof; – no game says anything."
    if isinstance(audit, DesiderataAudit):
        yield from (f"{row.axiom}: {flat(row.trouble)}" for row in audit.rows if row.trouble)
        return
    for p in audit.pipelines:
        if p.audit is None:
            yield f"! {p.name}: {flat(p.trouble)}"
        else:
            yield from (f"{p.name}, {row.axiom}: {flat(row.trouble)}" for row in p.audit.rows if row.trouble)


def examples(audit: Searched) -> Iterator[Example]:
    """Yield the counterexamples, all of one pipeline together."""
    if isinstance(audit, EverythingAudit):
        for p in audit.pipelines:
            yield from (e for row in (p.audit.rows if p.audit else ()) for e in _example(row, f"{p.name} violates {row.axiom}"))
        return
    yield from (e for row in audit.rows for e in _example(row, f"{row.axiom} is violated"))


def _example(row: DesideratumRow, caption: str) -> Iterator[Example]:
    found = row.counterexample
    if found is None:
        return
    relation = "at least " if found.demand.at_least else ""
    slack = f", within {text(found.demand.slack)}" if found.demand.slack else ""
    remarks = [
        f"Asked for: {flat(found.demand.says)}.",
        f"Found {_numbers(found.demand.found)}; required {relation}{_numbers(found.demand.required)}{slack}.",
    ]
    shrunk = "no game one step smaller violates it" if found.smallest else "there may be smaller ones"
    remarks.append(f"Shrunk from {flat(found.origin)}; {shrunk}.")
    yield Example(caption, tuple(remarks), found.file.rstrip())


def _numbers(numbers: Sequence[Number]) -> str:
    return text(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(text, numbers))})"
