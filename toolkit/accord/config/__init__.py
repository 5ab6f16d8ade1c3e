"""Configuration: components out of names and settings, and back into plain values."""

from accord.config.assembly import assemble
from accord.config.assignments import gather, parse_assignment
from accord.config.building import build
from accord.config.describing import describe, settings_of

__all__ = ["assemble", "build", "describe", "gather", "parse_assignment", "settings_of"]
