"""``accord plot``: the payoff picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from accord.cli.options import add_game, add_settings, add_terms

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    plot = commands.add_parser("plot", help="a picture of payoffs, fallbacks and agreements", allow_abbrev=False)
    plot.set_defaults(command=_plot)
    add_game(plot)
    plot.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="a file ending in .svg, .png or .pdf, or - for SVG on standard output",
    )
    for option, letter, what in (
        ("fallback", "F", "how the game is played if talks fail (correlated, minimax-threat and security)"),
        ("selection", "S", "which equilibrium, where there are several (max-welfare)"),
        ("split", "P", "how the gains are shared out (equal; without side payments nash)"),
    ):
        plot.add_argument(f"--{option}", metavar=letter, dest=f"{option}s", action="append", help=f"{what}; repeatable")
    plot.add_argument("--solver", metavar="B", help="finds Nash equilibria, to be shown and for fallbacks that need it (pure)")
    add_settings(plot, "all components of one stage that have it")
    plot.add_argument("--title", metavar="TEXT", help="what to write above the picture (the game's title)")
    plot.add_argument("--size", metavar="WIDTHxHEIGHT", type=_size, help="in inches (7.2x4.6)")
    plot.add_argument("--no-legend", dest="legend", action="store_false", help="leave the legend out")
    add_terms(plot, forms=False)


def _size(text: str) -> tuple[float, float]:
    try:
        width, height = map(float, text.lower().replace("×", "x").split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 7.2x4.6") from None
    return width, height


def _plot(options: argparse.Namespace) -> int:
    from accord import plot, source  # noqa: PLC0415 - what draws is loaded only when something is drawn
    from accord.config import gather  # noqa: PLC0415
    from accord.host import load_registry  # noqa: PLC0415
    from accord.plot.combinations import solved  # noqa: PLC0415

    target = None if options.output == "-" else Path(options.output)
    form = "svg" if target is None else plot.check_target(target)
    plot.check_that_one_can_draw()
    settings = gather(options.assignments)
    registry = load_registry()
    game = source.read(options.game, registry)
    plot.drawable(game)
    solutions, left_out = solved(
        game,
        registry,
        fallbacks=options.fallbacks,
        selections=options.selections,
        splits=options.splits,
        solver=options.solver,
        side_payments=options.side_payments,
        settings=settings,
        time_limit=options.time_limit,
    )
    solvers = ["pure"] if options.solver in {None, "pure"} else ["pure", options.solver]
    scene = plot.scene_of(solutions, solvers=solvers, title=options.title)
    content = plot.encoded(plot.figure_of(scene, size=options.size, legend=options.legend), form)
    if target is None:
        print(content.decode("utf-8"), end="")
    else:
        plot.write(content, target)
    for note in (*left_out, *scene.notes):
        print(f"accord: not in the picture: {note}", file=sys.stderr)
    return 0 if all(solution.certified for solution in solutions) else 1
