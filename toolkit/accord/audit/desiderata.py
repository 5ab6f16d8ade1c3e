"""Which axioms a pipeline violates: a search for counterexamples, and the smallest one of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accord.audit.axioms import Answers, Examined, claimed, examine
from accord.audit.desiderata_files import game_toml
from accord.audit.rule import Rule
from accord.audit.search import Search
from accord.audit.shrink import shrink
from accord.builtin.readers import bundled_game, bundled_names
from accord.config import build
from accord.displays import Displayed
from accord.errors import AccordError, ComponentError, ConfigurationError, guarded
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.rationals import all_written
from accord.roles import Axiom, Demand
from accord.work import Progress

__all__ = ["Budget", "Counterexample", "DesiderataAudit", "DesideratumRow", "audit_desiderata"]


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
        return game_toml(self.game, self.demand.says)

    @property
    def changed_file(self) -> str | None:
        """The other game, if the axiom compares with one, as a file."""
        return None if self.demand.changed is None else game_toml(self.demand.changed, f"compared: {self.demand.says}")

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


def audit_desiderata(
    pipeline: Pipeline,
    registry: Registry,
    *,
    axioms: Sequence[object] | None = None,
    games: Sequence[Game] | None = None,
    players: int | None = None,
    seed: int = 0,
    budget: Budget = Budget(games=100),
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
        hunt = _Hunt(axiom, Answers(pipeline), search, budget, end, progress)
        interrupted = hunt.run()
        rows.append(replace(hunt.row, claimed=claims.get(axiom.name)))
        if interrupted:
            break
    return DesiderataAudit(Rule.of(pipeline, registry), seed, str(budget), tuple(rows), interrupted)


@dataclass
class _Hunt:
    """The search for one axiom."""

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
        try:
            for done, game in enumerate(self.search.games()):
                if self._spent(done):
                    break
                if self._seen(self._examined(game)):
                    break
                self._tell(done + 1)
        except KeyboardInterrupt:
            return True
        except AccordError as error:
            self.row = replace(self.row, trouble=str(error))
        return False

    def _spent(self, done: int) -> bool:
        return self._late() or (self.budget.games is not None and done >= self.budget.games)

    def _late(self) -> bool:
        return self.end is not None and time.monotonic() >= self.end

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(self.axiom.name, done, self.budget.games or done)

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
