"""The functions that a script or a notebook calls."""

from __future__ import annotations

from accord.api.auditing import (
    PipelineOptions,
    audit_ambiguity,
    audit_commitment,
    audit_desiderata,
    audit_everything,
    audit_misreport,
    audit_threats,
)
from accord.api.checking import crosscheck, crosscheck_all
from accord.api.solving import assemble, compare, compare_conventions, generate, read, read_pipeline, solve
from accord.api.sweeping import export_results, read_results, summarise_results, sweep
from accord.api.workers import working

__all__ = [
    "PipelineOptions",
    "assemble",
    "audit_ambiguity",
    "audit_commitment",
    "audit_desiderata",
    "audit_everything",
    "audit_misreport",
    "audit_threats",
    "compare",
    "compare_conventions",
    "crosscheck",
    "crosscheck_all",
    "export_results",
    "generate",
    "read",
    "read_pipeline",
    "read_results",
    "solve",
    "summarise_results",
    "sweep",
    "working",
]
