"""Configuration: components out of names and settings, and back into plain values."""

from accord.config.assembly import assemble
from accord.config.assignments import gather, parse_assignment
from accord.config.building import build
from accord.config.bundled import bundled_pipelines
from accord.config.choosing import choose
from accord.config.describing import describe, settings_of
from accord.config.files import PipelineFile, load_pipeline, open_pipeline, parse_pipeline

__all__ = [
    "PipelineFile",
    "assemble",
    "build",
    "bundled_pipelines",
    "choose",
    "describe",
    "gather",
    "load_pipeline",
    "open_pipeline",
    "parse_assignment",
    "parse_pipeline",
    "settings_of",
]
