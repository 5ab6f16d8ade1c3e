"""Re-checking of claims from their definitions, by code that shares nothing with what produced the answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

from accord.claims.agreement import efficient, equal_gains, feasible, greatest_total, individually_rational, nash_product
from accord.claims.centres import analytic_center, max_entropy, max_gini
from accord.claims.equilibrium import coarse_correlated, correlated, nash
from accord.claims.evidence import Evidence, Finding, Unmeasurable, exact, payoff_units, residual
from accord.claims.learning import external_regret, internal_regret
from accord.claims.meet import pareto_meet
from accord.claims.plays import distribution, stated_payoffs
from accord.claims.rational import rational_threats
from accord.claims.threats import minimax_threats, security
from accord.claims.tolerances import TOLERANCES
from accord.claims.vocabulary import Certificate, Claim
from accord.game import Game
from accord.plan import JointPlan

__all__ = ["ABOUT_AGREEMENT", "ABOUT_DISAGREEMENT", "check"]

ABOUT_DISAGREEMENT = frozenset(
    {
        Claim.DISTRIBUTION,
        Claim.PAYOFFS_OF_PLAY,
        Claim.NASH,
        Claim.CORRELATED,
        Claim.COARSE_CORRELATED,
        Claim.WITHIN_RANGE,
        Claim.MINIMAX_THREATS,
        Claim.SECURITY,
        Claim.RATIONAL_THREATS,
        Claim.PARETO_MEET,
        Claim.LOW_INTERNAL_REGRET,
        Claim.LOW_EXTERNAL_REGRET,
        Claim.MAX_ENTROPY,
        Claim.MAX_GINI,
        Claim.ANALYTIC_CENTER,
    }
)
"""What a fallback can promise."""
ABOUT_AGREEMENT = frozenset(
    {
        Claim.DISTRIBUTION,
        Claim.FEASIBLE,
        Claim.EFFICIENT,
        Claim.INDIVIDUALLY_RATIONAL,
        Claim.EQUAL_GAINS,
        Claim.NASH_PRODUCT,
        Claim.GREATEST_TOTAL,
    }
)
"""What a split can promise."""


def check(claims: Iterable[Claim], evidence: Evidence) -> tuple[Certificate, ...]:
    """Re-check claims from their definitions.

    A claim about something that the evidence lacks (a play that was not stated, an agreement of the wrong length) does
    not hold: its certificate has the residual 1 and says what is missing.

    Args:
        claims: what was promised; repetitions count once.
        evidence: the answer.

    Returns:
        One certificate per claim in the order of the vocabulary; `Claim.DISTRIBUTION` has one for each play that there is.
    """
    wanted = set(claims)
    certificates: list[Certificate] = []
    for claim in Claim:
        if claim not in wanted:
            continue
        if claim is Claim.DISTRIBUTION:
            certificates += _distributions(evidence)
        else:
            certificates.append(_certify(claim, partial(_MEASURES[claim], evidence)))
    return tuple(certificates)


def _certify(claim: Claim, measure: Callable[[], Finding]) -> Certificate:
    try:
        found = measure()
    except Unmeasurable as why:
        found = Finding(1.0, str(why))
    amount = found.residual if math.isfinite(found.residual) else 1.0
    return Certificate(claim, amount, TOLERANCES[claim], found.detail)


def _distributions(evidence: Evidence) -> list[Certificate]:
    plays = {"disagreement play": evidence.play, "agreed play": evidence.agreed_play}
    stated = {name: plan for name, plan in plays.items() if plan is not None}
    if not stated:
        return [_certify(Claim.DISTRIBUTION, _no_play)]
    return [_certify(Claim.DISTRIBUTION, partial(_distribution, evidence.game, plan, name)) for name, plan in stated.items()]


def _distribution(game: Game, plan: JointPlan, name: str) -> Finding:
    try:
        return Finding(distribution(game, plan), name)
    except Unmeasurable as why:
        raise Unmeasurable(f"{name}: {why}") from None


def _no_play() -> Finding:
    raise Unmeasurable("no play is stated")


def _payoffs_of_play(evidence: Evidence) -> Finding:
    if evidence.play is None:
        raise Unmeasurable("the fallback states payoffs only, no play")
    return stated_payoffs(evidence.game, evidence.play, evidence.disagreement)


def _within_range(evidence: Evidence) -> Finding:
    count = evidence.game.n_players
    if evidence.payoff_range is None or len(evidence.payoff_range) != count:
        raise Unmeasurable("there is no payoff range for every player")
    point = exact(evidence.disagreement, "the disagreement payoffs", count)
    low, high = (exact([pair[k] for pair in evidence.payoff_range], "the payoff range", count) for k in (0, 1))
    outside = [
        residual(max(lo - d, d - hi), unit, [*pair, stated])
        for lo, hi, d, unit, pair, stated in zip(
            low, high, point, payoff_units(evidence.game), evidence.payoff_range, evidence.disagreement, strict=True
        )
    ]
    return Finding(max(outside), "largest distance of a disagreement payoff from its range")


_MEASURES: Mapping[Claim, Callable[[Evidence], Finding]] = MappingProxyType(
    {
        Claim.PAYOFFS_OF_PLAY: _payoffs_of_play,
        Claim.NASH: nash,
        Claim.CORRELATED: correlated,
        Claim.COARSE_CORRELATED: coarse_correlated,
        Claim.WITHIN_RANGE: _within_range,
        Claim.FEASIBLE: feasible,
        Claim.EFFICIENT: efficient,
        Claim.INDIVIDUALLY_RATIONAL: individually_rational,
        Claim.EQUAL_GAINS: equal_gains,
        Claim.NASH_PRODUCT: nash_product,
        Claim.GREATEST_TOTAL: greatest_total,
        Claim.MINIMAX_THREATS: minimax_threats,
        Claim.SECURITY: security,
        Claim.RATIONAL_THREATS: rational_threats,
        Claim.PARETO_MEET: pareto_meet,
        Claim.LOW_INTERNAL_REGRET: internal_regret,
        Claim.LOW_EXTERNAL_REGRET: external_regret,
        Claim.MAX_ENTROPY: max_entropy,
        Claim.MAX_GINI: max_gini,
        Claim.ANALYTIC_CENTER: analytic_center,
    }
)
"""How each claim about one answer is measured."""
