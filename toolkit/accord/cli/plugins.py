"""``accord plugins``: what is installed, and what it can do."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from accord.cli.components import component, component_text, first_line, identity
from accord.cli.doctor import add_doctor, diagnose
from accord.cli.new_plugin import add_new
from accord.cli.tables import paragraph, table
from accord.errors import ConfigurationError, nearest

if TYPE_CHECKING:
    from accord.host import Plugin, Registry

__all__ = ["add_commands"]

_REQUIREMENTS = "only the distributions of working plugins, as pip takes them"


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("plugins", help="list, show, diagnose and begin plugins", allow_abbrev=False)
    command.set_defaults(command=_list)
    command.add_argument("--format", choices=["text", "json"], default="text", help="text by default")
    command.add_argument("--requirements", action="store_true", help=_REQUIREMENTS)
    actions = command.add_subparsers(dest="action", metavar="ACTION", parser_class=type(command))
    listing = actions.add_parser("list", help="plugins, then components by role (the default)", allow_abbrev=False)
    listing.add_argument("--requirements", action="store_true", default=argparse.SUPPRESS, help=_REQUIREMENTS)
    showing = actions.add_parser("show", help="one plugin, or every component of a name, in full", allow_abbrev=False)
    showing.add_argument("plugin", metavar="NAME", help="a plugin or a component")
    doctor = add_doctor(actions)
    for parser, function in ((listing, _list), (showing, _show), (doctor, diagnose)):
        # No default here: it would undo what was said before the action.
        parser.add_argument("--format", choices=["text", "json"], default=argparse.SUPPRESS, help="text by default")
        parser.set_defaults(command=function)
    add_new(actions)


def _registry() -> Registry:
    # Not load_registry(): under ACCORD_STRICT that refuses to go on exactly when these commands are needed.
    from accord.host import discover  # noqa: PLC0415 - numpy is not needed to print a usage

    return discover()


def _list(options: argparse.Namespace) -> int:
    from accord.roles import ROLES  # noqa: PLC0415

    registry = _registry()
    if options.requirements:
        found = {f"{plugin.distribution}=={plugin.version}" for plugin in registry.plugins if plugin.status == "active"}
        print("\n".join(sorted(line for line in found if "None" not in line.split("=="))))
        return 0
    if options.format == "json":
        roles = {role: [identity(entry) for entry in registry.of_role(role)] for role in ROLES}
        print(json.dumps({"plugins": [_summary(registry, plugin) for plugin in registry.plugins], "components": roles}, indent=2))
        return 0
    rows = [_row(_summary(registry, plugin)) for plugin in registry.plugins]
    print(table(["plugin", "distribution", "version", "licence", "status", "components", "import", "for accord"], rows))
    print()
    print(table(["role", "components"], [[role, ", ".join(registry.names(role)) or "-"] for role in ROLES]))
    off = {plugin.name: plugin.disabled_by for plugin in registry.plugins if plugin.disabled_by}
    if off or registry.broken:
        print()
    for name, by in off.items():
        print(f"{name} is switched off by {by}")
    if registry.broken:
        print("broken plugins: 'accord plugins doctor' says why")
    return 0


def _row(about: dict[str, Any]) -> list[str]:
    milliseconds = about["import_ms"]
    cells = [about[key] for key in ("name", "distribution", "version", "licence", "status", "components")]
    cells += [None if milliseconds is None else f"{milliseconds:.0f} ms", about["accord"]]
    return ["-" if cell is None else str(cell) for cell in cells]


def _summary(registry: Registry, plugin: Plugin) -> dict[str, Any]:
    components = sum(entry.plugin == plugin.name for entry in registry.registrations) if plugin.status == "active" else 0
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "licence": plugin.licence,
        "status": str(plugin.status),
        "components": components,
        "import_ms": None if plugin.import_seconds is None else round(1000 * plugin.import_seconds, 1),
        "accord": plugin.accord,
        "disabled_by": plugin.disabled_by,
    }


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
        paragraph(f"  {key.replace('_', ' ')}", str(about[key]))
        for key in ("distribution", "version", "licence", "disabled_by", "error")
        if about[key] is not None
    ]
    if about["import_ms"] is not None:
        lines.append(paragraph("  import", f"{about['import_ms']:.0f} ms"))
    if about["accord"] is not None:
        lines.append(paragraph("  for accord", str(about["accord"])))
    if about["components"]:
        lines += ["", table(["role", "component", "what it does"], [list(row.values()) for row in about["components"]])]
    return "\n".join(lines)
