"""A cross-check of one game: what became of each solver, which equilibria there are, and who lacks which."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import Any

from accord.crosschecks.known import Claimed, Continuum, Known, Verdict
from accord.crosschecks.rows import Row
from accord.displays import Displayed
from accord.equilibria.degeneracy import Degeneracy
from accord.game import Game
from accord.rationals import all_written

__all__ = ["CrossCheck"]


@dataclass(frozen=True)
class CrossCheck(Displayed):
    """Several solvers on one game: what each found, and where they differ.

    Attributes:
        name: how the game was called by whoever asked.
        game: the game.
        time_limit: seconds that each solver was given.
        memory_limit: megabytes that each solver was given.
        rows: the solvers.
        equilibria: all that is known: the extreme ones of two players, all exact and approximate ones of more.
        continua: components of equilibria that are more than a point; of games of two players only.
        degeneracy: whether a game of two players is degenerate; None for other numbers of players.
        claims: what somebody claims, checked; None if nobody does.
        unclaimed: the numbers of the equilibria that are not among the claims.
        unsettled: why continua of two players were not worked out; empty if they were. All that was found is listed then.
    """

    name: str
    game: Game
    time_limit: float
    memory_limit: float
    rows: tuple[Row, ...]
    equilibria: tuple[Known, ...]
    continua: tuple[Continuum, ...]
    degeneracy: Degeneracy | None
    claims: tuple[Claimed, ...] | None = None
    unclaimed: tuple[int, ...] = ()
    unsettled: str = ""

    @property
    def consistent(self) -> bool:
        """Whether nothing is refuted: no profile, no solver's word that its list is complete, and no claim."""
        claims = self.claims or ()
        return not any(row.contradicted for row in self.rows) and all(c.verdict is not Verdict.REFUTED for c in claims)

    @property
    def answered(self) -> bool:
        """Whether any solver answered."""
        return any(row.answered for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the cross-check as JSON-able data: equal for equal inputs and outcomes, without timings or paths."""
        degenerate = self.degeneracy
        return {
            "accord": metadata.version("accord"),
            "name": self.name,
            "game": self.game.reference() | {"actions": [list(names) for names in self.game.actions]},
            "limits": {"seconds": self.time_limit, "megabytes": self.memory_limit},
            "consistent": self.consistent,
            "solvers": [row.to_dict(self.game) for row in self.rows],
            "equilibria": [known.to_dict(self.game) for known in self.equilibria],
            "continua": [continuum.to_dict() for continuum in self.continua],
            "continua_unknown": self.unsettled or None,
            "degenerate": None
            if degenerate is None
            else {"decided": degenerate.degenerate, "reason": degenerate.reason, "witness": _witness(self.game, degenerate)},
            "claims": None if self.claims is None else [claim.to_dict(self.game) for claim in self.claims],
            "unclaimed": None if self.claims is None else list(self.unclaimed),
        }


def _witness(game: Game, found: Degeneracy) -> dict[str, Any] | None:
    witness = found.witness
    if witness is None:
        return None
    return {
        "player": game.players[witness.player],
        "strategy": all_written(witness.strategy),
        "best_replies": [game.actions[1 - witness.player][k] for k in witness.best_replies],
    }
