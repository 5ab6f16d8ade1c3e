"""Claims about the agreement: feasible, efficient, individually rational, and how the gains are shared."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from accord.claims.evidence import Evidence, Finding, Unmeasurable, all_exact, exact, money_unit, payoff_units, residual, rounding
from accord.claims.hyperplane import beyond
from accord.claims.plays import distribution, payoffs_of_play
from accord.rationals import Number

__all__ = ["efficient", "equal_gains", "feasible", "greatest_total", "individually_rational", "nash_product"]

_STILL = Fraction(1, 10**9)
"""A gain below this part of the payoff range counts as none when the numbers are floats."""


def _agreement(evidence: Evidence) -> tuple[tuple[Number, ...], list[Fraction]]:
    if evidence.agreement is None:
        raise Unmeasurable("there is no agreement")
    return evidence.agreement, exact(evidence.agreement, "the agreed payoffs", evidence.game.n_players)


def _units(evidence: Evidence) -> list[Fraction]:
    """Return what to measure each player's agreed payoff in."""
    if evidence.side_payments:
        return [money_unit(evidence.game)] * evidence.game.n_players
    return payoff_units(evidence.game)


def feasible(evidence: Evidence) -> Finding:
    """Measure how far the agreed payoffs are from those of the agreed play plus balanced transfers."""
    stated, payoffs = _agreement(evidence)
    if evidence.agreed_play is None or evidence.transfers is None:
        raise Unmeasurable("the agreement states no play or no transfers")
    transfers = exact(evidence.transfers, "the transfers", evidence.game.n_players)
    plan = evidence.agreed_play
    earned = payoffs_of_play(evidence.game, plan)
    involved: list[Number] = [*stated, *evidence.transfers]
    if not plan.is_exact:
        involved += [float(v) for v in earned]
    gaps = [
        residual(abs(x - u - t), unit, involved)
        for x, u, t, unit in zip(payoffs, earned, transfers, _units(evidence), strict=True)
    ]
    if evidence.side_payments:
        # The transfers are differences between the payoffs: they miss their balance by what these were rounded by.
        gaps.append(residual(abs(sum(transfers, Fraction(0))), money_unit(evidence.game), involved))
        detail = "agreed payoffs against play plus transfers, and the balance of the transfers"
    else:
        gaps += [residual(abs(t), unit, evidence.transfers) for t, unit in zip(transfers, _units(evidence), strict=True)]
        detail = "agreed payoffs against those of the play, and money that must not move"
    return Finding(max(*gaps, distribution(evidence.game, plan)), detail)


def efficient(evidence: Evidence) -> Finding:
    """Measure what the players could still gain in total while nobody loses.

    With side payments this is the greatest total payoff minus the agreed total. Without, the supporting hyperplane with
    weights ``w >= 1`` that bounds ``sum_i (x_i - agreement_i) / range_i`` over all better feasible ``x``.
    """
    stated, payoffs = _agreement(evidence)
    game = evidence.game
    if not evidence.side_payments:
        left = beyond(game, payoffs, [Fraction(1)] * game.n_players, [None] * game.n_players, all_exact(stated))
        return Finding(left, "supporting hyperplane with positive weights over all outcomes")
    total, denominator = game.welfare
    short = Fraction(int(total.max()), denominator) - sum(payoffs, Fraction(0))
    return Finding(residual(abs(short), money_unit(game), stated), "greatest total payoff against the agreed total")


def individually_rational(evidence: Evidence) -> Finding:
    """Measure the largest loss of a player against the disagreement point."""
    stated, payoffs = _agreement(evidence)
    fallback = exact(evidence.disagreement, "the disagreement payoffs", evidence.game.n_players)
    losses = [
        residual(d - x, unit, stated, evidence.disagreement)
        for x, d, unit in zip(payoffs, fallback, _units(evidence), strict=True)
    ]
    return Finding(max(losses), "largest loss against the disagreement point")


def equal_gains(evidence: Evidence) -> Finding:
    """Measure how far apart the players' gains over the disagreement point are."""
    stated, gains = _gains(evidence)
    spread = residual(max(gains) - min(gains), money_unit(evidence.game), stated)
    return Finding(spread, "largest gain minus smallest gain")


def _gains(evidence: Evidence) -> tuple[list[Number], list[Fraction]]:
    stated, payoffs = _agreement(evidence)
    fallback = exact(evidence.disagreement, "the disagreement payoffs", evidence.game.n_players)
    return [*stated, *evidence.disagreement], [x - d for x, d in zip(payoffs, fallback, strict=True)]


def nash_product(evidence: Evidence) -> Finding:
    """Measure how much the Nash product (Nash, 1950) of those who can gain may still rise.

    With side payments the product is greatest where the total is and gains are in proportion to the powers. Without, the
    logarithm of the product is concave, so ``max_a sum_i w_i (u_i(a) - x_i) / (x_i - d_i)`` bounds what it may still rise, with
    the greatest power w counted as 1; players at their disagreement payoff enter with a multiplier, and a second hyperplane shows
    that those of them who have power cannot gain.
    """
    game = evidence.game
    powers = _powers(evidence)
    if evidence.side_payments:
        worst = max(efficient(evidence).residual, _out_of_proportion(evidence, powers))
        return Finding(worst, "greatest total payoff and gains in proportion to the powers")
    stated, gains = _gains(evidence)
    _, payoffs = _agreement(evidence)
    proof = all_exact(stated)
    ranges = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
    gainers = [gain > (0 if proof else _STILL * r) and r > 0 for gain, r in zip(gains, ranges, strict=True)]
    slopes = [w * r / gain if active else Fraction(0) for w, r, gain, active in zip(powers, ranges, gains, gainers, strict=True)]
    blur = [Fraction(0) if proof or not gain else rounding(stated) / gain for gain in gains]  # small gains are badly known
    least = [slope * (1 - b) for slope, b in zip(slopes, blur, strict=True)]
    most = [slope * (1 + b) if active else None for slope, b, active in zip(slopes, blur, gainers, strict=True)]
    rise = beyond(game, payoffs, least, most, proof) if any(slopes) else Fraction(0)
    idle = [Fraction(int(w > 0 and not active)) for w, active in zip(powers, gainers, strict=True)]
    if not any(idle):
        return Finding(rise, "first-order rise of the logarithm of the product over all outcomes")
    fallback = [Fraction(d) for d in evidence.disagreement]
    stuck = beyond(game, fallback, idle, [None] * game.n_players, proof)
    losses = individually_rational(evidence).residual
    return Finding(max(rise, stuck, losses), "first-order rise of the product, and what players without a gain could gain")


def _powers(evidence: Evidence) -> list[Fraction]:
    """Return the bargaining powers with the greatest as 1."""
    if evidence.powers is None:
        return [Fraction(1)] * evidence.game.n_players
    powers = exact(evidence.powers, "the bargaining powers", evidence.game.n_players)
    if min(powers) < 0 or max(powers) == 0:
        raise Unmeasurable("the bargaining powers are negative or all 0")
    return [w / max(powers) for w in powers]


def _out_of_proportion(evidence: Evidence, powers: Sequence[Fraction]) -> Number:
    """Measure by how much the gains miss the proportions of the powers."""
    stated, gains = _gains(evidence)
    worst = max(w * g - v * h for g, v in zip(gains, powers, strict=True) for h, w in zip(gains, powers, strict=True))
    return residual(worst, money_unit(evidence.game), stated)


def greatest_total(evidence: Evidence) -> Finding:
    """Measure by how much the total could still rise while nobody gets less than at the disagreement point.

    With side payments: the greatest total of any outcome. Without, by linear programming duality: players who get no more than
    their disagreement payoff enter with a weight of at least 1, the others with 1, and no outcome may have a greater weighted
    total.
    """
    if evidence.side_payments:
        return efficient(evidence)
    game = evidence.game
    stated, gains = _gains(evidence)
    _, payoffs = _agreement(evidence)
    proof = all_exact(stated)
    ranges = [high - low for low, high in zip(game.lowest, game.highest, strict=True)]
    unit = money_unit(game)
    weights = [r / unit for r in ranges]
    bound = [gain <= (0 if proof else _STILL * r) for gain, r in zip(gains, ranges, strict=True)]
    rise = beyond(game, payoffs, weights, [None if b else w for b, w in zip(bound, weights, strict=True)], proof)
    return Finding(max(rise, individually_rational(evidence).residual), "weighted total over all outcomes")
