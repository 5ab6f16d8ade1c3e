"""``accord solve`` and ``accord compare``."""

from __future__ import annotations

import argparse
from typing import Any

from accord.cli.options import add_exact, add_game, add_pipeline, add_terms, add_work, pipeline_of, work_of

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the two commands to the parser."""
    solve = commands.add_parser("solve", help="the agreement for a game, with its certificates", allow_abbrev=False)
    solve.set_defaults(command=_solve)
    add_game(solve)
    add_pipeline(solve)
    add_work(solve)
    compare = commands.add_parser(
        "compare", help="every fallback, selection and split that applies, as one table", allow_abbrev=False
    )
    compare.set_defaults(command=_compare)
    add_game(compare)
    compare.add_argument(
        "--solver", metavar="B", dest="solvers", action="append", help="for fallbacks that need one; repeatable (pure)"
    )
    for parser in (solve, compare):
        add_exact(parser)
        add_terms(parser)


def _solve(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.host import load_registry  # noqa: PLC0415

    pipeline = pipeline_of(options)
    game = source.read(options.game, load_registry())
    with api.working(**work_of(options)):
        solution = api.solve(game, **pipeline)
    print(report.render(solution, options.format))
    return 0 if solution.certified else 1


def _compare(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415

    game = source.read(options.game, load_registry())
    solvers = options.solvers or ["pure"]
    terms = {"side_payments": options.side_payments, "time_limit": options.time_limit, "exact": options.exact}
    comparison = api.compare(game, solvers=solvers, **terms)
    print(report.render(comparison, options.format))
    return 0 if comparison.certified else 1
