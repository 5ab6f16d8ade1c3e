"""The contract of the role `worth`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import partial
from itertools import combinations
from typing import ClassVar

from accord.coalitions import CharacteristicFunction
from accord.errors import AccordError, ComponentError
from accord.game import Game
from accord.rationals import Number, text
from accord.roles import Worth
from accord.testing.comparing import same
from accord.testing.games import shown
from accord.testing.playing import PlayingContract
from accord.testing.versions import introduced
from accord.valuing import worths_of

__all__ = ["WorthContract"]


class WorthContract(PlayingContract):
    """Inherit this, set ``component``, and every promise of a worth is put to the test.

    ::

        class TestGoodwill(WorthContract):
            component = Goodwill()

    The worths are divided by the split ``shapley``. Beside the tests that all components share, and those of all that take part
    in a pipeline:

    - ``test_coalitions_are_worth_the_same_whenever_asked``: in whatever order the coalitions are asked for, one by one.
    - ``test_worths_and_worth_agree``: ``worths``, if it has that, says what ``worth`` says of every coalition.
    - ``test_every_reading_works``: with ``readings``, every one of them gives an answer, or a refusal that says why.

    What can be set is listed with `Contract`, `GamesContract` and `PlayingContract`.
    """

    component: ClassVar[Worth]
    role: ClassVar[str] = "worth"

    def ways(self) -> list[dict[str, object]]:
        """Return the pipeline in which the worth is tried."""
        return [{"fallback": "security", "split": "shapley", **self.pipeline}]

    def _worths(self, worth: Worth, game: Game, *, on_demand: bool) -> CharacteristicFunction | None:
        """Return all worths, or None if the worth refuses."""
        if worth.needs.objection(game) is not None:
            return None
        try:
            found = worths_of(worth, game, on_demand=on_demand)
            for coalition in reversed(list(_coalitions(game))) if on_demand else ():
                _ = found[coalition]
        except ComponentError:
            raise
        except AccordError:
            return None
        return found

    @introduced("0.1")
    def test_coalitions_are_worth_the_same_whenever_asked(self) -> None:
        """Asked for the coalitions one by one, from the largest to the smallest and back, it says the same of each."""
        for case in self.some(1):
            if self.component.needs.objection(case.game) is not None:
                continue
            ask = partial(self._asked, case.game)
            coalitions = [c for c in _coalitions(case.game) if 0 < len(c) < case.game.n_players]
            back = {c: ask(c) for c in reversed(coalitions)}
            for coalition in coalitions:
                again = ask(coalition)
                assert again == back[coalition], (
                    f"coalition {set(coalition)} is worth {back[coalition]} when asked first, and {again} after others, on "
                    f"{shown(case.game)}"
                )

    def _asked(self, game: Game, coalition: frozenset[int]) -> Number | str:
        try:
            return self.component.worth(game, coalition)
        except AccordError as error:
            return str(error)

    @introduced("0.1")
    def test_worths_and_worth_agree(self) -> None:
        """All worths at once are what the coalitions are worth one by one."""
        if not callable(getattr(self.component, "worths", None)):
            return self.inapplicable("the component has no method worths")
        for case in self.cases():
            together = self._worths(self.component, case.game, on_demand=False)
            single = self._worths(self.component, case.game, on_demand=True)
            if together is None or single is None:
                assert (together is None) == (single is None), (
                    f"one of `worths` and `worth` refuses, and the other does not, on {shown(case.game)}"
                )
                continue
            for coalition in _coalitions(case.game):
                one, other = together[coalition], single[coalition]
                assert same([one], [other], case.game), (
                    f"coalition {set(coalition)} is worth {text(one)} by `worths` and {text(other)} by `worth`, on "
                    f"{shown(case.game)}"
                )
        return None

    @introduced("0.1")
    def test_every_reading_works(self) -> None:
        """Every value of the field ``reading`` that is listed in ``readings`` gives worths of some game."""
        readings: tuple[str, ...] | None = getattr(self.component, "readings", None)
        if readings is None:
            return self.inapplicable("the component has no readings")
        for reading in readings:
            worth: Worth = dataclasses.replace(self.component, reading=reading)  # type: ignore[type-var] # it is a dataclass
            answers = (self._worths(worth, case.game, on_demand=False) for case in self.cases())
            assert any(answer is not None for answer in answers), f"reading {reading!r} gives no worths on any of the games"
        return None


def _coalitions(game: Game) -> Iterator[frozenset[int]]:
    """Yield all coalitions, the smaller ones first."""
    for size in range(game.n_players + 1):
        yield from map(frozenset, combinations(range(game.n_players), size))
