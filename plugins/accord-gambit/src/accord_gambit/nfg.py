"""The one text in which games travel to and from Gambit: its `.nfg` format, which both generations of pygambit read and write.

Written here in the outcome form, with one outcome per distinct payoff vector: pygambit 16 needs time quadratic in the number of
outcomes, and the payoff form makes every cell one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import prod

import numpy as np

from accord.game import Game

__all__ = ["normalised", "parse", "simple", "tokens", "unique", "write"]

Cell = tuple[Fraction, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s{},"]+', re.DOTALL)


def cells(game: Game) -> Iterator[Cell]:
    """Yield the payoff vectors in the order of the format: the first player's action changes fastest."""
    columns = [numerators.ravel(order="F").tolist() for numerators in game.numerators]
    for vector in zip(*columns, strict=True):
        yield tuple(Fraction(int(k), d) for k, d in zip(vector, game.denominators, strict=True))


def normalised(game: Game) -> str:
    """Write a game with each player's payoffs scaled exactly to [0, 1], under numbers for labels.

    ``(u_i - min u_i) / (max u_i - min u_i)``, or 0 where the player is never affected; equilibria stay the same. Gambit's
    exact solvers overflow once a payoff range reaches 2^31 - 1, and its approximate ones have absolute tolerances.
    """
    low = game.lowest
    width = [high - least or Fraction(1) for high, least in zip(game.highest, low, strict=True)]
    scaled = (tuple((u - a) / w for u, a, w in zip(cell, low, width, strict=True)) for cell in cells(game))
    numbers = [[str(k + 1) for k in range(count)] for count in game.shape]
    return write("", [str(i + 1) for i in range(game.n_players)], numbers, scaled)


def write(title: str, players: Sequence[str], actions: Sequence[Sequence[str]], payoffs: Iterable[Cell]) -> str:
    """Write a game in the outcome form; the payoff vectors come with the first player's action changing fastest."""
    outcomes: dict[Cell, int] = {}
    order = [outcomes.setdefault(cell, len(outcomes) + 1) for cell in payoffs]
    named = "\n".join(f'{{ "{k}" {", ".join(map(str, cell))} }}' for cell, k in outcomes.items())
    strategies = "\n".join(f"{{ {_quoted(labels)} }}" for labels in actions)
    head = f'NFG 1 R {_quoted([title])} {{ {_quoted(players)} }}\n\n{{ {strategies}\n}}\n""\n'
    return f"{head}\n{{\n{named}\n}}\n{' '.join(map(str, order))}\n"


def parse(text: str, *, floats: bool = False) -> Game:
    """Read what Gambit writes as a game, under labels made `unique`.

    Args:
        text: an `.nfg` file in either form.
        floats: whether the payoffs went through floating-point numbers, so that `simple` ones are meant.
    """
    rest = tokens(text)
    for _ in range(3):  # NFG 1 R
        next(rest)
    title = _plain(next(rest))
    next(rest)
    players = [_plain(label) for label in _until_closed(rest)]
    next(rest)
    actions = []
    while next(rest) == "{":
        actions.append([_plain(label) for label in _until_closed(rest)])
    body = list(rest)
    if body and body[0].startswith('"'):
        del body[0]
    shape = [len(labels) for labels in actions]
    known: dict[str, Fraction] = {}
    numbers = [_number(word, floats, known) for word in _in_payoff_form(body, len(players))]
    table = np.empty(len(numbers), dtype=object)
    table[:] = numbers
    payoffs = table.reshape((prod(shape), len(players)))
    return Game.from_arrays(
        *(payoffs[:, i].reshape(shape, order="F") for i in range(len(players))),
        players=unique(players, "player "),
        actions=[unique(labels) for labels in actions],
        title=" ".join(title.split()),
    )


def tokens(text: str) -> Iterator[str]:
    """Yield strings (in their quotes), braces and words; commas are blanks."""
    return (match.group() for match in _TOKEN.finditer(text))


def unique(labels: Sequence[str], prefix: str = "") -> list[str]:
    """Name what has no label by its number and tell equal labels apart.

    An empty label becomes the prefix and the number, a repeated one gets " (2)", " (3)" … where it occurs again.

    >>> unique(["L", "", "L"])
    ['L', '2', 'L (2)']
    """
    given = [label if label.strip() else f"{prefix}{k}" for k, label in enumerate(labels, 1)]
    taken: set[str] = set()
    for k, label in enumerate(given):
        copy, name = 1, label
        while name in taken or (copy > 1 and name in given):
            copy += 1
            name = f"{label} ({copy})"
        given[k] = name
        taken.add(name)
    return given


def simple(value: Fraction) -> Fraction:
    """Return the number that a float was meant to be.

    That is the fraction of denominator up to a million within four units in the last place, else the shortest decimal.

    >>> simple(Fraction(0.1 + 0.2)), simple(Fraction(-3.7188980070375948))
    (Fraction(3, 10), Fraction(-9297245017593987, 2500000000000000))
    """
    near = value.limit_denominator(10**6)
    if abs(near - value) <= abs(value) * Fraction(1, 2**51):
        return near
    return Fraction(repr(float(value)))


def _number(word: str, floats: bool, known: dict[str, Fraction]) -> Fraction:
    if word not in known:
        known[word] = simple(Fraction(word)) if floats else Fraction(word)
    return known[word]


def _in_payoff_form(body: list[str], n_players: int) -> Iterator[str]:
    if not body or body[0] != "{":
        yield from body
        return
    rest = iter(body)
    next(rest)
    outcomes = [["0"] * n_players]
    while next(rest) == "{":
        outcomes.append([word for word in _until_closed(rest) if not word.startswith('"')])
    for word in rest:
        yield from outcomes[int(word)]


def _until_closed(words: Iterator[str]) -> list[str]:
    return list(iter(words.__next__, "}"))


def _quoted(labels: Iterable[str]) -> str:
    # Gambit writes a backslash as two, but reads two as three: a single one is what it reads as one.
    return " ".join('"' + label.replace('"', '\\"') + '"' for label in labels)


def _plain(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)
