"""``accord games``: the named games that come with accord, and families of games."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from accord.cli import families
from accord.cli.tables import paragraph, table

if TYPE_CHECKING:
    from accord.builtin.readers import BundledGame

__all__ = ["add_commands"]

_MOST_CELLS = 400
"""Larger games are described, not printed."""


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("games", help="bundled games, and games of families", allow_abbrev=False)
    command.set_defaults(command=_list)
    command.add_argument("--format", choices=["text", "json"], default="text", help="text by default")
    actions = command.add_subparsers(dest="action", metavar="ACTION", parser_class=type(command))
    listing = actions.add_parser("list", help="names, sizes and titles (the default)", allow_abbrev=False)
    showing = actions.add_parser("show", help="one game with its payoffs and its source", allow_abbrev=False)
    showing.add_argument("game", metavar="NAME", help="a bundled name")
    for parser, function in ((listing, _list), (showing, _show)):
        # No default here: it would undo what was said before the action.
        parser.add_argument("--format", choices=["text", "json"], default=argparse.SUPPRESS, help="text by default")
        parser.set_defaults(command=function)
    families.add_actions(actions)


def _list(options: argparse.Namespace) -> int:
    from accord.builtin.readers import bundled_game, bundled_names  # noqa: PLC0415 - numpy is not needed to print a usage

    games = [bundled_game(name) for name in bundled_names()]
    if options.format == "json":
        print(json.dumps({"games": [_summary(game) for game in games]}, indent=2))
    else:
        print(table(["name", "players", "actions", "title"], [[g.name, str(len(g.shape)), _size(g), g.title] for g in games]))
    return 0


def _show(options: argparse.Namespace) -> int:
    from accord.builtin.readers import bundled_game  # noqa: PLC0415 - as above

    bundled = bundled_game(options.game)
    game = bundled.game
    cells = range(game.n_profiles)
    if options.format == "json":
        payoffs = [{"profile": game.profile(cell), "payoffs": [_number(u) for u in game.exact(cell)]} for cell in cells]
        about = {**_summary(bundled), "digest": game.digest, "players": game.players, "actions": game.actions, "payoffs": payoffs}
        print(json.dumps(about, indent=2))
        return 0
    print(f"{bundled.name}: {bundled.title}\n")
    print(paragraph("source", bundled.source))
    print(paragraph("size", f"{_size(bundled)} action profiles, {len(bundled.shape)} player(s)"))
    for player, actions in zip(game.players, game.actions, strict=True):
        print(paragraph("actions", f"{player}: {', '.join(actions)}"))
    if game.n_profiles <= _MOST_CELLS:
        print("\n" + _payoffs(bundled))
    return 0


def _payoffs(bundled: BundledGame) -> str:
    from accord.rationals import text  # noqa: PLC0415 - as above

    game = bundled.game
    if game.n_players != 2:
        rows = [[", ".join(game.profile(cell)), ", ".join(map(text, game.exact(cell)))] for cell in range(game.n_profiles)]
        return table(["profile", f"payoffs of {', '.join(game.players)}"], rows)
    columns = game.shape[1]
    rows = [
        [label, *(", ".join(map(text, game.exact(row * columns + column))) for column in range(columns))]
        for row, label in enumerate(game.actions[0])
    ]
    return table([f"{game.players[0]} \\ {game.players[1]}", *game.actions[1]], rows)


def _summary(bundled: BundledGame) -> dict[str, Any]:
    return {"name": bundled.name, "title": bundled.title, "shape": list(bundled.shape), "source": bundled.source}


def _number(value: Any) -> Any:
    from accord.config.describing import plain  # noqa: PLC0415 - as above

    return plain(value)


def _size(bundled: BundledGame) -> str:
    return " × ".join(map(str, bundled.shape))
