"""Which false reports are tried: straight lines away from the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

import numpy as np

from accord.audit.rule import tables
from accord.game import Game

__all__ = ["FAMILIES", "Line", "lines"]

FAMILIES = ("single", "action", "scaled", "bounded")


@dataclass(frozen=True)
class Line:
    """Reports ``u + m * direction`` of one player's payoffs u, for ``0 < m <= reach``.

    Attributes:
        direction: by how much each payoff changes, cell by cell.
        reach: the largest m.
    """

    direction: tuple[Fraction, ...]
    reach: Fraction


def lines(
    game: Game, player: int, family: str, *, bound: Fraction, factor: Fraction, most: int, seed: int
) -> tuple[list[Line], int]:
    """Return lines of one family, and how many it has altogether.

    Args:
        game: the true game.
        player: who reports.
        family: ``single``: one payoff changes; ``action``: all payoffs of one own action change alike; ``scaled``: all are
            multiplied by one number; ``bounded``: every payoff goes up, goes down or stays, all by the same amount.
        bound: the most by which a payoff may change, but for ``scaled``.
        factor: the largest multiple for ``scaled``; the least is one over it.
        most: so many lines at most, drawn at random if there are more; ``bounded`` begins with ``single`` and ``action``.
        seed: of the draws.
    """
    if family == "scaled":
        truth = tables(game)[player].ravel()
        up, down = tuple(map(Fraction, truth)), tuple(map(Fraction, -truth))
        return [Line(up, factor - 1), Line(down, 1 - 1 / factor)] if any(up) else [], 2 if any(up) else 0
    rng = np.random.default_rng([seed, player])
    simple = list(_simple(game, player, family))
    if family != "bounded":
        chosen = simple if len(simple) <= most else [simple[k] for k in sorted(rng.choice(len(simple), most, replace=False))]
        return [Line(direction, bound) for direction in chosen], len(simple)
    count = 3**game.n_profiles - 1
    if count <= most:
        found = [tuple(map(Fraction, signs)) for signs in product((1, 0, -1), repeat=game.n_profiles) if any(signs)]
    else:
        found = list(islice(dict.fromkeys((*simple, *islice(_drawn(rng, game.n_profiles), 2 * most))), most))
    return [Line(direction, bound) for direction in found], count


def _simple(game: Game, player: int, family: str) -> Iterator[tuple[Fraction, ...]]:
    """Yield changes of one payoff, or of all those of one own action; for ``bounded`` both."""
    own = np.indices(game.shape)[player].ravel()
    cells = np.arange(game.n_profiles)
    masks = [cells == cell for cell in cells] if family in {"single", "bounded"} else []
    masks += [own == action for action in range(game.shape[player])] if family in {"action", "bounded"} else []
    for mask in masks:
        for sign in (1, -1):
            yield tuple(Fraction(sign * int(inside)) for inside in mask)


def _drawn(rng: np.random.Generator, size: int) -> Iterator[tuple[Fraction, ...]]:
    """Yield changes that are no change nowhere, drawn evenly from -1, 0 and 1 for each payoff."""
    while True:
        signs = rng.integers(-1, 2, size)
        if signs.any():
            yield tuple(Fraction(int(sign)) for sign in signs)
