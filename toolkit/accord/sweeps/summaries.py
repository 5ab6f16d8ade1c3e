"""What a results store holds, in short: how tasks ended, what answers are like, and why there is none."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.sweeps.causes import pattern
from accord.sweeps.columns import Condition, check_column, rows_of, shown
from accord.sweeps.mixtures import Mixtures
from accord.sweeps.records import Status
from accord.sweeps.store import Store

__all__ = ["MEASURES", "Cause", "Group", "Measure", "StoreSummary", "summarised"]

MEASURES = ("surplus", "welfare", "spread")
"""What answers are compared by; the spread is the difference between the greatest and the least agreed payoff."""
_AGREED = "agreement_"


@dataclass(frozen=True)
class Measure:
    """One number of many answers.

    Attributes:
        mean: the mean.
        least: the least.
        greatest: the greatest.
    """

    mean: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Group:
    """The tasks that have the same value in some columns.

    Attributes:
        values: what they have in these columns, as text; empty for nothing.
        statuses: how many of them ended how.
        certified: of how many answers all certificates hold.
        uncertified: of how many answers one does not.
        measures: by the names in `MEASURES`, what the answers are like; of those that there is an answer for.
    """

    values: tuple[str, ...]
    statuses: Mapping[str, int]
    certified: int
    uncertified: int
    measures: Mapping[str, Measure]

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(self.statuses.values())


@dataclass(frozen=True)
class Cause:
    """Why tasks have no answer.

    Attributes:
        status: how they ended.
        reason: what the component or the host said; without numbers where reasons differ in these only.
        tasks: how many.
        pipelines: which pipelines, in order of their labels.
        example: a game with which it happened.
    """

    status: str
    reason: str
    tasks: int
    pipelines: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class StoreSummary:
    """What a results store holds.

    Attributes:
        by: the columns that groups have in common.
        conditions: what rows had to say to be counted.
        groups: the groups, in order of their values.
        causes: why there are no answers, the most frequent first.
        notes: what is counted together although it is not the same: changed files and pipelines, and several versions.
    """

    by: tuple[str, ...]
    conditions: tuple[Condition, ...]
    groups: tuple[Group, ...]
    causes: tuple[Cause, ...]
    notes: tuple[str, ...] = ()

    @property
    def tasks(self) -> int:
        """How many tasks were counted."""
        return sum(group.tasks for group in self.groups)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "by": list(self.by),
            "where": list(map(str, self.conditions)),
            "tasks": self.tasks,
            "groups": [
                {
                    "values": dict(zip(self.by, group.values, strict=True)),
                    "tasks": group.tasks,
                    "statuses": dict(group.statuses),
                    "certified": group.certified,
                    "uncertified": group.uncertified,
                    "measures": {
                        name: {"mean": m.mean, "least": m.least, "greatest": m.greatest} for name, m in group.measures.items()
                    },
                }
                for group in self.groups
            ],
            "causes": [
                {
                    "status": cause.status,
                    "reason": cause.reason,
                    "tasks": cause.tasks,
                    "pipelines": list(cause.pipelines),
                    "example": cause.example,
                }
                for cause in self.causes
            ],
            "notes": list(self.notes),
        }


def summarised(store: Store, by: Sequence[str] = ("pipeline",), conditions: Sequence[Condition] = ()) -> StoreSummary:
    """Count what a store holds; another run may write to it meanwhile.

    Args:
        store: the store.
        by: columns; tasks with the same values there are put together.
        conditions: what rows must say to be counted.

    Raises:
        ConfigurationError: if there is no such column.
    """
    columns, rows = rows_of(store, conditions)
    for name in by:
        check_column(name, columns)
    groups: dict[tuple[str, ...], _Tally] = {}
    causes: dict[tuple[str, str], _Failures] = {}
    agreed = [name for name in columns if name.startswith(_AGREED) and name.removeprefix(_AGREED).isdigit()]
    mixtures = Mixtures()
    for row in mixtures.watched(rows):
        groups.setdefault(tuple(shown(row[name]) for name in by), _Tally()).add(row, agreed)
        if row["status"] != Status.SOLVED:
            cause = str(row["status"]), pattern(str(row["reason"]))
            causes.setdefault(cause, _Failures(_game(row), str(row["reason"]))).add(row)
    found = [
        Cause(status, failures.reason, failures.tasks, tuple(sorted(failures.pipelines)), failures.example)
        for (status, _), failures in causes.items()
    ]
    return StoreSummary(
        by=tuple(by),
        conditions=tuple(conditions),
        groups=tuple(groups[values].group(values) for values in sorted(groups)),
        causes=tuple(sorted(found, key=lambda cause: (-cause.tasks, cause.status, cause.reason))),
        notes=mixtures.notes(by),
    )


@dataclass
class _Tally:
    """A group while it is counted."""

    statuses: dict[str, int] = field(default_factory=dict)
    certified: list[int] = field(default_factory=lambda: [0, 0])
    numbers: dict[str, array[float]] = field(default_factory=lambda: {name: array("d") for name in MEASURES})

    def add(self, row: Mapping[str, object], agreed: Sequence[str]) -> None:
        status = str(row["status"])
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if isinstance(row["certified"], bool):
            self.certified[row["certified"]] += 1
        payoffs = [value for name in agreed if isinstance(value := row[name], float)]
        spread = max(payoffs) - min(payoffs) if payoffs else None
        for name, value in (("surplus", row["surplus"]), ("welfare", row["welfare"]), ("spread", spread)):
            if isinstance(value, float):
                self.numbers[name].append(value)

    def group(self, values: tuple[str, ...]) -> Group:
        order = [status for status in map(str, Status) if status in self.statuses]
        return Group(
            values=values,
            statuses={status: self.statuses[status] for status in order},
            certified=self.certified[True],
            uncertified=self.certified[False],
            measures={name: _measure(found) for name, found in self.numbers.items() if found},
        )


@dataclass
class _Failures:
    """A cause while it is counted."""

    example: str
    reason: str
    tasks: int = 0
    pipelines: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, object]) -> None:
        self.tasks += 1
        self.pipelines.add(str(row["pipeline"]))
        if row["reason"] != self.reason:
            self.reason = pattern(self.reason)


def _measure(values: Iterable[float]) -> Measure:
    found = list(values)
    return Measure(math.fsum(found) / len(found), min(found), max(found))


def _game(row: Mapping[str, object]) -> str:
    """Return how to call a game."""
    return str(row["game"] or row["source"] or row["digest"])
