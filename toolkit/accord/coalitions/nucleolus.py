"""The nucleolus: make the worst-off coalition as content as possible, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from accord.coalitions.characteristic import CharacteristicFunction, members
from accord.coalitions.properties import slack
from accord.errors import UnsuitableError
from accord.lp import Program, Rows, row
from accord.rationals import Number, text, total

__all__ = ["normalised", "nucleolus"]


def nucleolus(game: CharacteristicFunction, *, imputations: bool = True) -> tuple[Number, ...]:
    """Return the payoffs that lexicographically minimise the excesses ``v(S) - x(S)``, sorted downwards (Schmeidler 1969).

    A sequence of linear programs raises the least ``x(S) - v(S)`` of the coalitions that are still free; those with a positive
    dual multiplier cannot be raised in any optimum and are fixed (Maschler, Peleg and Shapley 1979). Coalitions whose payoff is
    determined by fixed ones drop out, so at most n - 1 programs are solved.

    >>> game = CharacteristicFunction.of(3, {(0, 1): 60, (0, 2): 40, (1, 2): 20, (0, 1, 2): 100})
    >>> [str(x) for x in nucleolus(game)]
    ['50', '30', '20']

    Args:
        game: the worths.
        imputations: admit only payoffs that give nobody less than its own worth; without this it is the prenucleolus, which
            always exists (Sobolev 1975).

    Raises:
        UnsuitableError: if the players' own worths add up to more than there is, so that there is no imputation.
    """
    n = game.n_players
    own, worths, unit = normalised(game)
    lack = sum(own) - game.fractions[-1]
    if imputations and lack > slack(game):
        raise UnsuitableError(
            f"the players' own worths add up to {text(total(own))} and there is {text(game.total)} to share: there "
            "is no imputation, hence no nucleolus; the prenucleolus exists"
        )
    whole = (1 << n) - 1
    fixed = [(whole, worths[whole])]
    room = max(lack, Fraction(0)) / (n * unit)
    floors = [row([(i, Fraction(1))], -room, equal=False) for i in range(n)] if imputations else []
    span = _Span(n)
    span.add(whole)
    while span.rank < n:
        free = [mask for mask in range(1, whole) if mask not in span]
        level, held = _raised(free, worths, fixed, floors, n)
        for mask in held:
            if mask not in span:
                span.add(mask)
                fixed.append((mask, worths[mask] + level))
    return game.stated(v + x * unit for v, x in zip(own, span.solve(fixed), strict=True))


def normalised(game: CharacteristicFunction) -> tuple[list[Fraction], list[Fraction], Fraction]:
    """Return the players' own worths, and every coalition's worth beyond those of its members, in units of the greatest of them.

    Such worths are the same for games that differ by an offset or a scale, which would spoil floating point.

    Returns:
        The own worths, the others by coalition number, and the unit.
    """
    own = [game.fractions[1 << i] for i in range(game.n_players)]
    apart = [Fraction(0)]
    for worth in own:
        apart += [before + worth for before in apart]
    gains = [v - a for v, a in zip(game.fractions, apart, strict=True)]
    unit = max(map(abs, gains)) or Fraction(1)
    return own, [gain / unit for gain in gains], unit


def _raised(
    free: Sequence[int], worths: Sequence[Fraction], fixed: Sequence[tuple[int, Fraction]], floors: Sequence[Rows], n: int
) -> tuple[Fraction, list[int]]:
    """Raise the least surplus of the free coalitions; return it and the coalitions that no optimum raises above it."""
    rows = [row([*((i, Fraction(1)) for i in members(mask)), (n, Fraction(-1))], worths[mask], equal=False) for mask in free]
    rows += [row([(i, Fraction(1)) for i in members(mask)], value, equal=True) for mask, value in fixed]
    optimum = Program(n + 1, Rows.stack(floors) if floors else Rows.empty(), free=range(n + 1), slots=len(rows)).maximise(
        {n: 1}, rows
    )
    if optimum is None or not optimum.exact:
        raise UnsuitableError("the worths are too far apart, or too many, for the nucleolus")
    duals = optimum.multipliers[: len(free)]
    return Fraction(optimum.at(n)), [mask for mask, dual in zip(free, duals, strict=True) if dual != 0]


class _Span:
    """The coalitions whose payoff follows from those of some others: the linear span of their indicator vectors."""

    def __init__(self, n: int) -> None:
        self._n = n
        self._echelon: list[tuple[int, list[Fraction]]] = []
        self._rows: list[int] = []

    @property
    def rank(self) -> int:
        return len(self._echelon)

    def _reduced(self, mask: int) -> list[Fraction]:
        line = [Fraction(mask >> i & 1) for i in range(self._n)]
        for lead, other in self._echelon:
            if line[lead]:
                factor = line[lead]
                line = [a - factor * b for a, b in zip(line, other, strict=True)]
        return line

    def __contains__(self, mask: int) -> bool:
        return not any(self._reduced(mask))

    def add(self, mask: int) -> None:
        line = self._reduced(mask)
        lead = next(i for i, a in enumerate(line) if a)
        self._echelon.append((lead, [a / line[lead] for a in line]))

    def solve(self, fixed: Sequence[tuple[int, Fraction]]) -> list[Fraction]:
        """Return the payoffs at which independent coalitions get given amounts."""
        lines = [[Fraction(mask >> i & 1) for i in range(self._n)] + [value] for mask, value in fixed]
        for k in range(self._n):
            lead = next(r for r in range(k, self._n) if lines[r][k])
            lines[k], lines[lead] = lines[lead], lines[k]
            lines[k] = [a / lines[k][k] for a in lines[k]]
            for r in range(self._n):
                if r != k and lines[r][k]:
                    factor = lines[r][k]
                    lines[r] = [a - factor * b for a, b in zip(lines[r], lines[k], strict=True)]
        return [line[-1] for line in lines]
