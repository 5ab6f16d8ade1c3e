"""Sweeps: many games by many pipelines into one results store."""

from accord.sweeps.columns import Condition, rows_of
from accord.sweeps.exporting import export, form_of
from accord.sweeps.limits import Limits
from accord.sweeps.mixtures import Mixtures
from accord.sweeps.plan import Plan, planned
from accord.sweeps.reading import Request, read_sweep
from accord.sweeps.records import Detail, GameRecord, Outcome, PipelineRecord, Status
from accord.sweeps.results import Results, Summary
from accord.sweeps.running import run_sweep
from accord.sweeps.store import Store, opened
from accord.sweeps.summaries import StoreSummary, summarised

__all__ = [
    "Condition",
    "Detail",
    "GameRecord",
    "Limits",
    "Mixtures",
    "Outcome",
    "PipelineRecord",
    "Plan",
    "Request",
    "Results",
    "Status",
    "Store",
    "StoreSummary",
    "Summary",
    "export",
    "form_of",
    "opened",
    "planned",
    "read_sweep",
    "rows_of",
    "run_sweep",
    "summarised",
]
