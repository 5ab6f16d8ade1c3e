r"""Gambit's strategic-form files: the payoff form and the outcome form, exactly.

A file is ``NFG 1 R "title" { players } { actions } "comment"`` and a body. The actions are either numbers of actions or
nested lists of labels; the comment may be missing. The body lists the payoffs of all players for every profile, the *first*
player's action changing fastest; or it is a list of outcomes ``{ "name" 1, 2 }`` followed by the number of an outcome for every
profile (from 1; 0 means that everybody gets nothing). Numbers are integers, decimals or fractions, and are kept
exactly. In quoted text ``\"`` is a quotation mark and ``\\`` a backslash.

Such files may hold blank or repeated labels, which a game must not: a blank action becomes its number, a blank player
``player k``, and each of several equal labels gets a number appended, ``up_1``, ``up_2``.

Source: the format is described in the documentation of Gambit, https://gambitproject.readthedocs.io/.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, NoReturn

import numpy as np
from numpy.typing import NDArray

from accord.builtin.readers.files import build, check_shape, distinct, exact, read_text, table_of
from accord.claims import Claim
from accord.errors import InputError
from accord.game import Game
from accord.roles import Needs

__all__ = ["NfgReader", "parse_nfg"]

_TOKEN = re.compile(r'\s*+(?:(?P<text>"(?:[^"\\]|\\.)*+")|(?P<mark>[{},])|(?P<word>[^\s{},"]+))', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_SMALL_INTEGERS = re.compile(r"(?:\s*+[+-]?[0-9]{1,18}+(?!\S))*+\s*+")
_LONGEST_COUNT = 18
"""Decimal digits of the longest count that is worth reading."""


@dataclass(frozen=True)
class NfgReader:
    """Read a `.nfg` file, in its payoff form or its outcome form, exactly."""

    name: ClassVar[str] = "nfg"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".nfg",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        """Return the game in a file; `InputError` names the file and the line."""
        return parse_nfg(read_text(source), source)


def parse_nfg(text: str, where: str = "the text") -> Game:
    """Read a game from the text of a `.nfg` file.

    Args:
        text: the content of the file.
        where: what to call it in errors.

    Raises:
        InputError: if the text is not such a file, naming the line; if the game does not fit into memory.
    """
    scan = _Scan(text.removeprefix("\ufeff"), where)
    title = _header(scan)
    players = _texts(scan, "a quoted player name")
    if not players:
        scan.fail("the list of players is empty; at least one is needed")
    labels, shape = _actions(scan, len(players))
    check_shape(shape, where)
    scan.take("text")  # the comment
    tables = _outcomes(scan, shape) if scan.take("{") else _payoffs(scan, shape)
    return build(
        where,
        tables,
        players=distinct(players, "player {}"),
        actions=None if labels is None else [distinct(names, "{}") for names in labels],
        title=title,
    )


class _Scan:
    """A position in the text: the next token can be looked at, taken or insisted on."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.end = 0
        self._advance()

    def _advance(self) -> None:
        self.start = self.end
        found = _TOKEN.match(self.text, self.start)
        if found is None:
            rest = self.text[self.start :]
            self.start += len(rest) - len(rest.lstrip())
            if self.start < len(self.text):
                self.fail("the quotation mark is never closed")
            self.kind, self.token = "end", ""
            return
        self.end, self.kind = found.end(), str(found.lastgroup)
        self.start, self.token = found.start(self.kind), found[self.kind]
        if self.kind == "mark":
            self.kind = self.token

    def jump(self, position: int) -> None:
        """Go on from another position in the text."""
        self.end = position
        self._advance()

    def fail(self, trouble: str, at: int | None = None) -> NoReturn:
        """Raise an error that names the file and the line."""
        line = self.text.count("\n", 0, self.start if at is None else at) + 1
        raise InputError(f"{self.where}, line {line}: {trouble}")

    def take(self, kind: str) -> str | None:
        """Return the next token and step past it if it is of this kind, else None."""
        if self.kind != kind:
            return None
        token = self.token
        self._advance()
        return re.sub(r'\\(["\\])', r"\1", token[1:-1]) if kind == "text" else token

    def expect(self, kind: str, wanted: str) -> str:
        """Return the next token and step past it; raise `InputError` if it is of another kind."""
        found, at = self.found, self.start
        token = self.take(kind)
        return self.fail(f"{found} where {wanted} is needed", at) if token is None else token

    @property
    def found(self) -> str:
        """What stands here, for an error."""
        return "the file ends" if self.kind == "end" else f"found {_shown(self.token)}"


def _header(scan: _Scan) -> str:
    for accepted, wanted in ((("NFG",), "NFG"), (("1",), "version 1"), (("R", "D"), "R or D")):
        found, at = scan.found, scan.start
        if scan.take("word") not in accepted:
            scan.fail(f"{found} where {wanted} is needed; a .nfg file begins with NFG 1 R", at)
    return scan.expect("text", "the game's title in quotation marks")


def _texts(scan: _Scan, wanted: str) -> list[str]:
    scan.expect("{", "{")
    texts = []
    while scan.kind != "}":
        texts.append(scan.expect("text", f"{wanted} or }}"))
    scan.expect("}", "}")
    return texts


def _actions(scan: _Scan, n_players: int) -> tuple[list[list[str]] | None, tuple[int, ...]]:
    scan.expect("{", "{ and the players' actions")
    labels: list[list[str]] | None = None
    at = scan.start
    if scan.kind == "{":
        labels = []
        while scan.kind == "{":
            labels.append(_texts(scan, "a quoted action name"))
        shape = tuple(len(names) for names in labels)
    else:
        counts = []
        while scan.kind == "word":
            counts.append(_count(scan, scan.token, "a number of actions", scan.start))
            scan.take("word")
        shape = tuple(counts)
    scan.expect("}", "} after the players' actions")
    if len(shape) != n_players:
        scan.fail(f"actions are listed for {len(shape)} player(s) and names for {n_players}", at)
    return labels, shape


def _count(scan: _Scan, token: str, wanted: str, at: int) -> int:
    if not re.fullmatch(r"\+?[0-9]+", token):
        scan.fail(f"found {_shown(token)} where {wanted} is needed", at)
    digits = token.lstrip("+0")
    if len(digits) > _LONGEST_COUNT:
        scan.fail(f"{_shown(token)} is too large for {wanted}", at)
    return int(digits or "0")


def _payoffs(scan: _Scan, shape: tuple[int, ...]) -> list[NDArray[Any]]:
    """Read the payoffs of all players for every profile, the first player's action changing fastest."""
    if scan.kind not in {"word", "end"}:
        scan.fail(f"{scan.found} where a payoff or {{ and a list of outcomes is needed")
    numbers = _numbers(scan, math.prod(shape) * len(shape), "payoffs")
    return [table.reshape(shape, order="F") for table in numbers.reshape(-1, len(shape)).T]


def _outcomes(scan: _Scan, shape: tuple[int, ...]) -> list[NDArray[Any]]:
    """Read the outcomes, then the number of an outcome for every profile."""
    outcomes: list[list[int | Fraction]] = [[0] * len(shape), *_plain_outcomes(scan, len(shape))]
    while scan.take("{"):
        scan.expect("text", "the outcome's name in quotation marks")
        payoffs = []
        for player in range(len(shape)):
            at = scan.start
            payoffs.append(_number(scan, scan.expect("word", f"the payoff of player {player + 1}"), at))
            scan.take(",")
        scan.expect("}", f"}} after the outcome's {len(shape)} payoff(s)")
        outcomes.append(payoffs)
    scan.expect("}", "} after the list of outcomes")
    chosen = _numbers(scan, math.prod(shape), "outcome numbers")
    for k, number in enumerate(chosen.tolist()):
        if not 0 <= number < len(outcomes) or number != int(number):
            scan.fail(f"found {number} where the number of an outcome is needed, 0 to {len(outcomes) - 1}", _nth_word(scan, k))
    listed = chosen.astype(np.intp).reshape(shape, order="F")
    return [table_of(column, [len(outcomes)])[listed] for column in zip(*outcomes, strict=True)]


def _plain_outcomes(scan: _Scan, n_players: int) -> list[list[int | Fraction]]:
    """Read, at one pattern match each, as many outcomes as are written flawlessly."""
    pattern = re.compile(
        r'\s*+\{\s*+"(?:[^"\\]|\\.)*+"' + rf"\s*+({_NUMBER.pattern})(?=[\s,}}])\s*+,?" * n_players + r"\s*+\}", re.DOTALL
    )
    outcomes = []
    end = scan.start
    while found := pattern.match(scan.text, end):
        outcomes.append([_number(scan, token, found.start(k + 1)) for k, token in enumerate(found.groups())])
        end = found.end()
    scan.jump(end)
    return outcomes


def _numbers(scan: _Scan, count: int, what: str) -> NDArray[Any]:
    """Read the rest of the file as exactly `count` numbers."""
    body = scan.text[scan.start :]
    tokens = body.split()
    if len(tokens) < count:
        scan.fail(f"the file ends after {len(tokens)} of {count} {what}", len(scan.text.rstrip()))
    if len(tokens) > count:
        scan.fail(f"{_shown(tokens[count])} follows after all {count} {what}", _nth_word(scan, count))
    if _SMALL_INTEGERS.fullmatch(body):
        return np.array([int(token) for token in tokens], dtype=np.int64)
    known: dict[str, int | Fraction] = {}
    for k, token in enumerate(tokens):
        if token not in known:
            known[token] = _number(scan, token, None, k)
    return table_of((known[token] for token in tokens), [count])


def _number(scan: _Scan, token: str, at: int | None, k: int = 0) -> int | Fraction:
    """Read one number, which stands at a position or is the k-th word from here."""
    if _NUMBER.fullmatch(token):
        try:
            return int(token) if len(token) < _LONGEST_COUNT and token.lstrip("+-").isdigit() else exact(token, "it")
        except InputError:
            pass
    return scan.fail(
        f"{_shown(token)} is no payoff; a number such as 3, -1.5, 2e-3 or 17/3 is needed",
        _nth_word(scan, k) if at is None else at,
    )


def _nth_word(scan: _Scan, k: int) -> int:
    """Return where the k-th word from here begins."""
    for number, word in enumerate(re.finditer(r"\S+", scan.text[scan.start :])):
        if number == k:
            return scan.start + word.start()
    return len(scan.text)


def _shown(token: str | Sequence[str]) -> str:
    return repr(token if len(token) <= 30 else f"{token[:27]}...")
