"""The contract of the role `selection`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from accord.builtin.axioms.changes import relabelled
from accord.builtin.fallbacks import Correlated
from accord.equilibria import Concept, Equilibrium, EquilibriumSet, FiniteSet, Polytope
from accord.equilibria.reduction import reduction
from accord.errors import UnsuitableError
from accord.game import Game
from accord.plan import JointPlan
from accord.rationals import Number
from accord.roles import Selection
from accord.settling import selected
from accord.testing.comparing import listed, same
from accord.testing.equilibrium import pure_equilibria
from accord.testing.games import SharedGame, shown
from accord.testing.stating import StatingContract
from accord.testing.trying import some_games
from accord.testing.versions import introduced

__all__ = ["SelectionContract"]


class SelectionContract(StatingContract):
    """Inherit this, set ``component``, and every promise of a selection is put to the test.

    ::

        class TestRegretful(SelectionContract):
            component = Regretful()

    The selection picks correlated equilibria, out of polytopes, and Nash equilibria, out of lists. Beside the tests that all
    components share, and those of all that take part in a pipeline:

    - ``test_stated_axioms_hold[AXIOM]``: no game is found that violates an axiom of ``satisfies``.
    - ``test_order_of_players_and_actions_does_not_matter[GAME]``: listing them in another order lists the payoffs in that order.
    - ``test_storage_of_polytopes_does_not_matter[GAME]``: the payoffs are the same if dominated actions stay in the description,
      if it has constraints more than it needs, and where the set is a single equilibrium that is stored as a list.
    - ``test_storage_of_lists_does_not_matter[GAME]``: a list of equilibria may come in any order, with repetitions.

    A rule that is not defined for lists may refuse them with an `UnsuitableError`. What can be set is listed with `Contract`,
    `GamesContract`, `PlayingContract` and `StatingContract`.
    """

    component: ClassVar[Selection]
    role: ClassVar[str] = "selection"

    def _chosen(self, equilibria: EquilibriumSet) -> tuple[Number, ...] | None:
        """Return the chosen payoffs, or None if the set is refused."""
        try:
            return selected(equilibria, self.component).payoffs
        except UnsuitableError as error:
            assert str(error).strip(), "it refuses a set without a word"
            return None

    @introduced("0.1")
    @some_games(1)
    def test_order_of_players_and_actions_does_not_matter(self, case: SharedGame) -> None:
        """The same game with players and actions listed in another order gives everybody the same."""
        game, n = case.game, case.game.n_players
        before = self._chosen(Correlated().admits(game))
        for order in dict.fromkeys([tuple(range(n)), tuple(reversed(range(n))), (*range(1, n), 0)]):
            after = self._chosen(Correlated().admits(relabelled(game, order, reverse=True)))
            wanted = None if before is None else tuple(before[i] for i in order)
            assert _agree(after, wanted, game), (
                f"with the players in the order {order} and all actions reversed it selects {_shown(after)}, not "
                f"{_shown(wanted)}, on {shown(game)}"
            )

    @introduced("0.1")
    @some_games(2)
    def test_storage_of_polytopes_does_not_matter(self, case: SharedGame) -> None:
        """The same correlated equilibria, described in another way, lead to the same payoffs."""
        wanted = self._chosen(Correlated().admits(case.game))
        for how, equilibria in _stored_otherwise(case.game):
            found = self._chosen(equilibria)
            if found is None and isinstance(equilibria, FiniteSet):
                continue  # not defined for lists
            assert _agree(found, wanted, case.game), (
                f"from the same correlated equilibria {how} it selects {_shown(found)}, not {_shown(wanted)}, on "
                f"{shown(case.game)}"
            )

    @introduced("0.1")
    def test_storage_of_lists_does_not_matter(self, case: SharedGame) -> None:
        """A list of Nash equilibria in another order, or with repetitions, leads to the same payoffs."""
        plans = [JointPlan.independent(profile) for profile in pure_equilibria(case.game)]
        members = [Equilibrium(plan.payoffs(case.game), plan) for plan in plans]
        if not members:
            return
        wanted = self._chosen(FiniteSet.of(case.game, members))
        orders = {
            "in reverse order": members[::-1],
            "with the first one twice": [*members, members[0]],
            "with the last one three times": [members[-1], *members, members[-1]],
        }
        for how, others in orders.items():
            found = self._chosen(FiniteSet.of(case.game, others))
            assert _agree(found, wanted, case.game), (
                f"from the same list of {len(members)} equilibria {how} it selects {_shown(found)}, not {_shown(wanted)}, on "
                f"{shown(case.game)}"
            )


def _stored_otherwise(game: Game) -> Iterator[tuple[str, EquilibriumSet]]:
    """Yield the correlated equilibria of a game again, stored in other ways."""
    whole = Polytope.of(game, Concept.CORRELATED, reduced=reduction(game, Concept.ANY))
    if whole is not None:
        yield "with dominated actions in the description", whole
    plain = Correlated().admits(game)
    yield "with floors that all of them reach anyway", plain.above(plain.lowest)
    if plain.unique:
        point = plain.point()
        if sum(p > 0 for p in point.play.probabilities) == 1:
            yield "as a list of the only one", FiniteSet.of(game, [point])


def _agree(found: tuple[Number, ...] | None, wanted: tuple[Number, ...] | None, game: Game) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return same(found, wanted, game)


def _shown(payoffs: tuple[Number, ...] | None) -> str:
    return "nothing" if payoffs is None else listed(payoffs)
