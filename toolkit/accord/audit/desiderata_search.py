"""The search for a game in which a rule violates an axiom, and for the smallest one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import ceil

from accord.audit.axioms import Answers, Examined, examine
from accord.audit.desiderata_found import Budget, Counterexample, DesideratumRow
from accord.audit.search import Search
from accord.audit.shrink import shrink
from accord.errors import AccordError, ComponentError, guarded
from accord.game import Game
from accord.roles import Axiom
from accord.work import Progress

__all__ = ["Hunt"]


@dataclass
class Hunt:
    """The search for a violation of one axiom.

    Attributes:
        axiom: what is searched for.
        solve: the rule.
        search: the games.
        budget: how many of them.
        end: when to stop, by the clock of `time.monotonic`; None for no limit.
        progress: is told how far the search is.
        row: what was found so far.
    """

    axiom: Axiom
    solve: Answers
    search: Search
    budget: Budget
    end: float | None
    progress: Progress | None
    row: DesideratumRow = field(init=False)

    def __post_init__(self) -> None:
        self.row = DesideratumRow(self.axiom.name)

    def run(self) -> bool:
        """Search until something is found or the budget is spent; return whether somebody stopped it."""
        start = time.monotonic()
        try:
            for done, game in enumerate(self.search.games()):
                if self._spent(done):
                    break
                if self._seen(self._examined(game)):
                    break
                self._tell(done + 1, start)
        except KeyboardInterrupt:
            return True
        except AccordError as error:
            self.row = replace(self.row, trouble=str(error))
        return False

    def _spent(self, done: int) -> bool:
        return self._late() or (self.budget.games is not None and done >= self.budget.games)

    def _late(self) -> bool:
        return self.end is not None and time.monotonic() >= self.end

    def _tell(self, done: int, start: float) -> None:
        """Say how many games were tried, or how many seconds have gone by, and of how many."""
        if self.progress is None:
            return
        if self.end is None:
            self.progress(self.axiom.name, done, self.budget.games or done)
        else:
            whole = max(1, ceil(self.end - start))
            self.progress(self.axiom.name, min(whole, 1 + int(time.monotonic() - start)), whole)

    @property
    def _adapt(self) -> Callable[[Game], Game] | None:
        """Return what turns a game into one that the axiom is about, if it says so."""
        adapt = getattr(self.axiom, "adapt", None)
        return self._adapted if callable(adapt) else None

    def _adapted(self, game: Game) -> Game:
        if self.axiom.needs.objection(game, self.solve.side_payments):
            return game
        made = guarded(f"axiom {self.axiom.name}", self.axiom.adapt, game)  # type: ignore[attr-defined] # asked for above
        if not isinstance(made, Game):
            raise ComponentError(f"axiom {self.axiom.name} adapted a game to {made!r}; a game is expected")
        return made

    def _examined(self, game: Game) -> Examined:
        """Examine a game, or what the axiom makes of it if it is not about the game itself."""
        found = examine(self.axiom, self.solve, game)
        adapt = self._adapt
        if found.concerned or adapt is None:
            return found
        return examine(self.axiom, self.solve, adapt(game))

    def _seen(self, found: Examined) -> bool:
        """Count a game; return whether the search is over."""
        row = self.row
        if found.refusal is not None:
            failed = not found.refused
            trouble = row.trouble or (str(found.refusal) if failed else "")
            self.row = replace(row, refused=row.refused + found.refused, failed=row.failed + failed, trouble=trouble)
        elif not found.concerned:
            self.row = replace(row, unconcerned=row.unconcerned + 1)
        else:
            self.row = replace(row, tried=row.tried + 1)
        if found.demand is None:
            self.search.learn(found.game, found.closeness)
            return False
        self._shrunk(found.game)
        return True

    def _shrunk(self, game: Game) -> None:
        """Record the violation, and ever smaller ones."""
        origin = game.title or "a random game"
        self._record(game, origin, smallest=False)
        for less in shrink(game, self._fails, self._adapt, self._late):
            game = less
            self._record(game, origin, smallest=False)
        self._record(game, origin, smallest=not self._late())

    def _fails(self, game: Game) -> bool:
        return examine(self.axiom, self.solve, game).demand is not None

    def _record(self, game: Game, origin: str, smallest: bool) -> None:
        titled = replace(game, title=f"Counterexample to {self.axiom.name}")
        demand = examine(self.axiom, self.solve, titled).demand
        assert demand is not None  # noqa: S101 - an axiom yields the same for the same game
        self.row = replace(self.row, counterexample=Counterexample(titled, demand, origin, smallest))
