"""Worths of all coalitions under several conventions, and what these lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accord.coalitions import CharacteristicFunction, Violation
from accord.coalitions.core import Core
from accord.coalitions.masks import members
from accord.game import Game
from accord.rationals import Number, all_written, written

__all__ = ["Convention", "Conventions", "Interrupted"]


@dataclass(frozen=True)
class Convention:
    """One reading of what coalitions are worth.

    Attributes:
        name: the worth's name, with its reading where it has several.
        worths: what every coalition is worth; None if the worth failed.
        values: by split, the payoffs that divide the worths, or why there are none.
        violations: properties that the worths lack, with the coalitions that show it.
        core: whether some payoffs leave every coalition content, with a witness; None if that is not known.
        certified: whether every certificate of every division holds.
        trouble: why there are no worths.
    """

    name: str
    worths: CharacteristicFunction | None
    values: tuple[tuple[str, tuple[Number, ...] | str], ...] = ()
    violations: tuple[Violation, ...] = ()
    core: Core | None = None
    certified: bool = True
    trouble: str = ""


@dataclass(frozen=True)
class Conventions:
    """All conventions on one game.

    Attributes:
        game: the game.
        columns: one per convention, in the order of registration.
        certified: whether every certificate of every solution holds.
        left_out: components that were not tried, each with the reason.
        exact: whether all proofs were asked for.
    """

    game: Game
    columns: tuple[Convention, ...]
    certified: bool
    left_out: tuple[tuple[str, str], ...]
    exact: bool = False

    @property
    def coalitions(self) -> list[tuple[int, ...]]:
        """All coalitions as tuples of player numbers, the smaller ones first."""
        return sorted(map(members, range(1, 1 << self.game.n_players)), key=lambda inside: (len(inside), inside))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-able data."""
        return {
            "game": self.game.reference(),
            "conventions": [self._column(column) for column in self.columns],
            "left_out": [{"component": name, "reason": reason} for name, reason in self.left_out],
        }

    def _column(self, column: Convention) -> dict[str, Any]:
        if column.worths is None:
            return {"worth": column.name, "error": column.trouble}
        worths = column.worths
        return {
            "worth": column.name,
            "worths": [{"coalition": self._labels(inside), **_number("worth", worths[inside])} for inside in self.coalitions],
            "values": [
                {"split": split, "error": found}
                if isinstance(found, str)
                else {"split": split, "payoffs": [float(x) + 0.0 for x in found], "exact": all_written(found)}
                for split, found in column.values
            ],
            "violations": [violation.to_dict(self.game.players) for violation in column.violations],
            "core": None if column.core is None else self._core(column.core),
        }

    def _core(self, found: Core) -> dict[str, Any]:
        blocking = [
            {"coalition": self._labels(sorted(coalition)), **_number("weight", weight)}
            for coalition, weight in found.blocking or ()
        ]
        point = None if found.point is None else [float(x) + 0.0 for x in found.point]
        return {"empty": found.is_empty, "point": point, "blocking": blocking or None}

    def _labels(self, inside: Sequence[int]) -> list[str]:
        return [self.game.players[i] for i in inside]


class Interrupted(KeyboardInterrupt):
    """Somebody interrupted a comparison of conventions.

    Attributes:
        so_far: the conventions that were finished; the others are left out.
    """

    def __init__(self, so_far: Conventions) -> None:
        super().__init__(f"{len(so_far.columns)} convention(s) were finished before")
        self.so_far = so_far


def _number(key: str, value: Number) -> dict[str, Any]:
    return {key: float(value) + 0.0, "exact": written(value)}
