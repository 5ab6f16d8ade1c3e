"""The contract of the role `split`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from accord.claims import Claim
from accord.game import Game
from accord.rationals import Number, text, total
from accord.roles import Disagreement, Needs, Split
from accord.solution import Solution
from accord.testing.answers import fault
from accord.testing.comparing import listed, same
from accord.testing.games import SharedGame, shown
from accord.testing.observing import Run
from accord.testing.playing import check_certificates
from accord.testing.stating import StatingContract
from accord.testing.trying import some_games
from accord.testing.versions import introduced

__all__ = ["SplitContract"]


@dataclass(frozen=True)
class _At:
    """Fall back to given payoffs, as they are: floats stay floats.

    Attributes:
        payoffs: one per player.
    """

    name: ClassVar[str] = "at"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    payoffs: tuple[Number, ...]

    def fall_back(self, game: Game) -> Disagreement:  # noqa: ARG002 - of whatever game
        """Return the payoffs."""
        return Disagreement(self.payoffs)


class SplitContract(StatingContract):
    """Inherit this, set ``component``, and every promise of a split is put to the test.

    ::

        class TestSeniority(SplitContract):
            component = Seniority(ratio=0.8)

    The split shares out the gains over security levels, with and without side payments as its ``needs`` allow; one that divides
    worths is given those of optimal threats. ``pipeline = {"fallback": …}`` changes that. Beside the tests that all components
    share, and those of all that take part in a pipeline:

    - ``test_stated_axioms_hold[AXIOM]``: no game is found that violates an axiom of ``satisfies``.
    - ``test_other_disagreement_points[GAME]``: its claims hold wherever talks may fail: with much to gain, with nothing.
    - ``test_floats_and_fractions_agree[GAME]``: a disagreement point in floats leads where the same one in fractions does.
    - ``test_shares_are_what_is_agreed_on``: the constant ``shares``, if it has some, add up to 1 and are what it does.

    What can be set is listed with `Contract`, `GamesContract`, `PlayingContract` and
    `StatingContract`.
    """

    component: ClassVar[Split]
    role: ClassVar[str] = "split"

    def ways(self) -> list[dict[str, object]]:
        """Return a pipeline with and one without side payments, as far as the split accepts them."""
        given = {"fallback": "security", **self._worth(), **self.pipeline}
        wanted = self.component.needs.side_payments
        terms = [wanted] if wanted is not None else [True] if "worth" in given else [True, False]
        return [given] if "side_payments" in given else [{**given, "side_payments": money} for money in terms]

    def _worth(self) -> dict[str, object]:
        return {"worth": "minimax-threat"} if getattr(self.component, "uses_worths", False) else {}

    def stating_ways(self) -> list[dict[str, object]]:
        """Return the pipelines in which the split is tried: it speaks for all that end in it."""
        return self.ways()

    def _from(self, point: tuple[Number, ...], way: dict[str, object], game: Game) -> Run:
        """Let talks fail at a point."""
        return self.asked({**way, "fallback": _At(point)}, game)

    @introduced("0.1")
    @some_games(1)
    def test_other_disagreement_points(self, case: SharedGame) -> None:
        """The claims hold from everybody's least payoffs, and from an outcome of greatest total payoff."""
        for way in self.ways():
            for place in (_lowest, _best):
                run = self._from(place(case.game), way, case.game)
                trouble = fault(self.component, way, case.game, run)
                assert trouble is None, f"from {listed(place(case.game))}: {trouble}"
                check_certificates(run, case.game)

    @introduced("0.1")
    @some_games(2)
    def test_floats_and_fractions_agree(self, case: SharedGame) -> None:
        """From a point that is given in floats it agrees on what it does from the same point in fractions."""
        point = tuple(float(u) for u in _middle(case.game))
        for way in self.ways():
            rounded, exact = (self._from(p, way, case.game) for p in (point, tuple(map(Fraction, point))))
            for run in (rounded, exact):
                check_certificates(run, case.game)
            where = f"from {listed(point)} on {shown(case.game)}"
            if rounded.error is not None or exact.error is not None:
                assert type(rounded.error) is type(exact.error), (
                    f"in floats: {rounded.error or 'an answer'}; in fractions: {exact.error or 'an answer'}; {where}"
                )
                continue
            one, other = rounded.answer.agreement.payoffs, exact.answer.agreement.payoffs
            assert same(one, other, case.game), f"in floats it agrees on {listed(one)}, in fractions on {listed(other)}, {where}"

    @introduced("0.1")
    def test_shares_are_what_is_agreed_on(self) -> None:
        """Constant shares, one per player, add up to 1, and with side payments everybody gets its share of the surplus."""
        shares: Callable[[int], tuple[Fraction, ...] | None] | None = getattr(self.component, "shares", None)
        if not callable(shares):
            return self.inapplicable("the split has no method shares")
        for case in self.cases():
            for way, run in self.runs(case.game):
                if run.error is None and way.get("side_payments", True):
                    _check_shares(shares(case.game.n_players), run.answer, case.game)
        return None


def _check_shares(shares: tuple[Fraction, ...] | None, solution: Solution, game: Game) -> None:
    """Check that an agreement gives everybody its share of the surplus."""
    if shares is None:
        return
    assert len(shares) == game.n_players, f"{len(shares)} shares for {game.n_players} players"
    assert total(shares) == 1, f"the shares {listed(shares)} add up to {text(total(shares))}, not to 1"
    found, base = solution.agreement.payoffs, solution.disagreement.payoffs
    surplus = total(found) - total(base)
    wanted = tuple(d + s * surplus for d, s in zip(base, shares, strict=True))
    assert same(found, wanted, game), (
        f"it agrees on {listed(found)}; by its shares {listed(shares)} that would be {listed(wanted)}, on {shown(game)}"
    )


def _lowest(game: Game) -> tuple[Fraction, ...]:
    return game.lowest


def _middle(game: Game) -> tuple[Fraction, ...]:
    """Return the mean over all outcomes."""
    return tuple(Fraction(sum(map(int, u.flat)), d * u.size) for u, d in zip(game.numerators, game.denominators, strict=True))


def _best(game: Game) -> tuple[Fraction, ...]:
    """Return the payoffs of an outcome of greatest total payoff: there is nothing to gain from there."""
    return game.exact(int(game.welfare[0].argmax()))
