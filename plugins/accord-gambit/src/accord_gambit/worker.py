"""What runs in the worker process: the calls into pygambit. Imported there only, never by the plugin itself."""

from __future__ import annotations

import contextlib
import re
from math import prod
from pathlib import PurePosixPath
from typing import Any

import pygambit
from pygambit import catalog

from accord.errors import AccordError, InputError, nearest
from accord.memory import ensure_room
from accord_gambit import library
from accord_gambit.trees import reduced_shape, without_inner_labels

__all__ = ["load", "read", "small", "solve"]

_FROM_A_PROFILE = ("simpdiv", "liap")


def solve(payload: dict[str, Any]) -> dict[str, Any]:
    """Run one of Gambit's solvers.

    Args:
        payload: ``game`` as `.nfg`, ``method``, ``options`` and, for the methods that start at a profile, ``starts``: for each
            run a profile of probabilities, as fractions in text for `simpdiv` and as floats for `liap`.
    """
    game = library.read(payload["game"], ".nfg")
    options = dict(payload["options"])
    method = payload["method"]
    if "maxregret" in options and isinstance(options["maxregret"], str):
        options["maxregret"] = pygambit.Rational(options["maxregret"])
    run = getattr(pygambit.nash, f"{method}_solve")
    if method not in _FROM_A_PROFILE:
        return {"profiles": library.profiles(run(game, **options))}
    starts = [_profile(game, start) for start in payload["starts"]]
    return {"profiles": [profile for start in starts for profile in library.profiles(run(start, **options))]}


def _profile(game: Any, start: list[list[str | float]]) -> Any:
    rational = isinstance(start[0][0], str)
    data = [[pygambit.Rational(p) if rational else p for p in strategy] for strategy in start]
    return game.mixed_strategy_profile(data=data, rational=rational)


def read(payload: dict[str, Any]) -> dict[str, Any]:
    """Read the text of a file in one of Gambit's formats; ``name`` is what to call it in errors."""
    name, suffix = payload["name"], payload["suffix"]
    try:
        game = _read(payload["text"], suffix)
    except MemoryError:
        raise
    except Exception as error:
        place = re.search(r"line (\d+):(\d+)", str(error))
        where = f" (line {place[1]}, column {place[2]})" if place else ""
        raise InputError(f"{name} is not a valid {suffix} file for Gambit {pygambit.__version__}{where}") from error
    return _strategic_form(game, name)


def _read(text: str, suffix: str) -> Any:
    try:
        return library.read(text, suffix)
    except ValueError:
        if suffix != ".efg":
            raise
        with contextlib.suppress(ValueError):
            return library.read(without_inner_labels(text), suffix)
        raise  # the place of the error in the file as it is


def load(payload: dict[str, Any]) -> dict[str, Any]:
    """Load a game of Gambit's catalogue by its name."""
    name = payload["name"]
    try:
        if ".." in PurePosixPath(name).parts:
            raise FileNotFoundError(name)
        game = catalog.load(name)
    except (OSError, ValueError):  # no such file, or no name that a file could have
        known = [str(slug) for slug in catalog.games()["Game"]]
        hint = nearest(name, known) or f"; it has, for instance, {', '.join(known[:3])}"
        raise InputError(f"Gambit's catalogue has no game {name!r}{hint}") from None
    return _strategic_form(game, f"catalog:{name}")


def small(payload: dict[str, Any]) -> dict[str, Any]:
    """Load all games of the catalogue with at most so many ``profiles`` in strategic form; those that have none are left out."""
    games = []
    for name in sorted(str(slug) for slug in catalog.games()["Game"]):
        with contextlib.suppress(AccordError):
            game = catalog.load(name)
            if library.is_tree(game) and not game.is_perfect_recall:
                continue
            shape = reduced_shape(game.to_efg()) if library.is_tree(game) else [len(own) for own in library.strategies(game)]
            if prod(shape) <= payload["profiles"]:
                games.append({"name": name, **_strategic_form(game, f"catalog:{name}")})
    return {"games": games}


def _strategic_form(game: Any, name: str) -> dict[str, Any]:
    try:
        if not library.is_tree(game):
            ensure_room([len(own) for own in library.strategies(game)], name)
        elif game.is_perfect_recall:
            ensure_room(reduced_shape(game.to_efg()), f"the strategic form of {name}")
        text, floats = library.text(game)
    except (AccordError, MemoryError):
        raise
    except Exception as error:
        raise InputError(f"Gambit {pygambit.__version__} cannot write {name} in strategic form") from error
    return {"nfg": text, "floats": floats}
