"""What a search for violated axioms finds, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accord.audit.rule import Rule
from accord.builtin.readers import format_toml
from accord.displays import Displayed
from accord.errors import ConfigurationError
from accord.game import Game
from accord.rationals import all_written
from accord.roles import Demand

__all__ = ["Budget", "Counterexample", "DesiderataAudit", "DesideratumRow"]


@dataclass(frozen=True)
class Budget:
    """How long to search.

    Attributes:
        games: how many games to try for each axiom.
        seconds: how long to take for all axioms together; with this, the same seed need not give the same report.
    """

    games: int | None = None
    seconds: float | None = None

    @classmethod
    def parse(cls, given: str | int) -> Budget:
        """Read ``"200"`` or ``"30s"``.

        >>> Budget.parse("30s")
        Budget(games=None, seconds=30.0)

        Raises:
            ConfigurationError: if it is neither.
        """
        written = str(given).strip()
        amount = written.removesuffix("s")
        try:
            if written != amount and 0 < float(amount) < float("inf"):
                return cls(seconds=float(amount))
            if written == amount and int(amount) > 0:
                return cls(games=int(amount))
        except ValueError:
            pass
        raise ConfigurationError(f"budget is {written!r}; a number of games such as 200, or of seconds such as 30s, is accepted")

    def __str__(self) -> str:
        return f"{self.games} games" if self.seconds is None else f"{self.seconds:g} seconds"


@dataclass(frozen=True)
class Counterexample:
    """A game in which a rule violates an axiom.

    Attributes:
        game: the game.
        demand: what the rule does not meet there, with the numbers.
        origin: the game it was shrunk from: its title, or that it was made up at random.
        smallest: whether no game one step smaller violates the axiom; False if there was no time to find out.
    """

    game: Game
    demand: Demand
    origin: str
    smallest: bool

    @property
    def file(self) -> str:
        """The game as a file that one can solve, plot and send."""
        return format_toml(self.game, self.demand.says)

    @property
    def changed_file(self) -> str | None:
        """The other game, if the axiom compares with one, as a file."""
        return None if self.demand.changed is None else format_toml(self.demand.changed, f"compared: {self.demand.says}")

    def to_dict(self) -> dict[str, Any]:
        """Return the counterexample as JSON-able data."""
        found, required = self.demand.found, self.demand.required
        return {
            "title": self.game.title,
            "digest": self.game.digest,
            "shape": list(self.game.shape),
            "origin": self.origin,
            "smallest": self.smallest,
            "demand": self.demand.says,
            "found": [float(x) + 0.0 for x in found],
            "required": [float(x) + 0.0 for x in required],
            "relation": "at least" if self.demand.at_least else "equal",
            "exact": {"found": all_written(found), "required": all_written(required)},
            "file": self.file,
            "changed_file": self.changed_file,
        }


@dataclass(frozen=True)
class DesideratumRow:
    """One axiom and what the search found.

    Attributes:
        axiom: its name.
        claimed: the component that states that the axiom is satisfied; None if none does.
        tried: games that the axiom is about, with an answer.
        unconcerned: games that the axiom is not about.
        refused: games that the pipeline refused.
        failed: games in which the pipeline failed.
        trouble: what went wrong: with the axiom, or in the first game in which the pipeline failed.
        counterexample: a game in which the axiom is violated, or None.
    """

    axiom: str
    claimed: str | None = None
    tried: int = 0
    unconcerned: int = 0
    refused: int = 0
    failed: int = 0
    trouble: str = ""
    counterexample: Counterexample | None = None

    @property
    def broken(self) -> bool:
        """Whether a component states that the axiom is satisfied, and it is not."""
        return self.claimed is not None and self.counterexample is not None

    @property
    def outcome(self) -> str:
        """``violated``, ``not refuted``, or ``untested`` if there is no game that says anything."""
        return "violated" if self.counterexample else "not refuted" if self.tried else "untested"

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able data."""
        return {
            "axiom": self.axiom,
            "outcome": self.outcome,
            "claimed": self.claimed,
            "broken_claim": self.broken,
            "tried": self.tried,
            "unconcerned": self.unconcerned,
            "refused": self.refused,
            "failed": self.failed,
            "trouble": self.trouble or None,
            "counterexample": self.counterexample.to_dict() if self.counterexample else None,
        }


@dataclass(frozen=True)
class DesiderataAudit(Displayed):
    """What a search for violated axioms found.

    Attributes:
        rule: the pipeline.
        seed: what the search started from.
        budget: how long it was allowed to take.
        rows: one per axiom.
        interrupted: whether somebody stopped it: the last row is incomplete then, and further ones are missing.
    """

    rule: Rule
    seed: int
    budget: str
    rows: tuple[DesideratumRow, ...]
    interrupted: bool = False

    @property
    def certified(self) -> bool:
        """Whether no claim is broken."""
        return not any(row.broken for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        return {
            "pipeline": self.rule.to_dict(),
            "seed": self.seed,
            "budget": self.budget,
            "interrupted": self.interrupted,
            "rows": [row.to_dict() for row in self.rows],
        }
