"""Composing components into a solution, with certificates and provenance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from accord.ambiguity import Ambiguity, ambiguity
from accord.answers import admitted_by, bargained, checked, disagree
from accord.bargain import Problem
from accord.claims import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT, Claim, Evidence, check
from accord.coalitions import CharacteristicFunction, Violation
from accord.coalitions.characteristic import members
from accord.equilibria import EquilibriumSet
from accord.errors import AccordError, ComponentError, UnsuitableError
from accord.game import Game
from accord.intervals import intervals
from accord.rationals import Number, text, total
from accord.roles import Component, Disagreement, Fallback, Split, Worth
from accord.settling import settle, settled_payoffs
from accord.solution import Agreement, Solution, Step
from accord.valuing import worths_of

__all__ = ["Describe", "Pipeline", "agree", "disagreement_of", "payoffs_of", "run", "worths_for"]

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
        worth: says what coalitions earn by themselves, for splits that divide that.
    """

    fallback: Fallback
    split: Split
    side_payments: bool = True
    worth: Worth | None = None

    def objection(self, game: Game) -> str | None:
        """Say which component refuses the game, and why, or return None."""
        for stage, component in (("fallback", self.fallback), ("worth", self.worth), ("split", self.split)):
            reason = component.needs.objection(game, self.side_payments) if component else None
            if component and reason:
                return f"{stage} {component.name} {reason}"
        return self.mismatch()

    def mismatch(self) -> str | None:
        """Say whether worths are missing, or not used."""
        divides = getattr(self.split, "uses_worths", False)
        if divides and self.worth is None:
            return f"split {self.split.name} divides the worths of coalitions; name a worth, such as bloc"
        if self.worth is not None and not divides:
            return (
                f"split {self.split.name} does not use worths; with worth {self.worth.name} name one that does, such as shapley"
            )
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
    admitted = admitted_by(pipeline.fallback, game)
    disagreement = disagreement_of(pipeline.fallback, game, admitted)
    worths = worths_for(pipeline, game)
    solution = agree(pipeline, Problem(game, disagreement.payoffs, pipeline.side_payments, worths), disagreement, describe)
    if worths is not None:
        return solution
    solution = _with_intervals(solution, pipeline.split)
    return solution if admitted is None else _with_ambiguity(solution, pipeline.split, admitted)


def disagreement_of(fallback: Fallback, game: Game, admitted: EquilibriumSet | None, *, ranged: bool = True) -> Disagreement:
    """Return the disagreement point of a fallback, checked.

    Args:
        fallback: says how the game is played if talks fail.
        game: the game.
        admitted: what the fallback admits before it selects; None if it does not work like that.
        ranged: as for `settle`.

    Raises:
        UnsuitableError: if the selection refuses the game.
        ComponentError: if a component breaks its role's contract.
    """
    if admitted is None:
        return disagree(fallback, game)
    settled = settle(admitted, fallback.selection, ranged=ranged)  # type: ignore[attr-defined] # it has one: it admits a set
    return checked(settled, fallback, game)


def payoffs_of(pipeline: Pipeline, game: Game) -> tuple[Number, ...]:
    """Return the agreed payoffs alone, for whoever solves thousands of games: no play is searched for, nothing is certified.

    Raises:
        UnsuitableError: if a component refuses the game.
        ComponentError: if a component breaks its role's contract.
    """
    objection = pipeline.objection(game)
    if objection:
        raise UnsuitableError(objection)
    disagreement, _ = settled_payoffs(pipeline.fallback, game)
    problem = Problem(game, disagreement, pipeline.side_payments, worths_for(pipeline, game))
    return bargained(pipeline.split, problem)[0]


def worths_for(pipeline: Pipeline, game: Game) -> CharacteristicFunction | None:
    """Return the worths that the split divides, unless it divides none; one that looks at few of them gets these on demand."""
    if pipeline.worth is None:
        return None
    few = getattr(pipeline.split, "looks_at_few", None)
    return worths_of(pipeline.worth, game, on_demand=callable(few) and few(game.n_players))


def _with_intervals(solution: Solution, split: Split) -> Solution:
    """Bargain over every draw of an uncertain disagreement point."""
    uncertainty = solution.disagreement.uncertainty
    if uncertainty is None:
        return solution
    found = intervals(uncertainty, lambda draw: bargained(split, Problem(solution.game, draw, solution.side_payments))[0])
    return replace(solution, uncertainty=found, warnings=(*solution.warnings, *found.warnings))


def _with_ambiguity(solution: Solution, split: Split, admitted: EquilibriumSet) -> Solution:
    """Add the range of agreements over all that is admitted, or say why there is none."""
    try:
        return replace(solution, ambiguity=_spread(admitted, split, solution))
    except AccordError as error:
        warning = f"the range of agreements over all equilibria is not known: {error}"
        return replace(solution, warnings=(*solution.warnings, warning))


def _spread(admitted: EquilibriumSet, split: Split, solution: Solution) -> Ambiguity | None:
    """Return the range of agreements over all equilibria of a set, or None if the game is too large for it."""
    if solution.disagreement.payoff_range is None:
        return None
    shares = getattr(split, "shares", None) if solution.side_payments else None
    constant = shares(solution.game.n_players) if callable(shares) else None

    def agreed(point: tuple[Number, ...]) -> tuple[Number, ...]:
        return bargained(split, Problem(solution.game, point, solution.side_payments))[0]

    return ambiguity(admitted, constant, agreed, solution.agreement.payoffs)


def agree(pipeline: Pipeline, problem: Problem, disagreement: Disagreement, describe: Describe, *, even: bool = True) -> Solution:
    """Split the gains over a disagreement point and certify everything; one problem serves many splits.

    Args:
        pipeline: the components.
        problem: what is bargained over.
        disagreement: how the game is played if talks fail.
        describe: gives the provenance of a component.
        even: whether the agreed play must be the most even one with its payoffs; any one is found sooner.
    """
    game = problem.game
    payoffs, stated = bargained(pipeline.split, problem)
    agreement, warnings = _implemented(problem, payoffs, f"split {pipeline.split.name}", even=even)
    evidence = Evidence(
        game=game,
        side_payments=pipeline.side_payments,
        disagreement=disagreement.payoffs,
        play=disagreement.play,
        payoff_range=disagreement.payoff_range,
        agreement=agreement.payoffs,
        agreed_play=agreement.play,
        transfers=agreement.transfers,
        admitted=disagreement.admitted,
        powers=stated.powers,
    )
    fallback, split = describe(pipeline.fallback), describe(pipeline.split)
    return Solution(
        game=game,
        side_payments=pipeline.side_payments,
        steps={
            "fallback": fallback,
            "selection": _nested(fallback, "selection"),
            "worth": describe(pipeline.worth) if pipeline.worth else None,
            "split": split,
        },
        disagreement=disagreement,
        agreement=agreement,
        surplus=total(agreement.payoffs) - total(disagreement.payoffs),
        certificates=check(_claims(pipeline, disagreement), evidence),
        warnings=tuple(dict.fromkeys((*disagreement.warnings, *_notes(problem), *stated.warnings, *warnings))),
        worths=_labelled(problem),
        worth_violations=_violations(problem),
    )


def _notes(problem: Problem) -> tuple[str, ...]:
    """Return what is worth saying about how the worths came about."""
    return () if problem.worths is None else problem.worths.notes


def _violations(problem: Problem) -> tuple[Violation, ...] | None:
    """Return which properties the worths lack, unless there are too many coalitions for that."""
    try:
        return None if problem.worths is None else problem.worths.violations()
    except UnsuitableError:
        return None


def _labelled(problem: Problem) -> tuple[tuple[tuple[str, ...], Number], ...] | None:
    """Return every coalition's worth, as far as it is known, the smaller coalitions first."""
    if problem.worths is None:
        return None
    coalitions = sorted(map(members, set(problem.worths.known) - {0}), key=lambda inside: (len(inside), inside))
    return tuple((tuple(problem.game.players[i] for i in inside), problem.worths[inside]) for inside in coalitions)


def _claims(pipeline: Pipeline, disagreement: Disagreement) -> frozenset[Claim]:
    """Collect what was promised: a lottery over equilibria replaces the fallback's own claim by the weaker one it can keep."""
    promised = (pipeline.fallback.claims | disagreement.claims) & ABOUT_DISAGREEMENT
    if disagreement.play is not None:
        promised |= _PLAY_CLAIMS
    if disagreement.payoff_range is not None:
        promised |= {Claim.WITHIN_RANGE}
    return promised | (pipeline.split.claims & ABOUT_AGREEMENT) | {Claim.FEASIBLE}


def _implemented(problem: Problem, payoffs: tuple[Number, ...], who: str, *, even: bool) -> tuple[Agreement, tuple[str, ...]]:
    """Find the play, and with side payments the transfers, that give the agreed payoffs."""
    warnings: tuple[str, ...] = ()
    if problem.side_payments:
        play = problem.best_play()
        play_payoffs = play.payoffs(problem.game)
        transfers = tuple(x - u for x, u in zip(payoffs, play_payoffs, strict=True))
    else:
        try:
            play, warnings = problem.play_for(payoffs, even=even)
        except UnsuitableError:
            shown = ", ".join(map(text, payoffs))
            raise ComponentError(f"{who} returned ({shown}), which no joint plan yields without side payments") from None
        play_payoffs = play.payoffs(problem.game)
        transfers = (Fraction(0),) * problem.game.n_players
    return Agreement(payoffs, play, play_payoffs, transfers), warnings


def _nested(step: Step, stage: str) -> Step | None:
    inner = step.settings.get(stage)
    return inner if isinstance(inner, Step) else None
