"""The command line: arguments in, results on standard output, everything else on standard error, an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from accord.cli.arguments import parser
from accord.cli.surroundings import components_off_standard_output, warnings_in_one_line, without_plugins
from accord.errors import AccordError
from accord.terminal import counted

__all__ = ["main"]

_TROUBLE = 2
_CRASH = 3
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments, without the program's name; those of the process by default.

    Returns:
        0 all well; 1 an answer was found but a certificate or a check failed; 2 bad usage, configuration or input; 3 a
        solver or plugin failed or ran past its time limit; 130 interrupted. With ``ACCORD_DEBUG=1`` an error keeps its
        traceback.
    """
    debug = os.environ.get("ACCORD_DEBUG", "") not in {"", "0"}
    try:
        code = _run(argv)
        if sys.stdout is not None:  # closed by whoever started us
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output has seen enough; give the interpreter something to flush to at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        if argv is None:  # as a program: it ends already, and a second interrupt would only spoil how
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        print(f"accord: interrupted{f': {stop}' if str(stop) else ''}", file=sys.stderr)
        return _INTERRUPTED
    except AccordError as error:
        if debug:
            raise
        print(f"accord: error: {error}{_besides(error)}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        print(f"accord: error: {where}{error.strerror or error}", file=sys.stderr)
        return _TROUBLE
    except BaseException as error:
        if debug:
            raise
        text = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"accord: error: {text} (this is a bug; ACCORD_DEBUG=1 shows where)", file=sys.stderr)
        return _CRASH
    return code


def _besides(error: AccordError) -> str:
    """Say how much more is wrong: the error itself is one line."""
    if not error.others:
        return ""
    several = counted(len(error.others), "more error")
    return f" (and {several}{f'; {error.listing!r} shows all' if error.listing else ''})"


def _run(argv: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # labels may be in any script, terminals in any encoding
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(argv)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    with without_plugins(options), warnings_in_one_line(), components_off_standard_output():
        return int(options.command(options))
