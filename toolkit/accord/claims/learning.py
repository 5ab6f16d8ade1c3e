"""Claims about how learners end up playing: that little is regretted afterwards."""

from __future__ import annotations

from accord.claims.evidence import Evidence, Finding, Unmeasurable
from accord.claims.plays import Play

__all__ = ["external_regret", "internal_regret"]


def internal_regret(evidence: Evidence) -> Finding:
    """Measure the most that a player would have gained by playing one action wherever it played another (Foster and Vohra, 1999).

    ``max_{a, b} E[(u_i(b, ·) - u_i(a, ·)) 1{a_i = a}]``, relative to the payoff range: the least e for which the play is a
    correlated e-equilibrium.
    """
    play = _play(evidence)
    worst = max(play.deviations(i).internal for i in range(evidence.game.n_players))
    return Finding(worst, "largest gain of a player from one other answer to one recommendation")


def external_regret(evidence: Evidence) -> Finding:
    """Measure the most that a player would have gained by playing a single action throughout (Hannan, 1957)."""
    play = _play(evidence)
    worst = max(play.deviations(i).external for i in range(evidence.game.n_players))
    return Finding(max(worst, worst * 0), "largest gain of a player from one action throughout")


def _play(evidence: Evidence) -> Play:
    if evidence.play is None:
        raise Unmeasurable("the fallback states payoffs only, no play")
    return Play.of(evidence.game, evidence.play)
