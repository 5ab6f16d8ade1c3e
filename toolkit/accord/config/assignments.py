"""Settings as they are written on a command line: ``STAGE.FIELD=VALUE``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accord.errors import ConfigurationError, nearest

__all__ = ["STAGES", "gather", "parse_assignment"]

STAGES = ("fallback", "selection", "solver", "worth", "split")
"""The steps of a pipeline that have settings."""


def parse_assignment(text: str) -> tuple[tuple[str, ...], str]:
    """Split an assignment into its path and its value.

    >>> parse_assignment("selection.reference=nadir")
    (('selection', 'reference'), 'nadir')
    >>> parse_assignment("fallback.selection.reference=nadir")
    (('selection', 'reference'), 'nadir')

    Raises:
        ConfigurationError: if it has another form, or its stage is unknown.
    """
    left, sign, value = text.partition("=")
    path = tuple(part.strip() for part in left.split("."))
    if not sign or len(path) < 2 or not all(path):
        raise ConfigurationError(
            f"setting {text!r} is not understood; STAGE.FIELD=VALUE is accepted, such as selection.reference=nadir"
        )
    if path[0] not in STAGES:
        raise ConfigurationError(
            f"setting {text!r}: there is no stage {path[0]!r}{nearest(path[0], STAGES)}; stages are {', '.join(STAGES)}"
        )
    if path[0] == "fallback" and len(path) > 2 and path[1] in STAGES:
        path = path[1:]
    return path, value.strip()


def gather(assignments: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Collect assignments into one table per stage; a longer path reaches into a component inside the component.

    >>> gather(["solver.time_limit=5", "fallback.solver=pure"])
    {'solver': {'time_limit': '5'}, 'fallback': {'solver': 'pure'}}

    Raises:
        ConfigurationError: as `parse_assignment`, or if a setting is given twice.
    """
    stages: dict[str, dict[str, Any]] = {}
    for text in assignments:
        path, value = parse_assignment(text)
        table: dict[str, Any] = stages
        for part in path[:-1]:
            inner = table.setdefault(part, {})
            if isinstance(inner, str):
                inner = table[part] = {"name": inner}
            table = inner
        last = path[-1]
        if isinstance(table.get(last), dict) and "name" not in table[last]:
            table[last]["name"] = value
        elif last in table:
            raise ConfigurationError(f"setting {'.'.join(path)} is given twice")
        else:
            table[last] = value
    return stages
