"""Examining one rule by one axiom in one game: the axiom asks, the host compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from accord.errors import AccordError, ComponentError, InputError, UnsuitableError, at_work
from accord.game import Game
from accord.pipeline import Pipeline, payoffs_of
from accord.rationals import Number, rational
from accord.roles import Axiom, Demand

__all__ = ["TOLERANCE", "Answers", "Examined", "claimed", "examine"]

TOLERANCE = 1e-5
"""The share of the widest payoff range by which numbers may miss what is required, unless all of them are fractions."""
_END = object()


class Unanswered(Exception):  # noqa: N818 -- it ends an examination, not the run
    """The rule gave no answer; the cause says why."""


@dataclass(frozen=True)
class Answers:
    """A pipeline as axioms see it; it solves no game twice.

    Attributes:
        pipeline: the components.
        known: what was found before, by the games' digests.
    """

    pipeline: Pipeline
    known: dict[str, tuple[Number, ...] | AccordError] = field(default_factory=dict, repr=False)

    @property
    def side_payments(self) -> bool:
        """Whether money can change hands."""
        return self.pipeline.side_payments

    def __call__(self, game: Game, /) -> tuple[Number, ...]:
        """Return the agreed payoffs, one per player."""
        answer = self.known.get(game.digest)
        if answer is None:
            try:
                answer = tuple(payoffs_of(self.pipeline, game))
            except AccordError as error:
                answer = error
            self.known[game.digest] = answer
        if isinstance(answer, AccordError):
            raise Unanswered from answer
        return answer


@dataclass(frozen=True)
class Examined:
    """What an axiom found out about a rule in one game.

    Attributes:
        game: the game.
        demand: what the rule does not meet, or None if it meets all.
        closeness: how far it is from missing one, as a share of the payoffs: 0 is on the brink, None where nothing says so.
        concerned: whether the axiom is about this game.
        refusal: why there is no answer: the rule refuses the game, or failed; None if there is one.
    """

    game: Game
    demand: Demand | None = None
    closeness: float | None = None
    concerned: bool = True
    refusal: AccordError | None = None

    @property
    def refused(self) -> bool:
        """Whether the rule, or the axiom, does not accept the game; anything else without an answer is a failure."""
        return isinstance(self.refusal, UnsuitableError)


def examine(axiom: Axiom, solve: Answers, game: Game) -> Examined:
    """Examine a rule in one game, up to the first demand that it does not meet.

    Raises:
        ComponentError: if the axiom itself fails.
    """
    if axiom.needs.objection(game, solve.side_payments):
        return Examined(game, concerned=False)
    closest: float | None = None
    concerned = False
    try:
        for demand in _demands(axiom, solve, game):
            concerned = True
            gap, exact = _gap(axiom, demand)
            unit = _unit(game if demand.changed is None else demand.changed)
            if gap > 0 if exact else float(gap) > TOLERANCE * unit:
                return Examined(game, demand)
            if demand.at_least:
                share = float(-gap) / unit
                closest = share if closest is None else min(closest, share)
    except Unanswered as silence:
        return Examined(game, refusal=silence.__cause__)  # type: ignore[arg-type] # it is raised from one
    except AccordError as error:
        if isinstance(error, ComponentError):
            raise
        return Examined(game, refusal=error)
    return Examined(game, closeness=closest, concerned=concerned)


def _demands(axiom: Axiom, solve: Answers, game: Game) -> Iterator[Demand]:
    """Yield what an axiom demands; what it raises by mistake is reported under its name."""
    try:
        with at_work():
            demands = iter(axiom.examine(game, solve))
        while True:
            with at_work():
                demand = next(demands, _END)
            if demand is _END:
                return
            if not isinstance(demand, Demand):
                raise ComponentError(f"axiom {axiom.name} yielded {demand!r}; demands are expected")
            yield demand
    except (AccordError, MemoryError, Unanswered, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        raise ComponentError(f"axiom {axiom.name} failed: {type(error).__name__}: {error}") from error


def _gap(axiom: Axiom, demand: Demand) -> tuple[Number, bool]:
    """Return by how much the worst number misses what is required, beyond the slack, and whether that is exact."""
    numbers = (*demand.found, *demand.required)
    if len(demand.found) != len(demand.required) or not demand.found:
        raise ComponentError(f"axiom {axiom.name} compares {len(demand.found)} number(s) with {len(demand.required)}")
    exact = all(isinstance(x, (Fraction, int)) for x in numbers)
    try:
        pairs = [(rational(x), rational(y)) for x, y in zip(demand.found, demand.required, strict=True)]
    except (InputError, TypeError) as error:
        raise ComponentError(f"axiom {axiom.name} compares what are no finite numbers: {error}") from None
    gap = max(y - x if demand.at_least else abs(x - y) for x, y in pairs) - demand.slack
    return gap, exact


def _unit(game: Game) -> float:
    return float(max(high - low for high, low in zip(game.highest, game.lowest, strict=True))) or 1.0


def claimed(pipeline: Pipeline) -> dict[str, str]:
    """Return the axioms that the components of a pipeline state they satisfy, and which component states it.

    A split speaks for every pipeline that ends in it; a fallback for those that go on with side payments, no worths and the split
    ``equal``.
    """
    stated = dict.fromkeys(_satisfied(pipeline.split), f"split {pipeline.split.name}")
    if pipeline.side_payments and pipeline.worth is None and pipeline.split.name == "equal":
        stated = dict.fromkeys(_satisfied(pipeline.fallback), f"fallback {pipeline.fallback.name}") | stated
    return stated


def _satisfied(component: object) -> frozenset[str]:
    return frozenset(getattr(component, "satisfies", frozenset()))
