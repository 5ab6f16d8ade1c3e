"""Several pipelines and all desiderata in one table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accord.audit.desiderata import audit_desiderata
from accord.audit.desiderata_found import Budget, DesiderataAudit
from accord.config import assemble
from accord.displays import Displayed
from accord.errors import AccordError
from accord.game import Game
from accord.host import Registry
from accord.work import Progress

__all__ = ["AuditedPipeline", "EverythingAudit", "audit_everything"]


@dataclass(frozen=True)
class AuditedPipeline:
    """One pipeline and which axioms it violates.

    Attributes:
        name: what to call it.
        audit: what was found; None if there is no such pipeline.
        trouble: why there is none.
    """

    name: str
    audit: DesiderataAudit | None
    trouble: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the pipeline as JSON-able data."""
        return {"name": self.name, **(self.audit.to_dict() if self.audit else {"error": self.trouble})}


@dataclass(frozen=True)
class EverythingAudit(Displayed):
    """Which pipelines violate which axioms.

    Attributes:
        pipelines: each with what was found.
        seed: what every search started from.
        budget: how long every pipeline's search was allowed to take.
        interrupted: whether somebody stopped it: the last pipeline is incomplete then, and further ones are missing.
    """

    pipelines: tuple[AuditedPipeline, ...]
    seed: int
    budget: str
    interrupted: bool = False

    @property
    def certified(self) -> bool:
        """Whether no claim is broken."""
        return all(p.audit is None or p.audit.certified for p in self.pipelines)

    @property
    def axioms(self) -> tuple[str, ...]:
        """The names of the axioms, in the order in which they were asked for."""
        return tuple(dict.fromkeys(row.axiom for p in self.pipelines if p.audit for row in p.audit.rows))

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        return {
            "seed": self.seed,
            "budget": self.budget,
            "interrupted": self.interrupted,
            "pipelines": [p.to_dict() for p in self.pipelines],
        }


def audit_everything(
    pipelines: Mapping[str, Mapping[str, Any]],
    registry: Registry,
    *,
    axioms: Sequence[object] | None = None,
    games: Sequence[Game] | None = None,
    players: int | None = None,
    seed: int = 0,
    budget: Budget = Budget(games=100),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> EverythingAudit:
    """Search for games in which pipelines violate axioms; one that cannot be assembled has a place that says why.

    Args:
        pipelines: by name, what `accord.config.assemble` takes.
        registry: where the components come from.
        axioms: as for `accord.audit.audit_desiderata`, as are `games`, `players`, `seed` and `progress`.
        games: as above.
        players: as above.
        seed: as above.
        budget: games for each pipeline and axiom, or seconds for everything.
        progress: as above.
    """
    found: list[AuditedPipeline] = []
    start = time.monotonic()
    search: dict[str, Any] = {"axioms": axioms, "games": games, "players": players, "seed": seed, "progress": progress}
    for k, (name, stages) in enumerate(pipelines.items()):
        share = budget
        if budget.seconds is not None:
            left = max(budget.seconds - (time.monotonic() - start), 0.0)
            share = replace(budget, seconds=left / (len(pipelines) - k))
        try:
            audit = audit_desiderata(assemble(registry, **stages), registry, budget=share, **search)
        except AccordError as error:
            found.append(AuditedPipeline(name, None, str(error)))
            continue
        found.append(AuditedPipeline(name, replace(audit, budget=str(budget)), ""))
        if audit.interrupted:
            return EverythingAudit(tuple(found), seed, str(budget), interrupted=True)
    return EverythingAudit(tuple(found), seed, str(budget))
