"""``accord results``: what a results store holds, in short or as a table for other programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from accord.cli.options import add_form
from accord.cli.telling import tell
from accord.errors import ConfigurationError
from accord.terminal import counted

__all__ = ["add_commands"]

_FORMS = ("csv", "jsonl", "parquet")


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("results", help="what a results store holds", allow_abbrev=False)
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=type(command))
    showing = actions.add_parser("show", help="how tasks ended, what the answers are, why there is none", allow_abbrev=False)
    showing.add_argument(
        "--by",
        metavar="COLUMN",
        action="append",
        help="put together what has the same fallback, selection, split, family, …; repeatable (pipeline)",
    )
    showing.set_defaults(command=_show)
    writing = actions.add_parser("export", help="the wide table: a row a task", allow_abbrev=False)
    writing.add_argument("-o", "--output", metavar="FILE", help="where to (standard output, but for Parquet)")
    writing.add_argument("--format", choices=_FORMS, help="what the ending of FILE says; csv without one")
    writing.add_argument("--solutions", action="store_true", help="add a column with full solutions as JSON, where they are kept")
    writing.add_argument("--force", action="store_true", help="write over a file that is there")
    writing.set_defaults(command=_export)
    for parser in (showing, writing):
        parser.add_argument("store", metavar="STORE", help="a file that accord run has written")
        parser.add_argument(
            "--where",
            metavar="COLUMN=VALUE",
            dest="conditions",
            action="append",
            default=[],
            help="only rows that say so (COLUMN!=VALUE: something else); repeatable",
        )
    add_form(showing)


def _show(options: argparse.Namespace) -> int:
    from accord import report  # noqa: PLC0415 - loaded only when a command runs
    from accord.sweeps import Condition, opened, summarised  # noqa: PLC0415 - as above

    conditions = [Condition.parse(text) for text in options.conditions]
    with opened(options.store) as store:
        summary = summarised(store, options.by or ["pipeline"], conditions)
    print(report.render(summary, options.format))
    return 0


def _export(options: argparse.Namespace) -> int:
    from accord.sweeps import Condition, Mixtures, export, form_of, opened  # noqa: PLC0415 - as above
    from accord.sweeps.columns import rows_of  # noqa: PLC0415 - as above
    from accord.sweeps.exporting import lines  # noqa: PLC0415 - as above

    conditions = [Condition.parse(text) for text in options.conditions]
    if options.output is None and options.format == "parquet":
        raise ConfigurationError("Parquet is nothing for standard output; add --output FILE.parquet")
    with opened(options.store) as store:
        if options.output is None:
            columns, rows = rows_of(store, conditions, solutions=options.solutions)
            mixtures = Mixtures()
            for line in lines(mixtures.watched(rows), columns, options.format or "csv"):
                sys.stdout.write(line)
            for note in mixtures.notes():
                tell(note)
            return 0
        file = Path(options.output)
        form = form_of(file, options.format)
        count = export(store, file, form, conditions=conditions, solutions=options.solutions, force=options.force, told=tell)
    tell(f"{counted(count, 'row')} in {file}")
    return 0
