"""Options that several commands take."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from accord.errors import ConfigurationError

__all__ = [
    "add_exact",
    "add_form",
    "add_game",
    "add_pipeline",
    "add_settings",
    "add_terms",
    "add_time_limit",
    "add_work",
    "count",
    "megabytes",
    "pipeline_of",
    "seconds",
    "watched",
    "whole_number",
    "work_of",
]

_FORMATS = ["text", "json", "markdown"]
_STAGES = ("fallback", "selection", "solver", "worth", "split")


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
        add_form(parser)


def add_form(parser: argparse.ArgumentParser) -> None:
    """Let a command take the form of what it writes."""
    parser.add_argument("--format", choices=_FORMATS, default="text", help="text by default")


def add_time_limit(parser: argparse.ArgumentParser) -> None:
    """Let a command take a time limit."""
    parser.add_argument("--time-limit", metavar="SECONDS", type=seconds, help="for every component that can run long")


def seconds(text: str) -> float:
    """Read a number of seconds."""
    return _positive(text, "seconds")


def megabytes(text: str) -> float:
    """Read a size of memory."""
    return _positive(text, "megabytes")


def _positive(text: str, unit: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number of {unit}")
    return value


def whole_number(text: str) -> int:
    """Read a whole number from 0."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0")
    return int(text)


def add_pipeline(parser: argparse.ArgumentParser) -> None:
    """Let a command take a pipeline."""
    parser.add_argument("--pipeline", metavar="FILE", help="all of it, from a TOML file or by name, instead of the options below")
    parser.add_argument("--fallback", metavar="F", help="how the game is played if talks fail (correlated)")
    parser.add_argument("--selection", metavar="S", help="which equilibrium, where there are several (max-welfare)")
    parser.add_argument("--solver", metavar="B", help="what finds the equilibria, for fallbacks that need it")
    parser.add_argument("--worth", metavar="V", help="what a coalition earns by itself")
    parser.add_argument("--split", metavar="P", help="how the gains are shared out (equal; without side payments nash)")
    add_settings(parser)


def pipeline_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the pipeline that somebody wants, as `accord.solve` takes it; for commands that also take terms and `--exact`."""
    from accord.config import choose, gather  # noqa: PLC0415 - loaded only when a command runs
    from accord.host import load_registry  # noqa: PLC0415 - as above

    if options.pipeline is not None:
        given = [f"--{stage}" for stage in _STAGES if getattr(options, stage) is not None]
        given += ["--set"] * bool(options.assignments) + ["--no-side-payments"] * (not options.side_payments)
        if given:
            raise ConfigurationError(f"--pipeline {options.pipeline} is the whole pipeline; leave out {', '.join(given)}")
        made = choose(load_registry(), pipeline=options.pipeline, time_limit=options.time_limit)
        return {"pipeline": made, "exact": options.exact}
    return {
        "fallback": options.fallback,
        "selection": options.selection,
        "solver": options.solver,
        "worth": options.worth,
        "split": options.split,
        "side_payments": options.side_payments,
        "settings": gather(options.assignments),
        "time_limit": options.time_limit,
        "exact": options.exact,
    }


def add_settings(parser: argparse.ArgumentParser, what: str = "one stage, such as selection.reference=nadir") -> None:
    """Let a command take settings of stages."""
    parser.add_argument(
        "--set",
        metavar="STAGE.FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        help=f"a setting of {what}; repeatable",
    )


def add_work(parser: argparse.ArgumentParser) -> None:
    """Let a command take how work in many pieces is done."""
    parser.add_argument("--jobs", metavar="N", type=count, default=1, help="work coalitions out in so many processes (1)")
    parser.add_argument("--keep", metavar="FILE", help="keep finished coalitions there; the next run goes on from them")


def work_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return how work is done, as `accord.working` takes it; people at a terminal see how far it is."""
    return {"jobs": options.jobs, "keep": options.keep, "progress": watched()}


def watched() -> bool:
    """Whether somebody at a terminal sees standard error."""
    return sys.stderr is not None and sys.stderr.isatty()


def count(text: str) -> int:
    """Read a number of processes."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes from 1")
    return int(text)
