"""Verify what solvers return: repair rounding, reject what is no equilibrium, remove duplicates, put into canonical order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from accord.claims import Claim
from accord.equilibria.base import Equilibrium
from accord.game import Game
from accord.lp.exact import solve_square
from accord.plan import JointPlan, Profile
from accord.rationals import Array, Number

__all__ = ["APPROXIMATE", "Deviation", "NashList", "Rejected", "deviation", "nearest_exact", "regrets", "verify"]

APPROXIMATE = 1e-6
"""A gain from deviating, relative to the player's payoff range, that is still accepted of a numerical solver."""
_SAME = 1e-6
"""Profiles whose probabilities differ by less are the same equilibrium, unless both are known exactly."""
_NEAR = 1e-4
"""An exact equilibrium that is no further away is what a numerical solver means, even where a gain shows."""
_FAR = 1e-3
"""The same where nobody gains more than `APPROXIMATE`."""
_SUPPORT = 1e-9
_SUM = 1e-6


@dataclass(frozen=True)
class Deviation:
    """What a player could do better than to play its part of a profile.

    Attributes:
        player: which player, by number.
        action: to which of its actions it would go over.
        gain: what that brings it.
    """

    player: int
    action: int
    gain: Number


@dataclass(frozen=True)
class Rejected:
    """A profile that a solver returned and that is no equilibrium.

    Attributes:
        profile: the probabilities as they came.
        reason: what is wrong with it.
        deviation: what a player gains by leaving it; None if it is no profile at all.
    """

    profile: tuple[tuple[float, ...], ...]
    reason: str
    deviation: Deviation | None = None


@dataclass(frozen=True)
class NashList:
    """The verified equilibria, in lexicographic order of their probabilities.

    Attributes:
        profiles: mixed-strategy profiles; fractions where the equilibrium was verified exactly.
        rejected: what was returned and is no equilibrium.
    """

    profiles: tuple[Profile, ...]
    rejected: tuple[Rejected, ...]

    def equilibria(self, game: Game) -> tuple[Equilibrium, ...]:
        """Return the profiles with their payoffs."""
        plans = [JointPlan.independent(profile) for profile in self.profiles]
        return tuple(Equilibrium(plan.payoffs(game), plan, frozenset({Claim.NASH})) for plan in plans)


def verify(game: Game, found: Sequence[Sequence[Sequence[Number] | Array]]) -> NashList:
    """Check every profile that a solver returned, in rational arithmetic and in the game's own payoffs.

    A profile given in floats is first replaced by the exact equilibrium on the same supports where the game has two players and
    that equilibrium exists and is close; otherwise it is kept as it is if nobody gains more than `APPROXIMATE` of its range.
    Equilibria that are known exactly are the same only if they are equal.
    """
    exact: dict[Profile, None] = {}
    loose: list[Profile] = []
    rejected: list[Rejected] = []
    for raw in found:
        checked = _check(game, raw)
        if isinstance(checked, Rejected):
            rejected.append(checked)
        elif _is_fractional(checked):
            exact.setdefault(checked)
        else:
            loose.append(checked)
    kept = list(exact)
    for profile in loose:
        if not any(_distance(profile, other) < _SAME for other in kept):
            kept.append(profile)
    kept.sort(key=lambda profile: [tuple(-float(p) for p in strategy) for strategy in profile])
    return NashList(tuple(kept), tuple(rejected))


def deviation(game: Game, profile: Profile) -> Deviation:
    """Return the deviation that brings a player most, relative to its payoff range; exact for a profile of fractions."""
    found = []
    for i, values in enumerate(_all_values(game, profile)):
        best = max(range(len(values)), key=values.__getitem__)
        found.append(Deviation(i, best, _regret(profile, i, values)))
    return max(found, key=lambda each: _relative(game, each))


def nearest_exact(game: Game, profile: Profile, within: float) -> Profile | None:
    """Return a profile of fractions itself if it is an equilibrium, else an exact one that it approximates; None if none is near.

    Of two kinds the nearer one is taken: what comes of simple fractions in the place of the probabilities, and, with two
    players, what solves the indifference conditions on the same supports.

    Args:
        game: the game.
        profile: fractions, such as floats are.
        within: how far away a probability may be.
    """
    if _is_exact(game, profile):
        return profile
    rounded = _rounded(profile)
    candidates = [rounded] if _is_exact(game, rounded) else []
    if game.n_players == 2 and not (candidates and _supports(rounded) == _supports(profile)):
        polished = _polished(game, profile)
        candidates += [] if polished is None else [polished]
    near = [(_distance(candidate, profile), k) for k, candidate in enumerate(candidates)]
    return candidates[min(near)[1]] if near and min(near)[0] <= within else None


def regrets(game: Game, profile: Profile) -> tuple[Number, ...]:
    """Return how much each player would gain by its best deviation; exact for a profile of fractions."""
    return tuple(_regret(profile, i, values) for i, values in enumerate(_all_values(game, profile)))


def _check(game: Game, raw: Sequence[Sequence[Number] | Array]) -> Profile | Rejected:
    shown = tuple(tuple(map(_float, strategy)) for strategy in raw)
    if tuple(len(strategy) for strategy in raw) != game.shape:
        return Rejected(
            shown, f"it has {[len(s) for s in raw]} probabilities per player where the game has {list(game.shape)} actions"
        )
    if not all(np.isfinite(p) for strategy in shown for p in strategy):
        return Rejected(shown, "a probability is not finite")
    if any(p < -_SUM for strategy in shown for p in strategy):
        return Rejected(shown, "a probability is negative")
    if any(abs(sum(strategy) - 1.0) > _SUM for strategy in shown):
        return Rejected(shown, "the probabilities of a player do not add up to 1")
    profile: Profile = tuple(tuple(_fraction(p) for p in strategy) for strategy in raw)
    near = nearest_exact(game, profile, _FAR)
    if near is not None and _distance(near, profile) <= _NEAR:
        return near
    clean: Profile = tuple(
        tuple(max(float(p), 0.0) / sum(max(float(q), 0.0) for q in strategy) for p in strategy) for strategy in raw
    )
    best = deviation(game, profile if _is_proper(profile) else tuple(tuple(map(_fraction, strategy)) for strategy in clean))
    worst = _relative(game, best)
    if worst > APPROXIMATE:
        return Rejected(shown, f"a player gains {worst:.2g} of its payoff range by deviating", best)
    return near or clean


def _float(p: Number) -> float:
    try:
        return float(p)
    except OverflowError:
        return float("inf")


def _fraction(p: Number) -> Fraction:
    return p if isinstance(p, Fraction) else Fraction(*float(p).as_integer_ratio())


def _is_exact(game: Game, profile: Profile) -> bool:
    return _is_proper(profile) and all(r == 0 for r in regrets(game, profile))


def _is_fractional(profile: Profile) -> bool:
    return all(isinstance(p, Fraction) for strategy in profile for p in strategy)


def _is_proper(profile: Profile) -> bool:
    return all(p >= 0 for s in profile for p in s) and all(sum(s, Fraction(0)) == 1 for s in profile)


def _rounded(profile: Profile) -> Profile:
    """Snap to the simplest fractions nearby: pure and evenly mixed strategies come back from floats this way."""
    return tuple(tuple(Fraction(p).limit_denominator(1000) for p in strategy) for strategy in profile)


def _relative(game: Game, deviating: Deviation) -> float:
    span = game.highest[deviating.player] - game.lowest[deviating.player]
    return float(deviating.gain / span) if span else 0.0


def _all_values(game: Game, profile: Profile) -> list[list[Fraction]]:
    """Return each player's expected payoffs from each of its actions, exactly for floats as well: payoffs may fit into none."""
    exact = tuple(tuple(map(_fraction, strategy)) for strategy in profile)
    return [_values(game, i, exact) for i in range(game.n_players)]


def _values(game: Game, i: int, profile: tuple[tuple[Fraction, ...], ...]) -> list[Fraction]:
    """Return player i's expected payoff from each of its actions."""
    supports = [range(game.shape[j]) if j == i else [k for k, p in enumerate(s) if p != 0] for j, s in enumerate(profile)]
    table = game.numerators[i][np.ix_(*supports)].astype(object)
    for j in reversed(range(game.n_players)):
        if j != i:
            weights = np.array([profile[j][k] for k in supports[j]], dtype=object)
            table = np.tensordot(table, weights, axes=(j, 0))
    return [Fraction(v) / game.denominators[i] for v in table]


def _regret(profile: Profile, i: int, values: Sequence[Fraction]) -> Number:
    """Return what player i loses against its best action, which does not depend on where its payoffs begin."""
    best = max(values)
    lost = sum((_fraction(p) * (best - v) for p, v in zip(profile[i], values, strict=True) if p != 0), Fraction(0))
    return lost if _is_fractional(profile) else float(lost)


def _supports(profile: Profile) -> list[list[int]]:
    return [[k for k, p in enumerate(strategy) if p > _SUPPORT] for strategy in profile]


def _polished(game: Game, profile: Profile) -> Profile | None:
    """Solve the indifference conditions of a two-player game on the supports of a nearly exact equilibrium."""
    supports = _supports(profile)
    if len(supports[0]) != len(supports[1]):
        return None
    mixed = []
    for j in (0, 1):
        own, other = supports[j], supports[1 - j]
        table = game.numerators[1 - j][np.ix_(*supports)]
        lines = table if j == 1 else table.T
        matrix = [[int(v) for v in line] + [-1] for line in lines] + [[1] * len(own) + [0]]
        solved = solve_square(matrix, [0] * len(other) + [1])
        if solved is None:
            return None
        strategy = [Fraction(0)] * game.shape[j]
        for k, v in zip(own, solved[0], strict=False):
            strategy[k] = Fraction(v, solved[1])
        mixed.append(tuple(strategy))
    polished: Profile = (mixed[0], mixed[1])
    return polished if _is_exact(game, polished) else None


def _distance(left: Profile, right: Profile) -> float:
    return max(abs(float(p) - float(q)) for a, b in zip(left, right, strict=True) for p, q in zip(a, b, strict=True))
