"""``accord audit``: what a choice of rules does on a game, measured."""

from __future__ import annotations

import argparse
from typing import Any

from accord.cli.solving import add_game, add_terms

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    audit = commands.add_parser("audit", help="measure what a choice of rules does on a game", allow_abbrev=False)
    audits = audit.add_subparsers(dest="audit", metavar="AUDIT", required=True, parser_class=type(audit))
    ambiguity = audits.add_parser(
        "ambiguity", help="how far the choice of the equilibrium decides who gets what, for every fallback", allow_abbrev=False
    )
    ambiguity.set_defaults(command=_ambiguity)
    add_game(ambiguity)
    ambiguity.add_argument("--fallback", metavar="F", help="only this one (all that apply)")
    ambiguity.add_argument("--split", metavar="P", help="how the gains are shared out (equal; without side payments nash)")
    ambiguity.add_argument(
        "--solver", metavar="B", dest="solvers", action="append", help="for fallbacks that need one; repeatable (pure)"
    )
    add_terms(ambiguity)


def _ambiguity(options: argparse.Namespace) -> int:
    from accord import report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.audit import audit_ambiguity  # noqa: PLC0415
    from accord.host import load_registry  # noqa: PLC0415

    registry = load_registry()
    game = source.read(options.game, registry)
    audit = audit_ambiguity(
        game,
        registry,
        fallback=options.fallback,
        split=options.split,
        side_payments=options.side_payments,
        solvers=options.solvers or ["pure"],
        time_limit=options.time_limit,
    )
    print(report.render(audit, options.format))
    return 0 if audit.certified else 1
