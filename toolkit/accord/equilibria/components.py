"""The set of equilibria of a two-player game: which extreme equilibria are interchangeable, and which hang together.

Two equilibria are *interchangeable* if each player's strategy from the one goes with the other's from the other. The extreme
equilibria are the edges of a bipartite graph between the players' extreme strategies. Every complete bipartite part of it, X × Y,
spans equilibria: all of ``conv X × conv Y``. The maximal ones make up the whole set of equilibria, and its topological components
are those of the graph. Sources: H.-M. Winkels, "An algorithm to determine all equilibrium points of a bimatrix game" (1979);
B. von Stengel, "Computing equilibria for two-person games", Handbook of Game Theory 3 (2002); D. Avis, G. Rosenberg, R. Savani
and B. von Stengel, "Enumeration of Nash equilibria for two-player games", Economic Theory 42 (2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from accord.equilibria.degeneracy import Strategy, best_replies
from accord.errors import InputError, SolverError, UnsuitableError
from accord.game import Game
from accord.lp import Program, Rows, row
from accord.rationals import Number

__all__ = ["NashComponent", "NashSubset", "components"]

Pair = tuple[Strategy, Strategy]
_MOST_PAIRS = 4_000_000
"""Pairs of strategies that are looked at: seconds."""
_MOST_SUBSETS = 1_000
"""Maximal Nash subsets that are enumerated; there may be exponentially many."""


@dataclass(frozen=True)
class NashSubset:
    """A maximal Nash subset: each mixture of `first` with each of `second` is an equilibrium, and no larger product is like that.

    Attributes:
        first, second: extreme strategies of the two players, a maximal clique of the interchangeable ones.
    """

    first: tuple[Strategy, ...]
    second: tuple[Strategy, ...]

    @property
    def dimension(self) -> int:
        """The dimension of the set; 0 for a single equilibrium."""
        return _dimension(self.first) + _dimension(self.second)

    def distance(self, profile: Sequence[Sequence[Number]]) -> Fraction:
        """Return how far a profile is away: the least that some probability has to change by, exactly."""
        return max(_distance(self.first, profile[0]), _distance(self.second, profile[1]))

    def contains(self, profile: Sequence[Sequence[Number]], tolerance: Number = 0.0) -> bool:
        """Whether a profile is in the set, or has no probability further away than a tolerance; exactly by default."""
        return _within(self.first, profile[0], tolerance) and _within(self.second, profile[1], tolerance)


@dataclass(frozen=True)
class NashComponent:
    """A connected component of the set of equilibria.

    Attributes:
        extreme: its extreme equilibria, in lexicographic order of their probabilities, greatest first.
        subsets: the maximal Nash subsets that it is made of; they may overlap.
        payoff_ranges: each player's least and greatest payoff over the component.
    """

    extreme: tuple[Pair, ...]
    subsets: tuple[NashSubset, ...]
    payoff_ranges: tuple[tuple[Fraction, Fraction], ...]

    @property
    def isolated(self) -> bool:
        """Whether it is a single equilibrium."""
        return len(self.extreme) == 1

    @cached_property
    def dimension(self) -> int:
        """The greatest dimension of its maximal Nash subsets."""
        return max(subset.dimension for subset in self.subsets)

    def distance(self, profile: Sequence[Sequence[Number]]) -> Fraction:
        """Return how far a profile is away: the least that some probability has to change by, exactly."""
        return min(subset.distance(profile) for subset in self.subsets)

    def contains(self, profile: Sequence[Sequence[Number]], tolerance: Number = 0.0) -> bool:
        """Whether a profile is in the component, or has no probability further away than a tolerance; exactly by default."""
        return any(subset.contains(profile, tolerance) for subset in self.subsets)


def components(game: Game, profiles: Iterable[Sequence[Sequence[Number]]]) -> tuple[NashComponent, ...]:
    """Return the components of the set of equilibria of a two-player game, out of all its extreme equilibria.

    Equilibria in the list that are not extreme change nothing. If extreme ones are missing, so are parts of the set; what is
    returned still consists of equilibria only.

    >>> coarse = Game.from_arrays([[1, 1], [0, 1]], [[1, 1], [0, 1]])
    >>> pure = ((1, 0), (0, 1))
    >>> found = components(coarse, [[a, b] for a, b in [(pure[0], pure[0]), (pure[0], pure[1]), (pure[1], pure[1])]])
    >>> len(found), len(found[0].subsets), found[0].contains([(1, 0), (0.25, 0.75)])
    (1, 2, True)

    Args:
        game: the game.
        profiles: its extreme equilibria, exactly.

    Raises:
        UnsuitableError: if the game has not two players, a profile is known approximately only, or there are more pairs of
            strategies, or maximal Nash subsets, than can be gone through.
        InputError: if a profile is no equilibrium.
    """
    if game.n_players != 2:
        raise UnsuitableError(f"components are known for games of two players; this one has {game.n_players}")
    graph = _Graph.of(game, [_exact(game, profile) for profile in profiles])
    return tuple(sorted((_component(game, graph, part) for part in graph.parts()), key=lambda c: _order(c.extreme[0])))


@dataclass(frozen=True)
class _Graph:
    """The extreme strategies of the players, and for each of the first's which of the second's go with it, as a bit mask."""

    first: tuple[Strategy, ...]
    second: tuple[Strategy, ...]
    partners: tuple[int, ...]

    @classmethod
    def of(cls, game: Game, profiles: Sequence[Pair]) -> _Graph:
        strategies = [sorted({p[i] for p in profiles}, key=lambda s: [-v for v in s]) for i in (0, 1)]
        # As bit masks, since there may be a million pairs to look at.
        masks = [{s: (_mask(_support(s)), _mask(best_replies(game, i, s))) for s in strategies[i]} for i in (0, 1)]

        def go_together(x: Strategy, y: Strategy) -> bool:
            return _fit(masks[0][x], masks[1][y])

        wrong = next((p for p in profiles if not go_together(*p)), None)
        if wrong is not None:
            shown = " and ".join("(" + ", ".join(map(str, s)) + ")" for s in wrong)
            raise InputError(f"{shown} is no equilibrium of the game")
        first, second = ([s for s in strategies[i] if _is_extreme(game, i, s)] for i in (0, 1))
        if len(first) * len(second) > _MOST_PAIRS:
            raise UnsuitableError(
                f"{len(first)} and {len(second)} extreme strategies are too many to find components of equilibria; "
                f"up to {_MOST_PAIRS:,} pairs are looked at"
            )
        ours, theirs = ([masks[i][s] for s in own] for i, own in enumerate((first, second)))
        partners = [_mask(k for k, reply in enumerate(theirs) if _fit(own, reply)) for own in ours]
        kept = [k for k, mask in enumerate(partners) if mask]
        return cls(tuple(first[k] for k in kept), tuple(second), tuple(partners[k] for k in kept))

    def parts(self) -> list[list[int]]:
        """Return the connected parts, as the first player's strategies in each."""
        parts: list[tuple[int, list[int]]] = []
        for k, mask in enumerate(self.partners):
            touching = [part for part in parts if part[0] & mask]
            merged = (mask, [k])
            for part in touching:
                merged = (merged[0] | part[0], sorted([*merged[1], *part[1]]))
            parts = [part for part in parts if part not in touching] + [merged]
        return [members for _, members in parts]

    def cliques(self, members: Sequence[int]) -> list[tuple[list[int], int]]:
        """Return the maximal complete bipartite subgraphs: strategies of the first player and a mask of the second's.

        The second sides are the intersections of neighbourhoods that are not empty; each comes with all that it is common to.
        """
        closed: set[int] = set()
        for k in members:
            closed |= {mask & self.partners[k] for mask in closed} | {self.partners[k]}
            if len(closed) > _MOST_SUBSETS + 1:
                raise UnsuitableError(
                    f"there are more than {_MOST_SUBSETS} maximal Nash subsets in a component, too many to find them all"
                )
        closed.discard(0)
        return [([k for k in members if not mask & ~self.partners[k]], mask) for mask in closed]

    def replies(self, mask: int) -> tuple[Strategy, ...]:
        """Return the second player's strategies of a mask."""
        return tuple(y for k, y in enumerate(self.second) if mask >> k & 1)


def _component(game: Game, graph: _Graph, part: Sequence[int]) -> NashComponent:
    subsets = [NashSubset(tuple(graph.first[k] for k in xs), graph.replies(mask)) for xs, mask in graph.cliques(part)]
    subsets.sort(key=lambda s: (_order(s.first), _order(s.second)))
    extreme = sorted(((graph.first[k], y) for k in part for y in graph.replies(graph.partners[k])), key=_order)
    payoffs = [[_payoff(game, i, pair) for i in (0, 1)] for pair in extreme]
    ranges = tuple((min(column), max(column)) for column in zip(*payoffs, strict=True))
    return NashComponent(tuple(extreme), tuple(subsets), ranges)


def _payoff(game: Game, i: int, pair: Pair) -> Fraction:
    table = game.numerators[i]
    cells = [(p * q, int(table[a, b])) for a, p in enumerate(pair[0]) if p for b, q in enumerate(pair[1]) if q]
    return sum((weight * value for weight, value in cells), Fraction(0)) / game.denominators[i]


def _order(strategies: Sequence[Strategy]) -> list[list[Fraction]]:
    return [[-p for p in strategy] for strategy in strategies]


def _mask(numbers: Iterable[int]) -> int:
    return sum(1 << k for k in numbers)


def _fit(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether each of two strategies, given as support and best replies, is made of best replies to the other."""
    return not (one[0] & ~other[1] or other[0] & ~one[1])


def _support(strategy: Strategy) -> set[int]:
    return {k for k, p in enumerate(strategy) if p}


def _exact(game: Game, profile: Sequence[Sequence[Number]]) -> Pair:
    if tuple(len(strategy) for strategy in profile) != game.shape:
        counts = " and ".join(str(len(strategy)) for strategy in profile)
        raise InputError(f"a profile has {counts} probabilities where the game has {' and '.join(map(str, game.shape))} actions")
    if any(isinstance(p, float) for strategy in profile for p in strategy):
        raise UnsuitableError("components are made of exact equilibria; a profile has floating-point probabilities")
    first, second = (tuple(Fraction(p) for p in strategy) for strategy in profile)
    if any(min(strategy) < 0 or sum(strategy) != 1 for strategy in (first, second)):
        raise InputError("a profile has probabilities that are negative or do not add up to 1")
    return first, second


def _is_extreme(game: Game, player: int, strategy: Strategy) -> bool:
    """Whether unused actions and best replies leave only this strategy: it is a corner of the best-reply polyhedron."""
    used = sorted(_support(strategy))
    table = game.numerators[1 - player].T if player == 0 else game.numerators[1 - player]
    lines = [[*(int(table[reply, k]) for k in used), -1] for reply in best_replies(game, player, strategy)]
    return _rank([[1] * len(used) + [0], *lines]) == len(used) + 1


def _dimension(points: Sequence[Strategy]) -> int:
    base = points[0]
    return _rank([[p - q for p, q in zip(point, base, strict=True)] for point in points[1:]])


def _rank(lines: Sequence[Sequence[int | Fraction]]) -> int:
    import flint  # noqa: PLC0415 (loaded only when something is solved)

    if not lines:
        return 0
    table = [[flint.fmpq(v.numerator, v.denominator) for v in line] for line in lines]
    return int(flint.fmpq_mat(table).rref()[1])


def _within(points: Sequence[Strategy], target: Sequence[Number], tolerance: Number) -> bool:
    """Whether a strategy is no further away than a tolerance; most that are can be told by a single probability."""
    for values, goal in zip(zip(*points, strict=True), target, strict=True):
        if max(min(values) - Fraction(goal), Fraction(goal) - max(values)) > tolerance:
            return False
    return _distance(points, target) <= tolerance


def _distance(points: Sequence[Strategy], target: Sequence[Number]) -> Fraction:
    """Return the least t such that a mixture of the points differs from the target by at most t in every coordinate."""
    goal = [Fraction(p) for p in target]
    single = min(max(abs(p - q) for p, q in zip(point, goal, strict=True)) for point in points)
    if len(points) == 1 or single == 0:
        return single
    away = len(points)
    rows = [row([(k, Fraction(1)) for k in range(away)], Fraction(1), equal=True)]
    for coordinate, value in enumerate(goal):
        for sign in (1, -1):
            terms = [(k, sign * point[coordinate]) for k, point in enumerate(points)]
            rows.append(row([*terms, (away, Fraction(1))], sign * value, equal=False))
    optimum = Program(away + 1, Rows.stack(rows)).maximise({away: -1})
    if optimum is None or not optimum.exact:
        raise SolverError("the distance from a component of equilibria was not found exactly; it has too many extreme strategies")
    return -optimum.value
