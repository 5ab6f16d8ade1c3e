"""Writes what can be set in a contract and which games it tries, from the contract kit itself."""

from __future__ import annotations

from docstring_parts import Docstring
from role_pages import contract

from accord.rationals import text
from accord.roles import ROLES
from accord.testing.games import SHARED_GAMES

__all__ = ["attributes", "kit_page"]

_ABOUT = """Class attributes of the contracts in `accord.testing`. {doc}`/how-to/test-a-plugin` says how to use them, and the page
of each role lists the tests. This page is written from the kit."""
_MOST_CELLS = 9
"""Larger games are listed without their payoffs."""


def kit_page() -> str:
    """Return the page."""
    parts = ["# What a contract can be told", _ABOUT, "## Settings"]
    rows = ["| attribute | contracts | meaning |", "|---|---|---|"]
    for name, (said, roles) in attributes().items():
        rows.append(f"| `{name}` | {'all' if len(roles) == len(ROLES) else ', '.join(roles)} | {_cell(said)} |")
    parts += ["\n".join(rows), "## The shared games"]
    rows = ["| name | size | what is awkward | payoffs by player |", "|---|---|---|---|"]
    for case in SHARED_GAMES:
        game = case.game
        cells = [", ".join(text(game.exact(cell)[i]) for cell in range(game.n_profiles)) for i in range(game.n_players)]
        payoffs = "; ".join(cells) if game.n_profiles <= _MOST_CELLS else ""
        rows.append(f"| `{case.name}` | {' × '.join(map(str, game.shape))} | {_cell(case.reason)} | {payoffs} |")
    parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def attributes() -> dict[str, tuple[str, list[str]]]:
    """Return what can be set, by name: what it is, and in the contracts of which roles."""
    found: dict[str, tuple[str, list[str]]] = {}
    for role in ROLES:
        for owner in reversed(contract(role).__mro__):
            for names, said in Docstring.of(owner).sections.get("Attributes", {}).items() if owner.__doc__ else ():
                for name in names.split(", "):
                    roles = found.setdefault(name, (said, []))[1]
                    roles += [role] * (role not in roles)
    return found


def _cell(said: str) -> str:
    return said.replace("|", "\\|")
