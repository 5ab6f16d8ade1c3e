"""What is believed about breakdowns before any was seen."""

from __future__ import annotations

from fractions import Fraction

from accord.builtin.fallbacks import Correlated
from accord.game import Game

__all__ = ["prior_weights"]


def prior_weights(game: Game, base: str, strength: Fraction, floor: Fraction) -> tuple[list[Fraction], tuple[str, ...]]:
    """Return the parameter of a Dirichlet prior for every profile, and what a user should know about it.

    ``alpha_a = strength ((1 - floor) mu_a + floor / profiles)``; the parameters add up to the strength. With an even mu and
    strength 1 this is the prior of Perks (1947).

    Args:
        game: the game.
        base: ``uniform``, or ``correlated`` for mu the welfare-maximal correlated equilibrium.
        strength: how many observations the prior is worth.
        floor: the share of it that is spread evenly.
    """
    if base == "uniform" or strength == 0:
        return [strength / game.n_profiles] * game.n_profiles, ()
    expected = Correlated().fall_back(game)
    alpha = [strength * floor / game.n_profiles] * game.n_profiles
    if expected.play is not None:
        shares = [Fraction(p) for p in expected.play.probabilities]
        unit = strength * (1 - floor) / sum(shares)
        for cell, share in zip(expected.play.cells, shares, strict=True):
            alpha[cell] += unit * share
    return alpha, expected.warnings
