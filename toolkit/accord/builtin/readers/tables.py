"""Games as TOML and JSON documents, exactly.

The keys are ``payoffs`` or ``payoff_arrays``, and optionally ``players``, ``actions``, ``title`` and ``source``:

    title = "Chicken"
    players = ["Row", "Column"]
    actions = [["Dare", "Swerve"], ["Dare", "Swerve"]]
    payoffs = [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]       # payoffs[a1][a2] = [u1, u2]
    # or, one array per player:  payoff_arrays = [[[0, 7], [2, 6]], [[0, 2], [7, 6]]]

Numbers are taken as they are written (``0.1`` is a tenth), and may be strings such as ``"17/3"``. The number of players is
how deep the lists nest, less one. What cannot be meant is refused: unknown or repeated keys, NaN, infinities, ragged
lists, labels that do not fit.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from accord.builtin.readers.files import build, check_shape, exact, read_text, table_of
from accord.claims import Claim
from accord.errors import InputError, nearest
from accord.game import Game
from accord.rationals import rational
from accord.roles import Needs

__all__ = ["JsonReader", "TomlReader", "load_toml", "parse_json", "parse_toml", "to_game"]

_KEYS = ("actions", "payoff_arrays", "payoffs", "players", "source", "title")
_LONG = 4000
"""Decimal digits that Python converts to an integer without complaint."""


@dataclass(frozen=True)
class TomlReader:
    """Read a game from a `.toml` file, exactly."""

    name: ClassVar[str] = "toml"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".toml",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        """Return the game in a file; `InputError` names the file and what is wrong in it."""
        return parse_toml(read_text(source), source)


@dataclass(frozen=True)
class JsonReader:
    """Read a game from a `.json` file, exactly."""

    name: ClassVar[str] = "json"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        """Return the game in a file; `InputError` names the file and what is wrong in it."""
        return parse_json(read_text(source), source)


def parse_toml(text: str, where: str = "the text") -> Game:
    """Read a game from the text of a TOML document; raise `InputError` if it is none."""
    return to_game(load_toml(text, where), where)


def parse_json(text: str, where: str = "the text") -> Game:
    """Read a game from the text of a JSON document; raise `InputError` if it is none."""

    def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, count in Counter(key for key, _ in pairs).items():
            if count > 1:
                raise InputError(f"{where}: the key {_shown(key)} occurs {count} times; keys must differ")
        return dict(pairs)

    def number(literal: str) -> Fraction:
        return exact(literal, f"{where}: a value")

    def whole(literal: str) -> int | Fraction:
        return int(literal) if len(literal) < _LONG else number(literal)

    try:
        document = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=unrepeated, parse_float=number, parse_int=whole, parse_constant=number
        )
    except json.JSONDecodeError as trouble:
        raise InputError(f"{where}, line {trouble.lineno}: not valid JSON: {trouble.msg}") from None
    except RecursionError:
        raise InputError(f"{where}: lists nest too deeply") from None
    return to_game(document, where)


def load_toml(text: str, where: str) -> dict[str, Any]:
    """Return a TOML document with its decimals as fractions; raise `InputError` if it is none."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=lambda literal: exact(literal, f"{where}: a value"))
    except RecursionError:
        raise InputError(f"{where}: lists nest too deeply") from None
    except tomllib.TOMLDecodeError as trouble:
        raise InputError(_toml_trouble(str(trouble), where)) from None
    except ValueError:
        raise InputError(f"{where}: an integer is too long; at most {_LONG} digits are accepted") from None


def _toml_trouble(message: str, where: str) -> str:
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL)
    if not found:
        return f"{where}: not valid TOML: {message}"
    return f"{where}, {'line ' + found[2] if found[2] else 'at the end'}: not valid TOML: {found[1]}"


def to_game(document: object, where: str) -> Game:
    """Turn a parsed document into a game.

    Raises:
        InputError: naming `where` and the key at fault.
    """
    if not isinstance(document, Mapping):
        raise InputError(f"{where} holds {_kind(document)}; an object with the key 'payoffs' is needed")
    for key in document:
        if key not in _KEYS:
            raise InputError(f"{where}: unknown key {_shown(key)}{nearest(key, _KEYS)}; known are {', '.join(_KEYS)}")
    for key in ("title", "source"):
        if not isinstance(document.get(key, ""), str):
            raise InputError(f"{where}: {key} is {_kind(document[key])}; a string is needed")
    players, actions = document.get("players"), document.get("actions")
    if players is not None:
        _check_labels(players, f"{where}: players")
    if actions is not None:
        if not isinstance(actions, list):
            raise InputError(f"{where}: actions is {_kind(actions)}; a list of one list of names per player is needed")
        for i, names in enumerate(actions):
            _check_labels(names, f"{where}: actions[{i}]")
    given = [key for key in ("payoffs", "payoff_arrays") if key in document]
    if len(given) != 1:
        raise InputError(
            f"{where} has {'both' if given else 'neither'} payoffs {'and' if given else 'nor'} payoff_arrays; one is needed"
        )
    tables = (_joint if given == ["payoffs"] else _separate)(document[given[0]], where)
    return build(where, tables, players=players, actions=actions, title=document.get("title", ""))


def _check_labels(names: object, at: str) -> None:
    if not isinstance(names, list):
        raise InputError(f"{at} is {_kind(names)}; a list of names is needed")
    for name in names:
        if not isinstance(name, str):
            raise InputError(f"{at} holds {_kind(name)}; names are strings, in quotation marks")


def _joint(payoffs: object, where: str) -> list[Any]:
    """Split ``payoffs[a1]…[an] = [u1, …, un]`` into one array per player."""
    shape = _shape(payoffs, f"{where}: payoffs")
    n = len(shape) - 1
    if n < 1 or shape[-1] != n:
        raise InputError(
            f"{where}: payoffs nest {len(shape)} deep with {shape[-1]} number(s) in each innermost list; a game of n players "
            "nests n + 1 deep, payoffs[a1]…[an] = [u1, …, un] (payoff_arrays takes one array per player)"
        )
    return list(_table(payoffs, shape, f"{where}: payoffs", shape[:-1]).transpose(n, *range(n)))


def _separate(arrays: object, where: str) -> list[Any]:
    """Read one nested list per player."""
    shape = _shape(arrays, f"{where}: payoff_arrays")
    n = shape[0]
    if len(shape) != n + 1:
        raise InputError(
            f"{where}: payoff_arrays hold {n} array(s) of {len(shape) - 1} dimension(s); "
            "a game of n players needs n arrays of n dimensions"
        )
    return list(_table(arrays, shape, f"{where}: payoff_arrays", shape[1:]))


def _shape(values: object, at: str) -> tuple[int, ...]:
    """Return how long the lists are on each level, going by the first list of each."""
    shape: list[int] = []
    while isinstance(values, list):
        if not values:
            raise InputError(f"{at}{'[0]' * len(shape)} is an empty list; every player needs at least one action")
        shape.append(len(values))
        values = values[0]
    if not shape:
        raise InputError(f"{at} is {_kind(values)}; nested lists of numbers are needed")
    return tuple(shape)


def _table(values: object, shape: tuple[int, ...], at: str, actions: tuple[int, ...]) -> Any:
    check_shape(actions, at)
    return table_of(_leaves(values, shape, at), shape)


def _leaves(values: Any, shape: Sequence[int], at: str) -> Iterator[int | Fraction]:
    """Yield the numbers of nested lists of exactly this shape."""
    if not isinstance(values, list) or len(values) != shape[0]:
        found = f"a list of {len(values)}" if isinstance(values, list) else _kind(values)
        raise InputError(f"{at} is {found}, others of its kind are lists of {shape[0]}; the lists must not be ragged")
    for k, value in enumerate(values):
        if len(shape) > 1:
            yield from _leaves(value, shape[1:], f"{at}[{k}]")
        elif type(value) is int or type(value) is Fraction:
            yield value
        else:
            if not isinstance(value, str):
                raise InputError(f"{at}[{k}] is {_kind(value)}; a number such as 3, -1.5 or '17/3' is needed")
            yield rational(value, f"{at}[{k}]")


def _kind(value: object) -> str:
    kinds = {bool: "a truth value", str: "a string", list: "a list", dict: "an object", int: "a number", Fraction: "a number"}
    return "null" if value is None else kinds.get(type(value), "a date or time")


def _shown(key: str) -> str:
    return repr(key if len(key) <= 30 else f"{key[:27]}...")
