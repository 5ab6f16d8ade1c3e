"""Fallbacks that are an equilibrium, chosen by a selection out of all that their concept admits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from accord.builtin.selections import MaxWelfare
from accord.claims import Claim
from accord.equilibria import Concept, Equilibrium, EquilibriumSet, FiniteSet, Polytope, verify
from accord.equilibria.dominance import undominated
from accord.errors import ComponentError, SolverError, UnsuitableError, guarded
from accord.game import Game
from accord.roles import Completeness, Disagreement, Findings, Needs, Selection, Solver

__all__ = ["CoarseCorrelated", "Correlated", "EquilibriumFallback", "Nash", "settle"]

_ON_THE_PLAY = frozenset({Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY})


@runtime_checkable
class EquilibriumFallback(Protocol):
    """A fallback that separates what is admissible from what is selected, so that one set can serve many selections."""

    selection: Selection

    def admits(self, game: Game) -> EquilibriumSet:
        """Return all equilibria that the concept admits."""
        ...


def settle(equilibria: EquilibriumSet, selection: Selection) -> Disagreement:
    """Select one equilibrium and describe it as a disagreement point."""
    objection = selection.needs.objection(equilibria.game)
    if objection:
        raise UnsuitableError(f"selection {selection.name} {objection}")
    chosen = guarded(f"selection {selection.name}", selection.select, equilibria)
    if not isinstance(chosen, Equilibrium):
        raise ComponentError(f"selection {selection.name} returned {type(chosen).__name__}; an Equilibrium is expected")
    return Disagreement(
        payoffs=chosen.payoffs,
        play=chosen.play,
        unique=equilibria.unique,
        payoff_range=equilibria.ranges,
        claims=chosen.claims | selection.claims,
        warnings=(*equilibria.notes, *chosen.warnings),
    )


@dataclass(frozen=True)
class Correlated:
    """Fall back to a correlated equilibrium: a plan from which nobody gains by disobeying its recommendation.

    ``sum over a_-i of mu(a, a_-i) (u_i(a, a_-i) - u_i(b, a_-i)) >= 0`` for every player i and all actions a, b (Aumann 1974).
    Iterated strictly dominated actions are removed first, so threats that nobody would carry out count for nothing.

    Attributes:
        selection: which correlated equilibrium.
    """

    name: ClassVar[str] = "correlated"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY | {Claim.CORRELATED}
    selection: Selection = MaxWelfare()

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the polytope of correlated equilibria."""
        return _inhabited(Polytope.of(game, Concept.CORRELATED))

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
    """

    name: ClassVar[str] = "coarse-correlated"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY | {Claim.COARSE_CORRELATED}
    selection: Selection = MaxWelfare()

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the polytope of coarse correlated equilibria."""
        return _inhabited(Polytope.of(game, Concept.COARSE))

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
    """

    name: ClassVar[str] = "nash"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY
    solver: Solver
    selection: Selection = MaxWelfare()

    def admits(self, game: Game) -> EquilibriumSet:
        """Return the verified equilibria that the solver finds.

        Raises:
            SolverError: if it finds none, or fails.
        """
        objection = self.solver.needs.objection(game)
        if objection:
            raise UnsuitableError(f"solver {self.solver.name} {objection}")
        found = _ask(self.solver, game)
        try:
            verified = verify(game, found.profiles)
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
        return FiniteSet.of(game, verified.equilibria(game), complete=proved, notes=(*note, *refused))

    def fall_back(self, game: Game) -> Disagreement:
        """Return the selected Nash equilibrium."""
        return settle(self.admits(game), self.selection)


def _ask(solver: Solver, game: Game) -> Findings:
    found = guarded(f"solver {solver.name}", solver.equilibria, game)
    if not isinstance(found, Findings):
        raise ComponentError(f"solver {solver.name} returned {type(found).__name__}; Findings are expected")
    return found


def _inhabited(equilibria: Polytope | None) -> Polytope:
    if equilibria is None:
        raise SolverError("no equilibrium was found although one exists; the payoffs are too far apart to be compared")
    return equilibria
