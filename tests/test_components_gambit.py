"""Components of equilibria of Gambit's degenerate games, from what `gambit.enummixed` finds: as brute force and Gambit find them.

The games are those of Gambit's `contrib/games`, with their payoffs typed here.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pygambit
import pytest
from oracles import extreme_equilibria
from oracles.continua import cliques, is_degenerate, parts

from accord.equilibria.components import components
from accord.equilibria.degeneracy import degeneracy, degenerate_equilibria
from accord.game import Game
from accord_gambit import library, nfg, solvers


class Row(NamedTuple):
    """A game, and what is known of its equilibria.

    Attributes:
        rows, cells: its first player's actions, and its payoffs with the first player's action changing fastest.
        extreme: how many extreme equilibria there are.
        subsets: for each component in order, of how many maximal Nash subsets it is made.
        dimensions: the dimensions of the components.
        degenerate: how many extreme equilibria have a strategy with too many best replies; None in a nondegenerate game.
    """

    name: str
    rows: int
    cells: str
    extreme: int
    subsets: tuple[int, ...]
    dimensions: tuple[int, ...]
    degenerate: int | None


ROWS = [
    Row("csg1", 3, "0,0 -1,1 0,0 1,-1 0,0 1,-1 0,0 -1,1 0,0", 4, (1,), (2,), 4),
    Row("csg2", 4, "1,-1 -1,1 2,-2 -2,2 -1,1 1,-1 -2,2 2,-2 2,-2 -2,2 1,-1 -1,1 -2,2 2,-2 -1,1 1,-1", 4, (1,), (2,), 4),
    Row("csg3", 3, "1,-1 3,-3 2,-2 3,-3 1,-1 2,-2 2,-2 2,-2 2,-2", 4, (1,), (2,), 4),
    Row("csg4", 4, "3,1 1,3 2,2 2,2 1,3 3,1 2,2 2,2 2,2 2,2 1,3 3,1 2,2 2,2 3,1 1,3", 4, (1,), (2,), 4),
    Row("deg1", 3, "1,1 2,3 3,2 3,2 2,2 1,2 2,3 2,1 2,2", 6, (3,), (2,), 6),
    Row("deg2", 3, "1,2 2,1 3,3 3,2 2,2 1,2 2,2 2,3 2,1", 7, (3, 1), (2, 0), 6),
    Row("e04", 3, "0,0 -1,2 -2,-2 0,0 -1,0 3,-1", 3, (1, 1), (1, 0), 2),
    Row("loopback", 2, "6,7 183/25,6 6,7 1,4", 3, (1, 1), (1, 0), 2),
    Row("perfect1", 3, "3,1 3/2,1 0,1 0,0 2,2 0,0 0,1 3/2,1 3,1", 9, (5, 1), (2, 0), 8),
    Row("perfect2", 3, "4,0 2,1 0,4 0,0 3,3 0,0 0,4 2,1 4,0", 3, (1, 1), (1, 0), 2),
    Row("sww1", 2, "4,3 0,0 4,3 6,2", 3, (1, 1), (1, 0), 2),
    Row("vd", 4, "2,1 -1,0 3,1 0,0 2,1 -1,0 0,0 1,3 -1,0 0,3 3,1 0,0 -1,0 0,3 0,0 1,3", 10, (1, 1, 1, 1), (1, 1, 2, 1), 10),
    Row("wink3", 3, "1,3 1,2 0,4 3,4 3,1 2,3 4,2 2,1 3,3", 4, (3,), (1,), 4),
    Row("winkels", 6, "1,1 1,0 3,-2 3,4 5/2,-1 5/2,6 3,2 3,-1 1,2 1,-1 5/2,6 5/2,-1", 12, (7,), (2,), 12),
    Row("zero", 2, "0,0 0,0 0,0 0,0", 4, (1,), (2,), 4),
    # Ties off the equilibria, or at one that is isolated all the same.
    Row("mixdom", 4, "6,-6 7,-7 5,-5 1,-1 2,-2 1,-1 4,-4 3,-3 1,-1 2,-2 6,-6 7,-7 4,-4 5,-5 7,-7 2,-2", 1, (1,), (0,), 0),
    Row("oneill", 4, "1,-1 -1,1 -1,1 -1,1 -1,1 -1,1 1,-1 1,-1 -1,1 1,-1 -1,1 1,-1 -1,1 1,-1 1,-1 -1,1", 1, (1,), (0,), 0),
    Row("yamamoto", 3, "1,1 0,0 -9,-9 0,0 0,0 -7,-6 -9,-9 -7,-7 -7,-7", 2, (1, 1), (0, 0), 1),
    # Nothing degenerate.
    Row("coord3", 3, "3,2 0,0 0,0 0,0 2,2 0,0 0,0 0,0 1,4", 7, (1,) * 7, (0,) * 7, None),
    Row("sh3", 3, "0,0 2,3 3,0 3,2 2,2 0,0 0,3 0,0 1,1", 3, (1,) * 3, (0,) * 3, None),
    Row("todd1", 5, "8,4 6,0 12,0 0,0 0,0 -4,0 3,0 0,4 0,4 4,1 8,0 6,4 0,0 12,0 0,0", 5, (1,) * 5, (0,) * 5, None),
]


def game_of(row):
    cells = [[Fraction(u) for u in cell.split(",")] for cell in row.cells.split()]
    tables = [np.array([cell[i] for cell in cells], dtype=object).reshape(-1, row.rows).T for i in (0, 1)]
    return Game.from_arrays(*tables), np.array(tables)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_components_of_the_extreme_equilibria_that_a_solver_finds(row):
    game, payoffs = game_of(row)
    profiles = [tuple(map(tuple, p)) for p in solvers.EnumMixed(time_limit=60).equilibria(game).profiles]
    extreme = extreme_equilibria(payoffs)
    assert sorted(profiles) == extreme
    found = components(game, profiles)
    assert sum(len(part.extreme) for part in found) == row.extreme
    assert tuple(len(part.subsets) for part in found) == row.subsets
    assert tuple(part.dimension for part in found) == row.dimensions
    assert {frozenset(part.extreme) for part in found} == parts(set(extreme))
    assert {(frozenset(s.first), frozenset(s.second)) for part in found for s in part.subsets} == cliques(set(extreme))
    assert degeneracy(game).degenerate is is_degenerate(payoffs) is (row.degenerate is not None)
    assert len(degenerate_equilibria(game, profiles)) == (row.degenerate or 0)


@pytest.mark.skipif(not hasattr(pygambit, "StrategicGame"), reason="pygambit finds cliques itself from version 17 on")
def test_cliques_are_those_that_gambit_finds():
    for row in ROWS:
        game, _ = game_of(row)
        result = pygambit.nash.enummixed_solve(library.read(nfg.normalised(game), ".nfg"), rational=True, cliques=True)
        theirs = {frozenset(_strategies(profile) for profile in clique) for clique in result.cliques}
        found = components(game, [_strategies(profile) for profile in result.equilibria])
        ours = {frozenset((x, y) for x in s.first for y in s.second) for part in found for s in part.subsets}
        assert ours == theirs, row.name


def _strategies(profile):
    game = profile.game
    return tuple(
        tuple(Fraction(str(profile[player][name])) for name in names)
        for player, names in zip(game.players, library.strategies(game), strict=True)
    )
