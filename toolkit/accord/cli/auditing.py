"""``accord audit``: what a choice of rules does on a game, measured."""

from __future__ import annotations

import argparse
from typing import Any

from accord.cli.desiderata import add_desiderata
from accord.cli.options import add_exact, add_game, add_terms
from accord.cli.strategic import add_audits

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
    add_exact(ambiguity)
    add_terms(ambiguity)
    add_audits(audits)
    add_desiderata(audits)


def _ambiguity(options: argparse.Namespace) -> int:
    from accord import api, report, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.host import load_registry  # noqa: PLC0415

    game = source.read(options.game, load_registry())
    audit = api.audit_ambiguity(
        game,
        fallback=options.fallback,
        split=options.split,
        side_payments=options.side_payments,
        solvers=options.solvers or ["pure"],
        time_limit=options.time_limit,
        exact=options.exact,
    )
    print(report.render(audit, options.format))
    return 0 if audit.certified else 1
