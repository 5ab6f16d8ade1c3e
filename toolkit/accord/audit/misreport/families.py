"""Which false reports are tried: straight lines away from the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        most: so many lines at most, drawn at random if there are more; of those of ``bounded`` half at most are ``single`` and
            ``action`` lines then.
        seed: of the draws.
    """
    if family == "scaled":
        truth = tables(game)[player].ravel()
        both = [Line(tuple(truth), factor - 1), Line(tuple(-truth), 1 - 1 / factor)] if any(truth) else []
        return both[:most], len(both)
    rng = np.random.default_rng([seed, player])
    masks = _masks(game, player, family)
    if family != "bounded":
        return [Line(direction, bound) for direction in _signed(masks, rng, most)], 2 * len(masks)
    count = 3**game.n_profiles - 1
    if count <= most:
        found = [tuple(map(Fraction, signs)) for signs in product((1, 0, -1), repeat=game.n_profiles) if any(signs)]
    else:
        drawn = islice(_drawn(rng, game.n_profiles), 2 * most)
        found = list(islice(dict.fromkeys((*_signed(masks, rng, max(1, most // 2)), *drawn)), most))
    return [Line(direction, bound) for direction in found], count


def _masks(game: Game, player: int, family: str) -> list[Sequence[int]]:
    """Return the cells of each single payoff, or of each own action; for ``bounded`` both."""
    own = np.indices(game.shape)[player].ravel()
    masks: list[Sequence[int]] = [(cell,) for cell in range(game.n_profiles)] if family in {"single", "bounded"} else []
    if family in {"action", "bounded"}:
        masks += [np.flatnonzero(own == action).tolist() for action in range(game.shape[player])]
    return masks


def _signed(masks: Sequence[Sequence[int]], rng: np.random.Generator, most: int) -> Iterator[tuple[Fraction, ...]]:
    """Yield the changes up and down of some cells, or as many of these as are wanted."""
    size = 1 + max(max(mask) for mask in masks)
    count = 2 * len(masks)
    chosen = range(count) if count <= most else sorted(rng.choice(count, most, replace=False))
    for number in chosen:
        mask, sign = set(masks[number // 2]), Fraction(-1 if number % 2 else 1)
        yield tuple(sign if cell in mask else Fraction(0) for cell in range(size))


def _drawn(rng: np.random.Generator, size: int) -> Iterator[tuple[Fraction, ...]]:
    """Yield changes that are no change nowhere, drawn evenly from -1, 0 and 1 for each payoff."""
    while True:
        signs = rng.integers(-1, 2, size)
        if signs.any():
            yield tuple(Fraction(int(sign)) for sign in signs)
