"""What is done for one game: every pipeline, with whatever they can share worked out once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from accord.answers import admitted_by
from accord.bargain import Problem
from accord.equilibria import Polytope
from accord.equilibria.plans import SOME_PLAN
from accord.errors import AccordError, TimeLimitError, UnsuitableError
from accord.exactness import solved_exactly
from accord.game import Game
from accord.lp import exactly
from accord.pipeline import Pipeline, agree, disagreement_of, payoffs_of, run, worths_for
from accord.rationals import Number, total
from accord.roles import Component, Disagreement
from accord.solution import Solution, Step
from accord.sweeps.records import Detail, Outcome, Status, to_text
from accord.work.identity import identity

__all__ = ["Assignment", "failure", "outcome_of", "parts"]


@dataclass(frozen=True)
class Assignment:
    """A pipeline, ready to be applied to many games.

    Attributes:
        pipeline: its components.
        id: what stands for these and their settings.
        versions: of accord and of the plugins that they come from.
        steps: the provenance of each component, in the order in which `parts` yields them.
        detail: how much is worked out.
        exact: whether to prove all that can be proved.
    """

    pipeline: Pipeline
    id: str
    versions: str
    steps: tuple[Step, ...]
    detail: Detail = Detail.CERTIFIED
    exact: bool = False

    @cached_property
    def fallback(self) -> str:
        """What the disagreement point depends on, but the game."""
        return identity(self.pipeline.fallback)

    def describe(self, component: Component) -> Step:
        """Return the provenance of a component of the pipeline."""
        return next(step for part, step in zip(parts(self.pipeline), self.steps, strict=True) if part is component)


def outcome_of(game: Game, key: bytes, assignment: Assignment, memo: dict[str, Disagreement]) -> Outcome:
    """Apply a pipeline to a game, and say what became of it.

    What is found does not depend on what was done before: what pipelines share through `memo` is worked out from nothing.

    Args:
        game: the game.
        key: what the outcome is known by.
        assignment: the pipeline.
        memo: what other pipelines found out about the same game.
    """
    begun = time.perf_counter()
    try:
        found = _answered(game, key, assignment, memo)
    except UnsuitableError as error:
        found = failure(game, key, assignment, Status.UNSUITABLE, str(error))
    except TimeLimitError as error:
        found = failure(game, key, assignment, Status.TIME_LIMIT, str(error))
    except MemoryError:
        found = failure(game, key, assignment, Status.MEMORY_LIMIT, "it ran out of memory")
    except AccordError as error:
        found = failure(game, key, assignment, Status.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - one task must not end a sweep
        found = failure(game, key, assignment, Status.FAILED, " ".join(f"{type(error).__name__}: {error}".split()))
    return replace(found, seconds=time.perf_counter() - begun)


def failure(game: Game, key: bytes, assignment: Assignment, status: Status, reason: str) -> Outcome:
    """Return the outcome of a task that has no answer."""
    return Outcome(key, game.digest, assignment.id, assignment.versions, status, reason, assignment.detail)


def _answered(game: Game, key: bytes, assignment: Assignment, memo: dict[str, Disagreement]) -> Outcome:
    made = partial(Outcome, key, game.digest, assignment.id, assignment.versions, Status.SOLVED, "", assignment.detail)
    if assignment.detail is Detail.PAYOFFS:
        with exactly(assignment.exact):
            agreed = payoffs_of(assignment.pipeline, game)
        return made(agreement=_list(agreed), welfare=to_text(total(agreed)))
    solving = partial(_solved, game, assignment, memo)
    solution = solved_exactly(solving) if assignment.exact else solving()
    return made(
        disagreement=_list(solution.disagreement.payoffs),
        agreement=_list(solution.agreement.payoffs),
        transfers=_list(solution.agreement.transfers),
        surplus=to_text(solution.surplus),
        welfare=to_text(total(solution.agreement.payoffs)),
        certified=solution.certified,
        residual=max((float(c.residual) for c in solution.certificates), default=None),
        warnings=json.dumps([w for w in solution.warnings if w != SOME_PLAN], ensure_ascii=False),
        solution=json.dumps(solution.to_dict(), ensure_ascii=False) if assignment.detail is Detail.FULL else None,
    )


def _solved(game: Game, assignment: Assignment, memo: dict[str, Disagreement]) -> Solution:
    """Solve a game in full, or without what only a reader of the whole answer looks at.

    Left out then are the range over all equilibria, and which of several plays with the same payoffs is the most even one.
    """
    pipeline = assignment.pipeline
    if assignment.detail is Detail.FULL:
        return run(pipeline, game, assignment.describe)
    objection = pipeline.objection(game)
    if objection:
        raise UnsuitableError(objection)
    disagreement = memo.get(assignment.fallback)
    if disagreement is None:
        disagreement = _disagreement(pipeline, game)
        if not assignment.exact:  # what could not be proved on the way must be told by every pipeline
            memo[assignment.fallback] = disagreement
    problem = Problem(game, disagreement.payoffs, pipeline.side_payments, worths_for(pipeline, game))
    return agree(pipeline, problem, disagreement, assignment.describe, even=False)


def _disagreement(pipeline: Pipeline, game: Game) -> Disagreement:
    admitted = admitted_by(pipeline.fallback, game)
    if isinstance(admitted, Polytope):
        admitted = admitted.with_any_play()
    return disagreement_of(pipeline.fallback, game, admitted, ranged=False)


def parts(pipeline: Pipeline) -> Iterator[Component]:
    """Yield the components of a pipeline whose provenance solutions carry."""
    yield pipeline.fallback
    yield pipeline.split
    if pipeline.worth is not None:
        yield pipeline.worth


def _list(values: Sequence[Number]) -> str:
    return json.dumps(list(map(to_text, values)))
