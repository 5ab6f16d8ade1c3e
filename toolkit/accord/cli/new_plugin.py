"""``accord plugins new``: a complete distribution to begin with."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Any

__all__ = ["add_new"]


def add_new(actions: argparse._SubParsersAction[Any]) -> None:
    """Add the action to the parser."""
    new = actions.add_parser("new", help="write a plugin that installs and passes its tests, to begin with", allow_abbrev=False)
    new.set_defaults(command=_new)
    new.add_argument("plugin", metavar="NAME", help="lower-case words joined by hyphens, such as fair-shares")
    new.add_argument("--role", metavar="ROLE", required=True, help="what its first component is, such as split or solver")
    new.add_argument("--licence", metavar="L", default="MIT", help="an SPDX identifier such as Apache-2.0 (MIT)")
    new.add_argument("--author", metavar="TEXT", default="", help="whom the licence and the metadata name")
    new.add_argument("--folder", metavar="FOLDER", default=".", help="where to put the new folder (here)")
    new.add_argument("--workflow", action="store_true", help="with a workflow for GitHub Actions")


def _new(options: argparse.Namespace) -> int:
    from accord.scaffold import Wish, write  # noqa: PLC0415 - only this action needs it

    wish = Wish(options.plugin, options.role, options.licence, options.author, options.workflow)
    target = write(wish, Path(options.folder))
    print(f"wrote {target}")
    print(f"  pip install -e {shlex.quote(f'{target}[test]')}")
    print(f"  python -m pytest {shlex.quote(str(target))}")
    print(f"  accord plugins show {wish.name}")
    return 0
