"""Configuration: components out of names and settings, and back into plain values."""

from accord.config.assembly import assemble
from accord.config.assignments import gather, parse_assignment
from accord.config.building import build
from accord.config.describing import describe, settings_of
from accord.config.files import load_pipeline, read_pipeline

__all__ = ["assemble", "build", "describe", "gather", "load_pipeline", "parse_assignment", "read_pipeline", "settings_of"]
