"""Writes the page of the reference that lists families of games."""

from __future__ import annotations

from accord.cli.families import describe_family
from accord.generators import FAMILIES

__all__ = ["families_page"]


def families_page() -> str:
    """Return the list of families of games with their parameters and sources."""
    parts = ["# Families of games\n"]
    parts.append(
        "Games that `accord.generate`, `accord games generate`, sweeps and URIs such as `generate:random?shape=2x2&seed=7` make. "
        "This page is written from the families themselves; `accord games families NAME` prints the same. "
        "{doc}`/how-to/generate-games` shows how they are used.\n"
    )
    for family in FAMILIES.values():
        about = describe_family(family)
        parts.append(f"## `{about['name']}`\n\n{about['documentation']}\n")
        if about["parameters"]:
            parts.append("| parameter | accepts | default | meaning |\n|---|---|---|---|")
            for parameter in about["parameters"]:
                cells = (f"`{parameter['name']}`", parameter["accepts"], f"`{parameter['default']}`", parameter["documentation"])
                parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
            parts.append("")
        drawn = "" if about["drawn"] else "Nothing is drawn; the seed makes no difference. "
        parts.append(f"{drawn}Source: {about['source'].rstrip('.')}.\n")
    return "\n".join(parts)
