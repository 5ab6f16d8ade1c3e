"""``accord schema``: JSON Schemas of the files that accord reads, for editors."""

from __future__ import annotations

import argparse
import json
from typing import Any

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    schema = commands.add_parser("schema", help="the JSON Schema of a kind of file, for editors", allow_abbrev=False)
    schema.add_argument(
        "kind",
        nargs="?",
        choices=["pipeline", "sweep", "game"],
        default="pipeline",
        help="which kind of file; pipeline by default",
    )
    schema.set_defaults(command=_schema)


def _schema(options: argparse.Namespace) -> int:
    from accord.config.schema import game_schema, pipeline_schema  # noqa: PLC0415 - loaded only when the command runs
    from accord.host import load_registry  # noqa: PLC0415 - as above

    if options.kind == "game":
        found = game_schema()
    elif options.kind == "sweep":
        from accord.sweeps.schema import sweep_schema  # noqa: PLC0415 - sweeps bring the linear programs with them

        found = sweep_schema(load_registry())
    else:
        found = pipeline_schema(load_registry())
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
