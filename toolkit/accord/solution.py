"""The result of a pipeline, with its certificates and its provenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from accord.ambiguity import Ambiguity
from accord.claims import Certificate
from accord.coalitions import Violation
from accord.displays import Displayed, above
from accord.game import Game
from accord.intervals import Intervals
from accord.plan import JointPlan
from accord.rationals import Number, Vector, all_written, written
from accord.roles import Disagreement

__all__ = ["Agreement", "Solution", "Step"]


@dataclass(frozen=True)
class Step:
    """Which component did one step, with which settings, and where it comes from.

    Attributes:
        name: the component's name.
        settings: its fields; nested components are steps themselves.
        plugin: the entry point that registered it, or ``accord``.
        distribution, version: the distribution that it was installed by; None for a component passed in by hand.
    """

    name: str
    settings: Mapping[str, Any]
    plugin: str | None
    distribution: str | None
    version: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON-able data."""
        return {
            "name": self.name,
            "settings": {key: value.to_dict() if isinstance(value, Step) else value for key, value in self.settings.items()},
            "plugin": self.plugin,
            "distribution": self.distribution,
            "version": self.version,
        }


@dataclass(frozen=True)
class Agreement:
    """What the players agree on.

    Attributes:
        payoffs: what each player ends up with.
        play: the agreed joint plan.
        play_payoffs: what the play alone gives each player.
        transfers: what each player then receives (negative: pays); they add up to zero.
    """

    payoffs: tuple[Number, ...]
    play: JointPlan
    play_payoffs: tuple[Number, ...]
    transfers: tuple[Number, ...]

    def __post_init__(self) -> None:
        for name in ("payoffs", "play_payoffs", "transfers"):
            object.__setattr__(self, name, Vector(getattr(self, name)))


@dataclass(frozen=True)
class Solution(Displayed):
    """A disagreement point, an agreement and the proof that each is what it claims to be.

    Attributes:
        game: the game.
        side_payments: whether money could change hands.
        steps: which component did each step.
        disagreement: how the game is played if talks fail.
        agreement: what the players agree on.
        surplus: what the agreement adds to the disagreement point's total.
        certificates: every claim, re-checked.
        warnings: what a user should know, one sentence each.
        worths: what each coalition earns by itself, where that mattered.
        worth_violations: properties that these worths lack, with the coalitions that show it.
        ambiguity: the range of agreements over all admissible equilibria, where the fallback chose among several.
        exact: whether an exact answer was asked for: reports write fractions then, and a warning names what is approximate.
        uncertainty: where the payoffs lie in most draws of a fallback that is known from data or a random process.
    """

    game: Game
    side_payments: bool
    steps: Mapping[str, Step | None]
    disagreement: Disagreement
    agreement: Agreement
    surplus: Number
    certificates: tuple[Certificate, ...]
    warnings: tuple[str, ...] = ()
    worths: tuple[tuple[tuple[str, ...], Number], ...] | None = None
    worth_violations: tuple[Violation, ...] | None = None
    ambiguity: Ambiguity | None = None
    exact: bool = False
    uncertainty: Intervals | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the solution as JSON-able data: equal for equal inputs, without timings or paths.

        Numbers are floats; those known exactly stand once more as strings such as ``"17/3"`` under ``exact``.
        """
        return {
            "accord": _version(),
            "game": self.game.reference() | {"actions": [list(names) for names in self.game.actions]},
            "pipeline": {"side_payments": self.side_payments}
            | {k: step.to_dict() if step else None for k, step in self.steps.items()},
            "disagreement": {
                "payoffs": _floats(self.disagreement.payoffs),
                "play": None if self.disagreement.play is None else _play(self.game, self.disagreement.play),
                "unique": self.disagreement.unique,
                "payoff_range": None
                if self.disagreement.payoff_range is None
                else [_floats(pair) for pair in self.disagreement.payoff_range],
            },
            "worths": None if self.worths is None else [{"coalition": list(c), "worth": float(w) + 0.0} for c, w in self.worths],
            "worth_violations": None
            if self.worth_violations is None
            else [v.to_dict(self.game.players) for v in self.worth_violations],
            "agreement": {
                "payoffs": _floats(self.agreement.payoffs),
                "play": _play(self.game, self.agreement.play),
                "play_payoffs": _floats(self.agreement.play_payoffs),
                "transfers": _floats(self.agreement.transfers),
            },
            "surplus": float(self.surplus) + 0.0,
            "ambiguity": None if self.ambiguity is None else self.ambiguity.to_dict(),
            "uncertainty": None if self.uncertainty is None else self.uncertainty.to_dict(),
            "exact": {
                "disagreement": {
                    "payoffs": all_written(self.disagreement.payoffs),
                    "payoff_range": None
                    if self.disagreement.payoff_range is None
                    else [all_written(pair) for pair in self.disagreement.payoff_range],
                },
                "agreement": {"payoffs": all_written(self.agreement.payoffs), "transfers": all_written(self.agreement.transfers)},
                "surplus": written(self.surplus),
                "worths": None if self.worths is None else all_written(w for _, w in self.worths),
                "ambiguity": None if self.ambiguity is None else self.ambiguity.exact(),
            },
            "certificates": [
                {
                    "claim": str(c.claim),
                    "residual": float(c.residual),
                    "tolerance": c.tolerance,
                    "holds": c.holds,
                    "detail": c.detail,
                }
                for c in self.certificates
            ],
            "warnings": list(self.warnings),
        }

    @property
    def certified(self) -> bool:
        """Whether every certificate holds."""
        return all(certificate.holds for certificate in self.certificates)

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the solution; see `accord.plot.draw`, which takes the same options and draws several solutions as well.

        Args:
            ax: matplotlib axes to draw on.
            options: `solvers`, `title`, `size` and `legend`.

        Returns:
            The axes, if some were given; a new figure, which notebooks show, if not.

        Raises:
            ConfigurationError: if matplotlib is not installed.
            UnsuitableError: if the game has neither two nor three players.
        """
        return above("plot").draw([self], ax, **options)


def _version() -> str:
    return metadata.version("accord")


def _floats(values: Iterable[Number]) -> list[float]:
    return [float(value) + 0.0 for value in values]


def _play(game: Game, plan: JointPlan) -> list[dict[str, Any]]:
    return [
        {"profile": list(game.profile(cell)), "probability": float(p)}
        for cell, p in zip(plan.cells, plan.probabilities, strict=True)
    ]
