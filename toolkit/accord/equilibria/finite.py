"""A finite list of equilibria as a set to select from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log, prod

from accord.claims import Claim
from accord.equilibria.base import Equilibrium, EquilibriumSet, Measure
from accord.equilibria.lotteries import LotterySet
from accord.errors import UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number, dot, text, total

__all__ = ["FiniteSet"]

_TIE = 1e-9
"""Scores of approximate equilibria closer than this, relative to the payoff ranges, count as equal."""


@dataclass(frozen=True)
class FiniteSet:
    """A list of equilibria, such as the Nash equilibria that a solver found.

    Narrowing keeps the best of the list. If several are left over with equal scores, a public lottery, which is a correlated
    equilibrium but no Nash equilibrium, gives the same probability to each payoff vector that is left, and shares it out among
    the equilibria with these payoffs: neither repetitions nor copies of an action change what the players get.

    Attributes:
        game: the game.
        members: the equilibria still in the running.
        everyone: the whole list, before any narrowing.
        complete: whether the list is proved to be all there is.
        notes: what a user should know about the list.
    """

    game: Game
    members: tuple[Equilibrium, ...]
    everyone: tuple[Equilibrium, ...]
    complete: bool = False
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, game: Game, members: Sequence[Equilibrium], *, complete: bool = False, notes: tuple[str, ...] = ()) -> FiniteSet:
        """Start with a list that must not be empty; repetitions count once."""
        listed = tuple(dict.fromkeys(members))
        return cls(game, listed, listed, complete, notes)

    @property
    def unique(self) -> bool | None:
        """Whether all equilibria give the same payoffs; None if the list may be incomplete."""
        if any(high > low for low, high in self.ranges):
            return False
        return True if self.complete else None

    @property
    def lowest(self) -> tuple[Number, ...]:
        """Each player's least payoff over the whole list."""
        return tuple(min(column) for column in zip(*(e.payoffs for e in self.everyone), strict=True))

    @property
    def highest(self) -> tuple[Number, ...]:
        """Each player's greatest payoff over the whole list."""
        return tuple(max(column) for column in zip(*(e.payoffs for e in self.everyone), strict=True))

    @property
    def ranges(self) -> tuple[tuple[Number, Number], ...]:
        """Each player's least and greatest payoff over the whole list."""
        return tuple(zip(self.lowest, self.highest, strict=True))

    @property
    def settled(self) -> tuple[Number, ...] | None:
        """The payoffs, if only one payoff vector is left; None if not."""
        vectors = {e.payoffs for e in self.members}
        return vectors.pop() if len(vectors) == 1 else None

    @property
    def points(self) -> tuple[tuple[Number, ...], ...]:
        """The payoff vectors of the whole list."""
        return tuple(e.payoffs for e in self.everyone)

    def support(self, weights: Sequence[Number]) -> Number:
        """Return the greatest ``sum_i weights[i] * U_i``."""
        return max(dot(weights, e.payoffs) for e in self.members)

    def vertex(self, weights: Sequence[Number]) -> tuple[Number, ...]:
        """Return the payoffs of the first equilibrium of greatest ``sum_i weights[i] * U_i``."""
        return max((e.payoffs for e in self.members), key=lambda payoffs: dot(weights, payoffs))

    @property
    def admitted(self) -> None:
        """Nothing: the set is defined by its list."""
        return

    def above(self, floors: Sequence[Number]) -> LotterySet:
        """Return the public lotteries over the whole list that give each player at least its floor."""
        return LotterySet.of(self.game, self.everyone).above(floors)

    def maximisers(self, weights: Sequence[Number]) -> FiniteSet:
        """Keep the equilibria of greatest ``sum_i weights[i] * U_i``."""
        spans = [high - low for high, low in zip(self.game.highest, self.game.lowest, strict=True)]
        unit = dot([abs(Fraction(w)) for w in weights], spans)
        return self._best(lambda e: (dot(weights, e.payoffs),), unit or Fraction(1))

    def leximin(self, base: Sequence[Number], scale: Sequence[Number | None]) -> FiniteSet:
        """Keep the equilibria whose vector ``(U_i - base[i]) / scale[i]``, sorted upwards, is lexicographically greatest."""
        counted = [i for i, s in enumerate(scale) if s is not None]

        def score(e: Equilibrium) -> tuple[Number, ...]:
            return tuple(sorted((e.payoffs[i] - base[i]) / (scale[i] or Fraction(1)) for i in counted))

        unit = max(((self.game.highest[i] - self.game.lowest[i]) / Fraction(scale[i] or 1) for i in counted), default=Fraction(1))
        return self._best(score, unit or Fraction(1))

    def greatest_product(self, base: Sequence[Number | None]) -> FiniteSet:
        """Keep the equilibria of greatest ``prod_i (U_i - base[i])`` among those that give every player at least its base.

        Left out of the product are players whose base is None and those who cannot get more than their base. If somebody gains
        nothing whatever is chosen, the leximin of the gains decides, each in units of the most that the player could gain.

        Raises:
            UnsuitableError: if nothing in the list gives everybody at least its base.
        """
        spans = [high - low for high, low in zip(self.game.highest, self.game.lowest, strict=True)]
        floors = [low if b is None else b for b, low in zip(base, self.game.lowest, strict=True)]
        slack = [Fraction(0) if self._is_exact(floors) else _TIE * float(span) for span in spans]
        kept = tuple(e for e in self.members if all(u >= f - s for u, f, s in zip(e.payoffs, floors, slack, strict=True)))
        if not kept:
            raise UnsuitableError(f"no equilibrium of the list gives everybody at least ({', '.join(map(text, floors))})")
        most = [max(e.payoffs[i] for e in kept) - f for i, f in enumerate(floors)]
        units = [None if b is None or m <= s else m for b, m, s in zip(base, most, slack, strict=True)]
        part = replace(self, members=kept)

        def shares(e: Equilibrium) -> list[Number]:
            return [(u - f) / unit for u, f, unit in zip(e.payoffs, floors, units, strict=True) if unit is not None]

        best = part._best(lambda e: (prod(shares(e), start=Fraction(1)),), Fraction(1))
        return best if min(shares(best.members[0]), default=1) > 0 else best.leximin(floors, units)

    def _is_exact(self, floors: Sequence[Number]) -> bool:
        return all(isinstance(v, Fraction) for e in self.members for v in (*e.payoffs, *floors))

    def point(self) -> Equilibrium:
        """Return what is left, or the public lottery that draws each payoff vector left with the same probability."""
        alike: dict[tuple[Number, ...], list[Equilibrium]] = {}
        for e in self.members:
            alike.setdefault(e.payoffs, []).append(e)
        return _lottery(self.members, [Fraction(1, len(alike) * len(alike[e.payoffs])) for e in self.members])

    def average(self, faces: Sequence[EquilibriumSet]) -> Equilibrium:
        """Return the public lottery that draws the point of each face with the same probability."""
        return _lottery([face.point() for face in faces])

    def at(self, payoffs: Sequence[Number]) -> Equilibrium:
        """Return the equilibrium of the list with these payoffs, or the most even public lottery that yields them."""
        alike = [e for e in self.everyone if e.payoffs == tuple(payoffs)]
        return _lottery(alike) if alike else LotterySet.of(self.game, self.everyone).at(payoffs)

    def most(self, measure: Measure) -> Equilibrium:
        """Return the equilibrium of the whole list whose play has the greatest entropy or Gini index; ties are drawn in public.

        Raises:
            UnsuitableError: for the analytic center.
        """
        if measure == "analytic":
            raise UnsuitableError("a finite list has no interior, hence no analytic center")
        evenness = _entropy if measure == "entropy" else _gini
        return replace(self, members=self.everyone)._best(lambda e: (evenness(e.play),), Fraction(1)).point()

    def centroid(self, tolerance: Number = Fraction(0)) -> Equilibrium:
        """Return the public lottery at the centre of gravity of the convex hull of the list's payoffs."""
        return self.at(LotterySet.of(self.game, self.members).centroid(tolerance).payoffs)

    def _best(self, score: Callable[[Equilibrium], tuple[Number, ...]], unit: Number) -> FiniteSet:
        best = list(self.members)
        scores = [score(e) for e in best]
        exact = all(isinstance(v, Fraction) for s in scores for v in s)
        slack = 0 if exact else _TIE * float(unit)
        for k in range(len(scores[0])):
            top = max(s[k] for s in scores)
            pairs = [(e, s) for e, s in zip(best, scores, strict=True) if s[k] >= top - slack]
            best, scores = [e for e, _ in pairs], [s for _, s in pairs]
        return replace(self, members=tuple(best))


def _entropy(play: JointPlan) -> float:
    return -sum(float(p) * log(p) for p in play.probabilities if p > 0)


def _gini(play: JointPlan) -> Number:
    return 1 - total(p * p for p in play.probabilities)


def _lottery(points: Sequence[Equilibrium], shares: Sequence[Fraction] | None = None) -> Equilibrium:
    """Return the public lottery that draws each of some equilibria with its share, by default all with the same."""
    if len({p.play for p in points}) == 1:
        return points[0]
    shares = [Fraction(1, len(points))] * len(points) if shares is None else shares
    payoffs = tuple(dot(shares, column) for column in zip(*(p.payoffs for p in points), strict=True))
    drawn = len({p.play for p in points})
    note = f"the play is a public lottery over {drawn} equilibria: a correlated equilibrium, no Nash equilibrium"
    plan = JointPlan.lottery([p.play for p in points], shares)
    return Equilibrium(payoffs, plan, frozenset({Claim.CORRELATED}), (note,))
