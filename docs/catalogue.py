"""Writes the pages of the reference that list what is installed: components, bundled games and families of games."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from family_pages import families_page
from kit_page import kit_page
from name_pages import names_page
from role_pages import role_page

import accord
from accord.builtin.readers import bundled_game, bundled_names
from accord.cli.components import component
from accord.host import Registration, Registry, load_registry
from accord.rationals import text
from accord.roles import ROLES

__all__ = ["components_page", "games_page", "pages", "write"]

PLUGINS = ("accord", "gambit", "nashpy")
"""Only these are listed, so that the pages do not depend on what else is installed."""
_TITLES = {
    "solver": "Solvers",
    "selection": "Selections",
    "fallback": "Fallbacks",
    "worth": "Worths",
    "split": "Splits",
    "reader": "Readers",
    "executor": "Executors",
    "axiom": "Axioms",
}
_MOST_CELLS = 12
"""Larger games are listed without their payoffs."""


def write(folder: Path) -> None:
    """Write all pages into a folder; files that would not change are left alone, and others are removed."""
    folder.mkdir(exist_ok=True)
    written = pages()
    for stale in {file.name for file in folder.iterdir()} - set(written):
        (folder / stale).unlink()
    for name, page in written.items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != page:
            file.write_text(page, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    registry = load_registry()
    roles = {f"role-{role}.md": role_page(role, registry, PLUGINS) for role in ROLES}
    lists = {"components": components_page(registry), "families": families_page(), "games": games_page(), "names": names_page()}
    return {**{f"{name}.md": page for name, page in lists.items()}, "contract-kit.md": kit_page(), **roles}


def components_page(registry: Registry | None = None) -> str:
    """Return the catalogue of components, by role."""
    registry = registry or load_registry()
    parts = ["# Components\n"]
    parts.append(
        "Everything that the host and the two bundled plugins register, by role. This page is written from the components "
        "themselves; `accord plugins show NAME` prints the same about any that is installed. Claims are explained "
        "under {doc}`/reference/claims`.\n"
    )
    for role in ("fallback", "selection", "split", "solver", "worth", "reader", "executor", "axiom"):
        parts.append(f"## {_TITLES[role]}\n")
        parts.append((ROLES[role][0].__doc__ or "").partition("\n\n")[0] + "\n")
        entries = [entry for entry in registry.of_role(role) if entry.plugin in PLUGINS]
        parts += [_component(entry) for entry in entries] or ["None yet.\n"]
    return "\n".join(parts)


def _component(entry: Registration) -> str:
    about = component(entry)
    documentation = about["documentation"].partition("\nAttributes:\n")[0].strip()
    lines = [f"({entry.role}-{entry.name})=\n", f"### `{entry.name}`\n", documentation + "\n"]
    if entry.role == "reader":
        endings = [*getattr(entry.component, "suffixes", ()), *(f"{s}:" for s in getattr(entry.component, "schemes", ()))]
        lines.append(f"Reads: {', '.join(f'`{ending}`' for ending in endings)}\n")
    if about["settings"]:
        lines.append("| setting | accepts | default | meaning |\n|---|---|---|---|")
        lines += [_setting(setting) for setting in about["settings"]]
        lines.append("")
    lines.append(f"- **Needs:** {about['needs']}")
    if about["claims"] or entry.role in {"fallback", "split"}:
        lines.append(f"- **Claims:** {', '.join(about['claims']) or 'nothing'}")
    if about["satisfies"]:
        lines.append(f"- **Satisfies, as it is by default:** {', '.join(f'`{name}`' for name in about['satisfies'])}")
    lines.append(f"- **Class:** `{_public(entry) or about['class']}`\n")
    return "\n".join(lines)


def _public(entry: Registration) -> str | None:
    """Return under which name the package offers the host's class, such as ``accord.splits.Equal``; None if it does not."""
    name = f"accord.{entry.role}s"
    offered = getattr(accord, f"{entry.role}s", None)
    return f"{name}.{entry.component.__name__}" if getattr(offered, entry.component.__name__, None) is entry.component else None


def _setting(setting: dict[str, Any]) -> str:
    default = "required" if setting["required"] else f"`{_written(setting['default'])}`"
    cells = (f"`{setting['name']}`", setting["accepts"], default, setting["documentation"])
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _written(default: object) -> str:
    if isinstance(default, dict) and "name" in default:
        return str(default["name"])
    return default if isinstance(default, str) else "none" if default is None else json.dumps(default)


def games_page() -> str:
    """Return the list of bundled games with their payoffs and sources."""
    parts = ["# Bundled games\n"]
    parts.append(
        "Games that `accord solve` and `accord.read` take by name. In the tables the first player chooses the row and the "
        "second the column. `accord games show NAME` prints any of them.\n"
    )
    for name in bundled_names():
        bundled = bundled_game(name)
        game = bundled.game
        parts.append(f"## `{name}`\n\n{bundled.title} ({' × '.join(map(str, bundled.shape))}). Source: {bundled.source}.\n")
        if game.n_players == 2 and game.n_profiles <= _MOST_CELLS:
            width = game.shape[1]
            parts.append(f"| {game.players[0]} \\ {game.players[1]} | {' | '.join(game.actions[1])} |")
            parts.append("|---" * (width + 1) + "|")
            for row, label in enumerate(game.actions[0]):
                entries = [", ".join(map(text, game.exact(row * width + column))) for column in range(width)]
                parts.append(f"| {label} | {' | '.join(entries)} |")
            parts.append("")
        elif game.n_profiles <= _MOST_CELLS:
            parts.append(f"| profile | payoffs of {', '.join(game.players)} |\n|---|---|")
            cells = range(game.n_profiles)
            parts += [f"| {', '.join(game.profile(cell))} | {', '.join(map(text, game.exact(cell)))} |" for cell in cells]
            parts.append("")
    return "\n".join(parts)
