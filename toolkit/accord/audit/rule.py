"""The rule that an audit looks at, and what to make of the differences that it measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accord.config import describe
from accord.errors import AccordError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline, payoffs_of
from accord.rationals import IntArray, Number
from accord.solution import Step
from accord.work import quiet

__all__ = ["Rule", "changes", "largest", "no_answer", "tables"]

_ROUNDING = 1e-12
"""A difference of floats below this share of the largest payoff is what rounding left of zero."""


@dataclass(frozen=True)
class Rule:
    """A pipeline, and where its components come from.

    Attributes:
        pipeline: the components.
        steps: by stage, what is known of the component; None where there is none.
    """

    pipeline: Pipeline
    steps: Mapping[str, Step | None]

    @classmethod
    def of(cls, pipeline: Pipeline, registry: Registry) -> Rule:
        """Describe a pipeline."""
        fallback = describe(registry, pipeline.fallback)
        inner = fallback.settings.get("selection")
        return cls(
            pipeline,
            {
                "fallback": fallback,
                "selection": inner if isinstance(inner, Step) else None,
                "worth": describe(registry, pipeline.worth) if pipeline.worth else None,
                "split": describe(registry, pipeline.split),
            },
        )

    def payoffs(self, game: Game) -> tuple[Number, ...]:
        """Return what the players of a game agree on.

        Raises:
            AccordError: if a component refuses the game or fails.
        """
        with quiet():
            return payoffs_of(self.pipeline, game)

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as JSON-able data, as a solution writes it."""
        steps = {stage: step.to_dict() if step else None for stage, step in self.steps.items()}
        return {"side_payments": self.pipeline.side_payments} | steps


def no_answer(what: str, errors: Sequence[AccordError]) -> AccordError:
    """Return the error that there is no answer for any of some variants of a game: of the kind that the first one met."""
    return type(errors[0])(f"there is no answer for any {what}: {errors[0]}")


def tables(game: Game) -> list[IntArray]:
    """Return each player's payoffs as an array of fractions, of shape (A1, …, An)."""
    return [u.astype(object) * Fraction(1, d) for u, d in zip(game.numerators, game.denominators, strict=True)]


def largest(game: Game) -> Fraction:
    """Return the largest magnitude among a game's payoffs."""
    return max(map(abs, (*game.highest, *game.lowest)))


def changes(after: Sequence[Number], before: Sequence[Number], unit: Fraction) -> tuple[Number, ...]:
    """Return what everybody gains from one agreement to another; what is mere rounding beside payoffs of `unit` is 0."""
    return tuple(_rounded(x - y, unit) for x, y in zip(after, before, strict=True))


def _rounded(value: Number, unit: Fraction) -> Number:
    """Return 0 for a float that is nothing beside `unit`."""
    return 0.0 if isinstance(value, float) and abs(value) <= _ROUNDING * float(unit) else value
