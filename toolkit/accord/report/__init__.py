"""Results as text for people, as Markdown, and as JSON."""

from __future__ import annotations

import json

from accord.comparison import Comparison
from accord.errors import ConfigurationError
from accord.report.markdown import comparison_markdown, solution_markdown
from accord.report.plain import comparison_text, solution_text
from accord.solution import Solution

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "json", "markdown")


def render(result: Solution | Comparison, form: str = "text") -> str:
    """Write a result out.

    Args:
        result: a solution or a comparison.
        form: ``text``, ``json`` or ``markdown``.
    """
    if form == "json":
        return json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    if form == "text":
        return solution_text(result) if isinstance(result, Solution) else comparison_text(result)
    if form == "markdown":
        return solution_markdown(result) if isinstance(result, Solution) else comparison_markdown(result)
    raise ConfigurationError(f"format {form!r} is unknown; {', '.join(FORMATS)} are accepted")
