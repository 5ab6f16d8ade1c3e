"""Somebody's claimed equilibria: strictly read from a file, and each held against the game and against what solvers found."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from accord.crosschecks.known import Claimed, Verdict
from accord.crosschecks.matching import Atlas, Place, is_exact
from accord.crosschecks.rows import Row
from accord.equilibria.nash import APPROXIMATE, Deviation, deviation, nearest_exact, regrets
from accord.errors import InputError
from accord.game import Game
from accord.plan import Profile
from accord.rationals import rational

__all__ = ["Claim", "judged", "read_claims", "verified"]

_ROUNDING = 1e-6
"""How far a decimal may be off at least, however many digits it has: it went through floating point."""
_TRUNCATED = 2
"""How many times as far decimals are off that were cut instead of rounded."""
_MOST_TEXT = 10**8


@dataclass(frozen=True)
class Claim:
    """A profile that somebody claims to be an equilibrium.

    Attributes:
        line: where it stands in its file.
        profile: the probabilities as they are written.
        slack: how far the rounding of decimals may have moved a probability; 0 if there are only fractions and whole numbers.
    """

    line: int
    profile: Profile
    slack: float


def read_claims(where: str | Path, game: Game) -> tuple[Claim, ...]:
    """Read claimed equilibria.

    A `.json` or `.toml` file has a list ``equilibria`` of profiles, or of tables with a ``profile``; a profile has a list of
    probabilities per player. JSON may be that list itself, or the report of a cross-check. Every other file has a profile a line,
    all probabilities one after the other, separated by commas, after ``NE`` or not, as Gambit's command-line tools print them.
    Empty lines and comments (``#``) are passed over, and so are Gambit's ``convex-1,…`` lines, which repeat the equilibria
    of a component. Probabilities are whole numbers, fractions or decimals.

    Args:
        where: the file.
        game: the game that it is about.

    Raises:
        InputError: if it cannot be read or holds something else, with the line.
    """
    path = Path(where)
    try:
        if path.stat().st_size > _MOST_TEXT:
            raise InputError(f"{path} has more than {_MOST_TEXT // 10**6} MB; a list of equilibria is needed")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start}); a list of equilibria is needed") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    readers = {".json": _from_json, ".toml": _from_toml}
    entries = readers.get(path.suffix.lower(), _from_lines)(text, str(path))
    return tuple(_claim(entry, line, game, f"{path}:{line}") for line, entry in entries)


def verified(game: Game, claim: Claim) -> Profile | None:
    """Return the exact equilibrium that a claim is, but for the rounding of decimals; None if there is none on its supports."""
    proper = _proper(claim)
    found = nearest_exact(game, proper, _TRUNCATED * claim.slack)
    return found if claim.slack or found == proper else None


def judged(claim: Claim, atlas: Atlas, rows: Sequence[Row]) -> Claimed:
    """Say what a claim is worth, and who found the same."""
    game, proper = atlas.game, _proper(claim)
    exactly = proper == claim.profile and not any(regrets(game, proper))
    near = verified(game, claim)
    place = atlas.place(proper) if exactly else _rounded(claim, proper, near, atlas)
    best = deviation(game, proper)
    if exactly:
        verdict = Verdict.EXACT
    elif place is not None:
        verdict = Verdict.ROUNDED
    elif _share(game, best) <= APPROXIMATE:
        verdict = Verdict.APPROXIMATE
    else:
        verdict = Verdict.REFUTED
    number, component = (None, None) if place is None else (place.number, place.component)
    finders = tuple(
        row.name
        for row in rows
        if (number in row.found if number is not None else component is not None and component in row.inside)
    )
    reason = f"{game.players[best.player]} gains by deviating" if verdict is Verdict.REFUTED else ""
    inside = component if number is None else None
    return Claimed(claim.line, claim.profile, verdict, best if best.gain else None, reason, number, inside, finders)


def _rounded(claim: Claim, proper: Profile, near: Profile | None, atlas: Atlas) -> Place | None:
    """Return the equilibrium of which a claim is a rounding; the known ones of which it may be one include what is `near`."""
    if near is not None:
        return atlas.place(near)
    place = atlas.place(tuple(tuple(float(p) for p in strategy) for strategy in proper), max(claim.slack, _ROUNDING))
    known = place is not None and (place.number is None or is_exact(atlas.equilibria[place.number - 1]))
    return place if known and claim.slack else None


def _share(game: Game, best: Deviation) -> float:
    span = game.highest[best.player] - game.lowest[best.player]
    return float(best.gain / span) if span else 0.0


def _proper(claim: Claim) -> Profile:
    """Return the claimed profile with probabilities that add up to 1."""
    sums = [sum((Fraction(p) for p in strategy), Fraction(0)) for strategy in claim.profile]
    return tuple(tuple(Fraction(p) / s for p in strategy) for strategy, s in zip(claim.profile, sums, strict=True))


def _claim(entry: Any, line: int, game: Game, at: str) -> Claim:
    """Read one profile: a list of probabilities per player, or all of them in one list."""
    counts = " and ".join(map(str, game.shape))
    if isinstance(entry, dict):
        entry = entry.get("exact") or entry.get("profile")
    if not isinstance(entry, list) or not entry:
        raise InputError(f"{at}: no profile; {counts} probabilities, a list for each player, are needed")
    if not any(isinstance(part, list) for part in entry):
        if len(entry) != sum(game.shape):
            raise InputError(f"{at}: {len(entry)} probabilities; {counts} are needed")
        ends = [sum(game.shape[: i + 1]) for i in range(game.n_players)]
        entry = [entry[end - count : end] for end, count in zip(ends, game.shape, strict=True)]
    if len(entry) != game.n_players or not all(isinstance(part, list) for part in entry):
        raise InputError(f"{at}: {len(entry)} strategies; {game.n_players} are needed, one for each player")
    slack = 0.0
    strategies = []
    for player, own, count in zip(game.players, entry, game.shape, strict=True):
        if len(own) != count:
            raise InputError(f"{at}: {len(own)} probabilities for {player}; {count} are needed, one for each action")
        strategy, off = zip(*(_probability(p, at) for p in own), strict=True)
        total = sum(strategy, Fraction(0))
        if abs(total - 1) > sum(off):
            raise InputError(f"{at}: the probabilities of {player} add up to {float(total):.9g}; 1 is needed")
        slack = max(slack, *off)
        strategies.append(strategy)
    return Claim(line, tuple(strategies), slack)


def _probability(given: Any, at: str) -> tuple[Fraction, float]:
    """Read a probability, and say how far rounding may have moved it."""
    try:
        if isinstance(given, (bool, list, dict)) or given is None:
            raise InputError("no number")
        value = rational(given)
    except InputError:
        raise InputError(f"{at}: a probability is {given!r}; a number such as 0, 0.25 or 1/3 is needed") from None
    digits = re.fullmatch(r"[+-]?\d*\.(\d*)(?:[eE]([+-]?\d+))?", given.strip()) if isinstance(given, str) else None
    scientific = isinstance(given, str) and "e" in given.lower()
    off = 0.0
    if digits or scientific:
        places = len(digits[1]) - int(digits[2] or 0) if digits else -int(given.lower().partition("e")[2])
        off = max(0.5 * 10.0**-places if 2 <= places <= 300 else 0.0, _ROUNDING)
    if not -off <= value <= 1 + off:
        raise InputError(f"{at}: a probability is {given}; between 0 and 1 is needed")
    return max(value, Fraction(0)), off


def _from_lines(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the probabilities in each line of comma-separated values, or of what Gambit's tools print."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.partition("#")[0].strip()
        if not bare or bare.startswith("convex-"):
            continue
        (fields,) = csv.reader([bare], skipinitialspace=True)
        fields = [field.strip() for field in fields]
        if fields[0] == "NE":
            del fields[0]
        elif not re.match(r"[+-]?[\d.]", fields[0]):
            raise InputError(f"{where}:{number}: {fields[0]!r} begins the line; NE or a probability does")
        yield number, fields


def _from_toml(text: str, where: str) -> Iterator[tuple[int, Any]]:
    try:
        document = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = place[1] if place else len(text.splitlines())
        raise InputError(f"{where}:{line}: no TOML: {error}") from None
    listed = _listed(document, where)
    starts = [k for k, line in enumerate(text.splitlines(), 1) if re.match(r"\s*(\[\[\s*equilibria\s*\]\]|equilibria\s*=)", line)]
    yield from zip(starts if len(starts) == len(listed) else [starts[0] if starts else 1] * len(listed), listed, strict=True)


def _from_json(text: str, where: str) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder(parse_float=str, parse_constant=str)
    try:
        listed = _listed(decoder.decode(text), where)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}:{error.lineno}: no JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{where}: its lists are nested too deeply; a list of equilibria is needed") from None
    yield from zip(_places(text, decoder, len(listed)), listed, strict=True)


def _places(text: str, decoder: json.JSONDecoder, count: int) -> Iterator[int]:
    """Yield the lines in which the entries of the list of equilibria begin."""
    start = re.match(r"\s*\[", text) or re.search(r'"equilibria"\s*:\s*\[', text)
    at = 0 if start is None else start.end()
    for _ in range(count):
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,"))
        yield text.count("\n", 0, at) + 1
        with suppress(json.JSONDecodeError):
            _, at = decoder.raw_decode(text, at)


def _listed(document: Any, where: str) -> list[Any]:
    if isinstance(document, dict):
        if "equilibria" not in document:
            known = ", ".join(map(repr, list(document)[:5])) or "none"
            raise InputError(f"{where}: there is no list 'equilibria'; its keys: {known}")
        document = document["equilibria"]
    if not isinstance(document, list):
        raise InputError(f"{where}: equilibria are {type(document).__name__}; a list of profiles is needed")
    return document
