"""Recipes for plugin authors, each a module with one component."""
