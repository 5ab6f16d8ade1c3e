"""Registers all faulty components but those whose fault is that they are not registered."""

from __future__ import annotations

from typing import Any

from accord import hookimpl
from faulty_kit import others, readers, splits, workers

UNREGISTERED = {splits.Unregistered, splits.Unacceptable}


def _of(module: Any, verb: str) -> list[type[Any]]:
    found = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
    return [kind for kind in found if callable(getattr(kind, verb, None)) and hasattr(kind, "name") and kind not in UNREGISTERED]


@hookimpl
def accord_register_splits() -> list[type[Any]]:
    return _of(splits, "agree")


@hookimpl
def accord_register_solvers() -> list[type[Any]]:
    return _of(others, "equilibria")


@hookimpl
def accord_register_selections() -> list[type[Any]]:
    return _of(others, "select")


@hookimpl
def accord_register_fallbacks() -> list[type[Any]]:
    return _of(others, "fall_back")


@hookimpl
def accord_register_worths() -> list[type[Any]]:
    return _of(others, "worth")


@hookimpl
def accord_register_axioms() -> list[type[Any]]:
    return _of(others, "examine")


@hookimpl
def accord_register_readers() -> list[type[Any]]:
    return _of(readers, "read")


@hookimpl
def accord_register_executors() -> list[type[Any]]:
    return _of(workers, "executor")
