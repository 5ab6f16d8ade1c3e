"""``accord audit threats``, ``commitment`` and ``misreport``: what players gain by what they do before talks begin."""

from __future__ import annotations

import argparse
from typing import Any

from accord.cli.options import add_exact, add_game, add_pipeline, add_terms, pipeline_of, watched, whole_number

__all__ = ["add_audits"]

_FAMILIES = ["single", "action", "scaled", "bounded"]


def add_audits(audits: argparse._SubParsersAction[Any]) -> None:
    """Add the three audits to those that there are."""
    threats = audits.add_parser(
        "threats", help="what each player gains by being able to harm, or help, another", allow_abbrev=False
    )
    threats.set_defaults(command=_threats)
    commitment = audits.add_parser("commitment", help="who gains by deleting own actions before talks", allow_abbrev=False)
    commitment.set_defaults(command=_commitment)
    misreport = audits.add_parser("misreport", help="who gains by reporting other payoffs before talks", allow_abbrev=False)
    misreport.set_defaults(command=_misreport)
    for parser in (threats, commitment, misreport):
        add_game(parser)
        add_pipeline(parser)
    threats.add_argument("--cost", metavar="C", default="1", help="what carrying a threat out costs, if it is not free (1)")
    threats.add_argument("--harm", metavar="K", default="1000", help="what it does to the victim (1000)")
    threats.add_argument(
        "--add-action", metavar="FILE", dest="addition", help="a game file in which one player has one new action and no other"
    )
    misreport.add_argument(
        "--family", choices=_FAMILIES, dest="families", action="append", help="only these reports; repeatable (all)"
    )
    misreport.add_argument("--bound", metavar="B", help="the most by which a payoff is changed (the range of the player's)")
    misreport.add_argument("--factor", metavar="X", default="10", help="the largest multiple that is reported (10)")
    misreport.add_argument("--steps", metavar="N", type=whole_number, default=2, help="equal parts of a line of reports (2)")
    misreport.add_argument(
        "--lines", metavar="N", type=whole_number, default=20, help="lines of reports tried of each family (20)"
    )
    misreport.add_argument("--seed", metavar="N", type=whole_number, default=0, help="of the lines, where there are more (0)")
    for parser in (threats, commitment, misreport):
        add_exact(parser)
        add_terms(parser)


def _threats(options: argparse.Namespace) -> int:
    from accord import api, source  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.host import load_registry  # noqa: PLC0415

    pipeline, registry = pipeline_of(options), load_registry()
    game = source.read(options.game, registry)
    added = None if options.addition is None else source.read(options.addition, registry)
    with api.working(progress=watched()):
        audit = api.audit_threats(game, cost=options.cost, harm=options.harm, added=added, **pipeline)
    return _show(audit, options)


def _commitment(options: argparse.Namespace) -> int:
    from accord import api, source  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415

    pipeline = pipeline_of(options)
    game = source.read(options.game, load_registry())
    with api.working(progress=watched()):
        audit = api.audit_commitment(game, **pipeline)
    return _show(audit, options)


def _misreport(options: argparse.Namespace) -> int:
    from accord import api, source  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415

    pipeline = pipeline_of(options)
    search = {"bound": options.bound, "factor": options.factor, "steps": options.steps, "most_lines": options.lines}
    game = source.read(options.game, load_registry())
    families = options.families or _FAMILIES
    with api.working(progress=watched()):
        audit = api.audit_misreport(game, families=families, seed=options.seed, **search, **pipeline)
    return _show(audit, options)


def _show(audit: Any, options: argparse.Namespace) -> int:
    from accord import report  # noqa: PLC0415 - as above

    print(report.render(audit, options.format))
    return 0
