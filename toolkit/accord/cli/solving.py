"""``accord solve`` and ``accord compare``."""

from __future__ import annotations

import argparse
from typing import Any

__all__ = ["add_commands", "add_exact", "add_game", "add_terms", "add_time_limit"]

_FORMATS = ["text", "json", "markdown"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the two commands to the parser."""
    solve = commands.add_parser("solve", help="the agreement for a game, with its certificates", allow_abbrev=False)
    solve.set_defaults(command=_solve)
    add_game(solve)
    solve.add_argument("--fallback", metavar="F", help="how the game is played if talks fail (correlated)")
    solve.add_argument("--selection", metavar="S", help="which equilibrium, where there are several (max-welfare)")
    solve.add_argument("--solver", metavar="B", help="what finds the equilibria, for fallbacks that need it")
    solve.add_argument("--worth", metavar="V", help="what a coalition earns by itself")
    solve.add_argument("--split", metavar="P", help="how the gains are shared out (equal; without side payments nash)")
    solve.add_argument(
        "--set",
        metavar="STAGE.FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        help="a setting of one stage, such as selection.reference=nadir; repeatable",
    )
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


def add_game(parser: argparse.ArgumentParser) -> None:
    """Let a command take a game."""
    parser.add_argument("game", metavar="GAME", help="a file, a bundled name, a URI or - for standard input")


def add_exact(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked for exact answers."""
    parser.add_argument("--exact", action="store_true", help="prove all that can be proved, and print fractions")


def add_terms(parser: argparse.ArgumentParser, *, forms: bool = True) -> None:
    """Let a command take the terms of agreement, a time limit and, if it writes text, the form of that."""
    parser.add_argument("--no-side-payments", dest="side_payments", action="store_false", help="no money changes hands")
    add_time_limit(parser)
    if forms:
        parser.add_argument("--format", choices=_FORMATS, default="text", help="text by default")


def add_time_limit(parser: argparse.ArgumentParser) -> None:
    """Let a command take a time limit."""
    parser.add_argument("--time-limit", metavar="SECONDS", type=_seconds, help="for every component that can run long")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number of seconds")
    return seconds


def _solve(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.config import gather  # noqa: PLC0415
    from accord.host import load_registry  # noqa: PLC0415

    settings = gather(options.assignments)
    game = source.read(options.game, load_registry())
    solution = api.solve(
        game,
        fallback=options.fallback,
        selection=options.selection,
        solver=options.solver,
        worth=options.worth,
        split=options.split,
        side_payments=options.side_payments,
        settings=settings,
        time_limit=options.time_limit,
        exact=options.exact,
    )
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
