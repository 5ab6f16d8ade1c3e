"""Contracts that try a component on games: the shared ones, and others that hypothesis makes up."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, given, note, settings

from accord.game import Game
from accord.testing import strategies
from accord.testing.base import Contract
from accord.testing.games import SHARED_GAMES, SharedGame, shown
from accord.testing.observing import Run
from accord.testing.versions import introduced

__all__ = ["GamesContract", "some_games"]

_Test = TypeVar("_Test", bound=Callable[..., None])
_FEW = 3
"""So many games show what would be the same on any."""
_EVERY = 4
"""Of the games, one in so many is enough for tests that take longer and fail for all alike."""


def some_games(start: int) -> Callable[[_Test], _Test]:
    """Let a test run on some of the games only, from a place in their list."""

    def mark(test: _Test) -> _Test:
        test.start = start  # type: ignore[attr-defined] # functions take attributes
        return test

    return mark


class GamesContract(Contract):
    """What contracts share that try a component on games.

    - ``test_prints_nothing``: nothing goes to standard output, from Python or from compiled code below it.
    - ``test_warns_in_its_answer_only``: no Python warning leaves the component.
    - ``test_leaves_everything_as_it_is``: the game, global random states, the working directory, the environment, and whatever
      else everybody shares.
    - ``test_leaves_no_files``: neither in the working directory nor where temporary files go.

    Attributes:
        games: what the component is tried on: all `SHARED_GAMES` by default. For one that takes long, `shared` picks some.
        examples: how many further games hypothesis makes up; the same ones in every run.
    """

    games: ClassVar[Sequence[SharedGame | Game]] = SHARED_GAMES
    examples: ClassVar[int] = 20

    _known: ClassVar[dict[Any, Run]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._known = {}

    @classmethod
    def cases(cls) -> tuple[SharedGame, ...]:
        """Return the games with their names."""
        return tuple(
            case if isinstance(case, SharedGame) else SharedGame(case.title or f"game-{k}", case, "an author's own")
            for k, case in enumerate(cls.games)
        )

    @classmethod
    def some(cls, start: int) -> tuple[SharedGame, ...]:
        """Return some of the games; never none."""
        cases = cls.cases()
        return cases[start % _EVERY :: _EVERY] or cases[:1]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test that takes a `case` once for each game."""
        if "case" in metafunc.fixturenames:
            cases = self._cases_of(metafunc.function)
            metafunc.parametrize("case", cases, ids=[case.name for case in cases])

    def _cases_of(self, test: Callable[..., Any]) -> tuple[SharedGame, ...]:
        start = getattr(test, "start", None)
        return self.cases() if start is None else self.some(start)

    def places(self, test: str) -> list[str]:
        """Return the names of the games that a test runs on."""
        function = getattr(type(self), test)
        cases = self._cases_of(function) if "case" in inspect.signature(function).parameters else ()
        return [case.name for case in cases]

    def generated(self, check: Callable[[Game], None]) -> None:
        """Run a check on games that hypothesis makes up."""
        health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

        @settings(
            max_examples=self.examples,
            derandomize=True,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=health,
        )
        @given(strategies.games())
        def checked(game: Game) -> None:
            note(shown(game))
            check(game)

        checked()

    @introduced("0.1")
    def test_prints_nothing(self) -> None:
        """Nothing goes to standard output, which belongs to the results."""
        self._check_runs(lambda run: f"prints {run.printed[:200]!r}" if run.printed else None)

    @introduced("0.1")
    def test_warns_in_its_answer_only(self) -> None:
        """What a user should know is part of the answer: no Python warning leaves the component."""
        self._check_runs(lambda run: f"warns {'; '.join(run.warned)[:300]!r}" if run.warned else None)

    @introduced("0.1")
    def test_leaves_everything_as_it_is(self) -> None:
        """The game, global random states, the working directory and all else that is shared are what they were before."""
        self._check_runs(lambda run: f"changes {', '.join(run.disturbed)}" if run.disturbed else None)

    @introduced("0.1")
    def test_leaves_no_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Asked in an empty folder, with another one for temporary files, it leaves both empty."""
        here, temporary = tmp_path / "here", tmp_path / "temporary"
        for folder in (here, temporary):
            folder.mkdir()
        monkeypatch.chdir(here)
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        vars(self)["_known"] = {}  # so that it is asked anew
        for case in self.some(0)[:_FEW]:
            self.watched(case.game)
            for folder in (here, temporary):
                left = sorted(path.name for path in folder.iterdir())
                assert not left, f"{self.component.name} leaves {', '.join(left)} in {folder.name!r} on {shown(case.game)}"

    def _check_runs(self, trouble: Callable[[Run], str | None]) -> None:
        for case in self.cases():
            for run in self.watched(case.game):
                found = trouble(run)
                assert found is None, f"{self.component.name} {found} on {shown(case.game)}"

    def watched(self, game: Game) -> Sequence[Run]:
        """Return what came of calling the component, in every way in which it is tried on a game."""
        raise NotImplementedError
