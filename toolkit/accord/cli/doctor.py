"""``accord plugins doctor``: what is wrong with plugins, what is switched off, and what might be better."""

from __future__ import annotations

import argparse
import json
import traceback
from typing import TYPE_CHECKING, Any

from accord.cli.components import component
from accord.cli.options import seconds
from accord.cli.tables import paragraph

if TYPE_CHECKING:
    from accord.host import Broken, Registry

__all__ = ["add_doctor", "diagnose"]

_INDENT = 10


def add_doctor(actions: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Add the action to the parser."""
    doctor: argparse.ArgumentParser = actions.add_parser(
        "doctor", help="what is wrong with broken plugins; exit code 1 if there are any", allow_abbrev=False
    )
    doctor.add_argument("--verbose", action="store_true", help="with the traceback of every error")
    doctor.add_argument("--time-limit", type=seconds, metavar="SECONDS", help="how long the import of a plugin may take (30)")
    return doctor


def diagnose(options: argparse.Namespace) -> int:
    """Say what is wrong with every broken plugin and what to do, which are switched off by what, and remarks on the others."""
    from accord.host import discover  # noqa: PLC0415 - not load_registry(), which gives up where plugins must not be broken
    from accord.host.rehearsal import PATIENCE, rehearse  # noqa: PLC0415

    registry = discover(lost=rehearse(options.time_limit or PATIENCE))
    found = {
        "broken": [_fault(broken, verbose=options.verbose) for broken in registry.broken],
        "disabled": [
            {"plugin": p.name, "distribution": p.distribution, "version": p.version, "by": p.disabled_by}
            for p in registry.plugins
            if p.status == "disabled"
        ],
        "remarks": _remarks(registry),
    }
    if options.format == "json":
        print(json.dumps(found, indent=2))
    else:
        _print(found, sum(plugin.status == "active" for plugin in registry.plugins), len(registry.plugins))
    return 1 if registry.broken else 0


def _fault(broken: Broken, *, verbose: bool) -> dict[str, Any]:
    about = {
        "plugin": broken.plugin,
        "distribution": broken.distribution,
        "version": broken.version,
        "fault": str(broken.fault),
        "error": broken.reason,
        "advice": broken.advice,
    }
    return about | ({"traceback": "".join(traceback.format_exception(broken.error))} if verbose else {})


def _remarks(registry: Registry) -> list[dict[str, str]]:
    from accord.host.health import remarks  # noqa: PLC0415 - only the doctor takes a second look

    found = [vars(remark) for remark in remarks(registry)]
    for entry in registry.registrations:
        silent = [setting["name"] for setting in component(entry)["settings"] if not setting["documentation"]]
        if silent:
            found.append(
                {
                    "plugin": entry.plugin,
                    "remark": f"{entry.role} {entry.name} does not explain its settings {', '.join(silent)}",
                    "advice": "its authors should list them in the docstring, under Attributes:",
                }
            )
    return sorted(found, key=lambda remark: remark["plugin"])


def _print(found: dict[str, list[dict[str, Any]]], working: int, total: int) -> None:
    for fault in found["broken"]:
        print(f"{fault['plugin']} ({_owner(fault)}): {fault['fault']}")
        print(paragraph("  error", str(fault["error"]), _INDENT))
        print(paragraph("  advice", str(fault["advice"]), _INDENT))
        if "traceback" in fault:
            print("".join(f"  | {line}\n" for line in fault["traceback"].splitlines()), end="")
        print()
    for off in found["disabled"]:
        print(f"{off['plugin']} ({_owner(off)}): switched off by {off['by']}\n")
    for remark in found["remarks"]:
        print(f"{remark['plugin']}: it works, but")
        print(paragraph("  remark", remark["remark"], _INDENT))
        print(paragraph("  advice", remark["advice"], _INDENT))
        print()
    counts = [f"{len(found[kind])} {kind}" for kind in ("broken", "disabled") if found[kind]]
    print(", ".join([f"{working} of {total} plugins work", *counts]))


def _owner(row: dict[str, Any]) -> str:
    return f"{row['distribution'] or 'unknown distribution'} {row['version'] or ''}".rstrip()
