"""The core: whether some payoffs leave every coalition content, with a witness either way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from accord.coalitions.characteristic import CharacteristicFunction, members
from accord.coalitions.nucleolus import normalised
from accord.coalitions.properties import slack
from accord.errors import UnsuitableError
from accord.lp import Program, Rows, row
from accord.rationals import Number

__all__ = ["Core", "core"]


@dataclass(frozen=True)
class Core:
    """Whether the core is empty, and why.

    Attributes:
        point: payoffs in the core: ``x(S) >= v(S)`` for every coalition S and ``x(N) = v(N)``; None if there are none.
        blocking: a balanced family of coalitions with weights: every player's weights add up to 1, and the weighted worths to
            more than ``v(N)``; None if the core is not empty (Bondareva 1963; Shapley 1967).
        excess: the total that coalitions can claim beyond ``v(N)``; negative or 0 if the core is not empty, but for rounding
            where worths are floats.
    """

    point: tuple[Number, ...] | None
    blocking: tuple[tuple[frozenset[int], Number], ...] | None
    excess: Number

    @property
    def is_empty(self) -> bool:
        """Whether there is no core point."""
        return self.point is None


def core(game: CharacteristicFunction) -> Core:
    """Find a core point, or a balanced family that shows that there is none.

    The least total that satisfies every coalition is one linear program; its dual solution is the balanced family. What is left
    of ``v(N)`` is added to the point in equal shares.

    >>> majority = CharacteristicFunction.of(3, {(0, 1): 1, (0, 2): 1, (1, 2): 1, (0, 1, 2): 1})
    >>> [(sorted(coalition), str(weight)) for coalition, weight in core(majority).blocking]
    [([0, 1], '1/2'), ([0, 2], '1/2'), ([1, 2], '1/2')]
    """
    n = game.n_players
    own, v, unit = normalised(game)
    whole = (1 << n) - 1
    coalitions = list(range(1, whole)) or [whole]
    rows = [row([(i, Fraction(1)) for i in members(mask)], v[mask], equal=False) for mask in coalitions]
    program = Program(n, Rows.empty(), free=range(n), slots=len(rows))
    optimum = program.maximise(dict.fromkeys(range(n), -1), rows)
    if optimum is None or not optimum.exact:
        raise UnsuitableError("the worths are too far apart, or too many, for a core point")
    excess = (-optimum.value - v[whole]) * unit
    (stated,) = game.stated([excess])
    if excess > slack(game):
        duals = zip(coalitions, rows, optimum.multipliers, strict=True)
        # a row is written in integers, so that its dual is that of a multiple of it
        family = [(mask, -Fraction(dual) * int(line.value[0])) for mask, line, dual in duals if dual != 0]
        weights = game.stated(weight for _, weight in family)
        return Core(None, tuple((frozenset(members(m)), w) for (m, _), w in zip(family, weights, strict=True)), stated)
    point = [own[i] + Fraction(optimum.at(i)) * unit - excess / n for i in range(n)]
    return Core(game.stated(point), None, stated)
