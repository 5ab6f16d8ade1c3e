"""What text and Markdown say about a results store: a table for each matter."""

from __future__ import annotations

from accord.rationals import text
from accord.report.strategic import Section
from accord.sweeps import Status
from accord.sweeps.summaries import MEASURES, Cause, Group, Measure, StoreSummary
from accord.terminal import counted

__all__ = ["store_sections", "store_title"]

_MOST_NAMED = 3
_NOTHING = "–"


def store_title(summary: StoreSummary) -> str:
    """Say what was counted."""
    conditions = f" where {', '.join(map(str, summary.conditions))}" if summary.conditions else ""
    return f"{counted(summary.tasks, 'task')}{conditions}"


def store_sections(summary: StoreSummary) -> list[Section]:
    """Return how tasks ended, what answers are like, and why there are none; only what there is something to say about."""
    statuses = [status for status in map(str, Status) if any(status in group.statuses for group in summary.groups)]
    doubt = any(group.uncertified for group in summary.groups)
    head = (*summary.by, "tasks", *statuses, "certified", *(["not certified"] if doubt else []))
    rows = [(*_values(group), *map(str, _counts(group, statuses, doubt))) for group in summary.groups]
    sections = [Section("How tasks ended", (head, *rows), summary.notes)] if rows else []
    answers = [(*_values(group), *(_measure(group.measures.get(name)) for name in MEASURES)) for group in summary.groups]
    if any(group.measures for group in summary.groups):
        remark = "Each number is a mean, with the least and the greatest; the spread is that between the players' agreed payoffs."
        sections.append(Section("What the answers are", ((*summary.by, *MEASURES), *answers), (remark,)))
    if summary.causes:
        sections.append(Section("Why there is no answer", (), tuple(map(_cause, summary.causes))))
    return sections


def _values(group: Group) -> tuple[str, ...]:
    return tuple(value or _NOTHING for value in group.values)


def _counts(group: Group, statuses: list[str], doubt: bool) -> list[int]:
    ended = [group.statuses.get(status, 0) for status in statuses]
    return [group.tasks, *ended, group.certified, *([group.uncertified] if doubt else [])]


def _measure(measure: Measure | None) -> str:
    if measure is None:
        return _NOTHING
    return f"{measure.mean:.5g} ({text(round(measure.least, 6))} … {text(round(measure.greatest, 6))})"


def _cause(cause: Cause) -> str:
    named = ", ".join(cause.pipelines[:_MOST_NAMED])
    more = f" and {len(cause.pipelines) - _MOST_NAMED} more" if len(cause.pipelines) > _MOST_NAMED else ""
    tasks = f"{counted(cause.tasks, 'task')} of {named}{more}"
    example = f"{'such as' if cause.tasks > 1 else 'with'} {cause.example}"
    return f"{tasks}, {cause.status}: {cause.reason or 'no reason is known'} ({example})"
