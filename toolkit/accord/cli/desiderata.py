"""``accord audit desiderata`` and ``accord audit all``: which axioms pipelines violate."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.cli.options import add_exact, add_form, add_pipeline, add_terms, pipeline_of, watched, whole_number
from accord.errors import AccordError, ConfigurationError

if TYPE_CHECKING:
    from accord.audit import DesiderataAudit, EverythingAudit
    from accord.game import Game

__all__ = ["add_desiderata"]

_INTERRUPTED = 130


def add_desiderata(audits: argparse._SubParsersAction[Any]) -> None:
    """Add the two audits to those that there are."""
    desiderata = audits.add_parser(
        "desiderata", help="which axioms a pipeline violates, with counterexamples", allow_abbrev=False
    )
    desiderata.set_defaults(command=_desiderata)
    add_pipeline(desiderata)
    _add_search(desiderata)
    add_exact(desiderata)
    add_terms(desiderata)
    everything = audits.add_parser("all", help="several pipelines and all axioms in one table", allow_abbrev=False)
    everything.set_defaults(command=_all)
    everything.add_argument(
        "--pipeline", metavar="FILE", dest="pipelines", action="append", required=True, help="a pipeline in TOML; repeatable"
    )
    _add_search(everything)
    add_form(everything)


def _add_search(parser: argparse.ArgumentParser) -> None:
    """Let a command take how counterexamples are searched for."""
    parser.add_argument("--axiom", metavar="NAME", dest="axioms", action="append", help="only this one; repeatable (all)")
    parser.add_argument("--seed", metavar="N", type=whole_number, default=0, help="decides about everything random (0)")
    parser.add_argument(
        "--budget", metavar="N|Ns", default="100", help="games for each axiom, or seconds for all, such as 60s (100)"
    )
    parser.add_argument("--players", metavar="N", type=whole_number, help="only games of so many players (two and three)")
    parser.add_argument(
        "--library",
        metavar="SCHEME",
        dest="libraries",
        action="append",
        help="games to try first: bundled, or catalog with accord-gambit; repeatable (all that are installed)",
    )
    parser.add_argument("--save", metavar="FOLDER", help="write the counterexamples there, as game files")


def _search_of(options: argparse.Namespace) -> dict[str, Any]:
    names = ("axioms", "seed", "budget", "players")
    return {name: getattr(options, name) for name in names} | {"games": _known(options), "progress": watched()}


def _known(options: argparse.Namespace) -> list[Game]:
    from accord import source  # noqa: PLC0415 - as above
    from accord.host import load_registry  # noqa: PLC0415 - as above

    registry = load_registry()
    if options.libraries:
        return [game for scheme in options.libraries for game in source.library(scheme, registry)]
    games: list[Game] = []
    for scheme in source.libraries(registry):
        try:
            games += source.library(scheme, registry)
        except AccordError as error:  # a library that nobody named costs its own games only
            print(f"accord: the games of {scheme}: are left out: {error}", file=sys.stderr)
    return games


def _desiderata(options: argparse.Namespace) -> int:
    from accord import api  # noqa: PLC0415 - the solvers are loaded only when something is solved

    audit = api.audit_desiderata(**_search_of(options), **pipeline_of(options))
    return _end(audit, options, [("", audit)])


def _all(options: argparse.Namespace) -> int:
    from accord import api  # noqa: PLC0415 - as above

    audit = api.audit_everything(options.pipelines, **_search_of(options))
    return _end(audit, options, [(f"{p.name}-", p.audit) for p in audit.pipelines if p.audit])


def _end(audit: DesiderataAudit | EverythingAudit, options: argparse.Namespace, parts: list[tuple[str, DesiderataAudit]]) -> int:
    from accord import report  # noqa: PLC0415 - as above

    print(report.render(audit, options.format))
    if options.save is not None:
        _save(Path(options.save), parts)
    if audit.interrupted:
        print("accord: interrupted; this is what was found", file=sys.stderr)
        return _INTERRUPTED
    return 0 if audit.certified else 1


def _save(folder: Path, parts: list[tuple[str, DesiderataAudit]]) -> None:
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{folder} is no folder; counterexamples are saved in one")
    folder.mkdir(parents=True, exist_ok=True)
    for prefix, audit in parts:
        for row in audit.rows:
            if row.counterexample is None:
                continue
            found = {"": row.counterexample.file, "-compared": row.counterexample.changed_file}
            for ending, text in found.items():
                if text is not None:
                    file = folder / f"{prefix}{row.axiom}{ending}.toml"
                    file.write_text(text, encoding="utf-8")
                    print(f"wrote {file}", file=sys.stderr)
