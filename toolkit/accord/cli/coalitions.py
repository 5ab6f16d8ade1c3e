"""``accord coalitions``: what each coalition is worth under each convention, and the payoffs that follow."""

from __future__ import annotations

import argparse
from typing import Any

from accord.cli.options import add_exact, add_game, add_settings, add_time_limit, add_work, work_of

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "coalitions", help="what each coalition is worth under each convention, and the payoffs that follow", allow_abbrev=False
    )
    command.set_defaults(command=_coalitions)
    add_game(command)
    command.add_argument("--fallback", metavar="F", help="how games between coalitions are played (correlated)")
    command.add_argument("--selection", metavar="S", help="which equilibrium, where there are several (max-welfare)")
    command.add_argument("--solver", metavar="B", help="what finds the equilibria, for fallbacks that need it")
    command.add_argument("--worth", metavar="V", dest="worths", action="append", help="only this convention; repeatable (all)")
    command.add_argument("--split", metavar="P", dest="splits", action="append", help="only this value; repeatable (all)")
    add_settings(command)
    add_exact(command)
    add_work(command)
    add_time_limit(command)
    command.add_argument("--format", choices=["text", "json", "markdown", "csv"], default="text", help="text by default")


def _coalitions(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.config import gather  # noqa: PLC0415
    from accord.conventions import Interrupted  # noqa: PLC0415
    from accord.host import load_registry  # noqa: PLC0415

    settings = gather(options.assignments)
    game = source.read(options.game, load_registry())
    try:
        with api.working(**work_of(options)):
            found = api.compare_conventions(
                game,
                fallback=options.fallback,
                selection=options.selection,
                solver=options.solver,
                worths=options.worths,
                splits=options.splits,
                settings=settings,
                time_limit=options.time_limit,
                exact=options.exact,
            )
    except Interrupted as stop:
        if stop.so_far.columns:
            print(report.render(stop.so_far, options.format))
        raise
    print(report.render(found, options.format))
    return 0 if found.certified else 1
