"""Sweeps: many games by many pipelines into one results store."""
