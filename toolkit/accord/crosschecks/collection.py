"""Cross-checks of many games, with what they say about each solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from accord.crosschecks.records import CrossCheck
from accord.crosschecks.rows import Outcome, Row
from accord.displays import Displayed

__all__ = ["COUNTS", "CrossChecks", "Interrupted", "Record", "Unreadable"]

COUNTS = ("agrees", "excused", "refuted", "incomplete", "timed out", "crashed", "failed", "not applicable")
"""What may come of a solver on a game; *excused* is to find a part where no more is promised."""


@dataclass(frozen=True)
class Record:
    """What became of one solver on many games.

    Attributes:
        solver: its name.
        counts: how often each of `COUNTS` came of it.
    """

    solver: str
    counts: dict[str, int]

    @property
    def tried(self) -> int:
        """On how many games it was tried."""
        return sum(self.counts.values()) - self.counts[Outcome.NOT_APPLICABLE]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-able data."""
        return {"solver": self.solver, "tried": self.tried, **{name.replace(" ", "_"): n for name, n in self.counts.items()}}


@dataclass(frozen=True)
class Unreadable:
    """A game that could not be read.

    Attributes:
        name: how it was called.
        reason: what is wrong with it.
    """

    name: str
    reason: str


@dataclass(frozen=True)
class CrossChecks(Displayed):
    """Several solvers on several games.

    Attributes:
        checks: the games in their order.
        unreadable: games that could not be read.
    """

    checks: tuple[CrossCheck, ...]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """What became of each solver."""
        names = list(dict.fromkeys(row.name for check in self.checks for row in check.rows))
        rows = [row for check in self.checks for row in check.rows]
        return tuple(Record(name, _counted([row for row in rows if row.name == name])) for name in names)

    @property
    def consistent(self) -> bool:
        """Whether nothing is refuted on any game."""
        return all(check.consistent for check in self.checks)

    @property
    def answered(self) -> bool:
        """Whether some solver answered on every game."""
        return all(check.answered for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Return the cross-checks as JSON-able data, without timings or paths."""
        return {
            "accord": metadata.version("accord"),
            "consistent": self.consistent,
            "solvers": [record.to_dict() for record in self.records],
            "games": [check.to_dict() for check in self.checks],
            "unreadable": [{"name": each.name, "reason": each.reason} for each in self.unreadable],
        }


class Interrupted(KeyboardInterrupt):
    """Somebody interrupted the cross-checks of many games.

    Attributes:
        so_far: those that were finished.
    """

    def __init__(self, so_far: CrossChecks, total: int) -> None:
        super().__init__(f"{len(so_far.checks)} of {total} games were finished before")
        self.so_far = so_far


def _counted(rows: Sequence[Row]) -> dict[str, int]:
    kinds = [row.status if row.status in COUNTS else "excused" for row in rows]
    return {kind: kinds.count(kind) for kind in COUNTS}
