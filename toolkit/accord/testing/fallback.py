"""The contract of the role `fallback`."""

from __future__ import annotations

from typing import ClassVar

from accord.answers import admitted_by, disagree
from accord.errors import AccordError
from accord.roles import Fallback
from accord.settling import settle
from accord.testing.comparing import listed, same
from accord.testing.games import SharedGame, shown
from accord.testing.stating import StatingContract
from accord.testing.versions import introduced

__all__ = ["FallbackContract"]


class FallbackContract(StatingContract):
    """Inherit this, set ``component``, and every promise of a fallback is put to the test.

    ::

        class TestStatusQuo(FallbackContract):
            component = StatusQuo()

    The surplus is split equally; a fallback with a field ``side_payments`` is tried with and without money. Beside the tests that
    all components share, and those of all that take part in a pipeline:

    - ``test_stated_axioms_hold[AXIOM]``: no game is found that violates an axiom of ``satisfies``.
    - ``test_falls_back_to_what_it_selects[GAME]``: a fallback with ``admits`` falls back to what its selection picks out of that.
    - ``test_uniqueness_is_what_the_range_says[GAME]``: payoffs that are said to be unique have no range, and the others have one.

    What can be set is listed with `Contract`, `GamesContract`, `PlayingContract` and
    `StatingContract`.
    """

    component: ClassVar[Fallback]
    role: ClassVar[str] = "fallback"

    def ways(self) -> list[dict[str, object]]:
        """Return the pipelines in which the fallback is tried."""
        wanted: bool | None = self.component.needs.side_payments
        if wanted is None:  # a field that is None is given the terms of the pipeline
            wanted = getattr(self.component, "side_payments", True)
        terms = (True, False) if wanted is None else (wanted,)
        if "side_payments" in self.pipeline:
            return [dict(self.pipeline)]
        return [{**self.pipeline, "side_payments": money} for money in terms]

    def stating_ways(self) -> list[dict[str, object]]:
        """Return the pipeline that the axioms are stated for: side payments and an equal split."""
        return [{**self.pipeline, "split": "equal", "side_payments": True}]

    @introduced("0.1")
    def test_falls_back_to_what_it_selects(self, case: SharedGame) -> None:
        """With ``admits``, `fall_back` returns what the selection picks out of the admitted equilibria."""
        if self.component.needs.objection(case.game) is not None:
            return
        try:
            admitted = admitted_by(self.component, case.game)
            if admitted is None:
                return
            wanted = settle(admitted, self.component.selection).payoffs  # type: ignore[attr-defined] # it admits a set
        except AccordError:
            return  # how it refuses is looked at elsewhere
        found = disagree(self.component, case.game).payoffs
        assert same(found, wanted, case.game), (
            f"it falls back to {listed(found)}, and its selection picks {listed(wanted)} out of what it admits, on "
            f"{shown(case.game)}"
        )

    @introduced("0.1")
    def test_uniqueness_is_what_the_range_says(self, case: SharedGame) -> None:
        """Payoffs said to be unique have no range to speak of, and a range that is a point is not said to be ambiguous."""
        for _, run in self.runs(case.game):
            fallen = None if run.error is not None else run.answer.disagreement
            if fallen is None or fallen.unique is None or fallen.payoff_range is None:
                continue
            low, high = zip(*fallen.payoff_range, strict=True)
            assert same(low, high, case.game) or not fallen.unique, (
                f"its payoffs are said to be unique, and range from {listed(low)} to {listed(high)} on {shown(case.game)}"
            )
            assert fallen.unique or low != high, (
                f"its payoffs are said not to be unique, and all are {listed(low)} on {shown(case.game)}"
            )
