"""Results as text for people, as Markdown, as JSON, and tables as comma-separated values."""

from __future__ import annotations

import json

from accord.audit import AmbiguityAudit, CommitmentAudit, DesiderataAudit, EverythingAudit, MisreportAudit, ThreatAudit
from accord.comparison import Comparison
from accord.conventions import Conventions
from accord.crosschecks import CrossCheck, CrossChecks
from accord.errors import ConfigurationError
from accord.rationals import fractions_written
from accord.report.coalitions import conventions_csv
from accord.report.markdown import (
    ambiguity_markdown,
    comparison_markdown,
    conventions_markdown,
    crosscheck_markdown,
    desiderata_markdown,
    solution_markdown,
    store_markdown,
    strategic_markdown,
)
from accord.report.plain import (
    ambiguity_text,
    comparison_text,
    conventions_text,
    crosscheck_text,
    desiderata_text,
    solution_text,
    store_text,
    strategic_text,
)
from accord.solution import Solution
from accord.sweeps import StoreSummary
from accord.terminal import harmless

__all__ = ["FORMATS", "Result", "render"]

FORMATS = ("text", "json", "markdown")
Result = (
    Solution
    | Comparison
    | Conventions
    | AmbiguityAudit
    | ThreatAudit
    | CommitmentAudit
    | MisreportAudit
    | DesiderataAudit
    | EverythingAudit
    | CrossCheck
    | CrossChecks
    | StoreSummary
)


def render(result: Result, form: str = "text") -> str:
    """Write a result out.

    Args:
        result: a solution, a comparison, conventions, an audit, a cross-check or the summary of a store.
        form: ``text``, ``json`` or ``markdown``; conventions also ``csv``.
    """
    with fractions_written(getattr(result, "exact", False)):
        written = _written(result, form)
    return written if form in ("json", "csv") else harmless(written)


def _written(result: Result, form: str) -> str:
    if form == "json":
        return json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    if form == "csv" and isinstance(result, Conventions):
        return conventions_csv(result)
    if form not in FORMATS:
        raise ConfigurationError(f"format {form!r} is unknown; {', '.join(FORMATS)} are accepted")
    plain = form == "text"
    if isinstance(result, Solution):
        return solution_text(result) if plain else solution_markdown(result)
    if isinstance(result, Conventions):
        return conventions_text(result) if plain else conventions_markdown(result)
    if isinstance(result, Comparison):
        return comparison_text(result) if plain else comparison_markdown(result)
    if isinstance(result, ThreatAudit | CommitmentAudit | MisreportAudit):
        return strategic_text(result) if plain else strategic_markdown(result)
    if isinstance(result, DesiderataAudit | EverythingAudit):
        return desiderata_text(result) if plain else desiderata_markdown(result)
    if isinstance(result, CrossCheck | CrossChecks):
        return crosscheck_text(result) if plain else crosscheck_markdown(result)
    if isinstance(result, StoreSummary):
        return store_text(result) if plain else store_markdown(result)
    return ambiguity_text(result) if plain else ambiguity_markdown(result)
