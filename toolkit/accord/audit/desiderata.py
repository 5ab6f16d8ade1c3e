"""Which axioms a pipeline violates: a search for counterexamples, and the smallest one of each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from accord.audit.axioms import Answers, claimed
from accord.audit.desiderata_found import Budget, DesiderataAudit
from accord.audit.desiderata_search import Hunt
from accord.audit.rule import Rule
from accord.audit.search import Search
from accord.builtin.readers import bundled_game, bundled_names
from accord.config import build
from accord.errors import ConfigurationError
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.work import Progress

__all__ = ["audit_desiderata"]


def audit_desiderata(
    pipeline: Pipeline,
    registry: Registry,
    *,
    axioms: Sequence[object] | None = None,
    games: Sequence[Game] | None = None,
    players: int | None = None,
    seed: int = 0,
    budget: Budget = Budget(games=100),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> DesiderataAudit:
    """Search for games in which a pipeline violates axioms.

    Each axiom is searched for by itself, so that its row does not depend on the others: first the known games, then random ones
    and changes of those that came closest to a violation. The first violation is shrunk. Ctrl-C ends the search and returns what
    was found; an axiom that fails costs its row only.

    Args:
        pipeline: the components.
        registry: where the axioms come from.
        axioms: names or instances; all that are installed by default.
        games: known games to try first; the bundled ones by default.
        players: the only number of players to try; two and three if None.
        seed: decides about everything random.
        budget: how long to search.
        progress: is told how far the search is.

    Raises:
        ConfigurationError: if there is no such axiom, or the number of players is none.
    """
    if players is not None and players < 1:
        raise ConfigurationError(f"players is {players}; a number from 1 is accepted")
    chosen = [build(registry, "axiom", a, {}, "axiom") for a in (registry.names("axiom") if axioms is None else axioms)]
    known = [bundled_game(name).game for name in bundled_names()] if games is None else list(games)
    claims = claimed(pipeline)
    start, rows, interrupted = time.monotonic(), [], False
    for k, axiom in enumerate(chosen):
        search = Search(f"{seed}/{axiom.name}", known, players)
        end = None if budget.seconds is None else start + budget.seconds * (k + 1) / len(chosen)
        hunt = Hunt(axiom, Answers(pipeline), search, budget, end, progress)
        interrupted = hunt.run()
        rows.append(replace(hunt.row, claimed=claims.get(axiom.name)))
        if interrupted:
            break
    return DesiderataAudit(Rule.of(pipeline, registry), seed, str(budget), tuple(rows), interrupted)
