"""Cross-checking: several solvers on one game, which equilibria each finds, and the differences."""

from accord.crosschecks.collection import COUNTS, CrossChecks, Interrupted, Record, Unreadable
from accord.crosschecks.known import Claimed, Continuum, Known, Verdict
from accord.crosschecks.matching import MATCH
from accord.crosschecks.records import CrossCheck
from accord.crosschecks.rows import Lack, Outcome, Refuted, Row
from accord.crosschecks.running import MEMORY_LIMIT, TIME_LIMIT, crosscheck
from accord.crosschecks.sources import gathered, is_single
from accord.crosschecks.trials import parse_settings

__all__ = [
    "COUNTS",
    "MATCH",
    "MEMORY_LIMIT",
    "TIME_LIMIT",
    "Claimed",
    "Continuum",
    "CrossCheck",
    "CrossChecks",
    "Interrupted",
    "Known",
    "Lack",
    "Outcome",
    "Record",
    "Refuted",
    "Row",
    "Unreadable",
    "Verdict",
    "crosscheck",
    "gathered",
    "is_single",
    "parse_settings",
]
