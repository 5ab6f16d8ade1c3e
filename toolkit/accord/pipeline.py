"""Composing components into a solution, with certificates and provenance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from accord.bargain import Problem
from accord.claims import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT, Claim, Evidence, check
from accord.errors import AccordError, ComponentError, UnsuitableError
from accord.game import Game
from accord.rationals import Array, Number, text, total
from accord.roles import Component, Disagreement, Fallback, Split
from accord.solution import Agreement, Solution, Step

__all__ = ["Describe", "Pipeline", "agree", "disagree", "run"]

Describe = Callable[[Component], Step]
"""Says where a component comes from and how it is set."""

_PLAY_CLAIMS = frozenset({Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY})


@dataclass(frozen=True)
class Pipeline:
    """What to do with a game: how to fall back, whether money can change hands, how to split.

    Attributes:
        fallback: says how the game is played if talks fail.
        split: shares out the gains.
        side_payments: whether payoff can be transferred one to one.
    """

    fallback: Fallback
    split: Split
    side_payments: bool = True

    def objection(self, game: Game) -> str | None:
        """Say which component refuses the game, and why, or return None."""
        for stage, component in (("fallback", self.fallback), ("split", self.split)):
            reason = component.needs.objection(game, self.side_payments)
            if reason:
                return f"{stage} {component.name} {reason}"
        return None


def run(pipeline: Pipeline, game: Game, describe: Describe) -> Solution:
    """Solve one game.

    Args:
        pipeline: the components.
        game: the game.
        describe: gives the provenance of a component.

    Raises:
        UnsuitableError: if a component refuses the game.
        ComponentError: if a component breaks its role's contract.
    """
    objection = pipeline.objection(game)
    if objection:
        raise UnsuitableError(objection)
    return agree(pipeline, game, disagree(pipeline.fallback, game), describe)


def disagree(fallback: Fallback, game: Game) -> Disagreement:
    """Ask a fallback for the disagreement point and check its shape."""
    found = _guarded(f"fallback {fallback.name}", fallback.fall_back, game)
    if not isinstance(found, Disagreement):
        raise ComponentError(f"fallback {fallback.name} returned {type(found).__name__}; a Disagreement is expected")
    _payoffs(found.payoffs, game, f"fallback {fallback.name}")
    return found


def agree(pipeline: Pipeline, game: Game, disagreement: Disagreement, describe: Describe) -> Solution:
    """Split the gains over a disagreement point and certify everything."""
    problem = Problem(game, disagreement.payoffs, pipeline.side_payments)
    _ = problem.surplus if pipeline.side_payments else problem.agreements
    shares = _guarded(f"split {pipeline.split.name}", pipeline.split.agree, problem)
    payoffs = _payoffs(shares, game, f"split {pipeline.split.name}")
    agreement, warnings = _implemented(problem, payoffs)
    evidence = Evidence(
        game=game,
        side_payments=pipeline.side_payments,
        disagreement=disagreement.payoffs,
        play=disagreement.play,
        payoff_range=disagreement.payoff_range,
        agreement=agreement.payoffs,
        agreed_play=agreement.play,
        transfers=agreement.transfers,
    )
    fallback, split = describe(pipeline.fallback), describe(pipeline.split)
    return Solution(
        game=game,
        side_payments=pipeline.side_payments,
        steps={"fallback": fallback, "selection": _nested(fallback, "selection"), "worth": None, "split": split},
        disagreement=disagreement,
        agreement=agreement,
        surplus=total(agreement.payoffs) - total(disagreement.payoffs),
        certificates=check(_claims(pipeline, disagreement), evidence),
        warnings=(*disagreement.warnings, *warnings),
    )


def _claims(pipeline: Pipeline, disagreement: Disagreement) -> frozenset[Claim]:
    """Collect what was promised: a lottery over equilibria replaces the fallback's own claim by the weaker one it can keep."""
    promised = (pipeline.fallback.claims | disagreement.claims) & ABOUT_DISAGREEMENT
    if disagreement.play is not None:
        promised |= _PLAY_CLAIMS
    if disagreement.payoff_range is not None:
        promised |= {Claim.WITHIN_RANGE}
    return promised | (pipeline.split.claims & ABOUT_AGREEMENT) | {Claim.FEASIBLE}


def _implemented(problem: Problem, payoffs: tuple[Number, ...]) -> tuple[Agreement, tuple[str, ...]]:
    """Find the play, and with side payments the transfers, that give the agreed payoffs."""
    warnings: tuple[str, ...] = ()
    if problem.side_payments:
        play = problem.best_play()
        play_payoffs = play.payoffs(problem.game)
        transfers = tuple(x - u for x, u in zip(payoffs, play_payoffs, strict=True))
    else:
        play, warnings = problem.play_for(payoffs)
        play_payoffs = play.payoffs(problem.game)
        transfers = (Fraction(0),) * problem.game.n_players
    return Agreement(payoffs, play, play_payoffs, transfers), warnings


def _payoffs(values: Array | Sequence[Number], game: Game, who: str) -> tuple[Number, ...]:
    try:
        numbers = tuple(v if isinstance(v, Fraction) else float(v) for v in values)
    except (TypeError, ValueError):
        raise ComponentError(f"{who} returned {type(values).__name__}; {game.n_players} payoffs are expected") from None
    if len(numbers) != game.n_players:
        raise ComponentError(f"{who} returned {len(numbers)} payoffs; {game.n_players} are expected")
    if not all(isinstance(v, Fraction) or isfinite(v) for v in numbers):
        raise ComponentError(f"{who} returned {', '.join(map(text, numbers))}; finite payoffs are expected")
    return numbers


def _guarded(who: str, verb: Callable[[Any], Any], argument: object) -> Any:
    """Call a component; what it raises by mistake is reported under its name."""
    try:
        return verb(argument)
    except (AccordError, MemoryError):
        raise
    except Exception as error:
        raise ComponentError(f"{who} failed: {type(error).__name__}: {error}") from error


def _nested(step: Step, stage: str) -> Step | None:
    inner = step.settings.get(stage)
    return inner if isinstance(inner, Step) else None
