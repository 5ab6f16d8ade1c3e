"""The games in strategic form that Gambit's own tests of its solvers use, typed as payoffs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations, product

import numpy as np

from accord.game import Game

__all__ = ["GAMES", "game"]


def bimatrix(*lines: str) -> Game:
    """Read lines such as "1,-1 0,0": a cell for each action of player 2."""
    cells = [[cell.split(",") for cell in line.split()] for line in lines]
    return Game.from_arrays(*([[cell[i] for cell in row] for row in cells] for i in (0, 1)))


def three(*tables: str) -> Game:
    """Read the payoffs of each player in a 2 x 2 x 2 game, player 3's action changing fastest."""
    return Game.from_arrays(*(np.array(table.split(), dtype=object).reshape(2, 2, 2) for table in tables))


def coordination(size: int) -> Game:
    return Game.from_arrays(np.eye(size, dtype=int), np.eye(size, dtype=int))


def six(*tables: str) -> Game:
    """Read the payoffs of each player in a 6 x 6 game, one column after the other."""
    return Game.from_arrays(*(np.array(table.split(), dtype=object).reshape(6, 6).T for table in tables))


def kuhn() -> Game:
    """Kuhn's poker (1950) with three cards: an ante and one bet of 1 each.

    Player 1 decides for each card whether to bet or to check, and after a check what to do about a bet; player 2 what to do after
    a check and after a bet, for the middle card, the high and the low one.
    """
    ours = list(product(("check, fold", "check, call", "bet"), repeat=3))
    theirs = list(product(("check", "bet"), ("fold", "call"), repeat=3))

    def result(plan: Sequence[str], reply: Sequence[str], card: int, other: int) -> int:
        after_check, after_bet = reply[2 * ((other - 1) % 3) :][:2]
        winner = 1 if card > other else -1
        if plan[card] == "bet":
            return 1 if after_bet == "fold" else 2 * winner
        if after_check == "check":
            return winner
        return -1 if plan[card] == "check, fold" else 2 * winner

    table = [
        [sum((Fraction(result(s, t, *deal), 6) for deal in permutations(range(3), 2)), Fraction(0)) for t in theirs] for s in ours
    ]
    return Game.from_arrays(table, [[-u for u in row] for row in table])


GAMES: dict[str, Callable[[], Game]] = {
    "won by player 1": lambda: bimatrix("1,-1 -1,1 1,-1", "1,-1 -1,1 -1,1", "1,-1 1,-1 1,-1", "1,-1 1,-1 -1,1"),
    "poker": lambda: bimatrix("0,0 1,-1", "1/2,-1/2 0,0", "-3/2,3/2 0,0", "-1,1 -1,1"),
    "trust": lambda: bimatrix("1,1 -1,2", "0,0 0,0"),
    "trust pays": lambda: bimatrix("1,1 1/2,2", "0,0 0,0"),
    "pennies won": lambda: bimatrix("1,-1 0,0", "0,0 1,-1"),
    "coordination of 3": lambda: coordination(3),
    "coordination of 4": lambda: coordination(4),
    "long paths": lambda: six(
        "-180 -30 -81 90 20 270 72 17 36 -36 -3 -153 -333 -33 -126 126 42 297"
        " 297 42 126 -126 -33 -333 -153 -3 -36 36 17 72 270 20 90 -81 -30 -180",
        "72 -180 297 -333 270 -153 36 -81 126 -126 90 -36 17 -30 42 -33 20 -3"
        " -3 20 -33 42 -30 17 -36 90 -126 126 -81 36 -153 270 -333 297 -180 72",
    ),
    "75 equilibria": lambda: six(
        "9504 -111771 397584 171204 1303104 737154 -660 31680 -113850 -45936 -453420 -227040"
        " 19976 -130944 451176 208626 1227336 774576 -20526 168124 -586476 -263076 -1718376 -1039236"
        " 1776 -8514 29216 14124 72336 48081 -8976 52764 -178761 -84436 -461736 -300036",
        "72336 -461736 1227336 -1718376 1303104 -453420 48081 -300036 774576 -1039236 737154 -227040"
        " 29216 -178761 451176 -586476 397584 -113850 14124 -84436 208626 -263076 171204 -45936"
        " 1776 -8976 19976 -20526 9504 -660 -8514 52764 -130944 168124 -111771 31680",
    ),
    "three with four pure": lambda: three("9 0 0 3 0 3 9 0", "8 0 0 4 0 4 8 0", "12 0 0 6 0 6 2 0"),
    "max cut": lambda: three("0 -1 2 1 1 2 -1 0", "0 2 4 2 2 4 2 0", "0 1 2 -1 -1 2 1 0"),
    "irrational": lambda: three("3 1 0 0 0 0 1 2", "0 0 2 1 1 3 0 0", "2 0 0 0 0 0 0 3"),
    "continuum of three": lambda: three("0 1 0 0 3 0 0 0", "0 1 3 0 0 0 0 0", "2 0 0 0 0 0 0 3"),
    "graph": lambda: bimatrix("-4,-4 35,-10", "-10,35 95,95"),
    "graph, small payoffs": lambda: bimatrix("-1,-1 4,-2", "-2,4 5,5"),
    "figure 10.5": lambda: bimatrix("1,5 3,4 0,3 1,0", "0,0 0,2 2,3 0,4"),
    "Kuhn poker": kuhn,
}


@cache
def game(name: str) -> Game:
    """Return a game by its name here."""
    return GAMES[name]()
