"""The contract of the role `axiom`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import Any, ClassVar

from accord.audit.axioms import Answers, examine
from accord.config import assemble
from accord.errors import AccordError, ComponentError
from accord.game import Game
from accord.host import load_registry
from accord.rationals import Number
from accord.roles import Axiom, Demand
from accord.testing.elsewhere import answers_elsewhere
from accord.testing.games import SharedGame, shown
from accord.testing.observing import Run, observed
from accord.testing.trying import GamesContract, some_games
from accord.testing.versions import introduced

__all__ = ["AxiomContract"]


@dataclass(frozen=True)
class _Even:
    """A rule that gives everybody the same share of the greatest total payoff."""

    side_payments: bool

    def __call__(self, game: Game, /) -> tuple[Number, ...]:
        welfare, denominator = game.welfare
        return (Fraction(int(welfare.max()), denominator * game.n_players),) * game.n_players


@dataclass(frozen=True)
class _Nonsense:
    """A rule that gives everybody something between its least and greatest payoff that depends on the game's digest alone."""

    side_payments: bool

    def __call__(self, game: Game, /) -> tuple[Number, ...]:
        draws = hashlib.sha256(game.digest.encode()).digest()
        bounds = zip(game.lowest, game.highest, draws * game.n_players, strict=False)
        return tuple(low - 1 + (high - low + 2) * Fraction(draw, 255) for low, high, draw in bounds)


class AxiomContract(GamesContract):
    """Inherit this, set ``component``, and every promise of an axiom is put to the test.

    ::

        class TestModesty(AxiomContract):
            component = Modesty()

    The axiom examines a rule that gives everybody the same, on the terms that its ``needs`` allow. Beside the tests that all
    components share:

    - ``test_demands_are_well_formed[GAME]``: it yields demands, each a sentence with as many finite numbers as are required.
    - ``test_same_demands_twice[GAME]``, ``test_same_demands_in_another_process``: the same game leads to the same demands.
    - ``test_host_examines[GAME]``: the host can examine an ordinary pipeline by it.
    - ``test_adapted_games_are_accepted[GAME]``: ``adapt``, if it has that, always makes the same game, and ``needs`` accepts it.
    - ``test_some_game_is_concerned``: it demands something in at least one game, as it is or adapted.
    - ``test_nonsense_violates_it``: a rule whose payoffs depend on a hash of the game violates it somewhere.
    - ``test_prints_nothing``, ``test_warns_in_its_answer_only``, ``test_leaves_everything_as_it_is``: it does nothing else.
    - ``test_generated_games``: all this holds on games that hypothesis makes up.

    What can be set is listed with `Contract` and `GamesContract`.
    """

    component: ClassVar[Axiom]
    role: ClassVar[str] = "axiom"

    @property
    def _terms(self) -> list[bool]:
        wanted = self.component.needs.side_payments
        return [True, False] if wanted is None else [wanted]

    def watched(self, game: Game) -> Sequence[Run]:
        """Return what came of examining a rule, on all terms; it is asked once."""
        runs = []
        for money in self._terms:
            if self.component.needs.objection(game, money) is None:
                key = money, game.digest
                if key not in self._known:
                    self._known[key] = self._asked(game, _Even(money))
                runs.append(self._known[key])
        return runs

    def _asked(self, game: Game, rule: Any) -> Run:
        return observed(partial(_demands, self.component, rule), game)

    @introduced("0.1")
    def test_demands_are_well_formed(self, case: SharedGame) -> None:
        """What it yields are demands: a sentence, and as many finite numbers as are required."""
        for run in self.watched(case.game):
            _check_demands(run, case.game)

    @introduced("0.1")
    @some_games(1)
    def test_same_demands_twice(self, case: SharedGame) -> None:
        """Asked again about the same game, it demands the same."""
        for money, run in zip(self._terms, self.watched(case.game), strict=False):
            again = self._asked(case.game, _Even(money))
            assert _written(again) == _written(run), f"asked again, it demands something else in {shown(case.game)}"

    @introduced("0.1")
    def test_same_demands_in_another_process(self) -> None:
        """A fresh Python process, in which sets of text have another order, gives the same demands."""
        games = [case.game for case in self.some(3) if self.component.needs.objection(case.game, self._terms[0]) is None]
        here = [_written(self.watched(game)[0]) for game in games]
        there = answers_elsewhere(_said, (self.component, _Even(self._terms[0])), games)
        for game, one, other in zip(games, here, there, strict=True):
            assert one == other, f"it demands something else in another process, in {shown(game)}"

    @introduced("0.1")
    @some_games(2)
    def test_host_examines(self, case: SharedGame) -> None:
        """The host can compare what it demands of an ordinary pipeline."""
        for money in self._terms:
            pipeline = assemble(load_registry(), fallback="security", side_payments=money)
            try:
                found = examine(self.component, Answers(pipeline), case.game)
            except ComponentError as error:
                raise AssertionError(f"on {shown(case.game)}: {error}") from error
            assert not isinstance(found.refusal, ComponentError), f"on {shown(case.game)}: {found.refusal}"

    @introduced("0.1")
    def test_adapted_games_are_accepted(self, case: SharedGame) -> None:
        """A game that is adapted is a game that `needs` accepts, and the same one each time."""
        adapt = _adapting(self.component)
        if adapt is None or self.component.needs.objection(case.game) is not None:
            return
        adapted, again = adapt(case.game), adapt(case.game)
        assert isinstance(adapted, Game), f"adapt returns {type(adapted).__name__}; a Game is expected"
        reason = self.component.needs.objection(adapted)
        assert reason is None, f"the game that is adapted from {shown(case.game)} is refused: the axiom {reason}"
        assert adapted == again, f"adapted again, {shown(case.game)} becomes another game"

    @introduced("0.1")
    def test_some_game_is_concerned(self) -> None:
        """It demands something in at least one of the games; the axiom of an empty set of games holds always."""
        assert any(run.answer for game in self._all_games() for run in self.watched(game)), (
            f"{self.component.name} demands nothing in any of the games; set `games` to some that it is about, or give it `adapt`"
        )

    @introduced("0.1")
    def test_nonsense_violates_it(self) -> None:
        """A rule that goes by a hash of the game violates it in at least one of the games."""
        for game in self._all_games():
            for money in self._terms:
                if self.component.needs.objection(game, money) is None and _violated(self.component, _Nonsense(money), game):
                    return
        raise AssertionError(f"{self.component.name} is not violated even by nonsense: its demands say nothing")

    @introduced("0.1")
    def test_generated_games(self) -> None:
        """All this holds on games that hypothesis makes up."""
        self.generated(self._check_game)

    def _check_game(self, game: Game) -> None:
        self.test_adapted_games_are_accepted(SharedGame("generated", game, ""))
        for money in self._terms:
            if self.component.needs.objection(game, money) is None:
                run = self._asked(game, _Even(money))
                _check_demands(run, game)
                assert _written(self._asked(game, _Even(money))) == _written(run), "asked again, it demands something else"

    def _all_games(self) -> list[Game]:
        """Return the games, and what they become when they are adapted."""
        games = [case.game for case in self.cases()]
        adapt = _adapting(self.component)
        fitting = [game for game in games if self.component.needs.objection(game) is None]
        return games if adapt is None else [*games, *map(adapt, fitting)]


def _adapting(axiom: Axiom) -> Callable[[Game], Game] | None:
    adapt = getattr(axiom, "adapt", None)
    return adapt if callable(adapt) else None


def _demands(axiom: Axiom, rule: Any, game: Game) -> list[Demand]:
    return list(axiom.examine(game, rule))


def _violated(axiom: Axiom, rule: Any, game: Game) -> bool:
    try:
        return examine(axiom, rule, game).demand is not None
    except ComponentError:
        return False  # other tests say so


def _written(run: Run) -> list[Any]:
    """Return demands as plain data, or why there are none."""
    if run.error is not None:
        return [type(run.error).__name__, str(run.error)]
    return [
        [d.says, list(map(str, d.found)), list(map(str, d.required)), d.at_least, str(d.slack), d.changed and d.changed.digest]
        for d in run.answer
    ]


def _said(axiom: Axiom, rule: Any, game: Game) -> list[Any]:
    """Examine a rule in another process."""
    return _written(observed(partial(_demands, axiom, rule), game))


def _check_demands(run: Run, game: Game) -> None:
    """Check the form of what an axiom yields."""
    where = f"in {shown(game)}"
    if run.error is not None:
        fair = isinstance(run.error, AccordError) and not isinstance(run.error, ComponentError)
        assert fair, f"{type(run.error).__name__}: {run.error} {where}; one of accord's errors is accepted, or no demands"
        return
    for demand in run.answer:
        assert isinstance(demand, Demand), f"it yields {demand!r}; Demands are expected"
        assert demand.says.strip(), f"a demand does not say what it demands {where}"
        counts = len(demand.found), len(demand.required)
        assert counts[0] == counts[1] > 0, f"{demand.says!r} compares {counts[0]} number(s) with {counts[1]} {where}"
        assert all(map(isfinite, (*demand.found, *demand.required))), f"{demand.says!r} has a number that is not finite {where}"
        assert demand.slack >= 0, f"{demand.says!r} has a negative slack {where}"
        assert demand.changed is None or isinstance(demand.changed, Game), f"{demand.says!r}: `changed` is no game {where}"
