"""One component in full: what it computes, its settings, its limits and its promises."""

from __future__ import annotations

import contextlib
import inspect
import json
from typing import TYPE_CHECKING, Any

from accord.cli.docstrings import filled
from accord.cli.tables import paragraph

if TYPE_CHECKING:
    from accord.host import Registration
    from accord.roles import Needs

__all__ = ["component", "component_text", "first_line", "identity"]


def identity(entry: Registration) -> dict[str, Any]:
    """Return a component's name and where it comes from."""
    return {"name": entry.name, "plugin": entry.plugin, "distribution": entry.distribution, "version": entry.version}


def first_line(entry: Registration) -> str:
    """Return the first paragraph of a component's documentation, in one line."""
    return _documentation(entry).partition("\n\n")[0].replace("\n", " ")


def component(entry: Registration) -> dict[str, Any]:
    """Return everything there is to say about a component, as values that JSON can hold."""
    return {
        "role": entry.role,
        **identity(entry),
        "class": f"{entry.component.__module__}.{entry.component.__qualname__}",
        "documentation": _documentation(entry),
        "settings": _settings(entry),
        "needs": _needs(entry.component.needs),
        "claims": sorted(str(claim) for claim in entry.component.claims),
        "satisfies": _satisfies(entry.component),
    }


def component_text(entry: Registration) -> str:
    """Return the same for people."""
    about = component(entry)
    lines = [f"{entry.role} {entry.name}", "", filled(about["documentation"]), ""]
    for setting in about["settings"]:
        default = "required" if setting["required"] else f"default {_written(setting['default'])}"
        documentation = f"{setting['documentation'].rstrip('.')}; " if setting["documentation"] else ""
        lines.append(paragraph(f"  {setting['name']}", f"{documentation}{setting['accepts']}; {default}", 20))
    lines += ["  no settings"] if not about["settings"] else []
    lines += ["", paragraph("  needs", about["needs"]), paragraph("  claims", ", ".join(about["claims"]) or "nothing")]
    if about["satisfies"]:
        lines.append(paragraph("  satisfies", ", ".join(about["satisfies"])))
    origin = " ".join(str(part) for part in (entry.distribution, entry.version) if part)
    lines.append(paragraph("  origin", f"plugin {entry.plugin}" + (f" ({origin})" if origin else "") + f", {about['class']}"))
    return "\n".join(lines)


def _documentation(entry: Registration) -> str:
    return inspect.getdoc(entry.component) or ""


def _settings(entry: Registration) -> list[dict[str, Any]]:
    from accord.config.documenting import documented_settings  # noqa: PLC0415 - numpy is not needed to print a usage

    return [setting.to_dict() for setting in documented_settings(entry.component)]


def _satisfies(component: type[Any]) -> list[str]:
    """Return the axioms that a component states it satisfies, by default; none if it cannot be set up without settings."""
    stated: Any = getattr(component, "satisfies", frozenset())
    if isinstance(stated, property):
        with contextlib.suppress(TypeError):  # a setting is required
            stated = component().satisfies
    return [] if isinstance(stated, property) else sorted(stated)


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
