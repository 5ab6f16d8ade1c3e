"""What may be written on the command line. Nothing heavy is imported here: each command does that when it runs."""

from __future__ import annotations

import argparse
from typing import NoReturn

from accord.cli import (
    auditing,
    coalitions,
    crosschecking,
    games,
    pipelines,
    plotting,
    plugins,
    results,
    schema,
    solving,
    sweeping,
)
from accord.cli.surroundings import add_no_plugin
from accord.errors import ConfigurationError

__all__ = ["parser"]

_EPILOG = """\
GAME is a file (.nfg, .toml, .json, .npz and what installed plugins read), a bundled name such as chicken,
a URI of an installed reader, or - for standard input. Results go to standard output, all else to standard error.

exit codes: 0 all well; 1 an answer was found but a check failed; 2 bad usage, configuration or input;
3 a solver or plugin failed or ran past its time limit; 130 interrupted."""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, like all others."""

    def error(self, message: str) -> NoReturn:
        raise ConfigurationError(f"{message} ('{self.prog} --help' shows the usage)")


class _Version(argparse.Action):
    """Print the installed version; it is looked up only if somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib import metadata  # noqa: PLC0415 - slower to load than everything else here

        print(f"accord {metadata.version('accord')}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Return the parser; what it returns has ``command``, the function that runs it."""
    top = _Parser(
        prog="accord",
        description="What the players of a finite game should agree on, starting from what happens if talks fail.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = top.add_subparsers(dest="name", metavar="COMMAND", required=True, parser_class=_Parser)
    for module in (solving, sweeping, results, coalitions, plotting, auditing, crosschecking, games, pipelines, schema, plugins):
        module.add_commands(commands)
    add_no_plugin(top)
    return top
