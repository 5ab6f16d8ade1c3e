"""Values of characteristic functions in closed form: Shapley, Banzhaf, tau, equal surplus."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

import numpy as np

from accord.coalitions.characteristic import CharacteristicFunction, members, sizes
from accord.coalitions.properties import ROUNDING, slack
from accord.errors import UnsuitableError
from accord.rationals import Number, text

__all__ = ["banzhaf", "equal_surplus", "individually_rational", "shapley", "tau"]


def shapley(game: CharacteristicFunction) -> tuple[Number, ...]:
    """Return everybody's mean marginal contribution over all orders of arrival (Shapley 1953).

    ``phi_i = sum over S without i of s! (n - s - 1)! / n! (v(S + i) - v(S))``.

    >>> game = CharacteristicFunction.of(3, {(0, 1): 60, (0, 2): 40, (1, 2): 20, (0, 1, 2): 100})
    >>> [str(x) for x in shapley(game)]
    ['130/3', '100/3', '70/3']
    """
    n, scale = game.n_players, game.integers[1]
    orders = np.array([factorial(s) * factorial(n - s - 1) for s in range(n)], dtype=object)
    count = sizes(n)
    values = []
    for i in range(n):
        without, gains = game.marginals(i)
        by_size = np.zeros(n, dtype=object)
        np.add.at(by_size, count[without], gains.astype(object))
        values.append(Fraction(int(by_size @ orders), factorial(n) * scale))
    return game.stated(values)


def banzhaf(game: CharacteristicFunction, *, normalised: bool = False) -> tuple[Number, ...]:
    """Return everybody's mean marginal contribution over all coalitions of the others (Banzhaf 1965; Owen 1975).

    ``beta_i = sum over S without i of (v(S + i) - v(S)) / 2^(n-1)``; these need not add up to ``v(N)``.

    Args:
        game: the worths.
        normalised: multiply all values by the same factor, so that they do.

    Raises:
        UnsuitableError: if they are to be normalised and their total does not have the sign of ``v(N)``.
    """
    scale = game.integers[1] << (game.n_players - 1)
    raw = [Fraction(sum(map(int, game.marginals(i)[1])), scale) for i in range(game.n_players)]
    together = sum(raw, Fraction(0))
    if not normalised or together == game.fractions[-1]:
        return game.stated(raw)
    if abs(together) <= slack(game) or game.fractions[-1] * together < 0:
        raise UnsuitableError(
            f"the Banzhaf values add up to {text(together)} and there is {text(game.total)} to share, so that they "
            "cannot be normalised; use the Shapley value"
        )
    return game.stated(b * game.fractions[-1] / together for b in raw)


def equal_surplus(game: CharacteristicFunction) -> tuple[Number, ...]:
    """Return everybody's own worth plus an equal share of the rest: the centre of the imputation set.

    ``x_i = v(i) + (v(N) - sum_j v(j)) / n`` (Driessen and Funaki 1991).
    """
    own = [game.fractions[1 << i] for i in range(game.n_players)]
    share = (game.fractions[-1] - sum(own)) / game.n_players
    return game.stated(v + share for v in own)


def tau(game: CharacteristicFunction) -> tuple[Number, ...]:
    """Return the compromise between what players can hope for and what they can insist on (Tijs 1981).

    With utopia payoffs ``M_i = v(N) - v(N - i)`` and minimal rights ``m_i = max over S with i of v(S) - sum_{j in S - i} M_j`` it
    is ``m + a (M - m)``, where a makes it add up to ``v(N)``.

    Raises:
        UnsuitableError: if the game is not quasi-balanced (``m <= M`` and ``sum m <= v(N) <= sum M``).
    """
    n, worths = game.n_players, game.fractions
    whole = (1 << n) - 1
    utopia = [worths[whole] - worths[whole ^ 1 << i] for i in range(n)]
    spare = [v - sum((utopia[j] for j in members(mask)), Fraction(0)) for mask, v in enumerate(worths)]
    rights = [max(spare[mask] for mask in range(1 << n) if mask >> i & 1) + utopia[i] for i in range(n)]
    rounding = slack(game)
    broken = next((i for i in range(n) if rights[i] > utopia[i] + rounding), None)
    if broken is not None or not sum(rights) - rounding <= worths[whole] <= sum(utopia) + rounding:
        why = (
            f"player {broken + 1} can insist on {text(rights[broken])} and hope for {text(utopia[broken])}"
            if broken is not None
            else f"the minimal rights add up to {text(sum(rights))}, the utopia payoffs to {text(sum(utopia))}, "
            f"and there is {text(worths[whole])}"
        )
        raise UnsuitableError(f"the tau value is defined for quasi-balanced worths only: {why}")
    room, left = sum(utopia) - sum(rights), worths[whole] - sum(rights)
    if room <= rounding:
        return game.stated(m + left / n for m in rights)
    return game.stated(m + left / room * (top - m) for m, top in zip(rights, utopia, strict=True))


def individually_rational(payoffs: Sequence[Number], floors: Sequence[Number]) -> tuple[Number, ...]:
    """Return the point nearest to some payoffs that gives everybody at least its floor and adds up to the same.

    The Euclidean projection: whoever is below its floor is raised to it, and the others pay equally, as far as their own floors
    allow.

    Raises:
        UnsuitableError: if the floors add up to more than there is.
    """
    x, s = [Fraction(v) for v in payoffs], [Fraction(v) for v in floors]
    exact = all(isinstance(v, (Fraction, int)) for v in (*payoffs, *floors))
    lack = sum(s, Fraction(0)) - sum(x, Fraction(0))
    if not exact and 0 < lack <= ROUNDING * max(map(abs, (*x, *s))):
        s = [v - lack / len(s) for v in s]
    elif lack > 0:
        raise UnsuitableError(f"the players' floors add up to {text(sum(s))} and there is {text(sum(x))} to share")
    paying = list(range(len(x)))
    while True:
        fixed = sum((s[i] for i in range(len(x)) if i not in paying), Fraction(0))
        excess = (sum((x[i] for i in paying), Fraction(0)) - (sum(x) - fixed)) / len(paying) if paying else Fraction(0)
        below = [i for i in paying if x[i] - excess < s[i]]
        if not below:
            break
        paying = [i for i in paying if i not in below]
    repaired = [x[i] - excess if i in paying else s[i] for i in range(len(x))]
    return tuple(repaired) if exact else tuple(float(v) for v in repaired)
