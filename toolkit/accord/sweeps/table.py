"""The wide table of a sweep: a row per game and pipeline, a column per thing that one might want to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from accord.sweeps.records import Detail, number

__all__ = ["columns_of", "flat", "stages_of"]

_STAGES = ("fallback", "selection", "solver", "worth", "split")
_GAME = ("game", "digest", "source", "family", "seed", "params", "players", "shape")
_PIPELINE = ("pipeline", "pipeline_id", "side_payments", *(name for stage in _STAGES for name in (stage, f"{stage}_settings")))
_OUTCOME = ("status", "reason", "detail", "certified", "residual", "warnings", "surplus", "surplus_exact", "welfare")
_VECTORS = {"disagreement": "disagreement", "agreement": "agreement", "transfer": "transfers"}
"""The columns with a number per player, and where it is kept."""
_LAST = ("versions", "seconds")


def columns_of(n_players: int) -> tuple[str, ...]:
    """Return the names of all columns, for games of at most so many players."""
    per_player = [f"{name}_{i + 1}" for name in _VECTORS for i in range(n_players)]
    exact = [f"{name}_exact" for name in per_player]
    return (*_GAME, *_PIPELINE, *_OUTCOME, "welfare_exact", *per_player, *exact, *_LAST)


def stages_of(text: str) -> dict[str, object]:
    """Return what the wide table says about the stages of a pipeline.

    Args:
        text: what the store keeps about them, as JSON.
    """
    stages, found = json.loads(text), {}
    for stage in _STAGES:
        component = stages.get(stage)
        found[stage] = component["name"] if component else None
        found[f"{stage}_settings"] = json.dumps(component["settings"], ensure_ascii=False) if component else None
    return found


def flat(
    row: Mapping[str, Any], stages: Mapping[str, object], columns: Sequence[str], *, solutions: bool = False
) -> dict[str, object]:
    """Turn a row of the store into a row of the wide table.

    Args:
        row: by name, what the store keeps.
        stages: what `stages_of` returns for its pipeline, which many rows share.
        columns: the names of the columns; those that say nothing about this game are None.
        solutions: add the column ``solution``.
    """
    found: dict[str, object] = {
        **stages,
        "game": row["title"],
        "digest": row["digest"],
        "source": row["source"],
        "family": row["family"],
        "seed": row["seed"],
        "params": row["params"],
        "players": row["shape"].count("x") + 1 if row["shape"] else 0,
        "shape": row["shape"],
        "pipeline": row["label"],
        "pipeline_id": row["pipeline"],
        "side_payments": bool(row["side_payments"]),
        "status": row["status"],
        "reason": row["reason"],
        "detail": Detail(row["detail"]).name.lower(),
        "certified": None if row["certified"] is None else bool(row["certified"]),
        "residual": row["residual"],
        "warnings": len(json.loads(row["warnings"])),
        "versions": row["versions"],
        "seconds": row["seconds"],
    }
    for name in ("surplus", "welfare"):
        found |= _both(name, row[name])
    for name, kept in _VECTORS.items():
        for i, text in enumerate(json.loads(row[kept] or "[]")):
            found |= _both(f"{name}_{i + 1}", text)
    if solutions:
        found["solution"] = row["solution"]
    return {name: found.get(name) for name in (*columns, *(["solution"] if solutions else []))}


def _both(name: str, text: str | None) -> dict[str, object]:
    """Return a number as a float and, where it is known exactly, as a fraction in text."""
    if text is None:
        return {name: None, f"{name}_exact": None}
    value = number(text)
    return {name: float(value), f"{name}_exact": None if isinstance(value, float) else text}
