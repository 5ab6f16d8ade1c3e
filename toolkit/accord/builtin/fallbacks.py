"""Fallbacks that are an equilibrium, chosen by a selection out of all that their concept admits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accord.builtin.selections import MaxWelfare
from accord.claims import Claim
from accord.equilibria import Concept, EquilibriumSet, FiniteSet, NashList, Polytope, verify
from accord.equilibria.dominance import undominated
from accord.equilibria.reduction import reduction
from accord.errors import ComponentError, SolverError, UnsuitableError, guarded
from accord.game import Game
from accord.roles import Completeness, Disagreement, Findings, Needs, Selection, Solver
from accord.settling import settle

__all__ = ["CoarseCorrelated", "Correlated", "Nash"]

_ON_THE_PLAY = frozenset({Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY})
_SATISFIED = frozenset({"individual-rationality", "constant-sum-value", "payoff-dominance"})
"""The axioms that all equilibria satisfy: they give nobody less than it can secure, and more to who is always better off."""


@dataclass(frozen=True)
class Correlated:
    """Fall back to a correlated equilibrium: a plan from which nobody gains by disobeying its recommendation.

    ``sum over a_-i of mu(a, a_-i) (u_i(a, a_-i) - u_i(b, a_-i)) >= 0`` for every player i and all actions a, b (Aumann 1974).
    Iterated strictly dominated actions are removed first, so threats that nobody would carry out count for nothing.

    Attributes:
        selection: which correlated equilibrium.
        drop_weakly_dominated: leave out weakly dominated actions first, those of all players at once, until none is left: threats
            that cost nothing while nobody has to carry them out are made with such actions.
        merge_equivalent: count actions that give everybody the same payoffs as one; rules that look at the play, such as
            ``max-entropy``, reward copies of an action otherwise.
    """

    name: ClassVar[str] = "correlated"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY | {Claim.CORRELATED}
    selection: Selection = MaxWelfare()
    drop_weakly_dominated: bool = False
    merge_equivalent: bool = False

    @property
    def satisfies(self) -> frozenset[str]:
        """Return the axioms that pipelines with this fallback satisfy; in the full game, what the selection does as well."""
        changed = self.drop_weakly_dominated or self.merge_equivalent
        return _SATISFIED | (frozenset() if changed else getattr(self.selection, "satisfies", frozenset()))

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the polytope of correlated equilibria."""
        return _polytope(game, Concept.CORRELATED, self.drop_weakly_dominated, self.merge_equivalent)

    def fall_back(self, game: Game) -> Disagreement:
        """Return the selected correlated equilibrium."""
        return settle(self.admits(game), self.selection)


@dataclass(frozen=True)
class CoarseCorrelated:
    """Fall back to a coarse correlated equilibrium: a plan from which nobody gains by opting out beforehand.

    ``sum over a of mu(a) (u_i(a) - u_i(b, a_-i)) >= 0`` for every player i and action b (Moulin and Vial 1978). Unlike correlated
    equilibria these may use strictly dominated actions, hence threats that nobody would carry out.

    Attributes:
        selection: which coarse correlated equilibrium.
        drop_weakly_dominated: leave out weakly dominated actions first, those of all players at once, until none is left.
        merge_equivalent: count actions that give everybody the same payoffs as one.
    """

    name: ClassVar[str] = "coarse-correlated"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY | {Claim.COARSE_CORRELATED}
    satisfies: ClassVar[frozenset[str]] = _SATISFIED
    selection: Selection = MaxWelfare()
    drop_weakly_dominated: bool = False
    merge_equivalent: bool = False

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the polytope of coarse correlated equilibria."""
        return _polytope(game, Concept.COARSE, self.drop_weakly_dominated, self.merge_equivalent)

    def fall_back(self, game: Game) -> Disagreement:
        """Return the selected coarse correlated equilibrium."""
        return settle(self.admits(game), self.selection)


@dataclass(frozen=True)
class Nash:
    """Fall back to a Nash equilibrium out of those that a solver finds.

    Every profile is verified in rational arithmetic before it counts; equilibria that the selection cannot tell apart are drawn
    by a public lottery, which is a correlated equilibrium.

    Attributes:
        solver: which solver looks for equilibria.
        selection: which of the equilibria found.
        drop_weakly_dominated: leave out weakly dominated actions first, those of all players at once, until none is left.
        merge_equivalent: count actions that give everybody the same payoffs as one; what is played is spread evenly over them.
    """

    name: ClassVar[str] = "nash"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY
    satisfies: ClassVar[frozenset[str]] = _SATISFIED
    solver: Solver
    selection: Selection = MaxWelfare()
    drop_weakly_dominated: bool = False
    merge_equivalent: bool = False

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the verified equilibria that the solver finds.

        Raises:
            SolverError: if it finds none, or fails.
        """
        smaller = reduction(
            game,
            Concept.CORRELATED if self.drop_weakly_dominated or self.merge_equivalent else Concept.ANY,
            drop_weakly_dominated=self.drop_weakly_dominated,
            merge_equivalent=self.merge_equivalent,
        )
        objection = self.solver.needs.objection(smaller.reduced)
        if objection:
            raise UnsuitableError(f"solver {self.solver.name} {objection}")
        found = _ask(self.solver, smaller.reduced)
        try:
            verified = verify(smaller.reduced, found.profiles)
        except (TypeError, ValueError, OverflowError):
            raise ComponentError(f"solver {self.solver.name} returned something else than lists of probabilities") from None
        refused = tuple(
            f"{self.solver.name} returned a profile that is no equilibrium: {r.reason}; it was left out"
            for r in verified.rejected
        )
        if not verified.profiles:
            notes = "; ".join([*found.notes, *refused[:1]])
            raise SolverError(f"{self.solver.name} found no Nash equilibrium" + (f" ({notes})" if notes else ""))
        proved = all(len(kept) == 1 for kept in undominated(game))
        complete = Completeness.PROVED if proved else found.completeness
        note = () if proved else (f"completeness of the Nash equilibria found by {self.solver.name}: {complete}", *found.notes)
        whole = NashList(tuple(map(smaller.profile, verified.profiles)), verified.rejected)
        return FiniteSet.of(game, whole.equilibria(game), complete=proved, notes=(*note, *refused))

    def fall_back(self, game: Game) -> Disagreement:
        """Return the selected Nash equilibrium."""
        return settle(self.admits(game), self.selection)


def _ask(solver: Solver, game: Game) -> Findings:
    found = guarded(f"solver {solver.name}", solver.equilibria, game)
    if not isinstance(found, Findings):
        raise ComponentError(f"solver {solver.name} returned {type(found).__name__}; Findings are expected")
    return found


def _polytope(game: Game, concept: Concept, drop_weakly_dominated: bool, merge_equivalent: bool) -> Polytope:
    smaller = reduction(game, concept, drop_weakly_dominated=drop_weakly_dominated, merge_equivalent=merge_equivalent)
    equilibria = Polytope.of(game, concept, reduced=smaller)
    if equilibria is None:
        raise SolverError("no equilibrium was found although one exists; the payoffs are too far apart to be compared")
    return equilibria
