"""``accord plugins``: what is installed, what it can do, and what is wrong with it."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
from typing import TYPE_CHECKING, Any

from accord.cli.tables import paragraph, table
from accord.errors import ConfigurationError, nearest

if TYPE_CHECKING:
    from accord.host import Plugin, Registration, Registry
    from accord.roles import Needs

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("plugins", help="list, show and diagnose plugins", allow_abbrev=False)
    command.set_defaults(command=_list, format="text")
    actions = command.add_subparsers(dest="action", metavar="ACTION", parser_class=type(command))
    listing = actions.add_parser("list", help="plugins, then components by role (the default)", allow_abbrev=False)
    showing = actions.add_parser("show", help="one plugin, or every component of a name, in full", allow_abbrev=False)
    showing.add_argument("plugin", metavar="NAME", help="a plugin or a component")
    doctor = actions.add_parser(
        "doctor", help="what is wrong with broken plugins; exit code 1 if there are any", allow_abbrev=False
    )
    for parser, function in ((listing, _list), (showing, _show), (doctor, _doctor)):
        parser.add_argument("--format", choices=["text", "json"], default="text", help="text by default")
        parser.set_defaults(command=function)


def _registry() -> Registry:
    # Not load_registry(): under ACCORD_STRICT that refuses to go on exactly when these commands are needed.
    from accord.host import discover  # noqa: PLC0415 - numpy is not needed to print a usage

    return discover()


def _list(options: argparse.Namespace) -> int:
    from accord.roles import ROLES  # noqa: PLC0415

    registry = _registry()
    if options.format == "json":
        roles = {role: [_identity(entry) for entry in registry.of_role(role)] for role in ROLES}
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


def _identity(entry: Registration) -> dict[str, Any]:
    return {"name": entry.name, "plugin": entry.plugin, "distribution": entry.distribution, "version": entry.version}


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
        shown = {"plugins": [_plugin(registry, p) for p in plugins], "components": [_component(entry) for entry in components]}
        print(json.dumps(shown, indent=2))
        return 0
    parts = [_plugin_text(registry, plugin) for plugin in plugins] + [_component_text(entry) for entry in components]
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
        "components": [{"role": entry.role, "name": entry.name, "summary": _first_line(entry)} for entry in own],
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


def _component(entry: Registration) -> dict[str, Any]:
    from accord.config.coercion import expected  # noqa: PLC0415

    component = entry.component
    hints = inspect.get_annotations(component, eval_str=False)
    settings = []
    for field, annotation in _fields(component):
        settings.append(
            {"name": field.name, "type": str(hints.get(field.name, "")), "accepts": expected(annotation), **_default(field)},
        )
    return {
        "role": entry.role,
        **_identity(entry),
        "class": f"{component.__module__}.{component.__qualname__}",
        "documentation": inspect.getdoc(component) or "",
        "settings": settings,
        "needs": _needs(component.needs),
        "claims": sorted(str(claim) for claim in component.claims),
    }


def _fields(component: type[Any]) -> list[tuple[dataclasses.Field[Any], Any]]:
    from accord.config.building import fields_of  # noqa: PLC0415

    hints = fields_of(component)
    return [(field, hints[field.name]) for field in dataclasses.fields(component) if field.name in hints]


def _default(field: dataclasses.Field[Any]) -> dict[str, Any]:
    from accord.config.describing import plain  # noqa: PLC0415

    if field.default is not dataclasses.MISSING:
        return {"required": False, "default": plain(field.default)}
    if field.default_factory is not dataclasses.MISSING:
        return {"required": False, "default": plain(field.default_factory())}
    return {"required": True, "default": None}


def _component_text(entry: Registration) -> str:
    about = _component(entry)
    origin = " ".join(str(part) for part in (entry.distribution, entry.version) if part)
    lines = [f"{entry.role} {entry.name}", "", about["documentation"], ""]
    for setting in about["settings"]:
        default = "required" if setting["required"] else f"default {_written(setting['default'])}"
        lines.append(paragraph(f"  {setting['name']}", f"{setting['accepts']}; {default}", 20))
    lines += ["  no settings"] if not about["settings"] else []
    lines += ["", paragraph("  needs", about["needs"]), paragraph("  claims", ", ".join(about["claims"]) or "nothing")]
    lines.append(paragraph("  origin", f"plugin {entry.plugin}" + (f" ({origin})" if origin else "") + f", {about['class']}"))
    return "\n".join(lines)


def _written(default: object) -> str:
    if isinstance(default, dict) and "name" in default:
        inner = ", ".join(f"{key}={_written(value)}" for key, value in default["settings"].items())
        return f"{default['name']}({inner})" if inner else str(default["name"])
    return "none" if default is None else default if isinstance(default, str) else json.dumps(default)


def _needs(needs: Needs) -> str:
    parts = []
    if needs.max_players is not None and needs.max_players == needs.min_players:
        parts.append(f"exactly {needs.min_players} player(s)")
    else:
        parts += [f"at least {needs.min_players} players"] if needs.min_players > 1 else []
        parts += [f"at most {needs.max_players} player(s)"] if needs.max_players is not None else []
    parts += [f"at most {needs.max_profiles} action profiles"] if needs.max_profiles is not None else []
    parts += ["a constant-sum game"] if needs.constant_sum else []
    parts += ["side payments" if needs.side_payments else "no side payments"] if needs.side_payments is not None else []
    return ", ".join(parts) or "nothing; any game will do"


def _first_line(entry: Registration) -> str:
    return (inspect.getdoc(entry.component) or "").partition("\n\n")[0].replace("\n", " ")
