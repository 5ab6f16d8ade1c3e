"""``accord plugins``: what is installed, what it can do, and what is wrong with it."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from accord.cli.components import component, component_text, first_line, identity
from accord.cli.tables import paragraph, table
from accord.errors import ConfigurationError, nearest

if TYPE_CHECKING:
    from accord.host import Plugin, Registry

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("plugins", help="list, show and diagnose plugins", allow_abbrev=False)
    command.set_defaults(command=_list)
    command.add_argument("--format", choices=["text", "json"], default="text", help="text by default")
    actions = command.add_subparsers(dest="action", metavar="ACTION", parser_class=type(command))
    listing = actions.add_parser("list", help="plugins, then components by role (the default)", allow_abbrev=False)
    showing = actions.add_parser("show", help="one plugin, or every component of a name, in full", allow_abbrev=False)
    showing.add_argument("plugin", metavar="NAME", help="a plugin or a component")
    doctor = actions.add_parser(
        "doctor", help="what is wrong with broken plugins; exit code 1 if there are any", allow_abbrev=False
    )
    for parser, function in ((listing, _list), (showing, _show), (doctor, _doctor)):
        # No default here: it would undo what was said before the action.
        parser.add_argument("--format", choices=["text", "json"], default=argparse.SUPPRESS, help="text by default")
        parser.set_defaults(command=function)


def _registry() -> Registry:
    # Not load_registry(): under ACCORD_STRICT that refuses to go on exactly when these commands are needed.
    from accord.host import discover  # noqa: PLC0415 - numpy is not needed to print a usage

    return discover()


def _list(options: argparse.Namespace) -> int:
    from accord.roles import ROLES  # noqa: PLC0415

    registry = _registry()
    if options.format == "json":
        roles = {role: [identity(entry) for entry in registry.of_role(role)] for role in ROLES}
        print(json.dumps({"plugins": [_summary(registry, plugin) for plugin in registry.plugins], "components": roles}, indent=2))
        return 0
    rows = [[str("-" if cell is None else cell) for cell in _summary(registry, plugin).values()] for plugin in registry.plugins]
    print(table(["plugin", "distribution", "version", "licence", "status", "components"], rows))
    print()
    print(table(["role", "components"], [[role, ", ".join(registry.names(role)) or "-"] for role in ROLES]))
    if registry.broken:
        print("\nbroken plugins: 'accord plugins doctor' says why")
    return 0


def _summary(registry: Registry, plugin: Plugin) -> dict[str, Any]:
    components = sum(entry.plugin == plugin.name for entry in registry.registrations) if plugin.status == "active" else 0
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "licence": plugin.licence,
        "status": str(plugin.status),
        "components": components,
    }


def _doctor(options: argparse.Namespace) -> int:
    registry = _registry()
    faults = [
        {"plugin": b.plugin, "distribution": b.distribution, "version": b.version, "error": b.reason, "advice": b.advice}
        for b in registry.broken
    ]
    if options.format == "json":
        print(json.dumps({"broken": faults}, indent=2))
        return 1 if faults else 0
    for fault in faults:
        print(f"{fault['plugin']} ({fault['distribution'] or 'unknown distribution'} {fault['version'] or ''}".rstrip() + ")")
        print(paragraph("  error", str(fault["error"]), 10))
        print(paragraph("  advice", str(fault["advice"]), 10))
        print()
    working = sum(plugin.status == "active" for plugin in registry.plugins)
    print(f"{working} of {len(registry.plugins)} plugins work" + (f", {len(faults)} broken" if faults else ""))
    return 1 if faults else 0


def _show(options: argparse.Namespace) -> int:
    registry, name = _registry(), options.plugin
    plugins = [plugin for plugin in registry.plugins if plugin.name == name]
    components = [entry for entry in registry.registrations if entry.name == name]
    if not plugins and not components:
        known = {plugin.name for plugin in registry.plugins} | {entry.name for entry in registry.registrations}
        raise ConfigurationError(
            f"there is no plugin or component {name!r}{nearest(name, known)}; 'accord plugins list' shows all"
        )
    if options.format == "json":
        shown = {"plugins": [_plugin(registry, p) for p in plugins], "components": [component(entry) for entry in components]}
        print(json.dumps(shown, indent=2))
        return 0
    parts = [_plugin_text(registry, plugin) for plugin in plugins] + [component_text(entry) for entry in components]
    print("\n\n".join(parts))
    return 0


def _plugin(registry: Registry, plugin: Plugin) -> dict[str, Any]:
    faults = [
        broken.reason for broken in registry.broken if (broken.plugin, broken.distribution) == (plugin.name, plugin.distribution)
    ]
    own = [entry for entry in registry.registrations if entry.plugin == plugin.name and plugin.status == "active"]
    return {
        **_summary(registry, plugin),
        "error": faults[0] if faults else None,
        "components": [{"role": entry.role, "name": entry.name, "summary": first_line(entry)} for entry in own],
    }


def _plugin_text(registry: Registry, plugin: Plugin) -> str:
    about = _plugin(registry, plugin)
    lines = [f"plugin {plugin.name}: {about['status']}"]
    lines += [
        paragraph(f"  {key}", str(about[key]))
        for key in ("distribution", "version", "licence", "error")
        if about[key] is not None
    ]
    if about["components"]:
        lines += ["", table(["role", "component", "what it does"], [list(row.values()) for row in about["components"]])]
    return "\n".join(lines)
