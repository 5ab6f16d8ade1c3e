"""Composing components into a solution, with certificates and provenance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from accord.bargain import Problem
from accord.claims import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT, Claim, Evidence, check
from accord.errors import ComponentError, UnsuitableError, guarded
from accord.game import LARGEST, Game
from accord.plan import JointPlan
from accord.rationals import Array, Number, rational, text, total
from accord.roles import Component, Disagreement, Fallback, Split
from accord.solution import Agreement, Solution, Step

__all__ = ["Describe", "Pipeline", "agree", "checked", "disagree", "run"]

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
    disagreement = disagree(pipeline.fallback, game)
    return agree(pipeline, Problem(game, disagreement.payoffs, pipeline.side_payments), disagreement, describe)


def disagree(fallback: Fallback, game: Game) -> Disagreement:
    """Ask a fallback for the disagreement point and check its form."""
    return checked(guarded(f"fallback {fallback.name}", fallback.fall_back, game), fallback, game)


def checked(found: object, fallback: Fallback, game: Game) -> Disagreement:
    """Return what a fallback found if it is a disagreement point of the game: finite payoffs, and a play over its profiles."""
    who = f"fallback {fallback.name}"
    if not isinstance(found, Disagreement):
        raise ComponentError(f"{who} returned {type(found).__name__}; a Disagreement is expected")
    if found.play is not None and not (isinstance(found.play, JointPlan) and found.play.fits(game)):
        raise ComponentError(f"{who} returned a play that is no joint plan of the game")
    ranges = found.payoff_range
    if ranges is not None:
        try:
            low, high = zip(*ranges, strict=True)
        except (TypeError, ValueError):
            raise ComponentError(f"{who} returned a payoff range that is no list of pairs") from None
        ranges = tuple(zip(_payoffs(low, game, who), _payoffs(high, game, who), strict=True))
    return replace(found, payoffs=_payoffs(found.payoffs, game, who), payoff_range=ranges)


def agree(pipeline: Pipeline, problem: Problem, disagreement: Disagreement, describe: Describe) -> Solution:
    """Split the gains over a disagreement point and certify everything; one problem serves many splits."""
    game = problem.game
    _ = problem.surplus if pipeline.side_payments else problem.agreements
    who = f"split {pipeline.split.name}"
    payoffs = _payoffs(guarded(who, pipeline.split.agree, problem), game, who)
    agreement, warnings = _implemented(problem, payoffs, who)
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


def _implemented(problem: Problem, payoffs: tuple[Number, ...], who: str) -> tuple[Agreement, tuple[str, ...]]:
    """Find the play, and with side payments the transfers, that give the agreed payoffs."""
    warnings: tuple[str, ...] = ()
    if problem.side_payments:
        play = problem.best_play()
        play_payoffs = play.payoffs(problem.game)
        transfers = tuple(x - u for x, u in zip(payoffs, play_payoffs, strict=True))
    else:
        try:
            play, warnings = problem.play_for(payoffs)
        except UnsuitableError:
            shown = ", ".join(map(text, payoffs))
            raise ComponentError(f"{who} returned ({shown}), which no joint plan yields without side payments") from None
        play_payoffs = play.payoffs(problem.game)
        transfers = (Fraction(0),) * problem.game.n_players
    return Agreement(payoffs, play, play_payoffs, transfers), warnings


def _payoffs(values: Array | Sequence[Number], game: Game, who: str) -> tuple[Number, ...]:
    try:
        numbers: tuple[Number, ...] = tuple(rational(v) if isinstance(v, Fraction) else float(v) for v in values)
    except (TypeError, ValueError):
        raise ComponentError(f"{who} returned {type(values).__name__}; {game.n_players} payoffs are expected") from None
    except OverflowError:
        raise ComponentError(f"{who} returned payoffs beyond 10^300; magnitudes below are expected") from None
    if len(numbers) != game.n_players:
        raise ComponentError(f"{who} returned {len(numbers)} payoffs; {game.n_players} are expected")
    if not all(-LARGEST < v < LARGEST for v in numbers):
        shown = ", ".join(text(v) if isinstance(v, float) or -LARGEST < v < LARGEST else "a larger number" for v in numbers)
        raise ComponentError(f"{who} returned {shown}; finite payoffs below 10^300 are expected")
    return numbers


def _nested(step: Step, stage: str) -> Step | None:
    inner = step.settings.get(stage)
    return inner if isinstance(inner, Step) else None
