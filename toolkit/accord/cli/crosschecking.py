"""``accord crosscheck``: several solvers on the same games, and where they differ."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from accord.cli.options import add_form, count, megabytes, seconds, watched
from accord.errors import ConfigurationError

if TYPE_CHECKING:
    from accord.crosschecks import CrossCheck, CrossChecks

__all__ = ["add_commands"]

_CONTRADICTED = 1
_UNREADABLE = 2
_UNANSWERED = 3


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "crosscheck", help="which equilibria each solver finds, and where they differ", allow_abbrev=False
    )
    command.set_defaults(command=_crosscheck)
    command.add_argument(
        "games", metavar="GAME", nargs="+", help="as for solve; also a folder of game files, and catalog: for a whole library"
    )
    command.add_argument("--solver", metavar="B", dest="solvers", action="append", help="only this one; repeatable (all)")
    command.add_argument(
        "--set",
        metavar="SOLVER.FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        help="a setting of a solver, such as gambit.liap.seed=1; repeatable",
    )
    command.add_argument("--time-limit", metavar="SECONDS", type=seconds, help="for each solver and game (10)")
    command.add_argument("--memory-limit", metavar="MB", type=megabytes, help="for each solver and game (2000)")
    command.add_argument("--jobs", metavar="N", type=count, default=1, help="try so many solvers side by side (1)")
    command.add_argument("--against", metavar="FILE", help="check the equilibria that are claimed there; see the reference")
    add_form(command)


def _crosscheck(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.crosschecks import Interrupted, is_single, parse_settings  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415 - as above

    registry = load_registry()
    if options.solvers is None:
        for broken in registry.broken:
            print(f"accord: the plugin {broken.plugin} is broken and left out: {broken.reason}", file=sys.stderr)
    limits = {"time_limit": options.time_limit, "memory_limit": options.memory_limit}
    terms: dict[str, Any] = {name: value for name, value in limits.items() if value is not None}
    terms |= {"solvers": options.solvers, "settings": parse_settings(options.assignments), "jobs": options.jobs}
    found: CrossCheck | CrossChecks
    if is_single(options.games):
        game = source.read(options.games[0], registry)
        found = api.crosscheck(game, **terms, against=options.against, progress=watched())
    elif options.against is not None:
        raise ConfigurationError(f"--against {options.against}: claims are about one game; name a single one")
    else:
        try:
            found = api.crosscheck_all(options.games, **terms, progress=watched())
        except Interrupted as stop:
            print(report.render(stop.so_far, options.format))
            raise
    print(report.render(found, options.format))
    if os.environ.get("ACCORD_DEBUG", "") not in {"", "0"}:
        _show_traces(found)
    if not found.consistent:
        return _CONTRADICTED
    if not found.answered:
        return _UNANSWERED
    return _UNREADABLE if getattr(found, "unreadable", ()) else 0


def _show_traces(found: Any) -> None:
    """Show the authors of plugins where their code failed."""
    checks: tuple[CrossCheck, ...] = getattr(found, "checks", (found,))
    for check in checks:
        for row in check.rows:
            if row.trace:
                print(f"{row.name} on {check.name}:\n{row.trace}", file=sys.stderr)
