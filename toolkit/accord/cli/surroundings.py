"""What holds while a command runs: which plugins are left out, how warnings look, and that only results reach standard output."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from accord.errors import AccordWarning, ConfigurationError, working_component

__all__ = ["add_no_plugin", "components_off_standard_output", "left_out", "warnings_in_one_line", "without_plugins"]

_VARIABLE = "ACCORD_NO_PLUGIN"
_DEST = "no_plugin"


def add_no_plugin(parser: argparse.ArgumentParser, level: int = 0) -> None:
    """Let plugins be left out before and after the command, and after its action, if it has some."""
    parser.add_argument(
        "--no-plugin",
        metavar="NAME",
        dest=f"{_DEST}_{level}",  # what is said after the command must not undo what was said before it
        action="append",
        default=[],
        help="do not import this plugin, or any if it is *; repeatable",
    )
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in dict.fromkeys(action.choices.values()):
                add_no_plugin(inner, level + 1)


def left_out(options: argparse.Namespace) -> list[str]:
    """Return the plugins that the user named to be left out."""
    return [name for key, names in sorted(vars(options).items()) if key.startswith(f"{_DEST}_") for name in names]


@contextmanager
def without_plugins(options: argparse.Namespace) -> Iterator[None]:
    """Leave out the plugins that the user named, here and in the processes that are started meanwhile.

    Raises:
        ConfigurationError: if a name is empty or lists several.
    """
    named = left_out(options)
    for name in named:
        if not name.strip() or "," in name:
            raise ConfigurationError(f"--no-plugin {name!r}: the name of one plugin is accepted; the option may be repeated")
    before = os.environ.get(_VARIABLE)
    if named:
        os.environ[_VARIABLE] = ",".join([*([before] if before else []), *named])
    try:
        yield
    finally:
        if named:
            if before is None:
                del os.environ[_VARIABLE]
            else:
                os.environ[_VARIABLE] = before


@contextmanager
def warnings_in_one_line() -> Iterator[None]:
    """Print our own warnings as one line each on standard error, without the place in our code."""
    with warnings.catch_warnings():
        warnings.filterwarnings("always", category=AccordWarning)
        otherwise = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if not issubclass(category, AccordWarning):
                otherwise(message, category, *where, **more)
            elif sys.stderr is not None:
                print(f"accord: warning: {message}", file=sys.stderr)

        warnings.showwarning = show
        yield


@contextmanager
def components_off_standard_output() -> Iterator[None]:
    """Send what components print to standard error; what the command prints are its results."""
    if sys.stdout is None:  # closed by whoever started us
        yield
        return
    with redirect_stdout(_Results(sys.stdout)):
        yield


class _Results:
    """Standard output, and standard error for whatever asks from within a component."""

    def __init__(self, results: Any) -> None:
        self._results = results

    def __getattr__(self, name: str) -> Any:
        aside = working_component() and sys.stderr is not None
        return getattr(sys.stderr if aside else self._results, name)
