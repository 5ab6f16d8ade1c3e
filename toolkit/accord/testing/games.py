"""The games that all contracts share: small, and each awkward in a way of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from accord.errors import ConfigurationError, nearest
from accord.game import Game

__all__ = ["SHARED_GAMES", "SharedGame", "shared", "shown"]

_DIGITS = 30
"""Characters of a payoff that is shown as it is."""


@dataclass(frozen=True)
class SharedGame:
    """A game to try a component on.

    Attributes:
        name: what the tests call it: lower-case words joined by hyphens.
        game: the game.
        reason: what is awkward about it.
    """

    name: str
    game: Game
    reason: str


def shared(*names: str) -> tuple[SharedGame, ...]:
    """Return the shared games of these names, for a contract whose component takes long.

    >>> [case.game.shape for case in shared("no-choice", "four-players")]
    [(1, 1), (2, 2, 2, 2)]

    Raises:
        ConfigurationError: if there is none of such a name.
    """
    known = {case.name: case for case in SHARED_GAMES}
    for name in names:
        if name not in known:
            raise ConfigurationError(f"no shared game is called {name!r}{nearest(name, known)}; there are {', '.join(known)}")
    return tuple(known[name] for name in names)


def shown(game: Game) -> str:
    """Return a game's payoffs in one line, for messages."""
    tables = [
        (numerators.astype(object) * Fraction(1, denominator)).ravel().tolist()
        for numerators, denominator in zip(game.numerators, game.denominators, strict=True)
    ]
    payoffs = "; ".join(f"({', '.join(map(_legible, table))})" for table in tables)
    return f"{game.title or 'a game'} ({' × '.join(map(str, game.shape))}, payoffs by player {payoffs})"


def _legible(payoff: Fraction) -> str:
    """Return a payoff as text, rounded if it has more digits than anybody reads."""
    exact = str(payoff)
    return exact if len(exact) <= _DIGITS else f"about {float(payoff):.9g}"


def _case(name: str, reason: str, *tables: Any, unit: Sequence[Any] | Any = 1, offset: Any = 0) -> SharedGame:
    """Make a game of one table per player, in some unit; labels run backwards, so that sorting them changes the order."""
    n = len(tables)
    units = unit if isinstance(unit, tuple) else (unit,) * n
    arrays = [
        np.vectorize(lambda u, k=k: Fraction(u) * k + offset, otypes=[object])(t) for t, k in zip(tables, units, strict=True)
    ]
    shape = arrays[0].shape
    return SharedGame(
        name,
        Game.from_arrays(
            *arrays,
            players=[f"player {'zyxw'[i]}" for i in range(n)],
            actions=[[f"act {'zyxw'[k]}" for k in range(m)] for m in shape],
            title=name,
        ),
        reason,
    )


def _of_profiles(shape: tuple[int, ...], payoffs: Any) -> list[Any]:
    """Return a table per player out of a function of the profile."""
    cells = [payoffs(*profile) for profile in product(*map(range, shape))]
    return [np.array(table, dtype=object).reshape(shape) for table in zip(*cells, strict=True)]


_CHICKEN = ([[0, 7], [2, 6]], [[0, 2], [7, 6]])
_BOS = ([[3, 0], [0, 2]], [[2, 0], [0, 3]])

SHARED_GAMES: tuple[SharedGame, ...] = (
    _case("no-choice", "1 × 1: nothing to decide", [[3]], [[-2]]),
    _case("one-row", "1 × 3: one player has no choice, the other two best actions", [[0, 1, 2]], [[2, 1, 2]]),
    _case("one-column", "3 × 1, the other way round", [[0], [1], [1]], [[5], [5], [5]]),
    _case("one-player", "a single player, with two best actions", [2, 7, 7]),
    _case("constant", "everything is an equilibrium, and nothing matters", [[5, 5], [5, 5]], [[5, 5], [5, 5]]),
    _case("chicken", "two pure equilibria and a mixed one; correlation helps", *_CHICKEN),
    _case("bos", "a conflict about which of two equilibria", *_BOS),
    _case("dilemma", "the only equilibrium is dominant, and bad for both", [[3, 0], [5, 1]], [[3, 5], [0, 1]]),
    _case("pennies", "zero-sum, without a pure equilibrium", [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
    _case("rock-paper-scissors", "zero-sum 3 × 3: one equilibrium, in full mixtures", [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
          [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]),
    _case("non-square", "2 × 3", [[3, 0, 1], [0, 2, 2]], [[1, 4, 0], [3, 0, 2]]),
    _case("iterated-dominance", "3 × 3, solved by dominance in four steps", [[3, 2, 0], [1, 1, 4], [0, 0, 3]],
          [[3, 1, 0], [2, 4, 1], [5, 3, 2]]),
    _case("duplicate-actions", "the first two rows are the same action", [[3, 0], [3, 0], [0, 2]], [[2, 0], [2, 0], [0, 3]]),
    _case("continuum", "one player is indifferent, which gives lines of equilibria", [[1, 1], [1, 1]], [[3, 0], [0, 2]]),
    _case("degenerate", "degenerate 3 × 2: an equilibrium whose supports differ in size", [[3, 3], [2, 5], [0, 6]],
          [[3, 3], [2, 6], [3, 1]]),
    _case("weakly-dominated", "an equilibrium in weakly dominated actions", [[1, 1], [1, 0]], [[1, 1], [1, 0]]),
    _case("coordination", "3 × 3 with seven equilibria", [[4, 0, 0], [0, 3, 0], [0, 0, 2]], [[4, 0, 0], [0, 3, 0], [0, 0, 2]]),
    _case("all-lose", "negative payoffs throughout", [[-4, -9], [-1, -8]], [[-4, -1], [-9, -8]]),
    _case("thirds", "payoffs that no float equals", *_BOS, unit=Fraction(1, 3), offset=Fraction(1, 7)),
    _case("huge", "payoffs of 10^299: their squares are beyond all floats", *_BOS, unit=10**299),
    _case("tiny", "payoffs of 10^-300: their squares are 0 as floats", *_CHICKEN, unit=Fraction(1, 10**300)),
    _case("beyond-2^31", "payoffs beside the largest 32-bit integer", *_BOS, unit=2**31 - 1),
    _case("beyond-2^53", "integers that no float equals", *_CHICKEN, unit=2**53 + 1, offset=2**65 + 1),
    _case("far-from-zero", "differences of one beside 10^12", *_CHICKEN, offset=10**12),
    _case("own-units", "one player counts in millionths, the other in millions", *_BOS, unit=(Fraction(1, 10**6), 10**6)),
    _case("three-players", "2 × 2 × 2 with several pure equilibria: whoever is alone in a choice pays for it",
          *_of_profiles((2, 2, 2), lambda a, b, c: [3 - 2 * ((a != b) + (a != c)), 2 - (b != a) - 2 * (b != c) + a,
                                                    4 - 3 * (c != a) - (c != b)])),
    _case("three-pennies", "2 × 2 × 2 without a pure equilibrium (Jordan 1993)",
          *_of_profiles((2, 2, 2), lambda a, b, c: [2 * (a == b) - 1, 2 * (b == c) - 1, 2 * (c != a) - 1])),
    _case("bystander", "2 × 2 × 1: the third player has no choice, and gets something all the same",
          *_of_profiles((2, 2, 1), lambda a, b, _: [[3, 0, 0, 2][2 * a + b], [2, 0, 0, 3][2 * a + b], a + 2 * b])),
    _case("four-players", "2 × 2 × 2 × 2: a public good that is worth less than it costs its giver",
          *_of_profiles((2, 2, 2, 2), lambda *give: [2 * sum(give) - (3 + i) * g for i, g in enumerate(give)])),
)  # fmt: skip
"""In the order in which they are tried."""
