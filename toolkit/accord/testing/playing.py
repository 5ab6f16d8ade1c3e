"""What components of all roles that take part in a pipeline promise about every game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from accord.game import Game
from accord.testing.answers import difference, fault, numbers, plain, said, solved
from accord.testing.elsewhere import answers_elsewhere
from accord.testing.games import SharedGame, shown
from accord.testing.observing import Run, observed
from accord.testing.trying import GamesContract, some_games
from accord.testing.versions import introduced

__all__ = ["PlayingContract", "check_certificates"]


class PlayingContract(GamesContract):
    """The tests that all roles share which take part in a pipeline.

    - ``test_answers_or_refuses[GAME]``: what ``needs`` refuses is refused with an `UnsuitableError` that names the component and
      the reason; everything else is answered, in finite numbers of the right shape, or refused by one of accord's errors.
    - ``test_claims_hold[GAME]``: every certificate of every answer holds.
    - ``test_same_answer_twice[GAME]``, ``test_same_answer_in_another_process``: also where sets of text have another order.
    - ``test_labels_do_not_matter[GAME]``: other names of players and actions change no number.
    - ``test_some_game_is_answered``: otherwise the others would show nothing.
    - ``test_generated_games``: all this holds on games that hypothesis makes up.

    Attributes:
        pipeline: further keywords for `accord.solve`: the stages around the component.
    """

    pipeline: ClassVar[Mapping[str, object]] = {}

    def ways(self) -> Sequence[dict[str, object]]:
        """Return the stages of the pipelines in which the component is tried."""
        return [dict(self.pipeline)]

    def runs(self, game: Game) -> list[tuple[dict[str, object], Run]]:
        """Return what comes of the component in each of the pipelines; it is asked once."""
        found = []
        for k, way in enumerate(self.ways()):
            key = k, game.digest
            if key not in self._known:
                self._known[key] = self.asked(way, game)
            found.append((way, self._known[key]))
        return found

    def watched(self, game: Game) -> Sequence[Run]:
        """Return what came of calling the component, in every way in which it is tried on a game."""
        return [run for _, run in self.runs(game)]

    def asked(self, way: dict[str, object], game: Game) -> Run:
        """Ask the component anew."""
        return observed(partial(solved, self.role, self.component, way), game)

    @introduced("0.1")
    def test_answers_or_refuses(self, case: SharedGame) -> None:
        """What `needs` refuses is refused with the reason; everything else is answered, or refused in one line that says why."""
        for way, run in self.runs(case.game):
            trouble = fault(self.component, way, case.game, run)
            assert trouble is None, trouble

    @introduced("0.1")
    def test_claims_hold(self, case: SharedGame) -> None:
        """Every certificate of every answer holds."""
        for _, run in self.runs(case.game):
            check_certificates(run, case.game)

    @introduced("0.1")
    @some_games(1)
    def test_same_answer_twice(self, case: SharedGame) -> None:
        """Asked again about the same game, the component answers the same."""
        for way, run in self.runs(case.game):
            self._check_twice(way, case.game, run)

    def _check_twice(self, way: dict[str, object], game: Game, run: Run) -> None:
        again, before = plain(self.asked(way, game)), plain(run)
        assert again == before, (
            f"asked again about {shown(game)}, {self.component.name} answers differently: {difference(before, again)}"
        )

    @introduced("0.1")
    @some_games(2)
    def test_labels_do_not_matter(self, case: SharedGame) -> None:
        """Other names of players and actions, and another title, change no number."""
        for way, run in self.runs(case.game):
            self._check_again(way, case.game, run)

    def _check_again(self, way: dict[str, object], game: Game, run: Run) -> None:
        other, before = numbers(self.asked(way, _renamed(game))), numbers(run)
        if other != before:
            self._check_twice(way, game, run)  # one that never answers alike is no matter of labels
        assert other == before, (
            f"under other labels, {self.component.name} answers {shown(game)} differently: {difference(before, other)}"
        )

    @introduced("0.1")
    def test_same_answer_in_another_process(self) -> None:
        """A fresh Python process, in which sets of text have another order, gives the same answers."""
        games = [case.game for case in self.some(3)]
        for k, way in enumerate(self.ways()):
            here = [plain(self.runs(game)[k][1]) for game in games]
            there = answers_elsewhere(said, (self.role, self.component, way), games)
            for game, one, other in zip(games, here, there, strict=True):
                assert one == other, (
                    f"{self.component.name} answers {shown(game)} differently in another process: {difference(one, other)}"
                )

    @introduced("0.1")
    def test_some_game_is_answered(self) -> None:
        """Of the games at least one is answered: otherwise the other tests would show nothing."""
        runs = [run for case in self.cases() for _, run in self.runs(case.game)]
        refusals = list(dict.fromkeys(str(run.error) for run in runs if run.error is not None))
        assert any(run.error is None for run in runs), (
            f"{self.component.name} answers none of the games; set `games` or `pipeline` so that it answers some: "
            + "; ".join(refusals[:3])
        )

    @introduced("0.1")
    def test_generated_games(self) -> None:
        """All this holds on games that hypothesis makes up."""
        self.generated(self.check_game)

    def check_game(self, game: Game) -> None:
        """Check everything about one game that hypothesis made up."""
        for way in self.ways():
            run = self.asked(way, game)
            trouble = fault(self.component, way, game, run)
            assert trouble is None, trouble
            check_certificates(run, game)
            assert not run.printed, f"{self.component.name} prints {run.printed[:200]!r}"
            assert not run.warned, f"{self.component.name} warns {run.warned}"
            assert not run.disturbed, f"{self.component.name} changes {', '.join(run.disturbed)}"
            self._check_again(way, game, run)


def check_certificates(run: Run, game: Game) -> None:
    """Check that what was promised about an answer, if there is one, is so."""
    for certificate in run.answer.certificates if run.error is None else ():
        assert certificate.holds, (
            f"the claim {certificate.claim.name} ({certificate.claim}) does not hold on {shown(game)}: residual "
            f"{float(certificate.residual):.3g}, tolerance {certificate.tolerance:g}; {certificate.detail}"
        )


def _renamed(game: Game) -> Game:
    """Return the same game under labels that sort the other way round."""
    n = game.n_players
    return Game(
        game.numerators,
        game.denominators,
        tuple(f"p{k}" for k in range(n)),
        tuple(tuple(f"a{k}" for k in range(m)) for m in game.shape),
        "the same game under other names",
    )
