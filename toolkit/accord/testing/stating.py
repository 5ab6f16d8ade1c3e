"""Axioms that a component states it satisfies are searched for a violation."""

from __future__ import annotations

from typing import ClassVar

import pytest

import accord
from accord.errors import nearest
from accord.host import load_registry
from accord.rationals import text
from accord.testing.playing import PlayingContract
from accord.testing.versions import introduced

__all__ = ["StatingContract"]


class StatingContract(PlayingContract):
    """The tests of components that may have ``satisfies``.

    Attributes:
        axiom_games: how many games are made up for each axiom, beside some of `games`.
    """

    axiom_games: ClassVar[int] = 30

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test that takes an `axiom` once for each axiom that is stated."""
        super().pytest_generate_tests(metafunc)
        if "axiom" in metafunc.fixturenames:
            none = pytest.param("", id="none", marks=pytest.mark.skip(reason="the component states no axioms"))
            metafunc.parametrize("axiom", self._axioms() or [none])

    def _axioms(self) -> list[str]:
        stated = getattr(getattr(type(self), "component", None), "satisfies", ())
        return sorted(stated) if isinstance(stated, frozenset) else []

    def places(self, test: str) -> list[str]:
        """Return the names of the axioms, or of the games, that a test runs on."""
        return self._axioms() if test == "test_stated_axioms_hold" else super().places(test)

    @introduced("0.1")
    def test_stated_axioms_hold(self, axiom: str) -> None:
        """No game, known or made up, in which a pipeline with the component violates an axiom that it states, is found."""
        known = load_registry().names("axiom")
        assert axiom in known, f"{self.component.name} states {axiom!r}, which is no installed axiom{nearest(axiom, known)}"
        games = [case.game for case in self.some(2)]
        tried = 0
        for way in self.stating_ways():
            found = accord.audit_desiderata(
                axioms=[axiom],
                games=games,
                budget=len(games) + self.axiom_games,
                **{self.role: self.component},
                **way,  # type: ignore[arg-type] # keywords of its own
            )
            (row,) = found.rows
            tried += row.tried
            if row.counterexample is not None:
                demand = row.counterexample.demand
                found_, required = (", ".join(map(text, side)) for side in (demand.found, demand.required))
                raise AssertionError(
                    f"{self.component.name} states that it satisfies {axiom}, and violates it: {demand.says}; found ({found_}), "
                    f"required {'at least ' if demand.at_least else ''}({required}), in\n{row.counterexample.file}"
                )
        assert tried, f"no game shows whether {self.component.name} satisfies {axiom}: {row.trouble or 'all are refused'}"

    def stating_ways(self) -> list[dict[str, object]]:
        """Return the stages of the pipelines for which the axioms are stated."""
        return [dict(self.pipeline)]
